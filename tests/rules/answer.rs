//! §5: by when a letter asks for an answer.

use duban::model::{CalendarIx, LetterKind, Span, TimeUnit};
use duban::plan::{NextStep, answer_by};

use super::support::{CHINA, at, one_task};

/// A next notice; exact ones leave at their own moment.
fn next(leaves: &str, exact: bool) -> NextStep {
    NextStep { at: at(leaves), stage: 0, kind: LetterKind::Overdue, own: None, exact, asks: false }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn an_answer_is_due_before_the_next_notice_and_never_sooner_than_the_next_close() {
    let config = one_task(CHINA, "{ name = 's', at = '0d', to = ['owner'] },", "due = 2026-11-30");
    let calendar = &config[CalendarIx(0)];
    let given = |count, unit| Some(Span { count, unit });
    // Local times are eight hours later: 01:00Z is 09:00, 10:00Z the close.
    for (what, now, given, following, expected) in [
        (
            "the day before",
            "2026-11-23T01:00Z",
            None,
            Some(next("2026-11-27T01:00Z", false)),
            "2026-11-26T10:00Z",
        ),
        (
            "over a weekend",
            "2026-11-23T01:00Z",
            None,
            Some(next("2026-11-30T01:00Z", false)),
            "2026-11-27T10:00Z",
        ),
        (
            "tomorrow already",
            "2026-11-23T01:00Z",
            None,
            Some(next("2026-11-24T01:00Z", false)),
            "2026-11-24T10:00Z",
        ),
        (
            "today already",
            "2026-11-23T01:00Z",
            None,
            Some(next("2026-11-23T01:05Z", false)),
            "2026-11-24T10:00Z",
        ),
        (
            "on a Friday",
            "2026-11-27T01:00Z",
            None,
            Some(next("2026-11-30T01:00Z", false)),
            "2026-11-30T10:00Z",
        ),
        (
            "before the holidays",
            "2026-09-30T01:00Z",
            None,
            Some(next("2026-10-08T01:00Z", false)),
            "2026-10-08T10:00Z",
        ),
        (
            "an exact next",
            "2026-11-23T01:00Z",
            None,
            Some(next("2026-11-23T09:30Z", true)),
            "2026-11-23T09:30Z",
        ),
        ("nothing follows", "2026-11-26T01:00Z", None, None, "2026-12-01T10:00Z"),
        (
            "two working days",
            "2026-11-26T01:00Z",
            given(2, TimeUnit::WorkingDay),
            None,
            "2026-11-30T10:00Z",
        ),
        ("two days", "2026-11-26T01:00Z", given(2, TimeUnit::Day), None, "2026-11-30T10:00Z"),
        (
            "a week",
            "2026-11-26T01:00Z",
            given(1, TimeUnit::Week),
            Some(next("2026-11-27T01:00Z", false)),
            "2026-12-03T10:00Z",
        ),
        ("four hours", "2026-11-26T09:00Z", given(4, TimeUnit::Hour), None, "2026-11-26T13:00Z"),
        (
            "four working hours",
            "2026-11-26T09:00Z",
            given(4, TimeUnit::WorkingHour),
            None,
            "2026-11-27T04:00Z",
        ),
    ] {
        let found = answer_by(calendar, at(now), given, following.as_ref());
        assert_eq!(found, at(expected), "{what}");
    }
}

#[test]
fn a_stage_says_how_long_it_gives() {
    let config = one_task(
        CHINA,
        "{ name = 's', at = '0d', to = ['owner'], answer = '2wd' },",
        "due = 2026-11-30",
    );
    let given = config.policies[0].stages[0].answer;
    assert_eq!(given, Some(Span { count: 2, unit: TimeUnit::WorkingDay }));
}
