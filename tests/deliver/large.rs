//! Letters that would be too large: what they show, what is attached, and that no mail program or relay finds them too
//! large, whatever the files hold.

use mail_parser::{Message, MessageParser, MimeHeaders};

use super::daemon::Daemon;
use super::installation::Installation;
use super::many_letters::ManyLetters;
use super::relay::{Do, Script, Step};

/// Mail programs cut off a longer page; most relays refuse a longer message.
const PAGE: usize = 100_000;
const MESSAGE: usize = 10_240_000;

const NOW: &str = "2026-11-24 02:00:10";

/// An office of these tasks, all owned by one person and late.
fn office(language: &str, around: &str, tasks: impl Iterator<Item = String>) -> Installation {
    let tasks: String = tasks.collect();
    Installation::of(&format!(
        "language = '{language}'\n[mail]\nfrom = 'duban@example.org'\ndetail = true\n{}{around}\n\
         [policies.p]\nstages = [{{ name = 's', at = '+1d', repeat = '1d', to = ['owner'] }}]\n\
         [defaults]\npolicy = 'p'\nowner = 'zhang'\nunit = 'city'\n{tasks}",
        super::installation::AROUND
    ))
}

fn numbered(count: usize, title: &str) -> impl Iterator<Item = String> {
    let title = toml::Value::String(title.to_owned()).to_string();
    (0..count)
        .map(move |at| format!("[[task]]\nid = 'T-{at:05}'\ntitle = {title}\ndue = 2026-11-20\n"))
}

/// The only letter that the office writes.
fn letter(office: &Installation) -> Vec<u8> {
    office.once(NOW, 0);
    let outbox = std::fs::read_dir(office.state().join("outbox")).expect("the outbox");
    let letters: Vec<_> = outbox.map(|file| file.expect("a file").path()).collect();
    assert_eq!(letters.len(), 1, "{letters:?}");
    std::fs::read(&letters[0]).expect("read")
}

fn parsed(bytes: &[u8]) -> Message<'_> {
    MessageParser::default().parse(bytes).expect("a message")
}

/// The rows of the attached table, by RFC 4180.
fn table(message: &Message<'_>) -> Vec<Vec<String>> {
    let attached: Vec<_> = message.attachments().collect();
    assert_eq!(attached.len(), 1);
    assert_eq!(attached[0].attachment_name(), Some("tasks-2026-11-24.csv"));
    let kind = attached[0].content_type().expect("a kind");
    assert_eq!((kind.ctype(), kind.subtype()), ("text", Some("csv")));
    let text = String::from_utf8(attached[0].contents().to_vec()).expect("UTF-8");
    let text = text.trim_start_matches('\u{feff}');
    let mut rows = Vec::new();
    for line in text.strip_suffix("\r\n").expect("a last line end").split("\r\n") {
        let line = line.strip_prefix('"').and_then(|line| line.strip_suffix('"')).expect("quotes");
        rows.push(line.split("\",\"").map(|cell| cell.replace("\"\"", "\"")).collect());
    }
    rows
}

/// Plain text is broken into lines.
fn unbroken(text: &str) -> String {
    text.split_whitespace().collect()
}

fn within_bounds(bytes: &[u8]) {
    assert!(bytes.len() <= MESSAGE, "{} bytes", bytes.len());
    let message = parsed(bytes);
    let page = message.body_html(0).expect("a page").replace("\r\n", "\n");
    assert!(page.len() <= PAGE, "a page of {} bytes", page.len());
    assert!(bytes.split(|byte| *byte == b'\n').all(|line| line.len() <= 999), "RFC 5322 §2.1.1");
}

#[test]
fn a_hundred_rows_are_shown_and_all_are_attached() {
    let table_of = [
        ("zh-CN", "（", "此处只列最紧要的 100 项，全部 250 项见附件 tasks-2026-11-24.csv", "标题"),
        (
            "en",
            " (",
            "Only the 100 most urgent are listed here; all 250 are in the attached",
            "Title",
        ),
    ];
    for (language, label, said, heading) in table_of {
        let office = office(language, "", numbered(250, "关于进一步规范办公用房管理的整改任务"));
        let bytes = letter(&office);
        within_bounds(&bytes);
        let message = parsed(&bytes);
        let body = message.body_text(0).expect("text").into_owned();
        assert!(unbroken(&body).contains(&unbroken(said)), "{body}");
        let ids: Vec<&str> = body
            .lines()
            .filter_map(|line| line.trim_end_matches(['）', ')']).split_once(&format!("{label}T-")))
            .map(|(_, id)| id)
            .collect();
        assert_eq!(ids.len(), 100);
        let page = message.body_html(0).expect("a page").into_owned();
        assert!(page.contains(said));
        assert!(ids.iter().all(|id| page.contains(id)));
        assert!(!page.contains("T-00100"), "more rows than a hundred");
        let rows = table(&message);
        assert_eq!(rows.len(), 251);
        assert_eq!(rows[0][2], heading);
        assert_eq!(rows[1][..3], ["1", "T-00000", "关于进一步规范办公用房管理的整改任务"]);
        assert_eq!(rows[1][4..8], ["2026-11-20", "4", "A 市局", "张三"]);
        assert_eq!(rows[1][11], "2026-11-25 09:00");
        assert_eq!(rows[250][1], "T-00249");
        assert!(message.subject().is_some_and(|subject| subject.contains("250")));
    }
}

/// Several tasks are a table (§5); from six on it is attached, too, for whoever wants to sort or fill it in.
#[test]
fn six_tasks_are_attached_and_five_are_not() {
    let few = letter(&office("en", "", numbered(5, "x")));
    assert_eq!(parsed(&few).attachment_count(), 0);
    let more = letter(&office("en", "", numbered(6, "x")));
    let message = parsed(&more);
    assert_eq!(table(&message).len(), 7);
    let body = message.body_text(0).expect("text");
    assert!(body.contains("All 6 are in the attached tasks-2026-11-24.csv, too."), "{body}");
}

#[test]
fn whatever_the_files_hold_a_letter_keeps_within_its_bounds() {
    let formula = format!("=HYPERLINK(\"http://evil.example\";\"x\"){}", "&<\"'/".repeat(380));
    let hostile = [
        formula,
        "督".repeat(2000),
        "🦀".repeat(2000),
        "a\u{301}".repeat(1000),
        "\u{200d}".repeat(1999) + "x",
    ];
    for title in &hostile {
        let office = office("en", "", numbered(300, title));
        let bytes = letter(&office);
        within_bounds(&bytes);
        let rows = table(&parsed(&bytes));
        assert_eq!(rows.len(), 301, "{title}");
        assert!(rows.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
    }
}

#[test]
fn a_single_task_keeps_within_them_too() {
    let link = format!("'https://example.org/{}',", "x".repeat(1900));
    for detail in ["督".repeat(1_000_000), "<&\"/\n".repeat(200_000), "一行\n".repeat(100_000)] {
        let detail = toml::Value::String(detail);
        let task = format!(
            "[[task]]\nid = 'A'\ntitle = 'x'\ndue = 2026-11-20\ndetail = {detail}\nlinks = [{}]\n",
            link.repeat(1000)
        );
        let bytes = letter(&office("zh-CN", "", std::iter::once(task)));
        within_bounds(&bytes);
        assert!(bytes.len() < 400_000, "{} bytes", bytes.len());
        let message = parsed(&bytes);
        assert_eq!(message.attachment_count(), 1, "its deadline, and no table");
        assert!(message.subject().is_some_and(|subject| subject.contains('x')));
    }
}

#[test]
fn thousands_of_names_are_counted() {
    let (mut people, mut members) = (String::new(), Vec::new());
    for at in 0..3000 {
        people += &format!("[people.p{at}]\nname = '某某第{at}号'\nemail = 'p{at}@example.org'\n");
        members.push(format!("'p{at}'"));
    }
    let around = format!("{people}[groups.all]\nmembers = [{}]\n", members.join(", "));
    let task =
        "[[task]]\nid = 'A'\ntitle = 'x'\nowner = 'all'\nwatchers = ['all']\ndue = 2026-11-20\n";
    let bytes = letter(&office("zh-CN", &around, std::iter::once(task.to_owned())));
    within_bounds(&bytes);
    let message = parsed(&bytes);
    assert_eq!(message.to().map(|to| to.iter().count()), Some(3000));
    let body = message.body_text(0).expect("text");
    assert!(body.contains("各位同志：") && body.contains("等 3000 人"), "{body}");
}

/// Every task has its row, as far as a message may be so large; how many have none is said.
#[test]
fn a_table_that_no_relay_would_take_ends_before() {
    let office = office("zh-CN", "", numbered(1500, &"督".repeat(2000)));
    let bytes = letter(&office);
    within_bounds(&bytes);
    let message = parsed(&bytes);
    let rows = table(&message).len() - 1;
    assert!((1000..1500).contains(&rows), "{rows} rows");
    let body = message.body_text(0).expect("text");
    let said = format!("前 {rows} 项见附件 tasks-2026-11-24.csv，共 1500 项见任务文件");
    assert!(unbroken(&body).contains(&unbroken(&said)), "{body}");
}

/// RFC 1870: a relay that names its limit is asked first, and refuses nothing that it was not offered.
#[test]
fn a_letter_that_is_too_large_for_the_relay_fails_alone_and_the_admin_hears_why() {
    let said = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let heard = said.clone();
    let script = Script {
        offers: &["size 20000", "PIPELINING"],
        ..Script::at(move |turn| {
            if turn.step == Step::Mail {
                heard.lock().expect("whole").push(turn.said.to_owned());
            }
            Do::Well
        })
    };
    let room = ManyLetters::of(script, "", 2);
    let large = format!("title = 'Letter L-000'\ndetail = '{}'", "x".repeat(20_000));
    let root = room.office.folder.path().join("duban.toml");
    let files = std::fs::read_to_string(&root).expect("read");
    room.office.write("duban.toml", &files.replace("title = 'Letter L-000'", &large));
    room.pass(0, 1);
    assert_eq!(room.tally(), "1 failed, 1 sent");
    assert_eq!(room.told(), ["Letters could not be delivered"]);
    let answers = room.letters()[0]["recipients"][0]["answer"].as_str().map(str::to_owned);
    let answer = answers.expect("an answer");
    assert!(answer.contains("the relay takes at most 20000 (SIZE)"), "{answer}");
    let said = said.lock().expect("whole");
    assert_eq!(said.len(), 2, "the small letter and word to the admin: {said:?}");
    assert!(said.iter().all(|line| line.to_uppercase().contains(" SIZE=")), "{said:?}");
}

/// The service manager takes a daemon for dead that is silent for too long. A sweep says so itself each time that it has
/// done some of its work, and nothing else does: one that stands still is found out.
#[test]
fn the_watchdog_is_fed_by_the_work_of_a_long_sweep() {
    let fed = |tasks: usize| {
        let office = office("en", "", numbered(tasks, "x"));
        let daemon = Daemon::start(&office, NOW);
        let fed = daemon.told("WATCHDOG=1");
        daemon.stop();
        fed
    };
    // Four times while tasks are decided and four while their notices are recorded; and at the end.
    assert_eq!(fed(4000), 9);
    assert_eq!(fed(40), 1, "at its end");
}
