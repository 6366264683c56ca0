//! Keys that are not known: what is meant by each, and where it belongs.

use toml::Spanned;
use toml::de::{DeString, DeValue};

use crate::config::fault::ValueFault;
use crate::config::fault::values::{KeyMeant, StateMeant};
use crate::config::finding::{Finding, Place};
use crate::config::read::context::Context;
use crate::config::read::keys::{MILESTONE, ROOT, Shape, TASK};
use crate::config::suggest;

/// Tells of the key; hands back the one that is meant, if it is one of the same table.
pub(super) fn key(
    key: &Spanned<DeString<'_>>,
    value: &Spanned<DeValue<'_>>,
    shape: &'static Shape,
    context: &mut Context<'_>,
) -> Option<&'static str> {
    let name: &str = key.get_ref();
    let at = Place::new(key.span());
    let site = context.site(at);
    if *shape == TASK && is_state(name) {
        context.findings.add(state(name, at, value, context));
        return None;
    }
    let unknown = |meant| {
        Finding::new(ValueFault::UnknownKey { key: name.to_owned(), shape, meant }).at(site)
    };
    if let Some(meant) = suggest::key(name, shape) {
        context.findings.add(unknown(KeyMeant::Key(meant)).instead(site, meant));
        return Some(meant);
    }
    let in_list = *shape == TASK || *shape == MILESTONE;
    let is_roots = *shape != ROOT && ROOT.keys.iter().any(|key| key.name == name);
    let meant = match (header(name, value), suggest::home(name, shape)) {
        (Some(header), _) if in_list => KeyMeant::Header(header),
        _ if is_roots => KeyMeant::Above,
        (_, Some(home)) => KeyMeant::Elsewhere(home),
        _ if *shape == TASK && !name.is_ascii() && is_text(value) => KeyMeant::Field,
        _ => KeyMeant::Unknown,
    };
    let is_field = meant == KeyMeant::Field;
    let finding = unknown(meant);
    // What is quoted there is quoted behind `fields.`, too.
    let written = context.written(at);
    context.findings.add(match is_field && written.starts_with(['"', '\'']) {
        true => finding.instead(site, format!("fields.{written}")),
        false => finding,
    });
    None
}

fn is_text(value: &Spanned<DeValue<'_>>) -> bool {
    matches!(value.get_ref(), DeValue::String(_))
}

/// `[people.li]`, where the value is a table as people or units have it.
fn header(name: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
    let DeValue::Table(table) = value.get_ref() else { return None };
    let kind = match () {
        () if table.contains_key("email") => "people",
        () if table.contains_key("name") => "units",
        () if table.contains_key("members") => "groups",
        () => return None,
    };
    Some(format!("[{kind}.{name}]"))
}

pub(super) fn is_state(name: &str) -> bool {
    let words = [
        "status",
        "state",
        "状态",
        "完成情况",
        "整改状态",
        "办理状态",
        "办理情况",
        "整改情况",
        "进度状态",
    ];
    words.contains(&name.trim().to_lowercase().as_str())
}

/// §2: state is read off the dates.
fn state(name: &str, at: Place, value: &Spanned<DeValue<'_>>, context: &Context<'_>) -> Finding {
    let written = match value.get_ref() {
        DeValue::String(text) => text.trim().to_lowercase(),
        _ => String::new(),
    };
    let meant = state_meant(&written);
    let line = context.site(Place { start: at.start, end: value.span().end as u32 });
    let fault = ValueFault::StateWritten { key: name.to_owned(), meant };
    let finding = Finding::new(fault).at(context.site(at));
    match meant {
        StateMeant::Date(key) => finding.instead(line, format!("{key} = {}", context.today)),
        StateMeant::Open => finding.instead(line, ""),
        StateMeant::Hold | StateMeant::Unknown => finding,
    }
}

/// What is meant by a state in words.
pub(super) fn state_meant(written: &str) -> StateMeant {
    let written = written.trim().to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| written.contains(word));
    match () {
        () if has(&[
            "未",
            "正在",
            "进行中",
            "整改中",
            "在办",
            "open",
            "progress",
            "todo",
            "pending",
        ]) =>
        {
            StateMeant::Open
        }
        () if has(&["销号", "核验", "验收", "closed", "verified"]) => {
            StateMeant::Date("verified")
        }
        () if has(&["办结", "完成", "整改到位", "done", "complete", "finished"]) => {
            StateMeant::Date("done")
        }
        () if has(&["取消", "作废", "cancel"]) => StateMeant::Date("cancelled"),
        () if has(&["暂停", "暂缓", "中止", "hold", "paused"]) => StateMeant::Hold,
        () => StateMeant::Unknown,
    }
}
