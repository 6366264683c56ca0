//! What is shown, as data: made once, without language or terminal, for commands, JSON, letters, reports and pages.
//!
//! The names of fields are those of the JSON documents; `docs/json.md` lists them. What only a text needs is not
//! written out.

pub mod answers;
pub mod as_of;
pub mod counts;
pub mod days;
pub mod delivery;
pub mod exported;
pub mod figures;
pub mod filter;
pub mod filter_keys;
pub mod lateness;
pub mod letters;
pub mod met;
pub mod moments;
pub mod nodes;
pub mod people;
pub mod planned;
pub mod reach;
pub mod reports;
pub mod tallies;
pub mod tasks;
pub mod trial;
pub mod trouble;
pub mod uncovered;

pub use answers::AnswerRow;
pub use counts::Counts;
pub use delivery::Delivery;
pub use exported::{Exported, exported};
pub use filter::{Filter, Sieve};
pub use filter_keys::Unknown;
pub use lateness::days_late;
pub use letters::{Fate, LetterRow, NoticeRow, Reach, Recipient, Standing, WhyHeld};
pub use moments::{At, On, office_day, office_zone};
pub use nodes::Node;
pub use people::PersonView;
pub use planned::PlannedNotice;
pub use tasks::{Latest, Next, TaskRow, owner_names, party_id, unit_name};
