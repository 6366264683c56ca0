//! What a person typed, an id or a name, as the task, milestone, person, unit or letter that has it (section 8).
//!
//! An id is taken as it is written. A name (a title, a person's name or address, a unit's name) is taken where only
//! one bears it. Whatever fits nothing is refused with what is likely to be meant: an unknown id is never an empty
//! answer.

use std::borrow::Cow;

use crate::cli::terminal::exit::Refused;
use crate::cli::terminal::locale;
use crate::config::suggest::{looks, nearest, spelled};
use crate::ledger::{Answers, Ledger, LetterRow};
use crate::model::{Answer, Config, GroupIx, Party, PersonIx, PolicyIx, TaskIx, UnitIx};
use crate::plan::Target;
use crate::words::names as words;
use crate::words::{Text, answered};

/// What was typed, and what has it.
#[derive(Debug, PartialEq, Eq)]
pub enum Meant<T> {
    /// It is the id of this one, or the name of it alone.
    One(T),
    /// Several bear the name: their ids.
    Several(Vec<String>),
    /// Nothing has it; the id or name that is near enough to be meant.
    Unknown(Option<String>),
}

impl<T> Meant<T> {
    /// The same of something else that stands for the one.
    fn map<U>(self, of: impl FnOnce(T) -> U) -> Meant<U> {
        match self {
            Meant::One(one) => Meant::One(of(one)),
            Meant::Several(ids) => Meant::Several(ids),
            Meant::Unknown(near) => Meant::Unknown(near),
        }
    }

    /// The one, or why there is none: a refusal that names what is likely to be meant.
    pub(crate) fn or_refuse(self, kind: Text, typed: &str) -> anyhow::Result<T> {
        let language = locale::language();
        Err(Refused::no(match self {
            Meant::One(one) => return Ok(one),
            Meant::Several(ids) => words::several(kind, typed, &ids, language),
            Meant::Unknown(near) => {
                let near = near.as_deref().map(spelled);
                words::unknown(kind, typed, near.as_deref(), language)
            }
        }))
    }
}

/// The task or milestone (`A-1/draft`) of that id or title.
pub fn target(config: &Config, typed: &str) -> anyhow::Result<Target> {
    find_target(config, typed).or_refuse(words::TARGET, typed)
}

/// What was typed, each by itself where several stand in one word: `5、6`, `5,6`. A title may hold such signs, too.
pub(crate) fn each(config: &Config, typed: &[String]) -> Vec<String> {
    let apart = |one: &String| -> Vec<String> {
        let parts = one.split([',', '，', '、', ';', '；']).map(str::trim);
        let parts: Vec<String> = parts.filter(|one| !one.is_empty()).map(str::to_owned).collect();
        let is_several = parts.len() > 1 && matches!(find_target(config, one), Meant::Unknown(_));
        if is_several { parts } else { vec![one.clone()] }
    };
    typed.iter().flat_map(apart).collect()
}

/// The task of that id or title.
pub fn task(config: &Config, typed: &str) -> anyhow::Result<TaskIx> {
    find_task(config, typed).or_refuse(words::TASK, typed)
}

/// The person of that id, name or address.
pub fn person(config: &Config, typed: &str) -> anyhow::Result<PersonIx> {
    find_person(config, typed).or_refuse(words::PERSON, typed)
}

/// The unit of that id or name.
pub fn unit(config: &Config, typed: &str) -> anyhow::Result<UnitIx> {
    find_unit(config, typed).or_refuse(words::UNIT, typed)
}

/// The person of that id, name or address, or the group of that id.
pub fn party(config: &Config, typed: &str) -> anyhow::Result<Party> {
    find_party(config, typed).or_refuse(words::PARTY, typed)
}

/// The policy of that id.
pub fn policy(config: &Config, typed: &str) -> anyhow::Result<PolicyIx> {
    match find_policy(config, typed) {
        Meant::Unknown(None) => {
            let known: Vec<&str> = config.policies.iter().map(|policy| &*policy.id).collect();
            Err(Refused::no(words::no_policy(typed, &known, locale::language())))
        }
        found => found.or_refuse(words::POLICY, typed),
    }
}

/// What a filter's key is given, with the id in place of a name (P3).
pub(crate) fn id_of<'c>(config: &'c Config, key: &str, typed: &'c str) -> anyhow::Result<&'c str> {
    Ok(match key {
        "unit" => &config[unit(config, typed)?].id,
        "owner" | "supervisor" | "waiting-for" => match party(config, typed)? {
            Party::Person(person) => &config[person].id,
            Party::Group(group) => &config[group].id,
        },
        "policy" => &config[policy(config, typed)?].id,
        _ => typed,
    })
}

/// The answer of that number.
pub(crate) fn answer(ledger: &Ledger, number: i64) -> anyhow::Result<Answer> {
    let found = ledger.answers(Answers::Numbered(number))?.pop();
    found.ok_or_else(|| Refused::no(answered::no_such(number, locale::language())))
}

/// The letter of that id, or of an unmistakable beginning of it, with its bytes.
pub(crate) fn letter(ledger: &Ledger, typed: &str) -> anyhow::Result<(LetterRow, Vec<u8>)> {
    if let Some(found) = ledger.letter(typed)? {
        return Ok(found);
    }
    // Who asks wants to know of this letter; whether the others can be listed is another matter.
    let ids = ledger.letter_ids().unwrap_or_default();
    let length = typed.trim().len();
    let near = nearest(typed, ids.iter().map(|id| id.get(..length).unwrap_or(id)));
    let whole = near.and_then(|near| ids.iter().find(|id| id.starts_with(near)));
    let near = whole.map(String::as_str);
    Err(Refused::no(words::no_letter(typed, near, locale::language())))
}

/// The same, not yet refused.
pub fn find_target(config: &Config, typed: &str) -> Meant<Target> {
    let of_task = find_task(config, typed);
    let Meant::Unknown(near_task) = of_task else {
        return of_task.map(|task| Target { task, milestone: None });
    };
    let named = |target: Target| {
        let title = target.milestone(config).map_or("", |one| &one.title);
        Bearer { one: target, id: target.name(config).into(), names: [title, ""] }
    };
    match look_up(typed, &Target::all(config).map(named).collect::<Vec<_>>()) {
        Meant::Unknown(near) => Meant::Unknown(near.or(near_task)),
        found => found,
    }
}

/// The same, not yet refused.
pub fn find_task(config: &Config, typed: &str) -> Meant<TaskIx> {
    if let Some(task) = config.task(typed) {
        return Meant::One(task);
    }
    let all = config.tasks.iter().zip(0..).map(|(task, at)| Bearer {
        one: TaskIx(at),
        id: (*task.id).into(),
        names: [&*task.title, ""],
    });
    look_up(typed, &all.collect::<Vec<_>>())
}

/// The same, not yet refused.
pub fn find_person(config: &Config, typed: &str) -> Meant<PersonIx> {
    let all = config.people.iter().zip(0..).map(|(person, at)| Bearer {
        one: PersonIx(at),
        id: (*person.id).into(),
        names: [&*person.name, person.email.as_str()],
    });
    look_up(typed, &all.collect::<Vec<_>>())
}

/// The same, not yet refused.
pub fn find_unit(config: &Config, typed: &str) -> Meant<UnitIx> {
    let all = config.units.iter().zip(0..).map(|(unit, at)| Bearer {
        one: UnitIx(at),
        id: (*unit.id).into(),
        names: [&*unit.name, ""],
    });
    look_up(typed, &all.collect::<Vec<_>>())
}

/// The same, not yet refused.
pub fn find_party(config: &Config, typed: &str) -> Meant<Party> {
    let people = config.people.iter().zip(0..).map(|(person, at)| Bearer {
        one: Party::Person(PersonIx(at)),
        id: (*person.id).into(),
        names: [&*person.name, person.email.as_str()],
    });
    let groups = config.groups.iter().zip(0..).map(|(group, at)| Bearer {
        one: Party::Group(GroupIx(at)),
        id: (*group.id).into(),
        names: ["", ""],
    });
    look_up(typed, &people.chain(groups).collect::<Vec<_>>())
}

/// The same, not yet refused.
pub fn find_policy(config: &Config, typed: &str) -> Meant<PolicyIx> {
    let all = config.policies.iter().zip(0..).map(|(policy, at)| Bearer {
        one: PolicyIx(at),
        id: (*policy.id).into(),
        names: ["", ""],
    });
    look_up(typed, &all.collect::<Vec<_>>())
}

/// What has an id, and bears names beside; an empty name is none.
struct Bearer<'c, T> {
    one: T,
    id: Cow<'c, str>,
    names: [&'c str; 2],
}

fn look_up<T: Copy>(typed: &str, all: &[Bearer<'_, T>]) -> Meant<T> {
    if let Some(exact) = all.iter().find(|one| one.id == typed) {
        return Meant::One(exact.one);
    }
    // Blanks and full width do not tell names apart.
    let seen = looks(typed);
    let bears = |one: &&Bearer<'_, T>| one.names.iter().any(|name| looks(name) == seen);
    let bearers: Vec<&Bearer<'_, T>> =
        if seen.is_empty() { Vec::new() } else { all.iter().filter(bears).collect() };
    match bearers.as_slice() {
        [] => {
            let ids = all.iter().map(|one| &*one.id);
            let names = all.iter().flat_map(|one| one.names);
            let near = nearest(typed, ids).or_else(|| nearest(typed, names));
            Meant::Unknown(near.map(str::to_owned))
        }
        [one] => Meant::One(one.one),
        several => Meant::Several(several.iter().map(|one| one.id.to_string()).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bearer(at: u32, id: &'static str, names: [&'static str; 2]) -> Bearer<'static, u32> {
        Bearer { one: at, id: id.into(), names }
    }

    #[test]
    fn an_id_or_a_name_that_only_one_bears_will_do_and_a_near_miss_is_named() {
        let all = [
            bearer(0, "zhang", ["张三", "zhang@example.org"]),
            bearer(1, "li", ["李四", "li@example.org"]),
            bearer(2, "li-2", ["李四", ""]),
            bearer(3, "JX-01", ["", ""]),
        ];
        let near = |id: &str| Meant::Unknown(Some(id.to_owned()));
        for (typed, meant) in [
            ("zhang", Meant::One(0)),
            ("张三", Meant::One(0)),
            ("张 三", Meant::One(0)),
            ("zhang@example.org", Meant::One(0)),
            ("李四", Meant::Several(vec!["li".to_owned(), "li-2".to_owned()])),
            ("zhagn", near("zhang")),
            ("ｚｈａｎｇ", near("zhang")),
            ("jx-01", near("JX-01")),
            ("JX-O1", near("JX-01")),
            ("zhang@exmaple.org", near("zhang@example.org")),
            ("wang-5", Meant::Unknown(None)),
            ("", Meant::Unknown(None)),
            (" ", Meant::Unknown(None)),
        ] {
            assert_eq!(look_up(typed, &all), meant, "{typed}");
        }
    }
}
