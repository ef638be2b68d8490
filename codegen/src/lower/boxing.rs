//! `Box` where a cycle of types would have no size.

use crate::ir::{Presence, Type, TypeDef, TypeId, TypeKind};

use super::visit;

/// Which uses are boxed in one go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    /// Those that a value can do without: they end every real cycle.
    Dispensable,
    /// All.
    All,
}

/// Boxes the uses within cycles: first those that a value can do without, then, where that was not
/// enough, the others. What is boxed depends on the cycle alone, not on the order of the document.
pub(super) fn insert(types: &mut [TypeDef]) {
    for which in [Which::Dispensable, Which::All] {
        let component = components(types);
        for index in 0..types.len() {
            let own = component.get(index).copied();
            let in_cycle = |ty: &Type| {
                visit::by_value(ty).is_some_and(|id| {
                    component.get(id.0).copied() == own && own.is_some_and(|own| own != usize::MAX)
                })
            };
            if let Some(def) = types.get_mut(index) {
                wrap(&mut def.kind, which, in_cycle);
            }
        }
    }
}

fn wrap(kind: &mut TypeKind, which: Which, in_cycle: impl Fn(&Type) -> bool) {
    match kind {
        TypeKind::Struct(body) => {
            for field in &mut body.fields {
                let dispensable = field.presence != Presence::Required;
                if (dispensable || which == Which::All) && in_cycle(&field.ty) {
                    wrap_type(&mut field.ty);
                }
            }
        }
        TypeKind::Union(union) => {
            for branch in union
                .branches
                .iter_mut()
                .filter(|branch| in_cycle(&branch.ty))
            {
                wrap_type(&mut branch.ty);
            }
        }
        TypeKind::Tuple(tuple) => {
            for ty in tuple
                .items
                .iter_mut()
                .filter(|ty| which == Which::All && in_cycle(ty))
            {
                wrap_type(ty);
            }
        }
        TypeKind::Alias(_) | TypeKind::Enum(_) | TypeKind::Constant(_) => {}
    }
}

fn wrap_type(ty: &mut Type) {
    match ty {
        Type::Option(inner) => wrap_type(inner),
        other => {
            let inner = std::mem::replace(other, Type::Null);
            *other = Type::Boxed(Box::new(inner));
        }
    }
}

/// For each type the cycle that it is part of, `usize::MAX` when it is part of none. Tarjan's
/// algorithm with a stack of its own.
fn components(types: &[TypeDef]) -> Vec<usize> {
    let edges: Vec<Vec<usize>> = types
        .iter()
        .map(|def| {
            let mut edges = Vec::new();
            let rest = match &def.kind {
                TypeKind::Struct(body) => body.rest.as_ref(),
                _ => None,
            };
            visit::uses(&def.kind, |ty| {
                if !rest.is_some_and(|rest| std::ptr::eq(rest, ty)) {
                    edges.extend(visit::by_value(ty).map(|TypeId(id)| id));
                }
            });
            edges
        })
        .collect();
    let mut search = Search {
        index: vec![usize::MAX; types.len()],
        low: vec![usize::MAX; types.len()],
        component: vec![usize::MAX; types.len()],
        on_stack: vec![false; types.len()],
        stack: Vec::new(),
        next: 0,
    };
    for start in 0..types.len() {
        search.from(start, &edges);
    }
    search.component
}

struct Search {
    index: Vec<usize>,
    low: Vec<usize>,
    component: Vec<usize>,
    on_stack: Vec<bool>,
    stack: Vec<usize>,
    next: usize,
}

fn get(list: &[usize], at: usize) -> usize {
    list.get(at).copied().unwrap_or(usize::MAX)
}

fn set<T>(list: &mut [T], at: usize, value: T) {
    if let Some(slot) = list.get_mut(at) {
        *slot = value;
    }
}

impl Search {
    fn from(&mut self, start: usize, edges: &[Vec<usize>]) {
        if get(&self.index, start) != usize::MAX {
            return;
        }
        let mut path = vec![(start, 0)];
        self.enter(start);
        while let Some((node, edge)) = path.last_mut() {
            let node = *node;
            let target = edges
                .get(node)
                .and_then(|targets| targets.get(*edge))
                .copied();
            *edge += 1;
            let Some(target) = target else {
                path.pop();
                if let Some(&(parent, _)) = path.last() {
                    let low = get(&self.low, parent).min(get(&self.low, node));
                    set(&mut self.low, parent, low);
                }
                self.leave(node, edges);
                continue;
            };
            if get(&self.index, target) == usize::MAX {
                self.enter(target);
                path.push((target, 0));
            } else if self.on_stack.get(target) == Some(&true) {
                let low = get(&self.low, node).min(get(&self.index, target));
                set(&mut self.low, node, low);
            }
        }
    }

    fn enter(&mut self, node: usize) {
        set(&mut self.index, node, self.next);
        set(&mut self.low, node, self.next);
        set(&mut self.on_stack, node, true);
        self.next += 1;
        self.stack.push(node);
    }

    fn leave(&mut self, node: usize, edges: &[Vec<usize>]) {
        if get(&self.low, node) != get(&self.index, node) {
            return;
        }
        let mut members = Vec::new();
        while let Some(member) = self.stack.pop() {
            set(&mut self.on_stack, member, false);
            members.push(member);
            if member == node {
                break;
            }
        }
        let own_cycle = edges
            .get(node)
            .is_some_and(|targets| targets.contains(&node));
        if members.len() > 1 || own_cycle {
            for member in members {
                set(&mut self.component, member, node);
            }
        }
    }
}
