//! What all letters that no stage writes have in common: from whom, to whom, of which day, and the order of the rest.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use minijinja::Error;

use crate::letter::attached::Attached;
use crate::letter::bounds::{self, ADDRESSED, COPIED};
use crate::letter::template::render;
use crate::letter::text::{clean, cut};
use crate::letter::view::View;
use crate::letter::view::addressees;
use crate::letter::view::data::{Ask, Block, Detail, Labelled, Section};
use crate::letter::view::subject::{SUBJECT, before};
use crate::letter::written::{Written, replaced};
use crate::model::{Calendar, Config, Language, SubjectStart};
use crate::plan::{Addressee, Audience, FurtherLetter};
use crate::words::letters;
use crate::words::letters::digest::IN_DIGEST;
use crate::words::letters::{asks, dates, foot};

/// What a letter says, before what all of them bear is added. All of it is safe text in the letter's language.
#[derive(Debug, Default)]
pub struct Says {
    /// The subject, behind the office's prefix.
    pub subject: String,
    /// What it is called, if not as its kind is.
    pub name: Option<String>,
    /// The day as of which it speaks, if that is not its own.
    pub as_of: Option<Date>,
    /// `blue`, `amber`, `red` or `grey`.
    pub level: &'static str,
    /// Whether it is a formal letter.
    pub formal: bool,
    /// What is said before all else.
    pub lead: Vec<String>,
    /// What it is about, where that is one thing, with its id and what tells it from others.
    pub title: Option<(String, String, Vec<String>)>,
    /// The first that a reader is to learn.
    pub verdict: String,
    /// Beside it.
    pub verdict_note: Vec<String>,
    /// Who is to see to it.
    pub whom: Option<String>,
    /// What is asked by when, or that nothing is.
    pub ask: String,
    /// Whether nothing is asked: the letter is only to be known.
    pub asks_nothing: bool,
    /// The points of what is asked.
    pub points: Vec<&'static str>,
    /// How to answer.
    pub how: Vec<String>,
    /// What happens without it; none where nothing does.
    pub without: Option<(String, String)>,
    /// What there is to tell.
    pub blocks: Vec<Block>,
    /// Facts.
    pub sections: Vec<Section>,
    /// Texts at length.
    pub details: Vec<Detail>,
    /// Files beside it.
    pub attached: Vec<Attached>,
    /// The names of further files that will be beside it.
    pub beside: Vec<String>,
}

/// A letter that is put into words.
pub struct Frame<'c> {
    /// The files.
    pub config: &'c Config,
    /// The letter.
    pub letter: &'c FurtherLetter,
    /// The place of its number, where it has one.
    pub number: Option<String>,
    /// When it is written.
    pub now: Timestamp,
}

impl<'c> Frame<'c> {
    /// Its language.
    pub fn language(&self) -> Language {
        self.letter.language
    }

    /// The calendar of its dates, where there is one.
    pub fn calendar(&self) -> Option<&'c Calendar> {
        self.letter.calendar(self.config)
    }

    /// Its day.
    pub fn today(&self) -> Date {
        match self.calendar() {
            Some(calendar) => calendar.local_date(self.now),
            None => TimeZone::UTC.to_datetime(self.now).date(),
        }
    }

    /// The text and the page of what it says; templates of the admin's own take the place of the built-in ones.
    pub fn write(&self, says: Says) -> Result<Written, Error> {
        let (kind, language) = (self.letter.kind, self.letter.language);
        let number = self.number.as_deref();
        let number = number.filter(|_| self.config.mail.subject == SubjectStart::Number);
        let number = number.map(|number| letters::subject_number(number, language));
        let before = before(self.config, language);
        let subject = format!("{before}{}{}", number.unwrap_or_default(), says.subject);
        let subject = cut(&subject, SUBJECT);
        let (view, attachments) = self.view(says);
        let (text, html) = render(&view)?;
        let failed = Vec::new();
        let built_in = Written { subject, text, html, attachments, failed };
        Ok(replaced(self.config, (kind.name(), kind, language), &view, built_in))
    }

    fn view(&self, says: Says) -> (View, Vec<Attached>) {
        let (kind, language) = (self.letter.kind, self.letter.language);
        let today = self.today();
        let (title, id, about) = match says.title {
            Some((title, id, about)) => (Some(title), Some(id), about),
            None => (None, None, Vec::new()),
        };
        let (label, text) = says.without.unwrap_or_default();
        let ask = Ask {
            label: if says.asks_nothing { asks::KNOWN } else { asks::ASKED }.said(language),
            whom: says.whom,
            what: says.ask,
            points: says.points,
            buttons: Vec::new(),
            how: says.how,
            link: None,
            link_label: asks::ON_THE_WEB.said(language),
        };
        let view = View {
            language: language.name(),
            kind: kind.name().to_owned(),
            name: says.name.unwrap_or_else(|| letters::name(kind, language).to_owned()),
            level: says.level,
            formal: says.formal,
            issuer: clean(&self.config.mail.from.shown()),
            corner: self
                .number
                .clone()
                .unwrap_or_else(|| dates::as_of(says.as_of.unwrap_or(today), language)),
            number: self.number.clone(),
            redirected: addressees::redirected(self.config, &self.letter.audience, language),
            steps: Vec::new(),
            salutation: self.salutation(),
            lead: says.lead,
            title,
            id,
            about,
            preview: asks::preview(&says.verdict, &ask.what, language),
            verdict: says.verdict,
            verdict_note: says.verdict_note,
            ask,
            without: Labelled { label, text },
            table: None,
            blocks: says.blocks,
            sections: says.sections,
            details: says.details,
            fields: Default::default(),
            closing: letters::closing(kind, language).to_owned(),
            date: dates::whole(today, language),
            foot: self.foot(&says.attached, says.beside),
        };
        (view, says.attached)
    }

    fn salutation(&self) -> Option<String> {
        let to: Vec<&Addressee> = self.letter.audience.to.iter().collect();
        addressees::salutation(self.config, &to, self.letter.language)
    }

    /// Who has it, and whom to ask.
    fn foot(&self, attached: &[Attached], further: Vec<String>) -> Vec<Labelled> {
        let (config, language) = (self.config, self.letter.language);
        let mut lines = Vec::new();
        if let Some(contact) = &config.mail.contact {
            lines.push((foot::CONTACT, cut(&clean(contact), bounds::ROW)));
        }
        let beside = attached.iter().filter(|one| !one.is_shown);
        let names: Vec<String> = beside.map(|one| one.name.clone()).chain(further).collect();
        if !names.is_empty() {
            lines.push((foot::ATTACHED, letters::list(&names, language)));
        }
        let line = |(label, text): (crate::words::Text, String)| Labelled {
            label: label.said(language).to_owned(),
            text,
        };
        let who = who_has_it(config, &self.letter.audience, language);
        who.into_iter().chain(lines.into_iter().map(line)).collect()
    }
}

/// Whom a letter goes to, at its foot.
pub(super) fn who_has_it(
    config: &Config,
    audience: &Audience,
    language: Language,
) -> Vec<Labelled> {
    let mut lines = Vec::new();
    for (label, list, columns) in [
        (foot::TO, &audience.to, ADDRESSED),
        (foot::CC, &audience.cc, COPIED),
        (IN_DIGEST, &audience.digest, COPIED),
    ] {
        let names: Vec<String> =
            list.iter().map(|one| addressees::standing_for(config, one, language)).collect();
        if !names.is_empty() {
            let text = addressees::names(&names, columns, language);
            lines.push(Labelled { label: label.said(language).to_owned(), text });
        }
    }
    lines
}
