//! Typical mistakes as the terminal shows them, to be read aloud when they change.

use super::{load_text, shown};

fn picture(text: &str) -> String {
    shown(&load_text(text))
}

#[test]
fn a_key_misspelt() {
    insta::assert_snapshot!(picture(
        "[[task]]\nid = 'A'\ntitel = '出台领导干部交流轮岗办法'\ndue = 2026-11-30\n"
    ));
}

#[test]
fn a_date_in_quotes() {
    insta::assert_snapshot!(picture(
        "[[task]]\nid = 'A'\ntitle = '出台办法'\ndue = '2026年11月30日'\n"
    ));
}

#[test]
fn a_day_that_does_not_exist() {
    insta::assert_snapshot!(picture("[[task]]\nid = 'A'\ntitle = '出台办法'\ndue = 2026-02-30\n"));
}

#[test]
fn full_width_signs() {
    insta::assert_snapshot!(picture("[[task]]\nid = 'A'\ntitle ＝ “出台办法”\ndue = 2026-11-30\n"));
}

#[test]
fn a_name_in_place_of_an_id() {
    insta::assert_snapshot!(picture(
        "[[task]]\nid = 'A'\ntitle = '出台办法'\nowner = '张三'\npolicy = 'p'\ndue = 2026-11-30\n"
    ));
}

#[test]
fn a_task_defined_twice() {
    let task =
        "[[task]]\nid = 'A'\ntitle = '出台办法'\nunit = 'city'\npolicy = 'p'\ndue = 2026-11-30\n";
    insta::assert_snapshot!(picture(&format!("{task}{task}")));
}

#[test]
fn a_role_that_no_one_fills() {
    let policy = "[policies.q]\nstages = [{ name = 'soon', at = '-7d', to = ['owner'] }]\n";
    let task = "[[task]]\nid = 'A'\ntitle = '出台办法'\npolicy = 'q'\ndue = 2026-11-30\n";
    insta::assert_snapshot!(picture(&format!("{policy}{task}")));
}

#[test]
fn a_deadline_on_a_holiday() {
    insta::assert_snapshot!(picture(
        "[[task]]\nid = 'A'\ntitle = '出台办法'\nunit = 'city'\npolicy = 'p'\ndue = 2026-10-01\n"
    ));
}

#[test]
fn an_offset_without_a_sign() {
    insta::assert_snapshot!(picture(
        "[policies.q]\nstages = [{ name = 'soon', at = '7d', to = ['owner'] }]\n"
    ));
}
