//! What an operation takes and answers, as far as it matters to pages.

use std::collections::{BTreeSet, VecDeque};

use crate::config::Format;
use crate::ir::{
    Constraint, EnumBase, Field, Location, Operation, PageSize, Parameter, Payload, Status, Style,
    Type, TypeDef, TypeId, TypeKind,
};
use crate::source::pointer;

use super::super::context::DEPTH;

/// A GET whose success is one type of JSON.
pub(super) struct Page<'t> {
    types: &'t [TypeDef],
    operation: &'t Operation,
    body: &'t Type,
}

/// A property of an answer, however deep.
#[derive(Clone)]
pub(super) struct Leaf<'t> {
    /// The names of the properties that lead there.
    pub(super) way: Vec<&'t str>,
    pub(super) field: &'t Field,
}

impl Leaf<'_> {
    /// The JSON Pointer.
    pub(super) fn pointer(&self) -> String {
        let way = self.way.iter();
        way.fold(String::new(), |place, name| pointer::push(&place, name))
    }
}

/// What a value is to pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scalar {
    Text,
    Integer,
    Bool,
}

impl<'t> Page<'t> {
    pub(super) fn of(types: &'t [TypeDef], operation: &'t Operation) -> Option<Self> {
        let successes = operation
            .answers
            .iter()
            .filter(|answer| matches!(answer.status, Status::Code(200..=299) | Status::Range(2)));
        let mut bodies = successes
            .flat_map(|answer| &answer.contents)
            .filter_map(|content| match &content.payload {
                Payload::Json(ty) => Some(ty),
                _ => None,
            });
        let (Some(body), None, "GET") = (bodies.next(), bodies.next(), operation.method.as_str())
        else {
            return None;
        };
        Some(Self {
            types,
            operation,
            body,
        })
    }

    pub(super) fn path(&self) -> &'t str {
        &self.operation.path
    }

    /// The parameters of the query, but for those whose value is written as JSON.
    pub(super) fn parameters(&self) -> impl Iterator<Item = &'t Parameter> {
        let parameters = self.operation.parameters.iter();
        parameters.filter(|parameter| {
            parameter.location == Location::Query && parameter.style != Style::Json
        })
    }

    pub(super) fn has_link_header(&self) -> bool {
        let mut headers = self.operation.headers.iter();
        headers.any(|header| header.name.eq_ignore_ascii_case("link"))
    }

    /// A type without what is around it: aliases, null, boxes.
    fn bare(&self, ty: &'t Type) -> &'t Type {
        let mut ty = ty;
        for _ in 0..DEPTH {
            ty = match ty {
                Type::Option(inner) | Type::Boxed(inner) => inner,
                Type::Named(id) => match self.kind(id.0) {
                    Some(TypeKind::Alias(target)) => target,
                    _ => return ty,
                },
                _ => return ty,
            };
        }
        ty
    }

    fn kind(&self, index: usize) -> Option<&'t TypeKind> {
        self.types.get(index).map(|definition| &definition.kind)
    }

    /// The properties of a type; of a union those of all branches.
    fn properties(&self, ty: &'t Type) -> Vec<&'t Field> {
        let mut fields = Vec::new();
        let mut names = BTreeSet::new();
        let mut seen: BTreeSet<TypeId> = BTreeSet::new();
        let mut open = VecDeque::from([ty]);
        while let Some(ty) = open.pop_front() {
            let Type::Named(id) = self.bare(ty) else {
                continue;
            };
            match self.kind(id.0) {
                Some(TypeKind::Struct(body)) if seen.insert(*id) => {
                    let new = |field: &&'t Field| names.insert(field.name.as_str());
                    fields.extend(body.fields.iter().filter(new));
                }
                Some(TypeKind::Union(union)) if seen.insert(*id) => {
                    open.extend(union.branches.iter().map(|branch| &branch.ty));
                }
                _ => {}
            }
        }
        fields
    }

    /// The properties of the answer, and of those of its objects that `enters` says, outer ones
    /// first.
    pub(super) fn leaves(&self, depth: usize, enters: impl Fn(&str) -> bool) -> Vec<Leaf<'t>> {
        let properties = self.properties(self.body).into_iter();
        let mut level: Vec<Leaf<'t>> = properties
            .map(|field| Leaf {
                way: vec![field.name.as_str()],
                field,
            })
            .collect();
        let mut leaves = level.clone();
        for _ in 0..depth {
            let inner = level.iter().filter(|leaf| enters(&leaf.field.name));
            level = inner
                .flat_map(|leaf| {
                    let fields = self.properties(&leaf.field.ty).into_iter();
                    fields.map(|field| Leaf {
                        way: [leaf.way.as_slice(), &[field.name.as_str()]].concat(),
                        field,
                    })
                })
                .collect();
            leaves.extend(level.iter().cloned());
        }
        leaves
    }

    /// The property that a way of names joined by dots leads to. Names may hold dots themselves, so
    /// the longest one that is there is taken.
    pub(super) fn at(&self, way: &str) -> Option<Leaf<'t>> {
        self.follow(self.body, way, Vec::new())
    }

    /// The same within an item of the list.
    pub(super) fn in_item(&self, list: &[String], way: &str) -> Option<Leaf<'t>> {
        self.follow(self.item(list)?, way, Vec::new())
    }

    fn follow(&self, ty: &'t Type, way: &str, before: Vec<&'t str>) -> Option<Leaf<'t>> {
        let mut steps: Vec<(&'t Field, &str)> = self
            .properties(ty)
            .into_iter()
            .filter_map(|field| Some((field, way.strip_prefix(field.name.as_str())?)))
            .filter(|(_, rest)| rest.is_empty() || rest.starts_with('.'))
            .collect();
        steps.sort_by_key(|(_, rest)| rest.len());
        steps.into_iter().find_map(|(field, rest)| {
            let way = [before.as_slice(), &[field.name.as_str()]].concat();
            match rest.strip_prefix('.') {
                Some(rest) => self.follow(&field.ty, rest, way),
                None => Some(Leaf { way, field }),
            }
        })
    }

    /// What a value is; `None` for what has parts, and what no parameter can be.
    pub(super) fn scalar(&self, ty: &'t Type) -> Option<Scalar> {
        match self.bare(ty) {
            Type::String | Type::Uuid | Type::DateTime | Type::Date => Some(Scalar::Text),
            Type::Chosen(data) => self.scalar(data.like),
            Type::Int(_) | Type::Uint(_) => Some(Scalar::Integer),
            Type::Bool => Some(Scalar::Bool),
            Type::Named(id) => match self.kind(id.0)? {
                TypeKind::Enum(values) if values.base == EnumBase::String => Some(Scalar::Text),
                // A value that may be a text or a number.
                TypeKind::Union(union) => {
                    let mut branches = union.branches.iter();
                    let is_scalar = |ty| matches!(self.bare(ty), Type::String | Type::Int(_));
                    branches
                        .all(|branch| is_scalar(&branch.ty))
                        .then_some(Scalar::Text)
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether a property is a text without a format.
    pub(super) fn is_string(&self, field: &'t Field) -> bool {
        *self.bare(&field.ty) == Type::String
    }

    /// Whether a property's format is one of URLs.
    pub(super) fn is_url(&self, field: &'t Field) -> bool {
        if matches!(self.bare(&field.ty), Type::Chosen(data) if data.choice == Format::Url) {
            return true;
        }
        let named = match &field.ty {
            Type::Named(id) => self.types.get(id.0).map(|definition| &definition.docs),
            _ => None,
        };
        let mut constraints = [Some(&field.docs), named]
            .into_iter()
            .flatten()
            .flat_map(|docs| &docs.constraints);
        constraints.any(|constraint| {
            let Constraint::Format(format) = constraint else {
                return false;
            };
            ["uri", "uri-reference", "iri", "iri-reference", "url"].contains(&format.as_str())
        })
    }

    /// The way to the only list: the answer itself, or its only property that is an array of objects,
    /// or of anything where `of_all` says so.
    pub(super) fn only_list(&self, of_all: bool) -> Option<Vec<String>> {
        let is_list = |ty: &'t Type| match self.bare(ty) {
            Type::Array(item) => of_all || self.is_object(item),
            _ => false,
        };
        if is_list(self.body) {
            return Some(Vec::new());
        }
        let only = |leaves: Vec<Leaf<'t>>| {
            let mut lists = leaves.into_iter().filter(|leaf| is_list(&leaf.field.ty));
            let only = lists.next().filter(|_| lists.next().is_none())?;
            Some(only.way.into_iter().map(str::to_owned).collect())
        };
        only(self.leaves(0, |_| false)).or_else(|| {
            // HAL puts the lists of an answer into an object of their own.
            only(self.leaves(1, |name| name == "_embedded"))
        })
    }

    fn is_object(&self, ty: &'t Type) -> bool {
        match self.bare(ty) {
            Type::JsonObject | Type::Map(_) => true,
            Type::Named(id) => matches!(
                self.kind(id.0),
                Some(TypeKind::Struct(_) | TypeKind::Union(_))
            ),
            _ => false,
        }
    }

    /// The type of the items of the list that a way leads to, through one union at most.
    pub(super) fn item(&self, way: &[String]) -> Option<&'t Type> {
        self.item_of(self.body, way, true)
    }

    fn item_of(&self, ty: &'t Type, way: &[String], may_be_union: bool) -> Option<&'t Type> {
        let ty = self.bare(ty);
        if let (Type::Array(item), []) = (ty, way) {
            return Some(item);
        }
        let Type::Named(id) = ty else {
            return None;
        };
        match (self.kind(id.0)?, way) {
            (TypeKind::Struct(body), [name, rest @ ..]) => {
                let field = body.fields.iter().find(|field| field.name == *name)?;
                self.item_of(&field.ty, rest, may_be_union)
            }
            // Those branches that have the list have it of one type.
            (TypeKind::Union(union), _) if may_be_union => {
                let branches = union.branches.iter();
                let mut items = branches.filter_map(|branch| self.item_of(&branch.ty, way, false));
                let first = items.next()?;
                items.all(|item| item == first).then_some(first)
            }
            _ => None,
        }
    }

    /// A parameter that says how many items a page holds.
    pub(super) fn size(parameter: &Parameter) -> PageSize {
        let default = parameter
            .docs
            .default
            .as_ref()
            .and_then(|value| value.as_u64());
        let mut constraints = parameter.docs.constraints.iter();
        let maximum = constraints.find_map(|constraint| match constraint {
            Constraint::Maximum(maximum) => maximum.parse().ok(),
            _ => None,
        });
        PageSize {
            parameter: parameter.name.clone(),
            default,
            limit: maximum.or(default),
        }
    }
}
