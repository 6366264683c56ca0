//! A corpus of replies as mail programs write them, and of first lines.

use super::*;

const OURS: &str =
    "In-Reply-To: <abc@example.org>\r\nReferences: <root@example.org> <abc@example.org>\r\n";

fn mail(headers: &str, body: &[u8]) -> Received {
    let head = format!(
        "From: =?utf-8?B?5byg5LiJ?= <zhang@example.org>\r\nTo: duban@example.org\r\nMessage-ID: <m1@example.org>\r\n\
         {OURS}Subject: Re: x\r\nMIME-Version: 1.0\r\n{headers}\r\n"
    );
    read(&[head.as_bytes(), body].concat()).expect("a mail")
}

fn own(headers: &str, body: &[u8]) -> String {
    mail(headers, body).own.join("|")
}

const PLAIN: &str = "Content-Type: text/plain; charset=utf-8\r\n";

#[test]
fn a5_a_reply_is_read_with_whom_it_is_from_and_what_it_replies_to() {
    let read = mail(PLAIN, "已完成\r\n".as_bytes());
    assert_eq!(read.sender.as_deref(), Some("zhang@example.org"));
    assert_eq!(read.message_id, "m1@example.org");
    assert_eq!(read.references, ["abc@example.org", "abc@example.org", "root@example.org"]);
    assert!(!read.automatic);
    assert_eq!(read.own, ["已完成"]);
}

#[test]
fn a5_the_senders_own_words_are_found_above_and_below_what_is_quoted() {
    let cases: &[(&str, &str)] = &[
        ("已完成\n\n在 2026年11月12日，督办室 写道：\n> 提醒函\n> 收到\n", "已完成"),
        ("> 提醒函\n> A-1\n\n已完成\n", "已完成"),
        ("On Thu, 12 Nov 2026 at 09:00, Duban <duban@example.org> wrote:\n> x\n\ndone\n", "done"),
        ("On Thu, 12 Nov 2026 at 09:00,\nDuban <duban@example.org> wrote:\n> x\ndone\n", "done"),
        (
            "收到\n\n------------------ 原始邮件 ------------------\n发件人: 督办室\n已完成\n",
            "收到",
        ),
        ("done\n\n-----Original Message-----\nFrom: Duban\nnot mine\n", "done"),
        ("done\n________________________________\nFrom: Duban\n", "done"),
        ("收到\n发自我的iPhone\n", "收到"),
        ("进展 60% 报审\n-- \n张三\n督办科\n", "进展 60% 报审"),
        ("\n\n  延期 2026-12-31 等待法院  \n", "延期 2026-12-31 等待法院"),
    ];
    for (body, expected) in cases {
        assert_eq!(own(PLAIN, body.replace('\n', "\r\n").as_bytes()), *expected, "{body}");
    }
}

#[test]
fn a5_gbk_quoted_printable_base64_and_html_are_read() {
    // 已完成 in GBK.
    let gbk: &[u8] = &[0xd2, 0xd1, 0xcd, 0xea, 0xb3, 0xc9, b'\r', b'\n'];
    assert_eq!(own("Content-Type: text/plain; charset=gbk\r\n", gbk), "已完成");
    assert_eq!(own("Content-Type: text/plain; charset=gb18030\r\n", gbk), "已完成");
    let quoted = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n";
    assert_eq!(own(quoted, b"=E5=B7=B2=E5=AE=8C=E6=88=90\r\n"), "已完成");
    let base64 = "Content-Type: text/plain; charset=gbk\r\nContent-Transfer-Encoding: base64\r\n";
    assert_eq!(own(base64, b"0tHN6rPJ\r\n"), "已完成");
    let html = "Content-Type: text/html; charset=utf-8\r\n";
    let body = "<html><body><div>已完成</div><div><br></div><div>------------------ 原始邮件 ------------------</div><div>收到</div></body></html>";
    assert_eq!(own(html, body.as_bytes()), "已完成");
}

#[test]
fn a5_what_a_program_wrote_is_known() {
    for header in [
        "Auto-Submitted: auto-replied\r\n",
        "Auto-Submitted: auto-generated (rejected)\r\n",
        "Precedence: bulk\r\n",
        "X-Autoreply: yes\r\n",
        "Return-Path: <>\r\n",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n",
    ] {
        assert!(mail(header, b"x\r\n").automatic, "{header}");
    }
    assert!(!mail("Auto-Submitted: no\r\n", b"x\r\n").automatic);
}

#[test]
fn a5_only_the_named_servers_word_counts_and_its_newest() {
    let results = |lines: &str| mail(lines, b"x\r\n").passed_dmarc("mx.example.org");
    assert!(results(
        "Authentication-Results: mx.example.org 1; spf=pass;\r\n dmarc=pass header.from=example.org\r\n"
    ));
    assert!(!results("Authentication-Results: mx.example.org; dmarc=fail\r\n"));
    assert!(!results("Authentication-Results: mx.evil.example; dmarc=pass\r\n"));
    assert!(!results(
        "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=\"dmarc=pass\"\r\n"
    ));
    assert!(!results(
        "Authentication-Results: mx.example.org; dmarc=fail\r\nAuthentication-Results: mx.example.org; dmarc=pass\r\n"
    ));
    assert!(!results(""));
}

#[test]
fn a5_a_first_line_that_is_wholly_an_answer_is_one() {
    let ids = ["A-1".to_owned(), "A-2/draft".to_owned()];
    let day = |text: &str| text.parse::<jiff::civil::Date>().expect("a date");
    let one = |what: What| Some(FirstLine { what, names: Vec::new(), all: false });
    let more = |reason: Option<&str>| What::MoreTime {
        until: day("2026-12-31"),
        reason: reason.map(str::to_owned),
    };
    let progress = |text: Option<&str>, percent: Option<u8>| What::Progress {
        text: text.map(str::to_owned),
        percent,
    };
    let cases: Vec<(&str, Option<FirstLine>)> = vec![
        ("已完成", one(What::Done(None))),
        ("已完成。", one(What::Done(None))),
        ("Done", one(What::Done(None))),
        ("done 2026-11-20", one(What::Done(Some(day("2026-11-20"))))),
        ("已完成 2026年11月20日", one(What::Done(Some(day("2026-11-20"))))),
        ("已完成２０２６－１１－２０", one(What::Done(Some(day("2026-11-20"))))),
        ("延期 2026-12-31 等待法院", one(more(Some("等待法院")))),
        ("延期到2026-12-31", one(more(None))),
        ("More time until 2026-12-31 the court", one(more(Some("the court")))),
        ("进展 60% 已报审", one(progress(Some("已报审"), Some(60)))),
        ("进展：已报审", one(progress(Some("已报审"), None))),
        ("progress 60％", one(progress(None, Some(60)))),
        ("不是我", one(What::NotMine)),
        ("not mine", one(What::NotMine)),
        ("收到", one(What::Received)),
        ("已收到！", one(What::Received)),
        // Not wholly one.
        ("已完成了吗", None),
        ("done?", None),
        ("doneness", None),
        ("收到，请问怎么办", None),
        ("延期", None),
        ("延期 明年", None),
        ("done 2026-02-30", None),
        ("进展", None),
        ("进展 160%", None),
        ("不是我干的", None),
        ("您好", None),
        ("", None),
    ];
    for (line, expected) in cases {
        assert_eq!(first_line(line, &ids), expected, "{line}");
    }
    let named = first_line("a-1 A-2/draft 已完成", &ids).expect("an answer");
    assert_eq!((named.names, named.all), (vec!["A-1".into(), "A-2/draft".into()], false));
    for line in ["全部已完成", "全部 已完成", "all done", "done all"] {
        let read = first_line(line, &ids).expect(line);
        assert!(read.all && read.names.is_empty(), "{line}");
    }
}

/// A mail of the corpus; its letter is `MESSAGE-ID@example.org`.
fn corpus(name: &str) -> Received {
    let path = format!("{}/tests/mails/{name}.eml", env!("CARGO_MANIFEST_DIR"));
    read(&std::fs::read(&path).expect(&path)).expect(&path)
}

/// What a report of the corpus says of zhang.
fn of_zhang(name: &str) -> Option<(Fate, String)> {
    let report = corpus(name).report.unwrap_or_else(|| panic!("{name} is no report"));
    assert!(report.named.iter().any(|id| id == "MESSAGE-ID@example.org"), "{name}: {report:?}");
    let meant =
        |one: &&Returned| one.addresses.iter().any(|address| address == "zhang@example.org");
    let others = ["wang@example.org", "duban@example.org"].map(str::to_owned);
    let of_others = |one: &Returned| one.addresses.iter().any(|address| others.contains(address));
    assert!(!report.returned.iter().any(of_others), "{name}: {report:?}");
    let said = report.returned.iter().find(meant);
    said.map(|one| (one.fate, one.text.clone()))
}

#[test]
fn l9_bounces_of_the_common_servers_are_read_with_whom_they_are_about_and_why() {
    let cases: &[(&str, Fate, &str)] = &[
        (
            "postfix",
            Fate::Failed,
            "550 5.1.1 <zhang@example.org>: Recipient address rejected: User unknown",
        ),
        ("postfix-delay", Fate::Delayed, "Connection timed out (4.4.1)"),
        ("exchange", Fate::Failed, "550 5.1.10 RESOLVER.ADR.RecipientNotFound"),
        (
            "gmail",
            Fate::Failed,
            "550-5.1.1 The email account that you tried to reach does not exist.",
        ),
        ("qmail", Fate::Failed, "Sorry, no mailbox here by that name. (#5.1.1)"),
        ("exim", Fate::Failed, "552 5.2.2 mailbox full"),
        ("exim-delay", Fate::Delayed, "Connection timed out"),
        ("qq", Fate::Failed, "550 User not found"),
        ("163", Fate::Failed, "550 User not found"),
        ("coremail-8bit", Fate::Failed, "554 5.7.1 对方设置了拒收"),
        ("sendmail-words", Fate::Failed, "550 5.1.1 User unknown"),
        ("forwarded", Fate::Failed, "5.2.2"),
    ];
    for (name, fate, words) in cases {
        let (found, text) =
            of_zhang(name).unwrap_or_else(|| panic!("{name} says nothing of zhang"));
        assert_eq!(found, *fate, "{name}");
        assert!(text.contains(words), "{name}: {text}");
    }
    assert_eq!(of_zhang("relayed"), None);
}

#[test]
fn a5_replies_of_the_corpus_are_no_reports_and_absences_are_automatic() {
    for (name, own) in [
        ("reply-gbk-top", "进展 60% 已报审"),
        ("reply-html-top", "done 2026-11-11"),
        ("reply-bottom", "延期 2026-12-31 等待法院"),
    ] {
        let read = corpus(name);
        assert_eq!((read.automatic, read.report.is_some()), (false, false), "{name}");
        assert_eq!(read.own, [own], "{name}");
    }
    for name in ["away-exchange", "away-bare", "away-english"] {
        let read = corpus(name);
        assert_eq!((read.automatic, read.report.is_some()), (true, false), "{name}");
    }
}
