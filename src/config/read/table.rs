//! One table of a file and its keys: unknown ones reported, wanted ones read, each by its kind.

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::fault::ValueFault;
use crate::config::fault::values::{Found, Many, TypeCure};
use crate::config::finding::{Finding, Place};
use crate::config::read::context::Context;
use crate::config::read::keys::{Key, Kind, Shape, TASK};
use crate::config::read::raw::{Spot, Text};
use crate::config::read::tables_meant::Around;
use crate::config::read::{aliases, cures, syntax, unknown};
use crate::config::{limits, suggest};
use crate::model::{Mailbox, Severity, Share};

/// A table that is being read.
pub(crate) struct Table<'t> {
    table: &'t DeTable<'t>,
    shape: &'static Shape,
    pub(crate) place: Place,
    /// Keys that are not known and those that are meant by them: they are read as if they were written right, so
    /// that nothing seems to be missing besides.
    renamed: Vec<(&'static str, &'t str)>,
    /// All keys that are not known.
    unknown: Vec<&'t str>,
}

/// The place of something spanned.
pub(crate) fn place<T>(spanned: &Spanned<T>) -> Place {
    Place::new(spanned.span())
}

impl<'t> Table<'t> {
    /// Begins with a table: unknown keys and missing ones are reported at once.
    pub(crate) fn open(
        table: &'t DeTable<'t>,
        place: Place,
        shape: &'static Shape,
        context: &mut Context<'_>,
    ) -> Table<'t> {
        let mut opened = Table { table, shape, place, renamed: Vec::new(), unknown: Vec::new() };
        for (key, value) in table.iter() {
            let name: &str = key.get_ref();
            if !shape.knows(name) {
                let meant = unknown::key(key, value, shape, context);
                opened.renamed.extend(meant.map(|meant| (meant, name)));
                opened.unknown.push(name);
            }
        }
        for key in shape.keys.iter().filter(|key| key.required) {
            if !opened.is_typed(key.name) {
                context.add(ValueFault::MissingKey { key, shape }, beginning(place));
            }
        }
        opened
    }

    /// Whether a key stands there, be it misspelt.
    pub(crate) fn is_typed(&self, name: &str) -> bool {
        let meant = |typed: &&str| suggest::key(typed, self.shape) == Some(name);
        self.table.contains_key(name) || self.unknown.iter().any(meant)
    }

    /// Whether a key stands there of which nothing was read: what is wrong with it was told.
    pub(crate) fn is_faulty<T>(&self, name: &str, read: &Option<T>) -> bool {
        read.is_none() && self.is_typed(name)
    }

    /// The value of a key.
    pub(crate) fn value(&self, name: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.values(name).next()
    }

    /// The same, and those of keys that mean it.
    fn values(&self, name: &str) -> impl Iterator<Item = &'t Spanned<DeValue<'t>>> {
        let table = self.table;
        let renamed = self.renamed.iter().filter(move |(meant, _)| *meant == name);
        let renamed = renamed.filter_map(|(_, typed)| table.get(*typed));
        table.get(name).into_iter().chain(renamed)
    }

    fn kind(&self, name: &str) -> Kind {
        self.key(name).kind
    }

    fn key(&self, name: &str) -> &'static Key {
        self.shape.key(name)
    }

    pub(super) fn refuse(
        &self,
        name: &str,
        value: &Spanned<DeValue<'_>>,
        context: &mut Context<'_>,
    ) {
        let key = self.key(name);
        let cure = match (name, value.get_ref()) {
            ("owner", DeValue::Array(items)) => self.owners(items, context),
            (_, DeValue::Boolean(false)) if matches!(key.kind, Kind::When) => {
                return self.refuse_line(name, value, context);
            }
            _ => cures::of(key, value, self.due_day(), context),
        };
        wrong_type(key, value, cure, context);
    }

    /// The deadline that is written beside, if it is a day.
    fn due_day(&self) -> Option<Date> {
        let due = self.table.get("due")?.get_ref().as_datetime()?.to_string();
        due.get(..10)?.parse().ok()
    }

    /// `owner = ["a", "b"]`: one owns it, and the others are co-owners.
    fn owners(&self, items: &[Spanned<DeValue<'_>>], context: &Context<'_>) -> cures::Cure {
        let texts: Option<Vec<&str>> = items.iter().map(|item| item.get_ref().as_str()).collect();
        let has_with =
            !self.shape.keys.iter().any(|key| key.name == "with") || self.is_typed("with");
        match texts.as_deref() {
            Some([one]) => (TypeCure::NoBrackets, Some(syntax::quoted(one))),
            Some([first, others @ ..]) if !has_with => {
                let others: Vec<String> = others.iter().map(|one| syntax::quoted(one)).collect();
                let between = if self.is_inline(context) { ", " } else { "\n" };
                let first = syntax::quoted(first);
                let lines = format!("{first}{between}with = [{}]", others.join(", "));
                (TypeCure::OwnerAndWith, Some(lines))
            }
            Some([_, ..]) => (TypeCure::OwnerAndWith, None),
            _ => (TypeCure::None, None),
        }
    }

    /// Whether it is written in braces.
    pub(crate) fn is_inline(&self, context: &Context<'_>) -> bool {
        context.written(self.place).starts_with('{')
    }

    /// `done = false`: a line that says what is not so.
    fn refuse_line(&self, name: &str, value: &Spanned<DeValue<'_>>, context: &mut Context<'_>) {
        let (key, found) = (self.key(name), Found::Flag);
        let site = context.site(place(value));
        let fault = ValueFault::WrongType { key, found, cure: TypeCure::NoLine };
        let finding = Finding::new(fault).at(site);
        let typed = self.table.get_key_value(name).map(|(key, _)| place(key));
        context.findings.add(match typed.filter(|_| !self.is_inline(context)) {
            Some(typed) => {
                let line = Place { start: typed.start, end: place(value).end };
                finding.instead(context.site(line), "")
            }
            None => finding,
        });
    }

    /// Any text.
    fn written(&self, name: &str, context: &mut Context<'_>) -> Option<Spot<&'t str>> {
        let value = self.value(name)?;
        match value.get_ref() {
            DeValue::String(text) => {
                let limit = limits::characters(self.kind(name));
                if is_longer(text, limit) {
                    let too_long = limits::too_long(name, limit, place(value), context.file);
                    context.findings.add(too_long);
                    return None;
                }
                Some(Spot { value: text, place: place(value) })
            }
            _ => {
                self.refuse(name, value, context);
                None
            }
        }
    }

    /// A text in one line that is not empty.
    fn written_line(&self, name: &str, context: &mut Context<'_>) -> Option<Spot<&'t str>> {
        let text = self.written(name, context)?;
        let bad = text.value.trim().is_empty() || text.value.chars().any(char::is_control);
        if bad {
            context.add(ValueFault::BadText { key: self.key(name).name }, text.place);
            return None;
        }
        Some(text)
    }

    /// A text in one line that is not empty, such as an id.
    pub(crate) fn line(&self, name: &str, context: &mut Context<'_>) -> Option<Text> {
        let Spot { value, place } = self.written_line(name, context)?;
        Some(Spot { value: context.share(value), place })
    }

    /// The same for what is seldom written twice, such as a title.
    pub(crate) fn title(&self, name: &str, context: &mut Context<'_>) -> Option<Box<str>> {
        self.written_line(name, context).map(|text| text.value.into())
    }

    /// Any text, with its place.
    pub(crate) fn text(&self, name: &str, context: &mut Context<'_>) -> Option<Text> {
        let Spot { value, place } = self.written(name, context)?;
        Some(Spot { value: context.share(value), place })
    }

    /// Any text, for what is seldom written twice.
    pub(crate) fn plain(&self, name: &str, context: &mut Context<'_>) -> Option<Box<str>> {
        self.written(name, context).map(|text| text.value.into())
    }

    pub(crate) fn flag(&self, name: &str, context: &mut Context<'_>) -> Option<bool> {
        let value = self.value(name)?;
        if let DeValue::Boolean(flag) = value.get_ref() {
            return Some(*flag);
        }
        self.refuse(name, value, context);
        None
    }

    pub(crate) fn whole(&self, name: &str, context: &mut Context<'_>) -> Option<Spot<u32>> {
        let value = self.value(name)?;
        let Kind::Whole(low, high) = self.kind(name) else {
            return None;
        };
        if let DeValue::Integer(number) = value.get_ref() {
            let parsed = i64::from_str_radix(&number.as_str().replace('_', ""), number.radix());
            if let Some(number) = parsed.ok().filter(|number| (low..=high).contains(number)) {
                return Some(Spot { value: number as u32, place: place(value) });
            }
        }
        self.refuse(name, value, context);
        None
    }

    /// A number from 0 to 1.
    pub(super) fn share(&self, name: &str, context: &mut Context<'_>) -> Option<Share> {
        let value = self.value(name)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
            DeValue::Float(number) => number.as_str().replace('_', "").parse::<f64>().ok(),
            _ => None,
        };
        if let Some(number) = number.filter(|number| (0.0..=1.0).contains(number)) {
            let millionths = number * f64::from(Share::WHOLE.0);
            return Some(Share(millionths.round() as u32));
        }
        self.refuse(name, value, context);
        None
    }

    /// One of the words that a key knows.
    pub(crate) fn choice<T>(
        &self,
        name: &str,
        of: fn(&str) -> Option<T>,
        context: &mut Context<'_>,
    ) -> Option<Spot<T>> {
        let text = self.text(name, context)?;
        if let Some(value) = of(&text.value) {
            return Some(Spot { value, place: text.place });
        }
        let Kind::Choice(words) = self.kind(name) else {
            return None;
        };
        no_such_word(self.key(name), &text, &words(), context);
        None
    }

    /// An array of texts.
    pub(crate) fn texts(&self, name: &str, context: &mut Context<'_>) -> Option<Vec<Text>> {
        let value = self.value(name)?;
        let array = self.array(name, value, context)?;
        let key = self.key(name);
        let mut texts = Vec::with_capacity(array.len());
        for item in array {
            match item.get_ref() {
                DeValue::String(text) if is_longer(text, limits::characters(self.kind(name))) => {
                    let limit = limits::characters(self.kind(name));
                    let too_long = limits::too_long(name, limit, place(item), context.file);
                    context.findings.add(too_long);
                }
                DeValue::String(text) => {
                    texts.push(Spot { value: context.share(text), place: place(item) })
                }
                _ => {
                    let written = context.written(place(item));
                    let known = match key.kind {
                        Kind::Choices(words) => aliases::value(written, &words()),
                        _ => None,
                    };
                    let cure = match (item.get_ref(), known) {
                        (_, Some(known)) => (TypeCure::Quotes, Some(format!("\"{known}\""))),
                        (DeValue::Table(_) | DeValue::Array(_), None) => (TypeCure::None, None),
                        _ => (TypeCure::Quotes, Some(format!("\"{written}\""))),
                    };
                    wrong_type(key, item, cure, context);
                }
            }
        }
        Some(texts)
    }

    /// The members of an array, as many as are taken.
    pub(super) fn array(
        &self,
        name: &str,
        value: &'t Spanned<DeValue<'t>>,
        context: &mut Context<'_>,
    ) -> Option<&'t [Spanned<DeValue<'t>>]> {
        let DeValue::Array(array) = value.get_ref() else {
            self.refuse(name, value, context);
            return None;
        };
        let limit = limits::members(self.shape, name);
        if let Some(beyond) = array.get(limit) {
            let site = context.site(beginning(place(beyond)));
            let what = Many::Members(name.to_owned());
            context.findings.add(limits::too_many(what, limit, site));
        }
        array.get(..array.len().min(limit))
    }

    /// A text, or an array of texts.
    pub(crate) fn any_of(&self, name: &str, context: &mut Context<'_>) -> Option<Vec<Text>> {
        match self.value(name)?.get_ref() {
            DeValue::Array(_) => self.texts(name, context),
            _ => self.text(name, context).map(|text| vec![text]),
        }
    }

    pub(crate) fn table(
        &self,
        name: &str,
        shape: &'static Shape,
        context: &mut Context<'_>,
    ) -> Option<Table<'t>> {
        let value = self.value(name)?;
        let DeValue::Table(table) = value.get_ref() else {
            self.refuse(name, value, context);
            return None;
        };
        Some(Table::open(table, place(value), shape, context))
    }

    /// An array of tables.
    pub(crate) fn tables(
        &self,
        name: &str,
        shape: &'static Shape,
        context: &mut Context<'_>,
    ) -> Vec<Table<'t>> {
        let values: Vec<_> = self.values(name).collect();
        let arrays = values.into_iter().filter_map(|value| self.array(name, value, context));
        let arrays: Vec<&'t [Spanned<DeValue<'t>>]> = arrays.collect();
        let (key, around) = (self.key(name), Around { today: context.today, due: self.due_day() });
        let is_table = |item: &Spanned<DeValue<'_>>| matches!(item.get_ref(), DeValue::Table(_));
        let mut free = None;
        let mut tables = Vec::with_capacity(arrays.iter().map(|array| array.len()).sum());
        for array in &arrays {
            if let [first, .., last] = array
                && !array.iter().any(is_table)
            {
                // One cause, one finding.
                let place = Place { start: place(first).start, end: place(last).end };
                let free = free.get_or_insert_with(|| cures::numbers(shape, &arrays));
                wrong_type_at(key, first, place, cures::all(key, array, free, around), context);
                continue;
            }
            for item in *array {
                let DeValue::Table(table) = item.get_ref() else {
                    let free = free.get_or_insert_with(|| cures::numbers(shape, &arrays));
                    let number = free.next().unwrap_or(1);
                    wrong_type(key, item, cures::item(key, item, number, around), context);
                    continue;
                };
                tables.push(Table::open(table, place(item), shape, context));
            }
        }
        tables
    }

    /// A table of tables, each with the id that is its key.
    pub(crate) fn named(
        &self,
        name: &str,
        shape: &'static Shape,
        context: &mut Context<'_>,
    ) -> Vec<(Text, Table<'t>)> {
        let mut entries = Vec::new();
        for value in self.values(name) {
            match value.get_ref() {
                DeValue::Table(table) => entries.extend(table.iter()),
                _ => self.refuse(name, value, context),
            }
        }
        let mut tables = Vec::with_capacity(entries.len());
        entries.sort_by_key(|(key, _)| key.span().start);
        // The keys of one entry that stand where ids belong lack one header: that is told once.
        let mut headless = false;
        for (key, item) in entries {
            let id: &str = key.get_ref();
            if is_longer(id, limits::characters(Kind::Line)) {
                context.findings.lose(id);
                let limit = limits::characters(Kind::Line);
                let too_long = limits::too_long(name, limit, place(key), context.file);
                context.findings.add(too_long);
                continue;
            }
            let DeValue::Table(inner) = item.get_ref() else {
                let key = format!("{name}.{id}");
                context.findings.lose(id);
                let is_key = suggest::exact_key(id, shape).is_some();
                if headless && is_key {
                    continue;
                }
                headless |= is_key;
                context.add(ValueFault::NotATable { key, shape }, place(item));
                continue;
            };
            let id = Spot { value: id.into(), place: place(key) };
            // A table of its own has its header's place; an inline one its braces'.
            tables.push((id, Table::open(inner, place(key), shape, context)));
        }
        tables.sort_by_key(|(id, _)| id.place);
        tables
    }

    /// Texts by names of one's own.
    pub(crate) fn fields(
        &self,
        name: &str,
        context: &mut Context<'_>,
    ) -> Vec<(Box<str>, Box<str>)> {
        let Some(value) = self.value(name) else { return Vec::new() };
        let DeValue::Table(table) = value.get_ref() else {
            self.refuse(name, value, context);
            return Vec::new();
        };
        let mut fields = Vec::with_capacity(table.len());
        for (key, value) in table.iter() {
            let DeValue::String(text) = value.get_ref() else {
                self.refuse(name, value, context);
                continue;
            };
            let limit = limits::characters(self.kind(name));
            if is_longer(text, limit) {
                let too_long = limits::too_long(name, limit, place(value), context.file);
                context.findings.add(too_long);
                continue;
            }
            fields.push((key.get_ref().as_ref().into(), text.as_ref().into()));
        }
        fields
    }

    /// A table, or an array of them.
    pub(crate) fn one_or_more(
        &self,
        name: &str,
        shape: &'static Shape,
        context: &mut Context<'_>,
    ) -> Vec<Table<'t>> {
        match self.value(name).map(Spanned::get_ref) {
            Some(DeValue::Table(_)) => self.table(name, shape, context).into_iter().collect(),
            _ => self.tables(name, shape, context),
        }
    }

    pub(crate) fn mailbox(&self, name: &str, context: &mut Context<'_>) -> Option<Mailbox> {
        let text = self.text(name, context)?;
        crate::config::read::addresses::mailbox(&text, context)
    }

    pub(crate) fn letterhead(&self, name: &str, context: &mut Context<'_>) -> Option<Mailbox> {
        let text = self.text(name, context)?;
        crate::config::read::addresses::letterhead(&text, context)
    }
}

/// Whether a text has more characters than that.
fn is_longer(text: &str, characters: usize) -> bool {
    text.len() > characters && text.chars().nth(characters).is_some()
}

/// A value of the wrong type, and its cure.
fn wrong_type(
    key: &'static Key,
    value: &Spanned<DeValue<'_>>,
    cure: cures::Cure,
    context: &mut Context<'_>,
) {
    wrong_type_at(key, value, place(value), cure, context);
}

/// The same, where its cure takes the place of more than the value.
fn wrong_type_at(
    key: &'static Key,
    value: &Spanned<DeValue<'_>>,
    place: Place,
    (cure, instead): cures::Cure,
    context: &mut Context<'_>,
) {
    let site = context.site(place);
    let fault = ValueFault::WrongType { key, found: found(value.get_ref()), cure };
    let finding = Finding::new(fault).at(site);
    context.findings.add(match instead {
        Some(instead) => finding.instead(site, instead),
        None => finding,
    });
}

/// A word that the key does not know, and the one that was meant.
pub(crate) fn no_such_word(
    key: &'static Key,
    text: &Text,
    words: &[&str],
    context: &mut Context<'_>,
) {
    let site = context.site(text.place);
    let fault = ValueFault::UnknownValue { key, written: text.value.to_string() };
    let finding = Finding::new(fault).at(site);
    context.findings.add(match aliases::value(&text.value, words) {
        Some(near) => finding.instead(site, format!("\"{near}\"")),
        None if key.kind.is_array() && aliases::is_working_week(&text.value) => {
            finding.instead(site, "\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"")
        }
        None => finding,
    });
}

/// Severities that a filter names.
pub(crate) fn known_severities(filter: &[(&'static str, Vec<Text>)], context: &mut Context<'_>) {
    let severities = filter.iter().filter(|(name, _)| *name == "severity");
    for value in severities.flat_map(|(_, values)| values) {
        if Severity::from_name(&value.value).is_none() {
            let words = Severity::ALL.iter().map(|(name, _)| *name).collect::<Vec<_>>();
            no_such_word(TASK.key("severity"), value, &words, context);
        }
    }
}

fn found(value: &DeValue<'_>) -> Found {
    match value {
        DeValue::String(_) => Found::Text,
        DeValue::Integer(_) => Found::Whole,
        DeValue::Float(_) => Found::Number,
        DeValue::Boolean(_) => Found::Flag,
        DeValue::Datetime(_) => Found::Date,
        DeValue::Array(_) => Found::Array,
        DeValue::Table(_) => Found::Table,
    }
}

/// A table's place may be all of it; of a long one its beginning is enough to point at.
fn beginning(place: Place) -> Place {
    match place.end.saturating_sub(place.start) {
        0..=40 => place,
        _ => Place { start: place.start, end: place.start },
    }
}
