//! A client that cargo generates as it builds this package.
include!(concat!(env!("OUT_DIR"), "/client/src/lib.rs"));
