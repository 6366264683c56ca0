//! The rules of the contract as tables: TOML in, the plan out. Each test is named for its rule, and
//! its figures were worked out by hand from the calendar, not from the program.

mod answer;
mod answered;
mod course;
mod digest;
mod figures;
mod filter;
mod guard;
mod moments;
mod property;
mod reports_year;
mod support;
mod timing;
mod tracks;
mod when_sent;
mod who;
mod year;
