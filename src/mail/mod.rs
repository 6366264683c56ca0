//! Letters: a draft becomes bytes, bytes leave.
//!
//! [`compose()`] is a function of its arguments. [`Transport`] hands finished bytes to a relay, a
//! local program or a folder, and answers for each recipient; when to try again is [`next_attempt`]'s.

mod admin;
mod compose;
mod delivery;
mod letters;
mod message;
mod outbox;
mod password;
mod queue;
mod sendmail;
mod smtp;
mod transport;

pub use admin::{News, admin_letter};
pub(crate) use compose::short_hash;
pub use compose::{Body, ComposeError, body, compose};
pub use delivery::{Delivery, Dot, Progress, Trouble};
pub use password::{PasswordError, exposed_file};
pub use queue::{ATTEMPTS, LIFETIME, Patience, next_attempt, next_probe};
pub use smtp::{Dial, Dialling, Duplex, Limits};
pub use transport::{Transport, TransportError};
