//! What is asked of whom, by when, and how to answer.

use crate::letter::attached::Attached;
use crate::letter::view::data::{Ask, Button};
use crate::letter::view::people::Group;
use crate::letter::view::writer::Writer;
use crate::plan::Item;
use crate::words::letters::asks;
use crate::words::letters::asks::Until;

impl Writer<'_> {
    /// `all` is the attached table, where there is one.
    pub(crate) fn ask(&self, all: Option<&Attached>) -> Ask {
        let (kind, language) = (self.kind(), self.language);
        let Group { heads, others } = self.asked();
        let first = self.draft.items.iter().min_by_key(|item| item.facts.answer_by);
        let (deadline, answer) = match first {
            Some(item) => self.until(item),
            None => (None, None),
        };
        let many = self.one().is_none();
        let until = Until { deadline: deadline.as_deref(), answer: answer.as_deref(), many };
        let mail = &self.config.mail;
        let address = mail.reply_to.as_ref().unwrap_or(&mail.from).address.to_string();
        let id = self.one().map(|item| self.id(item));
        let about = id.clone().unwrap_or_else(|| {
            crate::words::letters::so_many_tasks(self.draft.items.len(), language)
        });
        let button = |asks::Button { label, body }| Button {
            label,
            href: mailto(&address, &asks::answer_subject(&about, label, language), body),
        };
        let mut how = vec![asks::how(&address, id.as_deref(), language)];
        how.extend(all.map(|all| asks::by_table(&all.name, language)));
        if until.deadline.is_some() {
            how.push(asks::MORE_TIME.said(language).to_owned());
        }
        Ask {
            label: asks::ASKED.said(language),
            whom: asks::whom(kind, &heads, &others, language),
            what: asks::what(kind, &until, language),
            points: asks::points(kind, &until, language),
            buttons: asks::buttons(kind, language).into_iter().map(button).collect(),
            how,
            link: None,
            link_label: asks::ON_THE_WEB.said(language),
        }
    }

    /// The deadline while it is to come, and by when an answer is expected before it.
    fn until(&self, item: &Item) -> (Option<String>, Option<String>) {
        let facts = &item.facts;
        let answer = Some(self.moment(item, facts.answer_by));
        let nearest = self.draft.items.iter().min_by_key(|item| item.facts.due).unwrap_or(item);
        let open = self.draft.items.iter().all(|item| self.is_open(item) && !item.facts.overdue);
        match open {
            false => (None, answer),
            true => {
                let early = facts.answer_by < nearest.facts.due
                    && self.calendar(item).local_date(facts.answer_by)
                        < self.calendar(nearest).day_of(nearest.facts.deadline);
                (Some(self.deadline(nearest)), answer.filter(|_| early))
            }
        }
    }
}

/// A link that begins an answer (RFC 6068).
fn mailto(address: &str, subject: &str, body: &str) -> String {
    let (subject, body) = (percent(subject), percent(&body.replace('\n', "\r\n")));
    format!("mailto:{}?subject={subject}&body={body}", percent(address).replace("%40", "@"))
}

/// The same link, its subject with the letter's mark, by which an answer is known as one to this letter (A5).
pub(crate) fn marked(href: &str, mark: &str) -> String {
    href.replacen("&body=", &format!("{}&body=", percent(&format!(" [{mark}]"))), 1)
}

/// Every byte but those that need no mark in a link.
fn percent(text: &str) -> String {
    let mut marked = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                marked.push(char::from(byte));
            }
            byte => marked.push_str(&format!("%{byte:02X}")),
        }
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_task_ends_a_link_or_adds_a_recipient() {
        let link = mailto("a+b@example.org", "[A&cc=x@evil.example] 完\"", "a\nb");
        let expected = "mailto:a%2Bb@example.org?subject=%5BA%26cc%3Dx%40evil.example%5D%20%E5%AE%8C%22&body=a%0D%0Ab";
        assert_eq!(link, expected);
        let marked = marked(&link, "abc.0f");
        assert!(marked.contains("%22%20%5Babc.0f%5D&body="), "{marked}");
    }
}
