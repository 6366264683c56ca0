//! Working days that are longer or shorter than the others: the zone's offset changes within their hours.

use jiff::Timestamp;
use jiff::civil::Time;

/// The working days that are longer or shorter than the others.
#[derive(Debug, Clone, Default)]
pub(super) struct Irregular {
    /// How long every other working day is, in nanoseconds.
    pub(super) ordinary: i128,
    /// The irregular days, ascending, each with the sum of all differences up to and including it.
    excess: Vec<(i32, i128)>,
}

impl Irregular {
    /// From the days that may be irregular, ascending, each with how much longer than the others it is.
    pub(super) fn of(ordinary: i128, longer: impl Iterator<Item = (i32, i128)>) -> Irregular {
        let mut sum = 0;
        let excess = longer.filter(|(_, longer)| *longer != 0).map(|(day, longer)| {
            sum += longer;
            (day, sum)
        });
        Irregular { ordinary, excess: excess.collect() }
    }

    /// How much longer the days before this one are together than as many ordinary ones.
    pub(super) fn excess_before(&self, day: i32) -> i128 {
        let at = self.excess.partition_point(|(irregular, _)| *irregular < day);
        if at == 0 { 0 } else { self.excess[at - 1].1 }
    }
}

/// Nanoseconds since midnight.
pub(super) fn since_midnight(time: Time) -> i128 {
    time.duration_since(Time::midnight()).as_nanos()
}

/// Nanoseconds from one instant to another.
pub(super) fn between(start: Timestamp, end: Timestamp) -> i128 {
    end.duration_since(start).as_nanos()
}
