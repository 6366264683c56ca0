//! What a letter shows, worked out and put into words; templates only arrange it.
//!
//! Every field is text or a list of texts. Text and HTML are filled from one [`View`], so they cannot say different
//! things. The files stand in the order in which a letter is read.

pub mod addressees;
pub mod ask;
pub mod data;
pub mod facts;
pub mod next;
pub mod past;
pub mod people;
pub mod rows;
pub mod sample;
pub mod standing;
pub mod steps;
pub mod subject;
pub mod whole;
pub mod writer;

pub use data::View;
pub(crate) use subject::subject;
pub(crate) use whole::view;
pub(crate) use writer::Writer;
