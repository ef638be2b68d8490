//! The program `wiregen` as its users run it.
#![expect(clippy::disallowed_methods, reason = "tests lay out folders")]

mod diff;
mod findings;
mod folder;
mod inspect;
mod manuals;
mod named;
mod new;
mod overlays;
mod printing;
mod support;
mod watch;
