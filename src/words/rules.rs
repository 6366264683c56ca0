//! The rules in short: what `explain`, findings and letters to the admin cite by number. docs/rules.md states them in full.

use super::Text;
use crate::model::Language;

pub(crate) const ALL_RULES: Text = Text::of(
    "列出 explain 和检查结果引用的各条规则（T8、W3……）",
    "Lists the rules that `explain` and findings cite (T8, W3 …)",
);

/// Every rule, by its number.
pub(crate) const RULES: &[(&str, Text)] = &[
    (
        "T0",
        Text::of(
            "期限是最后一次延期的日期，没有延期就是 `due`；停表的暂停使期限顺延。最初的期限一直显示。",
            "The deadline is the last extension's, else `due`; a hold that stops the clock moves it later. The first promise stays shown.",
        ),
    ),
    (
        "T1",
        Text::of(
            "阶段从某个日期起算（`from`）；没有这个日期的任务就没有这个阶段。",
            "A stage is counted from a date (`from`); a task without that date has no such stage.",
        ),
    ),
    (
        "T2",
        Text::of(
            "哪天上班：`open` 先于 `closed`，再先于 `holidays`，最后看 `workdays`。",
            "Which days are worked: `open` beats `closed`, both beat `holidays`, these beat `workdays`.",
        ),
    ),
    (
        "T3",
        Text::of(
            "按天数的提醒落在休息日时，到期前的往前移，到期后的往后移；当天 `send-at` 发出。",
            "A moment counted in days that falls on a day off moves earlier before the deadline, later after it; it is that day at `send-at`.",
        ),
    ),
    (
        "T4",
        Text::of(
            "按小时、分钟的提醒是确切的时刻，不移动；只写日期的期限到当天结束。",
            "Hours and minutes are exact and are not moved; a deadline without a time is the end of its day.",
        ),
    ),
    (
        "T5",
        Text::of(
            "夏令时跳过的时刻顺延，重复的时刻取前一个。",
            "A local time that summer time leaves out moves forward; of one that comes twice the earlier is taken.",
        ),
    ),
    (
        "T6",
        Text::of(
            "重复提醒到 `times` 次为止，或到下一阶段开始为止。",
            "Repeats end after `times`, and where the next stage begins.",
        ),
    ),
    (
        "T7",
        Text::of(
            "已到时刻的各阶段只发最后一个，其余记为已被取代。",
            "Of all that was reached only the latest is sent; the others are recorded as superseded.",
        ),
    ),
    (
        "T8",
        Text::of(
            "按天数的函件只在发函日的工作时间里发出；暂停期间一律不发。",
            "What is counted in days leaves only within `hours` of a day on which mail is sent; a hold keeps all back.",
        ),
    ),
    (
        "T9",
        Text::of(
            "长期任务按 `every` 一轮一轮地来，到 `done-through` 盖过为止。",
            "A standing task comes round by `every`, until `done-through` covers the cycle.",
        ),
    ),
    (
        "T10",
        Text::of(
            "一次提醒由任务、节点、起算日期、阶段名和次数确定；起算日期变了，阶段重新计。",
            "A notice is known by its task, milestone, anchor, stage and time; another anchor arms its stages anew.",
        ),
    ),
    (
        "T11",
        Text::of(
            "节点像任务一样提醒，只用从期限起算的阶段。",
            "A milestone is reminded like a task, by `due` stages only.",
        ),
    ),
    (
        "T12",
        Text::of(
            "`50%` 是从交办到期限走过一半的那天。",
            "`50%` is the day that lies half of the way from `opened` to the deadline.",
        ),
    ),
    (
        "T13",
        Text::of(
            "各阶段分轨道判断：期限、进展、退回、请示各一条，谁也不挡谁。",
            "Stages are judged in tracks: the deadline's, progress, returns, and what asks; none silences another.",
        ),
    ),
    (
        "T14",
        Text::of(
            "写了 `unless` 的阶段，签收或有了进展就不再发。",
            "A stage with `unless` falls silent once the task is acknowledged, or there is progress.",
        ),
    ),
    (
        "T15",
        Text::of(
            "`repeat` 可以写一串长度，最后一个一直用下去。",
            "`repeat` may be a list of lengths; the last goes on.",
        ),
    ),
    (
        "T16",
        Text::of(
            "报了“办结”还没有裁定时，任务先不催；裁定了，或等得太久，再接着催。",
            "While an answer `done` waits for a decision the task is not reminded; after the decision, or a long wait, it is again.",
        ),
    ),
    (
        "W1",
        Text::of(
            "主送、抄送写角色：责任人、协办人、督导方、抄送人、单位负责人及其上级，或指名的人。",
            "`to` and `cc` name roles: owner, with, supervisor, watchers, head and those above, or people by name.",
        ),
    ),
    (
        "W2",
        Text::of(
            "没有负责人的单位由最近的上级单位代替。",
            "A unit without a head stands for its nearest ancestor with one.",
        ),
    ),
    (
        "W3",
        Text::of(
            "不在岗的人由代收人收，本人改为抄送。",
            "Who is away is replaced by the delegate, and kept as a copy.",
        ),
    ),
    (
        "W4",
        Text::of(
            "一个地址在一封函里只出现一次，主送先于抄送。",
            "Each address appears once; To beats Cc.",
        ),
    ),
    (
        "W5",
        Text::of(
            "同时发出、收件人和函种相同的提醒合在一封函里。",
            "Notices of one sweep with the same audience and letter share one letter.",
        ),
    ),
    (
        "W6",
        Text::of(
            "有 `digest` 的人不收抄送，到时收一封摘要，列出本应抄送的各项。",
            "Who has `digest` gets no copies, but one digest of all that they would have been copied on.",
        ),
    ),
    (
        "W7",
        Text::of(
            "责任人变动 15 分钟后，新责任人收一封交接函，原责任人收一份告知。",
            "15 minutes after owners change, the new one gets a handover letter, the former a note.",
        ),
    ),
    (
        "L1",
        Text::of(
            "先记入台账，再发出；一封不丢。",
            "What is sent was recorded before; no letter is lost.",
        ),
    ),
    (
        "L2",
        Text::of(
            "重发的是同一封信、同一个 Message-ID；只有在交接的瞬间崩溃才可能收到两次。",
            "A retry sends the same bytes under the same Message-ID; only a crash at the handing over can deliver twice.",
        ),
    ),
    (
        "L3",
        Text::of(
            "收件人逐个结算：被拒的记下并告知管理员，其余照收。",
            "Recipients are settled one by one: a refused one is told to the admin, the others get the letter.",
        ),
    ),
    (
        "L4",
        Text::of(
            "暂时失败的隔得越来越久地重试，共五天。",
            "Temporary failures are tried again ever less often, for 5 days.",
        ),
    ),
    ("L5", Text::of("网络上的每一步都有时限。", "Every network step has a time limit.")),
    (
        "L6",
        Text::of(
            "一次巡检要发的函超过 `guard.max-letters`，就全部扣住，等人放行。",
            "If one sweep would write more than `guard.max-letters` letters, all are held for a person.",
        ),
    ),
    (
        "L6a",
        Text::of(
            "`release = \"ask\"` 的阶段写好函后扣住，等人放行。",
            "A letter of a stage with `release = \"ask\"` is written and held.",
        ),
    ),
    (
        "L6b",
        Text::of(
            "等着发的函，里面的事都不成立了就撤回。",
            "A waiting letter is withdrawn when every notice in it has become moot.",
        ),
    ),
    (
        "L6c",
        Text::of(
            "放行的函若内容已变，按当日的文件重写。",
            "A released letter is written anew if by the files of the day it would differ.",
        ),
    ),
    ("L7", Text::of("一个台账同时只有一个守护进程。", "Two daemons never work on one ledger.")),
    (
        "L8",
        Text::of(
            "一次改动影响的任务太多，就等人确认。",
            "An edit that changes more tasks than a limit waits for a person.",
        ),
    ),
    (
        "L8a",
        Text::of(
            "等待确认的改动所涉任务，函件先扣住；改回来就撤销。",
            "Letters about the tasks of a waiting edit are held; undoing it withdraws them.",
        ),
    ),
    (
        "L8b",
        Text::of(
            "一次巡检要抄送同一个人太多封时，改为一封摘要。",
            "Whom one sweep would copy on too many letters gets one digest instead.",
        ),
    ),
    (
        "L9",
        Text::of(
            "退信使“已送达”变为“被退回”，并告知管理员。",
            "A bounce turns a recipient from delivered into bounced, and the admin is told.",
        ),
    ),
    (
        "R1",
        Text::of(
            "有错的文件沿用上一个无误的版本，其他文件的改动照常生效。",
            "A file that does not check keeps its last good version in force; all other changes are taken.",
        ),
    ),
    (
        "R2",
        Text::of(
            "上一个无误的版本存在状态文件夹里，重启后照用。",
            "The last good versions are kept in the state folder, over restarts.",
        ),
    ),
    (
        "R3",
        Text::of(
            "重读只读改动的文件，不丢也不重复。",
            "A reload reads only what changed, and loses and repeats nothing.",
        ),
    ),
    (
        "R4",
        Text::of(
            "每次巡检后访问 `[heartbeat] url`，表明服务正常；不正常时访问 `/fail`。`admin.all-well` 定期给管理员发一封平安函。",
            "After each sweep `[heartbeat] url` is asked while all is well, else its `/fail`. `admin.all-well` has the admin \
             told from time to time that duban runs.",
        ),
    ),
    (
        "E1",
        Text::of(
            "改文件的命令只改必须改的那几个字节。",
            "An edit command changes exactly the bytes that must change.",
        ),
    ),
    ("E2", Text::of("谁改的、为什么，记入台账。", "Who edits and why goes into the ledger.")),
    (
        "E3",
        Text::of(
            "改后的文件读出来，就是改前的内容加上这一处改动。",
            "A file that was edited reads as it did before, plus the edit.",
        ),
    ),
    (
        "E4",
        Text::of(
            "日常要办的事各有一条命令，都能加 `--by`（谁定的）和 `--dry-run`（只看不改）。",
            "Each daily act has a command; all take `--by` (who decides) and `--dry-run` (show, and change nothing).",
        ),
    ),
    (
        "I1",
        Text::of(
            "导入不做无声的猜测：每个存疑的单元格都列出来，读不出的行不导入并说明。",
            "Import guesses nothing in silence: every doubtful cell is listed, and what cannot be read is left out and said.",
        ),
    ),
    (
        "I2",
        Text::of(
            "再次导入时三方比较：上次的副本、这次的清单、现有文件；两边都改过的以文件为准。",
            "A second import compares the copy last imported, this list and the files; where both changed, the files stay.",
        ),
    ),
    ("I3", Text::of("导出的清单再导入，什么也不变。", "Import of an export changes nothing.")),
    (
        "I4",
        Text::of(
            "新任务写到 tasks/清单名.toml，对照文件和副本放在清单旁边。",
            "New tasks go to tasks/LIST.toml; the mapping and the last copy lie beside the list.",
        ),
    ),
    (
        "A1",
        Text::of(
            "函件里每项任务带一个链接，主送的人凭它反馈；只看不算，按下页面上的按钮才算。",
            "A letter has a link for each task, by which those it is addressed to answer; to look at it answers nothing.",
        ),
    ),
    (
        "A2",
        Text::of(
            "反馈有签收、进展、办结、延期、不是我，核验函另有销号和退回；记入台账，永不删除。",
            "Answers are received, progress, done, more time, not mine; of a letter that asks to verify, verified and returned. They are never deleted.",
        ),
    ),
    (
        "A3",
        Text::of(
            "等待裁定的反馈告知管理员和督导方，并定期重提。",
            "Of answers that wait the admin and the supervisor hear, and hear again.",
        ),
    ),
    (
        "A4",
        Text::of(
            "`duban accept` 照反馈改文件再记录，`decline` 写明理由回复本人；文件已经写成那样的，反馈自然了结。",
            "`duban accept` edits the files and then records, `decline` answers with a reason; files that say so settle an answer by themselves.",
        ),
    ),
    (
        "A5",
        Text::of(
            "回信首行只写“已完成”“延期 日期 原因”之类的，就是反馈；其余作备注给管理员。",
            "A reply whose first line is wholly one of the known words is that answer; all else is a note for the admin.",
        ),
    ),
    (
        "A6",
        Text::of(
            "`duban link` 给一个人或办公室签一个链接，凭它只看得到这个链接所给的。",
            "`duban link` signs a link to the pages of a person or of the office; nobody sees by it what it is not for.",
        ),
    ),
    (
        "P1",
        Text::of(
            "定期报告的时刻按 `cron`，碰上休息日按 `roll` 移；到了几个时刻只发最后一个。",
            "A report's moments are its cron's, moved by `roll`; of several that were reached only the latest is sent.",
        ),
    ),
    (
        "P2",
        Text::of(
            "报告里的数：按写报告的时刻算，图里有的，表里都有。",
            "A report's figures are as of the moment it is written; whatever a chart shows, a table says.",
        ),
    ),
    (
        "P3",
        Text::of(
            "筛选和计数在各处是同一套算法。",
            "Filters and counts are the same code everywhere.",
        ),
    ),
    (
        "P4",
        Text::of(
            "逾期按日历天数计；当天过了钟点算 1 天；单位含下级单位。",
            "Lateness counts calendar days; past its hour on its day counts as 1; a unit is its subtree.",
        ),
    ),
    (
        "P5",
        Text::of(
            "`duban report` 随时写出一份报告，不记入台账。",
            "`duban report` writes a report of any day, and records nothing.",
        ),
    ),
    (
        "C1",
        Text::of(
            "累计预警：够数就发一次；仍够数，隔 `again` 再发；不够数后可以重新触发。",
            "A tally writes once its count is reached, again after `again`, and anew after it fell.",
        ),
    ),
    (
        "C2",
        Text::of(
            "`explain`、`history` 也说明报告和累计预警；`plan` 列出将要发出的。",
            "`explain` and `history` tell of reports and tallies, too; `plan` lists those to come.",
        ),
    ),
    (
        "N1",
        Text::of(
            "几个节点共用一个台账时，一次只有一个节点巡检，其余待命。",
            "Of several nodes on one ledger one sweeps at a time; the others stand by.",
        ),
    ),
    (
        "N2",
        Text::of(
            "各节点都发函；一封函同时只在一个节点手里，节点失联 10 分钟后归还。",
            "All nodes send; a letter is in one node's hands at a time, and free 10 minutes after that node was seen to be gone.",
        ),
    ),
    (
        "N3",
        Text::of(
            "连不上数据库的节点，租期一过就不再发函；数据库恢复后自行继续。",
            "A node cut off from the server sends nothing once its lease has ended, and goes on by itself later.",
        ),
    ),
    (
        "N4",
        Text::of(
            "生效的文件存在台账里；接手的节点以它为准，自己的副本若旧就搁置。",
            "The files in force are kept in the ledger; a node that takes over goes on from them and leaves an older copy aside.",
        ),
    ),
    (
        "N5",
        Text::of(
            "`duban ledger copy` 在 SQLite 和 PostgreSQL 之间整本搬台账，逐行核对。",
            "`duban ledger copy` moves a ledger between SQLite and PostgreSQL, whole, checked row by row.",
        ),
    ),
    (
        "N6",
        Text::of(
            "`duban ledger archive` 把旧记录移到归档文件；还要用来判断的留下，归档的仍可查。",
            "`duban ledger archive` moves what is old to a file that is still read; what a decision needs stays.",
        ),
    ),
];

/// A rule by its number, `t8` as well.
pub(crate) fn rule(number: &str) -> Option<(&'static str, Text)> {
    RULES.iter().find(|(known, _)| known.eq_ignore_ascii_case(number.trim())).copied()
}

/// Where a rule stands in full.
pub(crate) fn in_full(language: Language) -> &'static str {
    Text::of("全文见 docs/rules.md（英文）。", "In full: docs/rules.md.").said(language)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_rule_stands_in_the_page_of_rules() {
        let page = include_str!("../../docs/rules.md");
        for (number, _) in RULES {
            let heads = [format!("### {number} "), format!("**{number}**"), format!("({number}")];
            let named = [format!("{number}, "), format!(", {number})")];
            assert!(heads.iter().chain(&named).any(|one| page.contains(one.as_str())), "{number}");
        }
        let numbers: BTreeSet<&str> = RULES.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers.len(), RULES.len(), "a number twice");
    }
}
