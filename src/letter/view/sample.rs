//! Data by which templates of the admin's own are tried: a letter with everything, and one with as little as there is.

use std::collections::BTreeMap;

use crate::letter::view::data::{
    Ask, Block, Button, Cell, Column, Detail, Fact, Labelled, Link, Picture, Row, Section, Step,
    Table, View,
};
use crate::model::{Language, LetterKind};
use crate::words::letters;

/// A letter that has everything.
pub fn full(kind: LetterKind, language: Language) -> View {
    let text = |text: &str| text.to_owned();
    let fact = || Fact { label: text("Owner"), lines: vec![text("Jane Yardley")] };
    View {
        redirected: Some(text("This letter was redirected.")),
        number: Some(text("No. 2026-12")),
        steps: vec![Step {
            name: text("Overdue"),
            when: text("today"),
            state: "now",
            level: "red",
        }],
        salutation: Some(text("Dear Jane Yardley,")),
        title: Some(text("Clear public rental flats held without entitlement")),
        id: Some(text("XC-2026-004")),
        about: vec![text("Northbank Housing Centre")],
        verdict_note: vec![text("6 working days"), text("was due Friday, 13 November")],
        table: Some(Table {
            what: "Task (most urgent first)",
            when: "Deadline",
            rows: vec![Row {
                number: 1,
                id: text("XC-2026-004"),
                title: text("Clear public rental flats held without entitlement"),
                notes: vec![text("high")],
                standing: text("10 days late"),
                deadline: text("13 Nov"),
                level: "red",
                link: Some(text("https://duban.example.org/a/…")),
            }],
            more: Some(text("All 20 are in the attached tasks-2026-11-23.csv, too.")),
        }),
        lead: vec![text("Mary Frost asks you to see to it at once.")],
        blocks: vec![Block {
            title: text("By unit"),
            paragraphs: vec![text("Two units have tasks that are late.")],
            picture: Some(Picture { id: text("by-unit"), says: text("Late tasks by unit") }),
            columns: vec![Column { name: text("Unit"), figures: false }],
            rows: vec![vec![Cell {
                text: text("Northbank Housing Centre"),
                note: Some(text("3 tasks")),
                level: Some("red"),
            }]],
            more: Some(text("All units are in the attached table.")),
        }],
        sections: vec![Section { title: text("Task"), facts: vec![fact()] }],
        details: vec![Detail {
            title: text("Detail"),
            paragraphs: vec![text("Seven flats are held by families without entitlement.")],
            links: vec![Link { text: text("https://example.org/XC-2026-004"), web: true }],
        }],
        fields: BTreeMap::from([(text("整改措施"), text("…"))]),
        foot: vec![Labelled { label: text("To"), text: text("Jane Yardley (owner)") }],
        ..bare(kind, language)
    }
}

/// A letter that has nothing that it can be without.
pub fn bare(kind: LetterKind, language: Language) -> View {
    let text = |text: &str| text.to_owned();
    View {
        language: language.name(),
        kind: kind.name().to_owned(),
        name: letters::name(kind, language).to_owned(),
        level: "red",
        formal: false,
        issuer: text("Fairhaven Rectification Office"),
        corner: text("as of 23 Nov 2026"),
        number: None,
        redirected: None,
        steps: Vec::new(),
        salutation: None,
        lead: Vec::new(),
        title: None,
        id: None,
        about: Vec::new(),
        verdict: text("10 days late"),
        verdict_note: Vec::new(),
        ask: Ask {
            label: "ASKED OF YOU",
            whom: Some(text("For Jane Yardley")),
            what: text("Answer by Friday, 27 November, 18:00:"),
            points: vec!["why it is not done"],
            buttons: vec![Button { label: "It is done", href: text("mailto:answers@example.org") }],
            how: vec![text("Simply reply to this mail.")],
            link: Some(text("https://duban.example.org/a/…")),
            link_label: "Answer on the web",
        },
        without: Labelled {
            label: text("Without an answer"),
            text: text("another letter on Monday, 30 November, 09:00."),
        },
        table: None,
        blocks: Vec::new(),
        sections: Vec::new(),
        details: Vec::new(),
        fields: BTreeMap::new(),
        closing: letters::closing(kind, language).to_owned(),
        date: text("Monday, 23 November 2026"),
        foot: Vec::new(),
        preview: text("10 days late. Answer by Friday, 27 November, 18:00."),
    }
}
