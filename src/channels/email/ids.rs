//! Ids that follow from what they stand for.

use sha2::{Digest, Sha256};

/// Letters and digits that cannot be taken for one another.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Sixty bits of a SHA-256, as twelve letters and digits.
pub(crate) fn short_hash(text: &str) -> String {
    let digest = Sha256::digest(text);
    let mut bits = u64::from_be_bytes([
        digest[0], digest[1], digest[2], digest[3], digest[4], digest[5], digest[6], digest[7],
    ]);
    let mut letters = String::with_capacity(12);
    for _ in 0..12 {
        letters.push(char::from(ALPHABET[(bits & 31) as usize]));
        bits >>= 5;
    }
    letters
}
