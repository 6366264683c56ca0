//! Does each notation read back as what it is shown as?
//!
//! The ledger keeps moments and names as text and finds a notice again by them (T10); letters and findings show
//! offsets as they are written. Working hours, rates and times of day have no parser of their own to the outside:
//! they are read by the target `config`.

#![no_main]

use std::fmt::{Debug, Display};
use std::str::FromStr;

use duban::ledger::Kind;
use duban::model::{
    AnchorKind, Importance, Language, LetterKind, Offset, Release, Security, SendOn, Severity,
    Span, State, TransportKind, When,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Some(Offset { count, unit }) = reads_back::<Offset>(text) {
        assert!(count.unsigned_abs() <= unit.limit(), "{text:?} goes beyond {unit:?}");
    }
    if let Some(Span { count, unit }) = reads_back::<Span>(text) {
        assert!((1..=unit.limit()).contains(&count), "{text:?} is no length of {unit:?}");
    }
    reads_back::<When>(text);
    names(text);
});

/// The value of a text, which what it is shown as gives again.
fn reads_back<T: FromStr<Err: Debug> + Display + Debug + PartialEq>(text: &str) -> Option<T> {
    let value: T = text.parse().ok()?;
    let shown = value.to_string();
    let again = shown.parse().unwrap_or_else(|error| panic!("{text:?} is {shown:?}: {error:?}"));
    assert_eq!(value, again, "{text:?} is shown as {shown:?}");
    Some(value)
}

/// A name is that of one value, and of no other text.
fn names(text: &str) {
    macro_rules! each {
        ($($type:ident)*) => {$(
            if let Some(value) = $type::from_name(text) {
                assert_eq!(value.name(), text);
            }
        )*};
    }
    each! { AnchorKind Importance Kind Language LetterKind Release Security SendOn Severity State TransportKind }
}
