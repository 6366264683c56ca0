//! How many tasks of a list have which colour: the same count beneath every list (P3).

use serde::Serialize;

use crate::plan::Colour;

/// How many of them there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All.
    pub total: usize,
    /// Past the deadline.
    pub red: usize,
    /// Within 7 days of it.
    pub yellow: usize,
    /// Farther away.
    pub green: usize,
    /// Done, awaiting verification.
    pub blue: usize,
    /// Verified or cancelled.
    pub grey: usize,
}

impl Counts {
    /// Counts colours.
    pub fn of(colours: impl IntoIterator<Item = Colour>) -> Counts {
        let mut counts = Counts::default();
        for colour in colours {
            counts.total += 1;
            *counts.place(colour) += 1;
        }
        counts
    }

    /// How many are of a colour.
    pub fn of_colour(mut self, colour: Colour) -> usize {
        *self.place(colour)
    }

    fn place(&mut self, colour: Colour) -> &mut usize {
        match colour {
            Colour::Red => &mut self.red,
            Colour::Yellow => &mut self.yellow,
            Colour::Green => &mut self.green,
            Colour::Blue => &mut self.blue,
            Colour::Grey => &mut self.grey,
        }
    }
}
