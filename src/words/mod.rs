//! Every sentence that a person reads on the command line, in the log or in a letter to the admin, zh-CN beside en.
//!
//! A sentence without values is a [`Text`], one with values a function of them and the language. Both need both
//! languages to compile, so none can be missing. This room opens no file, socket or clock, and knows only the
//! core. Codes, JSON keys and the journal's fields are English and do not stand here.

pub(crate) mod address_book;
pub(crate) mod admin;
pub(crate) mod ahead;
pub(crate) mod anew;
pub(crate) mod answered;
pub(crate) mod capacities;
pub(crate) mod care;
pub(crate) mod causes;
pub(crate) mod counts;
pub(crate) mod cures;
pub(crate) mod dates;
pub(crate) mod delivery;
pub(crate) mod edits;
pub(crate) mod errors;
pub(crate) mod explain;
pub(crate) mod explained;
pub(crate) mod export;
pub(crate) mod figures;
pub(crate) mod filters;
pub(crate) mod findings;
pub(crate) mod help;
pub(crate) mod help_lists;
pub(crate) mod import;
pub(crate) mod import_news;
pub(crate) mod init;
pub(crate) mod letters;
pub(crate) mod links;
pub(crate) mod lists;
pub(crate) mod log;
pub(crate) mod manual;
pub(crate) mod names;
pub(crate) mod no_list;
pub(crate) mod nodes;
pub(crate) mod outlook;
pub(crate) mod pages;
pub(crate) mod people;
pub(crate) mod policies;
pub(crate) mod quotes;
pub(crate) mod received;
pub(crate) mod rehearsal;
pub(crate) mod reports;
pub(crate) mod results;
pub(crate) mod rules;
pub(crate) mod stages;
pub(crate) mod states;
pub(crate) mod subjects;
pub(crate) mod system;
pub(crate) mod tallies;
pub(crate) mod times;
pub(crate) mod trial;
pub(crate) mod urging;
pub(crate) mod usage;
pub(crate) mod waiting;
pub(crate) mod weeks;
pub(crate) mod what_changed;

use crate::model::Language;

/// A sentence without values, in both languages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text {
    zh: &'static str,
    en: &'static str,
}

impl Text {
    pub(crate) const fn of(zh: &'static str, en: &'static str) -> Text {
        Text { zh, en }
    }

    /// The sentence in that language.
    pub(crate) const fn said(self, language: Language) -> &'static str {
        match language {
            Language::ZhCn => self.zh,
            Language::En => self.en,
        }
    }
}
