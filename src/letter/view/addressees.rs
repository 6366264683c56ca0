//! People as letters name and address them.

use crate::letter::bounds;
use crate::letter::text::{clean, cut};
use crate::model::{Config, Language};
use crate::plan::{Addressee, Audience};
use crate::words::letters;
use crate::words::letters::foot;

/// More people than these are not named in the salutation.
pub(crate) const NAMED: usize = 5;

/// Somebody's name.
pub(crate) fn shown(one: &Addressee) -> String {
    cut(&clean(&one.mailbox.shown()), bounds::NAME)
}

/// How somebody is addressed: 张三同志.
pub(crate) fn addressed(config: &Config, one: &Addressee, language: Language) -> String {
    let name = shown(one);
    let own = config.mail.salutation.as_deref();
    match own.filter(|_| language == config.language && one.person.is_some()) {
        Some(own) if own.contains("{name}") => clean(own).replace("{name}", &name),
        _ => foot::addressed(&name, one.person.is_some(), language),
    }
}

/// The line that addresses those to whom a letter goes; none where the office wants none.
pub(crate) fn salutation(config: &Config, to: &[&Addressee], language: Language) -> Option<String> {
    let own = config.mail.salutation.as_deref();
    if own.is_some_and(|own| own.trim().is_empty()) || to.is_empty() {
        return None;
    }
    if to.len() > NAMED {
        return Some(foot::EVERYONE.said(language).to_owned());
    }
    let names: Vec<String> = to.iter().map(|one| addressed(config, one, language)).collect();
    Some(foot::salutation(&names, language))
}

/// A name, and for whom they stand in (W3).
pub(crate) fn standing_for(config: &Config, one: &Addressee, language: Language) -> String {
    let absent = one.absent.map(|absent| cut(&clean(&config[absent].name), bounds::NAME));
    let note = absent.map(|absent| foot::stands_for(&absent, None, language)).unwrap_or_default();
    letters::noted(&shown(one), &cut(&note, bounds::ROW), language)
}

/// Names for which there is room, and how many more.
pub(crate) fn names(names: &[String], columns: usize, language: Language) -> String {
    let shown = bounds::shown(names, columns);
    let more = names.len() - shown.len();
    let joined = letters::list(&shown, language);
    letters::and_more(&joined, names.len(), more, language)
}

/// Where every letter goes to one mailbox, whom this one was meant for.
pub(crate) fn redirected(
    config: &Config,
    audience: &Audience,
    language: Language,
) -> Option<String> {
    config.mail.redirect.as_ref()?;
    let list = |list: &[Addressee]| {
        let shown = list.iter().map(|one| format!("{} <{}>", shown(one), one.mailbox.address));
        bounds::addresses(&shown.collect::<Vec<_>>())
    };
    Some(letters::redirected(&list(&audience.to), &list(&audience.cc), language))
}
