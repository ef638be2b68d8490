//! Random numbers, from the system's source by way of UUIDs of version 4 (RFC 9562, section 5.4).

use uuid::Uuid;

/// A number from 0 to 1.
pub(super) fn fraction() -> f64 {
    // The first 48 bits of a UUID are all random; a float of 64 bits holds 53.
    const BITS: u32 = 48;
    let (bits, _) = Uuid::new_v4().as_u64_pair();
    #[expect(clippy::cast_precision_loss, reason = "these many bits fit")]
    let fraction = (bits >> (64 - BITS)) as f64 / (1_u64 << BITS) as f64;
    fraction
}

/// A text of 32 hexadecimal digits that nobody can guess.
pub(super) fn text() -> String {
    Uuid::new_v4().simple().to_string()
}

/// A key that no other request has.
pub(super) fn key() -> String {
    Uuid::new_v4().to_string()
}
