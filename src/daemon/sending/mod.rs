//! Letters that are recorded leave: which is tried now, how many at once, and what is written down
//! before and after (L1, L2).
//!
//! A letter is taken out of the ledger's queue in a round (`round`), which writes down that an attempt
//! begins; it is handed to the transport when a place is free; and the next round records what came
//! of it. While nothing can leave (`relay_health`), one letter at a time tries whether something can. What
//! is done next is decided by `state`, which needs no runtime; `run` does it. What an attempt comes to is
//! the transport's word; when to try again is `channels::retry`'s.

pub mod attempt;
pub mod claims;
mod landing;
pub mod refusals;
pub mod relay_health;
pub mod round;
pub mod run;
mod state;

pub use run::{Active, Dispatch};
pub use state::Tally;
