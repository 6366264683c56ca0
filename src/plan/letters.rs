//! The letters of a plan: coming notices that share one (W5), without being written.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::model::{Config, LetterKind, Release};
use crate::plan::draft::{Together, together};
use crate::plan::{Audience, Planned, PlannedCopies};

/// A letter to come.
#[derive(Debug, Clone)]
pub struct PlannedLetter {
    /// When it leaves.
    pub release: Timestamp,
    /// Which letter.
    pub kind: LetterKind,
    /// The name of a letter of its stage's own.
    pub own: Option<Arc<str>>,
    /// Whom it goes to.
    pub audience: Audience,
    /// Whether it waits for a person then (L6a).
    pub asks: bool,
    /// Its notices, by their places in the plan.
    pub notices: Vec<usize>,
}

/// W5: the letters of a plan, in the order in which they leave; those of one sweep in the order of their notices.
pub fn letters(config: &Config, planned: &[Planned], copies: &PlannedCopies) -> Vec<PlannedLetter> {
    let mut places: HashMap<(Timestamp, Together), usize> = HashMap::new();
    let mut letters: Vec<PlannedLetter> = Vec::new();
    for (number, one) in planned.iter().enumerate() {
        let audience = copies.audience(config, one);
        let together = together(config, &one.notice, &audience, number, one.release);
        let (kind, own) = (together.kind, together.own.clone());
        let asks = together.release == Release::Ask;
        let place = *places.entry((one.release, together)).or_insert_with(|| {
            let (release, notices) = (one.release, Vec::new());
            letters.push(PlannedLetter { release, kind, own, audience, asks, notices });
            letters.len() - 1
        });
        letters[place].notices.push(number);
    }
    letters.sort_by_key(|letter| letter.release);
    letters
}
