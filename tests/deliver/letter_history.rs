//! What letters say of the past (§5): how many went before, when and to whom; and their step on the ladder.

use super::installation::{Installation, text};

/// An office whose task is reminded, late, late again, and under supervision.
fn office(language: &str) -> Installation {
    Installation::of(&format!(
        r#"
language = "{language}"
[mail]
from = "督办室 <duban@example.org>"
contact = "娄晓桐，0000-0000000"
[calendars.default]
timezone = "Asia/Shanghai"
holidays = ["CN"]
[people]
zhang = {{ name = "张三", email = "zhang@example.org" }}
wang = {{ name = "王五", email = "wang@example.org" }}
[units.city]
name = "A 市局"
head = "wang"
[policies.p]
stages = [
  {{ name = "assigned", from = "opened", at = "0d", to = ["owner"], letter = "assignment" }},
  {{ name = "soon", at = "-7d", to = ["owner"] }},
  {{ name = "overdue", at = "+1d", repeat = "2wd", to = ["owner"], cc = ["head"] }},
  {{ name = "supervise", at = "+5wd", to = ["owner", "head"], letter = "supervision" }},
  {{ name = "circular", at = "+15wd", to = ["head"], letter = "circular", release = "ask" }},
]
[[task]]
id = "A-1"
title = "清退违规占用公共租赁住房"
unit = "city"
owner = "zhang"
policy = "p"
opened = 2026-08-21
due = 2026-11-13
"#
    ))
}

/// At nine in Shanghai.
fn sweep(office: &Installation, days: &[&str]) {
    for day in days {
        office.once(&format!("2026-{day} 01:00:10"), 0);
    }
}

/// The plain text of the latest letter, as it was sent.
fn latest(office: &Installation) -> String {
    let history = office.json(None, &["history", "--json"]);
    let mut sent = history["notices"].as_array().expect("notices").iter();
    let letter = sent.rfind(|one| one["letter"].is_string()).expect("a letter");
    let letter = letter["letter"].as_str().expect("an id").to_owned();
    text(&office.run(None, &["show", &letter]))
}

#[test]
fn a_letter_tells_which_it_is_and_who_was_told_before() {
    let office = office("zh-CN");
    sweep(&office, &["08-21", "11-06", "11-16", "11-18"]);
    let second = latest(&office);
    assert!(second.contains("11月16日：《逾期提醒》，主送张三，抄送王五"), "{second}");
    assert!(second.contains("11月18日：本函（第 2 次逾期提醒）"), "{second}");
    sweep(&office, &["11-20"]);
    let supervision = latest(&office);
    for said in [
        "8月21日：《交办函》，主送张三",
        "11月6日：《提醒函》，主送张三",
        "11月16日、11月18日：《逾期提醒》2 次，主送张三，抄送王五",
        "11月20日：本函（第 1 次督办函）",
        "交办 8月21日 → 提醒 11月6日 → 逾期 2 次 → [督办 今天] → 通报 12月4日",
        "请王五同志亲自过问，张三同志办理",
        "12月4日（星期五）09:00 拟发《通报》（须经批准），主送王五",
        "主送：张三（责任人）、王五（单位负责人）",
        "联系人：娄晓桐，0000-0000000",
    ] {
        assert!(
            supervision.replace("\n  ", "").replace("\n    ", "").contains(said)
                || supervision.contains(said),
            "`{said}` is missing in:\n{supervision}"
        );
    }
}

#[test]
fn what_went_is_counted_in_english_too() {
    let office = office("en");
    sweep(&office, &["08-21", "11-06", "11-16", "11-18"]);
    let letter = latest(&office);
    for said in [
        "21 Aug: assignment, to 张三",
        "16 Nov: overdue notice, to 张三, copied to 王五",
        "18 Nov: this letter (overdue notice no. 2)",
        "Assigned 21 Aug → Reminder 6 Nov → [Overdue today]",
    ] {
        assert!(letter.contains(said), "`{said}` is missing in:\n{letter}");
    }
}

/// L2, L6c: what a letter says of the past comes from the ledger, so that the same is written again.
#[test]
fn a_letter_that_waits_is_not_written_anew_because_time_has_passed() {
    let office = office("zh-CN");
    sweep(&office, &["11-06"]);
    let config = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    office.write(
        "duban.toml",
        &config.replace("at = \"+1d\", repeat", "release = 'ask', at = \"+1d\", repeat"),
    );
    sweep(&office, &["11-16"]);
    let shown = text(&office.run(Some("2026-11-16 06:00:10"), &["release", "--all"]));
    assert!(!shown.contains("- "), "nothing differs:\n{shown}");
}

/// §5: more than five people are greeted together, and the foot names them.
#[test]
fn above_five_the_salutation_names_nobody() {
    let mut people = String::new();
    for at in 0..6 {
        people += &format!("[people.p{at}]\nname = '某某{at}'\nemail = 'p{at}@example.org'\n");
    }
    let of = |count: usize| {
        let members: Vec<String> = (0..count).map(|at| format!("'person:p{at}'")).collect();
        let office = Installation::of(&format!(
            "language = 'zh-CN'\n[mail]\nfrom = 'duban@example.org'\n[calendars.default]\ntimezone = 'UTC'\n{people}\
             [policies.p]\nstages = [{{ name = 's', at = '0d', to = [{}] }}]\n\
             [[task]]\nid = 'A'\ntitle = 'x'\npolicy = 'p'\ndue = 2026-11-24\n",
            members.join(", ")
        ));
        text(&office.run(None, &["--now", "2026-11-24T09:00:00Z", "render", "A", "--stage", "s"]))
    };
    let five = of(5);
    assert!(five.contains("某某0同志、某某1同志、某某2同志、某某3同志、某某4同志："), "{five}");
    let six = of(6);
    assert!(six.contains("\n各位同志：\n") && !six.contains("某某5同志"), "{six}");
    assert!(six.contains("主送：某某0、某某1、某某2、某某3、某某4、某某5"), "{six}");
}

/// Under 48 hours a deadline with a time is counted in hours, and a day never is (§5).
#[test]
fn the_last_two_days_of_a_deadline_with_a_time_are_counted_in_hours() {
    for (due, now, said) in [
        ("2026-11-24T18:00:00", "2026-11-24T06:30:00Z", "还有 3 小时"),
        ("2026-11-24T18:00:00", "2026-11-24T09:15:00Z", "还有 45 分钟"),
        ("2026-11-24T10:00:00", "2026-11-24T07:00:00Z", "已逾期 5 小时"),
        ("2026-11-27T12:00:00", "2026-11-25T03:59:00Z", "还有 2 天"),
        ("2026-11-27T12:00:00", "2026-11-25T04:01:00Z", "还有 47 小时"),
        ("2026-11-24", "2026-11-24T06:30:00Z", "今天到期"),
        ("2026-11-25", "2026-11-24T06:30:00Z", "还有 1 天"),
    ] {
        let office = Installation::of(&format!(
            "language = 'zh-CN'\n[mail]\nfrom = 'duban@example.org'\n[calendars.default]\ntimezone = 'Asia/Shanghai'\n\
             [people.a]\nname = 'A'\nemail = 'a@example.org'\n\
             [policies.p]\nstages = [{{ name = 's', at = '-9d', to = ['owner'] }}]\n\
             [[task]]\nid = 'A'\ntitle = 'x'\nowner = 'a'\npolicy = 'p'\ndue = {due}\n"
        ));
        let letter = text(&office.run(None, &["--now", now, "render", "A", "--stage", "s"]));
        assert!(letter.contains(said), "{due} {now}: `{said}` is missing in:\n{letter}");
    }
}
