//! Policies, their stages, and rules.

use crate::config::read::context::Context;
use crate::config::read::keys;
use crate::config::read::raw::{RawPolicy, RawRule, RawStage, Text};
use crate::config::read::table::{Table, known_severities};
use crate::model::{AnchorKind, Importance, Release, Unless};

pub(super) fn read_policy(id: Text, table: &Table<'_>, context: &mut Context<'_>) -> RawPolicy {
    let told = context.findings.told();
    let stages = table.tables("stages", &keys::STAGE, context);
    RawPolicy {
        id,
        group: table.flag("group", context).unwrap_or(true),
        is_faulty: context.findings.told() > told,
        stages: stages.iter().map(|stage| read_stage(stage, context)).collect(),
    }
}

fn read_stage(stage: &Table<'_>, context: &mut Context<'_>) -> RawStage {
    let to = stage.texts("to", context);
    RawStage {
        name: stage.line("name", context),
        place: stage.place,
        from: stage
            .choice("from", AnchorKind::from_name, context)
            .map_or(AnchorKind::Due, |spot| spot.value),
        at: stage.at("at", context),
        repeat: stage.rhythm("repeat", context),
        repeat_written: stage.is_typed("repeat"),
        times: stage.whole("times", context),
        to_is_empty: to.as_ref().is_some_and(Vec::is_empty),
        to: to.unwrap_or_default(),
        cc: stage.texts("cc", context).unwrap_or_default(),
        letter: stage.line("letter", context),
        release: stage
            .choice("release", Release::from_name, context)
            .map_or(Release::Auto, |spot| spot.value),
        importance: stage
            .choice("importance", Importance::from_name, context)
            .map_or(Importance::Normal, |spot| spot.value),
        unless: stage.choice("unless", Unless::from_name, context),
        answer: stage.span("answer", context).map(|spot| spot.value),
    }
}

pub(super) fn read_rule(rule: &Table<'_>, context: &mut Context<'_>) -> RawRule {
    let told = context.findings.told();
    let mut when = Vec::new();
    if let Some(table) = rule.table("when", &keys::WHEN, context) {
        for key in keys::WHEN.keys {
            when.extend(table.any_of(key.name, context).map(|values| (key.name, values)));
        }
    }
    known_severities(&when, context);
    let (policy, due) = (rule.line("policy", context), rule.due("due", context));
    RawRule { when, policy, due, is_faulty: context.findings.told() > told }
}
