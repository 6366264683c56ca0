//! How delivery stands, under the list of `duban status`: nothing where all is well.

use jiff::tz::TimeZone;
use serde::Serialize;

use crate::cli::terminal::{style, zones};
use crate::ledger::{HeldEdit, RelayTrouble, Standing, Unreached};
use crate::model::Language;

/// The same for `--json`.
#[derive(Serialize)]
pub(crate) struct StandingJson<'a> {
    queued: u32,
    oldest_queued: Option<String>,
    held: u32,
    edit: Option<EditJson>,
    relay: Option<RelayJson<'a>>,
    admin_unreached: Vec<UnreachedJson<'a>>,
}

#[derive(Serialize)]
struct EditJson {
    found: String,
    moved: u32,
    dropped: u32,
}

#[derive(Serialize)]
struct RelayJson<'a> {
    since: String,
    why: &'a str,
    needs_admin: bool,
    /// Where no letter waits, none.
    next_try: Option<String>,
}

#[derive(Serialize)]
struct UnreachedJson<'a> {
    address: &'a str,
    letter: &'a str,
    answer: Option<&'a str>,
    settled: Option<String>,
}

impl<'a> StandingJson<'a> {
    pub(crate) fn of(standing: &'a Standing, zone: &TimeZone) -> StandingJson<'a> {
        let time = |at| zones::rfc3339(zone, at);
        let Standing { relay, queued, oldest, held, edit, unreached } = standing;
        StandingJson {
            queued: *queued,
            oldest_queued: oldest.map(time),
            held: *held,
            edit: edit.as_ref().map(|edit| EditJson {
                found: time(edit.found),
                moved: edit.moved,
                dropped: edit.dropped,
            }),
            relay: relay.as_ref().map(|relay| RelayJson {
                since: time(relay.since),
                why: &relay.why,
                needs_admin: relay.needs_admin,
                next_try: (*queued > 0).then(|| time(relay.next_try)),
            }),
            admin_unreached: unreached
                .iter()
                .map(|one| UnreachedJson {
                    address: &one.address,
                    letter: &one.letter,
                    answer: one.answer.as_deref(),
                    settled: one.settled.map(time),
                })
                .collect(),
        }
    }
}

/// What a person should know, a line each.
pub(crate) fn print(standing: &Standing, zone: &TimeZone, language: Language) {
    let time = |at| zones::time(zone, at, language);
    let zh = language == Language::ZhCn;
    let mut lines = Vec::new();
    if let Some(RelayTrouble { since, why, next_try, .. }) = &standing.relay {
        let (since, next) = (time(*since), time(*next_try));
        lines.push(match (zh, standing.queued) {
            (true, 0) => {
                format!("函件自 {since} 起发不出去：{why}。现在没有待发的函件，下一份函件发出时再试。")
            }
            (true, _) => format!("函件自 {since} 起发不出去：{why}。下次尝试：{next}。"),
            (false, 0) => {
                format!("No letter could leave since {since}: {why}. None waits now; the next one tries again.")
            }
            (false, _) => format!("No letter can leave since {since}: {why}. Next try: {next}."),
        });
    }
    if let (1.., Some(oldest)) = (standing.queued, standing.oldest) {
        let (count, oldest) = (standing.queued, time(oldest));
        lines.push(match zh {
            true => format!("排队待发 {count} 份，最早的写于 {oldest}：duban letters。"),
            false => {
                format!("Letters that wait: {count}, the oldest since {oldest}: duban letters.")
            }
        });
    }
    if standing.held > 0 {
        let count = standing.held;
        lines.push(match zh {
            true => format!("{count} 份函件待人工放行：duban letters，duban release。"),
            false => {
                format!("Letters that wait for your word: {count}: duban letters, duban release.")
            }
        });
    }
    if let Some(HeldEdit { found, moved, dropped, .. }) = &standing.edit {
        let found = time(*found);
        lines.push(match zh {
            true => format!(
                "{found} 的批量改动（期限变更 {moved} 项、消失 {dropped} 项）待确认：duban release --changes。"
            ),
            false => format!(
                "A large edit found {found} waits for your word, deadlines moved: {moved}, tasks gone: {dropped}: \
                 duban release --changes."
            ),
        });
    }
    for Unreached { address, letter, answer, .. } in &standing.unreached {
        let answer = answer.as_deref().unwrap_or("?");
        lines.push(match zh {
            true => format!("管理员 {address} 收不到报告（函件 {letter}）：{answer}。"),
            false => {
                format!("Word to the admin does not reach {address} (letter {letter}): {answer}.")
            }
        });
    }
    lines.iter().for_each(|line| anstream::println!("{}", style::strong(line)));
}
