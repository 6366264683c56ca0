//! The figures as JSON: the shape that P5 gives, which `status --summary --json` and `duban report` share.

use serde::Serialize;

use crate::view::figures::{Figures, Summary};
use crate::view::{At, office_zone};

/// The figures at a moment, by unit or supervisor, and the overdue tasks.
#[derive(Debug, Serialize)]
pub struct Document<'s> {
    moment: At,
    since: At,
    figures: &'s Figures,
    rows: Vec<RowOf<'s>>,
    overdue: Vec<OverdueTask<'s>>,
}

/// A row; what lies with no unit or supervisor is about none.
#[derive(Debug, Serialize)]
struct RowOf<'s> {
    about: Option<&'s str>,
    figures: &'s Figures,
}

#[derive(Debug, Serialize)]
struct OverdueTask<'s> {
    task: &'s str,
    days: i64,
}

impl<'s> Document<'s> {
    /// That of a summary.
    pub fn of(summary: &'s Summary) -> Document<'s> {
        let zone = office_zone(&summary.stood);
        let rows = summary.rows.iter();
        let overdue = summary.overdue.iter();
        Document {
            moment: At::within(&zone, summary.moment),
            since: At::within(&zone, summary.since),
            figures: &summary.figures,
            rows: rows
                .map(|row| RowOf { about: row.about.id(&summary.stood), figures: &row.figures })
                .collect(),
            overdue: overdue
                .map(|one| OverdueTask { task: &summary.task(one.target).id, days: one.days })
                .collect(),
        }
    }
}
