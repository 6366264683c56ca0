//! What answers do to the ladder: T13 (progress counts), T14 (`unless`), T16 (what waits keeps letters back); and A4: what
//! the files in force make of them.

use duban::model::{Answer, AnswerState, Config, NewAnswer, Standing, Subject, Verb, Way, When};
use duban::plan::further::{Content, Wish, urges};
use duban::plan::{self, Known, Moot, NoticeId, Origin, Target, settled};
use jiff::civil::Date;

use crate::support::{CHINA, at, config, one_task};

const STAGES: &str = "
    { name = 'overdue', at = '+1d', repeat = '1d', to = ['owner'] },
    { name = 'check', from = 'done', at = '+1d', repeat = '1d', to = ['head'] },";

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn link() -> Way {
    Way::Link { letter: "a1".into() }
}

fn mail(proven: bool) -> Way {
    Way::Mail { letter: "a1".into(), message_id: "m".into(), proven }
}

/// An answer about the task T by ann, numbered by its place in the list that it is put into.
fn answer(verb: Verb, on: &str) -> Answer {
    by_way(verb, on, link())
}

fn by_way(verb: Verb, on: &str, way: Way) -> Answer {
    let (subject, person) = (Subject::Task("T".into()), Box::<str>::from("ann"));
    let new = NewAnswer {
        subject: subject.clone(),
        cycle: None,
        person: person.clone(),
        verb: verb.clone(),
        way: way.clone(),
        nonce: None,
    };
    let state = new.state();
    let standing = Standing { state, decided: None, by: None, why: None, shown: None };
    Answer { number: 0, subject, cycle: None, person, verb, at: at(on), way, standing }
}

fn done(on: &str) -> Answer {
    answer(Verb::Done { on: day("2026-11-12"), text: None, evidence: [].into() }, on)
}

fn progress(on: &str) -> Answer {
    answer(Verb::Progress { text: None, percent: Some(60) }, on)
}

fn decided(answer: Answer, state: AnswerState, on: &str) -> Answer {
    let standing = Standing { state, decided: Some(at(on)), ..answer.standing };
    Answer { standing, ..answer }
}

fn of_milestone(answer: Answer, milestone: &str) -> Answer {
    Answer { subject: Subject::of_task("T", Some(milestone)), ..answer }
}

fn known(answers: &[Answer]) -> Known {
    let numbered = answers.iter().cloned().enumerate();
    let numbered = numbered.map(|(at, one)| Answer { number: at as i64 + 1, ..one });
    Known { notices: Vec::new(), answers: numbered.collect() }
}

/// The days on which a target's letters leave: `11-16 overdue`.
fn leaves(config: &Config, target: Target, answers: &[Answer], from: &str, until: &str) -> String {
    let planned = plan::simulate(config, target, known(answers), at(from), at(until));
    let calendar = target.calendar(config);
    let line = |one: plan::Planned| {
        let day = calendar.local_date(one.release);
        format!("{} {}", day.strftime("%m-%d"), one.notice.id.stage)
    };
    planned.map(line).collect::<Vec<_>>().join(", ")
}

fn the_task(config: &Config) -> Target {
    Target::all(config).next().expect("a task")
}

/// T13: the step that an urging letter shows counts progress that was only answered.
#[test]
fn an_urging_letter_shows_the_step_that_answers_have_led_to() {
    let stages = "{ name = 'due', at = '-20d', to = ['owner'] },
        { name = 'report', from = 'progress', at = '+3d', to = ['owner'] },";
    let config = one_task(CHINA, stages, "owner = 'ann'\nopened = 2026-09-01\ndue = 2026-11-30");
    let wish = Wish {
        at: at("2026-11-16T01:30Z"),
        by: "bob".to_owned(),
        note: None,
        about: vec![Subject::Task("T".into())],
    };
    let stage = |answers: &[Answer]| {
        let known = |_: Target| Ok::<Known, ()>(known(answers));
        let letters =
            urges(&config, &wish, known, |_| Ok(false), wish.at).expect("no ledger fails");
        let [letter] = &letters[..] else { panic!("{letters:?}") };
        let Content::Urge(urge) = &letter.content else { panic!("{letter:?}") };
        urge.draft.items[0].notice.stage
    };
    assert_eq!(stage(&[]), 0);
    assert_eq!(stage(&[progress("2026-11-12T01:00Z")]), 1);
}

/// A task due on Tuesday 2026-11-10, from the evening of which on letters leave each working day.
fn open() -> Config {
    one_task(CHINA, STAGES, "opened = 2026-09-01\ndue = 2026-11-10")
}

/// What leaves in the three weeks after Thursday 2026-11-12 09:30.
fn after(config: &Config, answers: &[Answer]) -> String {
    leaves(config, the_task(config), answers, "2026-11-12T01:30Z", "2026-12-01T00:00Z")
}

#[test]
fn t16_a_done_answer_keeps_letters_back_for_the_patience() {
    let config = open();
    let all = after(&config, &[]);
    assert!(all.starts_with("11-12 overdue, 11-13 overdue, 11-16 overdue"), "{all}");
    // Thursday: five working days later is the next Thursday, at whose beginning the patience ends.
    let waits = done("2026-11-12T01:20Z");
    let held = after(&config, std::slice::from_ref(&waits));
    assert!(held.starts_with("11-19 overdue, 11-20 overdue"), "{held}");
    // Answering again prolongs nothing.
    let again = after(&config, &[waits.clone(), done("2026-11-17T01:00Z")]);
    assert_eq!(again, held);
    // Neither does it once the patience has run out.
    let late = after(&config, &[waits.clone(), done("2026-11-23T01:00Z")]);
    assert_eq!(late, held);
    // Declined, it keeps nothing back; a new one after that has a patience of its own.
    let declined = decided(waits.clone(), AnswerState::Declined, "2026-11-13T02:00Z");
    let none = after(&config, std::slice::from_ref(&declined));
    assert_eq!(none, all);
    let anew = leaves(
        &config,
        the_task(&config),
        &[declined, done("2026-11-16T00:30Z")],
        "2026-11-16T00:40Z",
        "2026-11-25T00:00Z",
    );
    assert_eq!(anew, "11-23 overdue, 11-24 overdue");
    // Accepted and not shown by the files in force: one working day more.
    let accepted = decided(waits.clone(), AnswerState::Accepted, "2026-11-13T02:00Z");
    let longer = after(&config, std::slice::from_ref(&accepted));
    assert!(longer.starts_with("11-20 overdue, 11-23 overdue"), "{longer}");
    // Shown once: what opens the task again is not kept back by it.
    let standing = Standing { shown: Some(at("2026-11-13T02:01Z")), ..accepted.standing.clone() };
    assert_eq!(after(&config, &[Answer { standing, ..accepted }]), all);
    for void in [AnswerState::True, AnswerState::Void] {
        assert_eq!(after(&config, &[decided(waits.clone(), void, "2026-11-13T02:00Z")]), all);
    }
}

#[test]
fn t16_patience_is_configured_and_what_may_be_a_forgery_holds_nothing_back() {
    let hours = one_task(
        &format!("{CHINA}[answers]\npatience = '48h'\n"),
        STAGES,
        "opened = 2026-09-01\ndue = 2026-11-10",
    );
    let held = after(&hours, &[done("2026-11-12T01:20Z")]);
    assert!(held.starts_with("11-16 overdue"), "{held}");
    let config = open();
    let all = after(&config, &[]);
    let unproven = Answer { way: mail(false), ..done("2026-11-12T01:20Z") };
    assert_eq!(after(&config, &[unproven]), all);
    let proven = Answer { way: mail(true), ..done("2026-11-12T01:20Z") };
    assert!(after(&config, &[proven]).starts_with("11-19"));
    // Other answers keep nothing back.
    let until = When::Day(day("2026-12-31"));
    let others = [
        answer(Verb::MoreTime { until, reason: None }, "2026-11-12T01:20Z"),
        answer(Verb::NotMine { whose: None, text: None }, "2026-11-12T01:21Z"),
        answer(Verb::Received, "2026-11-12T01:22Z"),
        progress("2026-11-12T01:23Z"),
    ];
    assert_eq!(after(&config, &others), all);
}

#[test]
fn t16_a_milestones_answer_is_about_it_alone_and_a_tasks_about_all() {
    let task = "opened = 2026-09-01\ndue = 2026-11-10
        milestones = [{ id = 'm', title = 'M', due = 2026-11-10 }, { id = 'n', title = 'N', due = 2026-11-10 }]";
    let config = one_task(CHINA, STAGES, task);
    let first = |answers: &[Answer]| -> Vec<String> {
        let of = |target| {
            leaves(&config, target, answers, "2026-11-12T01:30Z", "2026-12-01T00:00Z")[..5]
                .to_owned()
        };
        Target::all(&config).map(of).collect()
    };
    assert_eq!(first(&[]), ["11-12", "11-12", "11-12"]);
    assert_eq!(first(&[done("2026-11-12T01:20Z")]), ["11-19", "11-19", "11-19"]);
    let own = of_milestone(done("2026-11-12T01:20Z"), "m");
    assert_eq!(first(&[own]), ["11-12", "11-19", "11-12"]);
}

#[test]
fn t16_a_verified_or_returned_answer_keeps_back_what_asks_for_it() {
    let task = "opened = 2026-09-01\ndue = 2026-11-20\ndone = 2026-11-10";
    let config = one_task(CHINA, STAGES, task);
    let all = after(&config, &[]);
    assert!(all.starts_with("11-12 check, 11-13 check"), "{all}");
    let verified =
        answer(Verb::Verified { on: day("2026-11-12"), text: None }, "2026-11-12T01:20Z");
    let returned = answer(Verb::Returned { reason: "不实".into() }, "2026-11-12T01:20Z");
    for one in [verified, returned] {
        let held = after(&config, &[one]);
        assert!(held.starts_with("11-19 check"), "{held}");
    }
    assert_eq!(after(&config, &[done("2026-11-12T01:20Z")]), all);
}

/// L6b, T16: what waits to go is withdrawn while the answer waits.
#[test]
fn t16_a_letter_that_waits_is_moot_while_an_answer_does() {
    let config = open();
    let id = NoticeId {
        subject: Subject::Task("T".into()),
        from: Origin::Stage(duban::model::AnchorKind::Due),
        anchor: When::Day(day("2026-11-10")),
        stage: "overdue".into(),
        occurrence: 0,
    };
    let answers = known(&[done("2026-11-12T01:20Z")]).answers;
    let moot = |now: &str| plan::moot(&config, &id, &answers, at(now));
    assert_eq!(moot("2026-11-12T01:30Z"), Some(Moot::Answered));
    assert_eq!(moot("2026-11-18T15:59Z"), Some(Moot::Answered));
    assert_eq!(moot("2026-11-18T16:00Z"), None);
}

#[test]
fn t13_progress_that_is_answered_counts_as_that_in_the_files() {
    let stages = "{ name = 'quiet', from = 'progress', at = '+3d', to = ['owner'] }";
    let config = one_task(CHINA, stages, "opened = 2026-11-02\ndue = 2027-03-01");
    let quiet = |answers: &[Answer]| {
        leaves(&config, the_task(&config), answers, "2026-11-02T00:00Z", "2027-01-01T00:00Z")
    };
    assert_eq!(quiet(&[]), "11-05 quiet");
    // 23:30 on the 15th in Shanghai.
    assert_eq!(quiet(&[progress("2026-11-15T15:30Z")]), "11-18 quiet");
    assert_eq!(quiet(&[progress("2026-11-15T16:30Z")]), "11-19 quiet");
    let by_mail =
        by_way(Verb::Progress { text: None, percent: None }, "2026-11-15T15:30Z", mail(true));
    assert_eq!(quiet(std::slice::from_ref(&by_mail)), "11-05 quiet");
    let accepted = decided(by_mail, AnswerState::Accepted, "2026-11-16T02:00Z");
    assert_eq!(quiet(&[accepted]), "11-18 quiet");
    assert_eq!(quiet(&[of_milestone(progress("2026-11-15T15:30Z"), "m")]), "11-05 quiet");
    // Only progress does.
    assert_eq!(quiet(&[answer(Verb::Received, "2026-11-15T15:30Z")]), "11-05 quiet");
}

/// Two stages of which the first is silent once the task was received.
const RECEIPT: &str = "{ name = 'sign', from = 'opened', at = '+1d', repeat = '1d', times = 30, to = ['owner'], unless = 'acknowledged' }";

/// Whether the stage is silent on 2026-11-20.
fn is_silent(config: &Config, answers: &[Answer]) -> bool {
    let target = the_task(config);
    leaves(config, target, answers, "2026-11-20T01:30Z", "2026-11-21T00:00Z").is_empty()
}

#[test]
fn t14_any_answer_of_an_owner_but_not_mine_acknowledges() {
    let config = one_task(CHINA, RECEIPT, "opened = 2026-11-09\ndue = 2027-03-01\nowner = 'ann'");
    let until = When::Day(day("2027-04-01"));
    let on = "2026-11-19T02:00Z";
    assert!(!is_silent(&config, &[]));
    let acknowledging = [
        answer(Verb::Received, on),
        progress(on),
        answer(Verb::MoreTime { until, reason: None }, on),
        decided(answer(Verb::MoreTime { until, reason: None }, on), AnswerState::Declined, on),
    ];
    for one in acknowledging {
        assert!(is_silent(&config, std::slice::from_ref(&one)), "{one:?}");
        let by_another = Answer { person: "bob".into(), ..one };
        assert!(!is_silent(&config, &[by_another]));
    }
    for verb in
        [Verb::NotMine { whose: None, text: None }, Verb::Note { text: "?".into(), which: false }]
    {
        assert!(!is_silent(&config, &[answer(verb, on)]));
    }
    // What may be a forgery does once it was accepted.
    let unproven = by_way(Verb::Received, on, mail(false));
    assert!(!is_silent(&config, std::slice::from_ref(&unproven)));
    assert!(is_silent(&config, &[decided(unproven, AnswerState::Accepted, on)]));
    assert!(is_silent(&config, &[by_way(Verb::Received, on, mail(true))]));
}

/// W3: who stood in for an owner on the day of the answer.
#[test]
fn t14_who_stood_in_that_day_acknowledges() {
    let text = format!(
        "{CHINA}
        [mail]
        from = 'duban@example.org'
        [people.ann]
        name = 'Ann'
        email = 'ann@example.org'
        away = [{{ from = 2026-11-16, until = 2026-11-18, delegate = 'bob' }}]
        [people.bob]
        name = 'Bob'
        email = 'bob@example.org'
        [policies.p]
        stages = [{RECEIPT}]
        [[task]]
        id = 'T'
        title = 'T'
        owner = 'ann'
        policy = 'p'
        opened = 2026-11-09
        due = 2027-03-01"
    );
    let config = config(&text);
    let by_bob = |on: &str| Answer { person: "bob".into(), ..answer(Verb::Received, on) };
    assert!(is_silent(&config, &[by_bob("2026-11-17T02:00Z")]));
    assert!(!is_silent(&config, &[by_bob("2026-11-19T02:00Z")]));
}

#[test]
fn t14_progress_by_an_answer_silences_from_the_anchors_day_on() {
    let stages =
        "{ name = 'press', at = '+1d', repeat = '1d', to = ['owner'], unless = 'progress' },
        { name = 'ahead', at = '-5d', to = ['owner'], unless = 'progress' }";
    let config = one_task(CHINA, stages, "opened = 2026-11-02\ndue = 2026-11-10");
    let press = |answers: &[Answer]| {
        leaves(&config, the_task(&config), answers, "2026-11-12T01:30Z", "2026-11-13T00:00Z")
    };
    assert_eq!(press(&[]), "11-12 press");
    assert_eq!(press(&[progress("2026-11-09T02:00Z")]), "11-12 press");
    assert_eq!(press(&[progress("2026-11-10T02:00Z")]), "");
    let ahead = |answers: &[Answer]| {
        leaves(&config, the_task(&config), answers, "2026-11-04T01:30Z", "2026-11-06T00:00Z")
    };
    assert_eq!(ahead(&[]), "11-05 ahead");
    assert_eq!(ahead(&[progress("2026-11-02T02:00Z")]), "");
    assert_eq!(ahead(&[progress("2026-11-01T02:00Z")]), "11-05 ahead");
}

/// T9: of a standing task an answer holds for its cycle.
#[test]
fn t14_t16_an_answer_holds_for_its_cycle() {
    let task = |through: &str| {
        let task = format!(
            "opened = 2026-09-01\ndue = 2026-10-10\nevery = '1mo'\nowner = 'ann'\n{through}"
        );
        let stages = "{ name = 'overdue', at = '+1d', repeat = '1d', to = ['owner'], unless = 'acknowledged' }";
        one_task(CHINA, stages, &task)
    };
    let second = task("done-through = 2026-10-10");
    let of = |cycle: &str, one: Answer| Answer { cycle: Some(When::Day(day(cycle))), ..one };
    let first = |answers: &[Answer]| {
        let config = &second;
        leaves(config, the_task(config), answers, "2026-11-12T01:30Z", "2026-11-13T00:00Z")
    };
    assert_eq!(first(&[]), "11-12 overdue");
    assert_eq!(
        first(&[of("2026-10-10", answer(Verb::Received, "2026-10-09T02:00Z"))]),
        "11-12 overdue"
    );
    assert_eq!(first(&[of("2026-11-10", answer(Verb::Received, "2026-11-09T02:00Z"))]), "");
    assert_eq!(first(&[of("2026-10-10", done("2026-11-12T01:00Z"))]), "11-12 overdue");
    let answers = known(&[of("2026-11-10", done("2026-11-12T01:00Z"))]).answers;
    assert!(plan::held_back(&second, the_task(&second), &answers).is_some());
    // The file settles it by covering the cycle.
    let one = of("2026-11-10", done("2026-11-12T01:00Z"));
    assert_eq!(settled(&second, &one), None);
    assert_eq!(settled(&task("done-through = 2026-11-10"), &one), Some(AnswerState::True));
    assert_eq!(settled(&second, &of("2026-10-10", one)), Some(AnswerState::True));
}

#[test]
fn a4_the_files_in_force_make_an_answer_true_or_void() {
    use AnswerState::{True, Void};
    let of = |task: &str| {
        one_task(CHINA, STAGES, &format!("opened = 2026-09-01\ndue = 2026-11-10\n{task}"))
    };
    let on = "2026-11-12T02:00Z";
    let more = Verb::MoreTime { until: When::Day(day("2026-12-10")), reason: None };
    let others = |whose: Option<&str>| Verb::NotMine { whose: whose.map(Box::from), text: None };
    let verified = Verb::Verified { on: day(on.split_at(10).0), text: None };
    let returned = || Verb::Returned { reason: "不实".into() };
    let check = |task: &str, verb: &Verb, expected: Option<AnswerState>| {
        assert_eq!(settled(&of(task), &answer(verb.clone(), on)), expected, "{task}: {verb:?}");
    };
    let (done, received) = (done(on).verb, Verb::Received);
    for verb in [&done, &more, &others(None), &received, &verified, &returned()] {
        check("cancelled = 2026-11-12", verb, Some(Void));
    }
    check("", &done, None);
    check("done = 2026-11-12", &done, Some(True));
    check("done = 2026-11-12\nverified = 2026-11-13", &done, Some(True));
    check("", &more, None);
    check("done = 2026-11-12", &more, Some(Void));
    check("extended = [{ on = 2026-11-01, to = 2026-11-20 }]", &more, None);
    check("extended = [{ on = 2026-11-13, to = 2026-11-20 }]", &more, Some(True));
    check("extended = [{ on = 2026-11-12, to = 2026-12-10 }]", &more, Some(True));
    check("owner = 'ann'", &others(None), None);
    check("owner = 'ann'\nwith = ['bob']", &others(Some("bob")), None);
    // Ann is the unit's head, and may have been asked as such.
    check("owner = 'bob'", &others(None), None);
    check("owner = 'bob'", &others(Some("bob")), Some(True));
    check("done = 2026-11-12", &verified, None);
    check("done = 2026-11-12\nverified = 2026-11-12", &verified, Some(True));
    check("done = 2026-11-12\nverified = 2026-11-12", &returned(), Some(Void));
    let back = "returned = [{ on = 2026-11-13, reason = '不实', done = 2026-11-12 }]";
    check(back, &returned(), Some(True));
    check(back, &verified, Some(Void));
    check("acknowledged = 2026-11-12", &received, Some(True));
    let gone = Answer { subject: Subject::Task("X".into()), ..answer(done, on) };
    assert_eq!(settled(&of(""), &gone), Some(Void));
}
