//! Places of a text that was mended, as places of the text that was written.

use crate::config::finding::Place;

/// What was put in the place of what: rounds of replacements, each made in the text that the one before left.
#[derive(Debug, Default, Clone)]
pub(crate) struct Edits(Vec<Vec<Piece>>);

/// A stretch of the old text, and where its replacement lies in the new one.
#[derive(Debug, Clone, Copy)]
struct Piece {
    old: (u32, u32),
    new: (u32, u32),
}

impl Edits {
    /// The text with these replacements, which must not overlap; of those that do the first in the text counts.
    pub(super) fn apply(&mut self, text: &str, mut replaced: Vec<(Place, String)>) -> String {
        replaced.sort_by_key(|(place, _)| *place);
        let mut pieces: Vec<Piece> = Vec::with_capacity(replaced.len());
        let (mut new, mut at) = (String::with_capacity(text.len() + 64), 0);
        for (place, put) in replaced {
            let range = place.range();
            let after_last = pieces.last().is_none_or(|last| place.start > last.old.0);
            if range.start < at || !after_last {
                continue;
            }
            new.push_str(&text[at..range.start]);
            let start = new.len() as u32;
            new.push_str(&put);
            let end = new.len() as u32;
            pieces.push(Piece { old: (place.start, place.end), new: (start, end) });
            at = range.end;
        }
        new.push_str(&text[at..]);
        self.0.push(pieces);
        new
    }

    /// The place in the text that was written.
    pub(crate) fn back(&self, place: Place) -> Place {
        let through = |byte: u32, side: Side| {
            self.0.iter().rev().fold(byte, |byte, pieces| back(pieces, byte, side))
        };
        let start = through(place.start, Side::Start);
        Place { start, end: through(place.end, Side::End).max(start) }
    }

    /// The place in the text that was written, if what is there now stands for all of it: then it can be replaced.
    pub(crate) fn replaced(&self, place: Place) -> Option<Place> {
        let mut place = place;
        for pieces in self.0.iter().rev() {
            let first = pieces.partition_point(|piece| piece.new.1 < place.start);
            let cut =
                pieces[first..].iter().take_while(|piece| piece.new.0 <= place.end).any(|piece| {
                    let within = |byte: u32| piece.new.0 < byte && byte < piece.new.1;
                    within(place.start) || within(place.end)
                });
            if cut {
                return None;
            }
            let start = back(pieces, place.start, Side::Start);
            place = Place { start, end: back(pieces, place.end, Side::End).max(start) };
        }
        Some(place)
    }

    /// Whether the text of a place is as it was written.
    pub(crate) fn is_as_written(&self, place: Place) -> bool {
        let mut place = place;
        for pieces in self.0.iter().rev() {
            let first = pieces.partition_point(|piece| piece.new.1 < place.start);
            let touched = pieces.get(first).is_some_and(|piece| {
                piece.new.0 < place.end && place.start < piece.new.1
                    || piece.old.0 == piece.old.1 && piece.new.0 == place.start
            });
            if touched {
                return false;
            }
            let start = back(pieces, place.start, Side::Start);
            place = Place { start, end: back(pieces, place.end, Side::End) };
        }
        true
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Start,
    End,
}

fn back(pieces: &[Piece], byte: u32, side: Side) -> u32 {
    let at = pieces.partition_point(|piece| piece.new.0 <= byte);
    let Some(piece) = at.checked_sub(1).map(|at| pieces[at]) else { return byte };
    if byte >= piece.new.1 {
        return piece.old.1 + (byte - piece.new.1);
    }
    match side {
        Side::Start => piece.old.0,
        Side::End => piece.old.1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back_through_all_rounds() {
        let mut edits = Edits::default();
        let place = |start, end| Place { start, end };
        let one = edits
            .apply("abc def ghi", vec![(place(4, 7), "DEFG".into()), (place(0, 0), "> ".into())]);
        assert_eq!(one, "> abc DEFG ghi");
        let two = edits.apply(&one, vec![(place(11, 14), "x".into())]);
        assert_eq!(two, "> abc DEFG x");
        assert_eq!(edits.back(place(2, 5)), place(0, 3));
        assert_eq!(edits.back(place(6, 10)), place(4, 7));
        assert_eq!(edits.back(place(11, 12)), place(8, 11));
        assert!(edits.is_as_written(place(2, 5)));
        assert!(!edits.is_as_written(place(7, 9)) && !edits.is_as_written(place(11, 12)));
    }
}
