//! Whether what one side writes can be read by the other: the old client's requests by the new
//! server, and the new server's answers by the old client.

use std::collections::BTreeSet;

use super::{Pair, Verdict, Wire};
use crate::ir::{
    Api, Enum, EnumBase, Field, Parameter, Presence, Struct, Style, Tuple, Type, TypeId, TypeKind,
    Union,
};

/// Who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reader {
    /// A server, which may refuse what its document does not admit.
    Server,
    /// A client of ours, which passes over what it does not know.
    Client,
}

/// How many pairs of types are looked into.
const MOST: usize = 20_000;

/// Whether requests of the old client can be read as the new type.
pub(super) fn request(pair: Pair<'_>, old: &Type, new: &Type) -> Option<Verdict> {
    Fits::new(&pair.old.api, &pair.new.api, Reader::Server).check(old, new)
}

/// Whether what the old client writes for a parameter can be read as the new one. Outside of JSON,
/// numbers and texts are written alike, and a list that is written item by item may be of one.
pub(super) fn parameter(pair: Pair<'_>, old: &Parameter, new: &Parameter) -> Option<Verdict> {
    if [old.style, new.style].contains(&Style::Json) {
        return request(pair, &old.ty, &new.ty);
    }
    let (from, _) = view(&pair.old.api, &old.ty);
    let is_single = match &from {
        View::Plain(ty) => is_written_plainly(ty),
        View::Enum(_) | View::Constant(_) => true,
        View::Struct(_) | View::Union(_) | View::Tuple(_) => false,
    };
    let repeats = matches!(new.style, Style::Form { explode: true });
    let to = match view(&pair.new.api, &new.ty).0 {
        View::Plain(Type::Array(item)) if is_single && repeats => item,
        _ => &new.ty,
    };
    let is_text = |view: View<'_>| matches!(view, View::Plain(Type::String | Type::Secret));
    if is_single && is_text(view(&pair.new.api, to).0) {
        return None;
    }
    request(pair, &old.ty, to)
}

fn is_written_plainly(ty: &Type) -> bool {
    use Type::{
        Base64, Bool, Date, DateTime, Double, Float, Int, Ipv4, Ipv6, Number, Secret, String, Time,
        Uint, Uuid,
    };
    matches!(
        ty,
        Bool | Int(_)
            | Uint(_)
            | Float
            | Double
            | Number
            | String
            | Secret
            | Uuid
            | DateTime
            | Date
            | Time
            | Ipv4
            | Ipv6
            | Base64
    )
}

/// Whether answers of the new server can be read as the old type.
pub(super) fn answer(pair: Pair<'_>, old: &Type, new: &Type) -> Option<Verdict> {
    Fits::new(&pair.new.api, &pair.old.api, Reader::Client).check(new, old)
}

/// The same, under the name of a property.
pub(super) fn field(pair: Pair<'_>, reader: Reader, old: &Field, new: &Field) -> Option<Verdict> {
    match reader {
        Reader::Server => Fits::new(&pair.old.api, &pair.new.api, reader).field(old, new),
        Reader::Client => Fits::new(&pair.new.api, &pair.old.api, reader).field(new, old),
    }
}

/// What keeps a property with this presence from being read as one with that.
pub(super) fn presence(reader: Reader, from: Presence, to: Presence) -> Option<Verdict> {
    let absent = matches!(from, Presence::Optional | Presence::OptionalNullable);
    let null = matches!(from, Presence::Nullable | Presence::OptionalNullable);
    let (needs, refuses_null) = match to {
        Presence::Required => (true, true),
        Presence::Nullable => (true, false),
        // Where a property is optional, our clients take null for absent.
        Presence::Optional => (false, reader == Reader::Server),
        Presence::OptionalNullable => (false, false),
    };
    let who = match reader {
        Reader::Server => ("old clients may leave it out", "old clients may send null"),
        Reader::Client => (
            "old clients cannot read an answer without it",
            "old clients cannot read null here",
        ),
    };
    if absent && needs {
        return Some(Verdict::breaking(who.0));
    }
    (null && refuses_null).then(|| Verdict::breaking(who.1))
}

struct Fits<'a> {
    from: &'a Api,
    to: &'a Api,
    reader: Reader,
    /// The pairs that were looked into: they fit as long as nothing else is found.
    seen: BTreeSet<(TypeId, TypeId)>,
}

/// A type without the names that it stands behind.
enum View<'a> {
    Plain(&'a Type),
    Struct(&'a Struct),
    Enum(&'a Enum),
    Union(&'a Union),
    Constant(&'a serde_json::Value),
    Tuple(&'a Tuple),
}

fn view<'a>(api: &'a Api, ty: &'a Type) -> (View<'a>, Option<TypeId>) {
    let mut ty = ty;
    for _ in 0..api.types.len() + 2 {
        match ty {
            Type::Boxed(inner) => ty = inner,
            // Which crate a date is of does not show on the wire.
            Type::Chosen(chosen) => ty = chosen.like,
            Type::Named(id) => match api.types.get(id.0).map(|definition| &definition.kind) {
                Some(TypeKind::Alias(inner)) => ty = inner,
                Some(TypeKind::Struct(body)) => return (View::Struct(body), Some(*id)),
                Some(TypeKind::Enum(values)) => return (View::Enum(values), Some(*id)),
                Some(TypeKind::Union(union)) => return (View::Union(union), Some(*id)),
                Some(TypeKind::Constant(value)) => return (View::Constant(value), Some(*id)),
                Some(TypeKind::Tuple(tuple)) => return (View::Tuple(tuple), Some(*id)),
                None => return (View::Plain(&Type::Json), None),
            },
            _ => return (View::Plain(ty), None),
        }
    }
    (View::Plain(ty), None)
}

impl<'a> Fits<'a> {
    fn new(from: &'a Api, to: &'a Api, reader: Reader) -> Self {
        let seen = BTreeSet::new();
        Self {
            from,
            to,
            reader,
            seen,
        }
    }

    fn check(&mut self, from: &'a Type, to: &'a Type) -> Option<Verdict> {
        self.fit(from, to, 0)
    }

    fn other(&self, from: &str, to: &str) -> Option<Verdict> {
        let who = match self.reader {
            Reader::Server => "the server wants",
            Reader::Client => "old clients want",
        };
        Some(Verdict::breaking(format!("{who} {to}, not {from}")))
    }

    fn fit(&mut self, from: &'a Type, to: &'a Type, depth: usize) -> Option<Verdict> {
        let ((one, of_from), (other, of_to)) = (view(self.from, from), view(self.to, to));
        if let (Some(from), Some(to)) = (of_from, of_to)
            && !self.seen.insert((from, to))
        {
            return None;
        }
        if depth > 64 || self.seen.len() > MOST {
            return Some(Verdict::risky("it is too deep to be compared"));
        }
        let depth = depth + 1;
        use View::{Constant, Enum, Plain, Struct, Tuple, Union};
        match (one, other) {
            (_, Plain(Type::Json)) | (Plain(Type::Never), _) => None,
            (Plain(Type::Option(from)), Plain(Type::Option(to))) => self.fit(from, to, depth),
            (Plain(from), Plain(Type::Option(_))) if *from == Type::Null => None,
            (_, Plain(Type::Option(to))) => self.fit(from, to, depth),
            (Plain(Type::Option(_)), _) => Some(Verdict::breaking("null is not admitted")),
            (Plain(Type::Array(from)), Plain(Type::Array(to)))
            | (Plain(Type::Map(from)), Plain(Type::Map(to))) => self.fit(from, to, depth),
            (Plain(Type::JsonObject), Plain(Type::Map(_))) => {
                Some(Verdict::risky("properties have a type now"))
            }
            (Plain(from), Plain(to)) => self.scalar(from, to),
            (Union(one), _) => self.each(one, to, depth),
            (_, Union(other)) => self.any(from, other, depth),
            (Struct(one), Struct(other)) => self.object(one, other, depth),
            (Struct(one), Plain(Type::Map(to))) => {
                let fields = one.fields.iter();
                worst(fields.map(|field| self.fit(&field.ty, to, depth)))
            }
            (Struct(_), Plain(Type::JsonObject)) => None,
            (Plain(Type::JsonObject | Type::Map(_)), Struct(other)) => {
                let needs = |field: &Field| {
                    matches!(field.presence, Presence::Required | Presence::Nullable)
                };
                match other.fields.iter().find(|field| needs(field)) {
                    Some(field) => Some(Verdict::breaking(format!(
                        "`{}` may be missing",
                        field.name
                    ))),
                    None => Some(Verdict::risky("properties have types now")),
                }
            }
            (Enum(one), Enum(other)) => self.values(one, other),
            (Enum(one), Plain(to)) => self.scalar(&base(one), to),
            (Plain(from), Enum(other)) => {
                if let Some(verdict) = self.scalar(from, &base(other)) {
                    return Some(verdict);
                }
                match self.reader {
                    Reader::Client => None,
                    Reader::Server => Some(Verdict::breaking("the server admits some values only")),
                }
            }
            (Constant(one), Constant(other)) => match one == other {
                true => None,
                false => self.other(&format!("`{one}`"), &format!("`{other}`")),
            },
            (Constant(one), Enum(other)) => {
                let known = other.values.iter().any(|value| value.value == *one);
                let fits = match self.reader {
                    Reader::Server => known,
                    Reader::Client => matches!(
                        (one, other.base),
                        (serde_json::Value::String(_), EnumBase::String)
                            | (serde_json::Value::Number(_), EnumBase::Integer)
                    ),
                };
                (!fits).then(|| Verdict::breaking(format!("`{one}` is not admitted")))
            }
            (Constant(one), Plain(to)) => self.scalar(&of_value(one), to),
            (Enum(one), Constant(other)) => match one.values.as_slice() {
                [only] if only.value == *other => None,
                _ => self.other("other values", &format!("`{other}`")),
            },
            (_, Constant(other)) => self.other("another value", &format!("`{other}`")),
            (Tuple(one), Tuple(other)) => self.tuple(one, other, depth),
            (Tuple(one), Plain(Type::Array(to))) => {
                // A place that may be missing is a type or none, which is no null.
                let places = one.items.iter().enumerate().map(|(at, item)| match item {
                    Type::Option(item) if at >= one.required => item.as_ref(),
                    item => item,
                });
                let items = places.chain(after(self.from, one));
                worst(items.map(|item| self.fit(item, to, depth)))
            }
            (Plain(Type::Array(from)), Tuple(other)) => {
                let items = other.items.iter().chain(after(self.to, other));
                let items = worst(items.map(|item| self.fit(from, item, depth)));
                let length = if other.required > 0 {
                    Some("the list may be too short")
                } else if other.rest.is_none() {
                    Some("the list may be too long")
                } else {
                    None
                };
                items.or_else(|| length.map(Verdict::risky))
            }
            (_, other) => self.other("another type", name(&other)),
        }
    }

    /// Types that hold no others.
    fn scalar(&self, from: &Type, to: &Type) -> Option<Verdict> {
        use Type::{
            Base64, Bool, Date, DateTime, Double, File, Float, Int, Ipv4, Ipv6, Json, JsonObject,
            Map, Never, Null, Number, Secret, String, Time, Uint, Uuid,
        };
        let fits = match (from, to) {
            (_, Json) | (Never, _) => true,
            (Map(_), JsonObject) => true,
            (String | Secret, String | Secret) => true,
            (Uuid | DateTime | Date | Time | Ipv4 | Ipv6 | Base64, String | Secret) => true,
            (Int(from), Int(to)) | (Uint(from), Uint(to)) => from <= to,
            (Uint(from), Int(to)) => from < to,
            (Int(_) | Uint(_), Number | Double | Float) => true,
            (Number | Double | Float, Number | Double | Float) => true,
            (Bool, Bool) | (Null, Null) | (File, File) | (JsonObject, JsonObject) => true,
            (from, to) => from == to,
        };
        if fits {
            return None;
        }
        match (from, to) {
            (Int(_) | Uint(_), Int(_) | Uint(_)) => {
                Some(Verdict::risky("numbers may be out of range"))
            }
            (Number | Double | Float, Int(_) | Uint(_)) => {
                Some(Verdict::breaking("numbers may have a fraction"))
            }
            (String | Secret, Uuid | DateTime | Date | Time | Ipv4 | Ipv6 | Base64) => Some(
                Verdict::breaking(format!("text may be no {}", plain_name(to))),
            ),
            (File, Base64 | String | Secret) | (Base64 | String | Secret, File) => {
                Some(Verdict::risky("a file becomes text, or text a file"))
            }
            _ => self.other(plain_name(from), plain_name(to)),
        }
    }

    /// A value of a union fits if each of its branches does.
    fn each(&mut self, one: &'a Union, to: &'a Type, depth: usize) -> Option<Verdict> {
        if let (View::Union(other), _) = view(self.to, to)
            && let Some(verdict) = self.discriminators(one, other)
        {
            return Some(verdict);
        }
        worst(one.branches.iter().map(|branch| {
            let verdict = self.fit(&branch.ty, to, depth)?;
            let is_unknown = self.reader == Reader::Client
                && matches!(view(self.to, to).0, View::Union(other) if takes_unknown(other, &branch.tags));
            match is_unknown {
                // A tag that the client does not know becomes `Unknown`.
                true => None,
                false => Some(verdict),
            }
        }))
    }

    fn discriminators(&self, one: &Union, other: &Union) -> Option<Verdict> {
        let (from, to) = (one.discriminator.as_ref()?, other.discriminator.as_ref()?);
        (from.property != to.property).then(|| {
            Verdict::breaking(format!(
                "the types are told apart by `{}`, not by `{}`",
                from.property, to.property
            ))
        })
    }

    /// A value fits a union if it fits one of its branches.
    fn any(&mut self, from: &'a Type, other: &'a Union, depth: usize) -> Option<Verdict> {
        let mut best: Option<Verdict> = None;
        for branch in &other.branches {
            // What was seen on a way that did not lead there says nothing.
            let before = self.seen.clone();
            match self.fit(from, &branch.ty, depth) {
                None => return None,
                Some(verdict) => {
                    self.seen = before;
                    let is_better = best.as_ref().is_none_or(|best| verdict.wire < best.wire);
                    if is_better {
                        best = Some(verdict);
                    }
                }
            }
        }
        match best {
            Some(verdict) if verdict.wire < Wire::Breaking => Some(verdict),
            _ => Some(Verdict::breaking("no type of the union takes it")),
        }
    }

    fn values(&self, one: &Enum, other: &Enum) -> Option<Verdict> {
        if one.base != other.base {
            return self.other(base_name(one.base), base_name(other.base));
        }
        // Our clients keep values that they do not know.
        if self.reader == Reader::Client {
            return None;
        }
        let gone = one
            .values
            .iter()
            .find(|value| !other.values.iter().any(|known| known.value == value.value))?;
        Some(Verdict::breaking(format!(
            "the server admits `{}` no more",
            gone.value
        )))
    }

    fn tuple(&mut self, one: &'a Tuple, other: &'a Tuple, depth: usize) -> Option<Verdict> {
        if one.required < other.required
            || one.items.len() > other.items.len() && other.rest.is_none()
        {
            return Some(Verdict::breaking("the list has another length"));
        }
        let pairs = one.items.iter().zip(&other.items);
        worst(pairs.map(|(from, to)| self.fit(from, to, depth)))
    }

    fn object(&mut self, one: &'a Struct, other: &'a Struct, depth: usize) -> Option<Verdict> {
        let find =
            |body: &'a Struct, name: &str| body.fields.iter().find(|field| field.name == name);
        let needed = worst(other.fields.iter().map(|to| {
            match find(one, &to.name) {
                Some(from) => self.field_at(from, to, depth),
                None => presence(self.reader, Presence::Optional, to.presence)
                    .map(|verdict| at(&to.name, verdict)),
            }
        }));
        let more = worst(one.fields.iter().map(|from| {
            if find(other, &from.name).is_some() {
                return None;
            }
            match (&other.rest, self.reader) {
                (Some(rest), _) => self
                    .fit(&from.ty, rest, depth)
                    .map(|verdict| at(&from.name, verdict)),
                (None, Reader::Client) => None,
                (None, Reader::Server) if other.closed => Some(at(
                    &from.name,
                    Verdict::breaking("the server admits no such property"),
                )),
                (None, Reader::Server) => Some(at(
                    &from.name,
                    Verdict::risky("the server may pass over it or refuse it"),
                )),
            }
        }));
        worst([needed, more].into_iter())
    }

    fn field_at(&mut self, from: &'a Field, to: &'a Field, depth: usize) -> Option<Verdict> {
        let presence = presence(self.reader, from.presence, to.presence);
        let ty = self.fit(&from.ty, &to.ty, depth);
        worst([presence, ty].into_iter()).map(|verdict| at(&to.name, verdict))
    }

    fn field(&mut self, from: &'a Field, to: &'a Field) -> Option<Verdict> {
        self.fit(&from.ty, &to.ty, 0)
    }
}

/// The type of what comes after the places of a tuple.
fn after<'a>(api: &'a Api, tuple: &'a Tuple) -> Option<&'a Type> {
    let rest = tuple.rest.as_ref()?;
    match view(api, rest).0 {
        View::Plain(Type::Array(item)) => Some(item),
        _ => Some(rest),
    }
}

/// Whether a union keeps values with tags that it does not know.
fn takes_unknown(union: &Union, tags: &[String]) -> bool {
    let is_known = |tag: &String| {
        union
            .branches
            .iter()
            .any(|branch| branch.tags.contains(tag))
    };
    union.discriminator.is_some() && !tags.is_empty() && !tags.iter().any(is_known)
}

fn at(name: &str, verdict: Verdict) -> Verdict {
    Verdict {
        wire: verdict.wire,
        reason: format!("`{name}`: {}", verdict.reason),
    }
}

fn worst(verdicts: impl Iterator<Item = Option<Verdict>>) -> Option<Verdict> {
    verdicts.flatten().reduce(Verdict::or)
}

fn base(values: &Enum) -> Type {
    match values.base {
        EnumBase::String => Type::String,
        EnumBase::Integer => Type::Int(64),
    }
}

fn base_name(base: EnumBase) -> &'static str {
    match base {
        EnumBase::String => "strings",
        EnumBase::Integer => "integers",
    }
}

fn of_value(value: &serde_json::Value) -> Type {
    use serde_json::Value;
    match value {
        Value::Null => Type::Null,
        Value::Bool(_) => Type::Bool,
        Value::Number(number) if number.is_f64() => Type::Double,
        Value::Number(_) => Type::Int(64),
        Value::String(_) => Type::String,
        Value::Array(_) => Type::Array(Box::new(Type::Json)),
        Value::Object(_) => Type::JsonObject,
    }
}

fn name(view: &View<'_>) -> &'static str {
    match view {
        View::Plain(ty) => plain_name(ty),
        View::Struct(_) => "an object",
        View::Enum(values) => base_name(values.base),
        View::Union(_) => "one of several types",
        View::Constant(_) => "one value",
        View::Tuple(_) => "a list",
    }
}

fn plain_name(ty: &Type) -> &'static str {
    match ty {
        Type::Bool => "a boolean",
        Type::Int(_) | Type::Uint(_) => "an integer",
        Type::Float | Type::Double | Type::Number => "a number",
        Type::String | Type::Secret => "a string",
        Type::Uuid => "UUID",
        Type::DateTime => "date with time",
        Type::Date => "date",
        Type::Time => "time",
        Type::Ipv4 => "IPv4 address",
        Type::Ipv6 => "IPv6 address",
        Type::Base64 => "base64",
        Type::File => "a file",
        Type::Array(_) => "a list",
        Type::Map(_) | Type::JsonObject => "an object",
        Type::Null => "null",
        Type::Never => "nothing",
        Type::Chosen(chosen) => plain_name(chosen.like),
        Type::Json | Type::Option(_) | Type::Named(_) | Type::Boxed(_) => "another type",
    }
}
