//! Letters: a draft becomes bytes, bytes leave.
//!
//! [`compose()`] is a function of its arguments. [`Transport`] hands finished bytes to a relay, a
//! local program or a folder, and answers for each recipient; when to try again is [`next_attempt`]'s.

pub mod delivery;
pub mod email;
pub mod link_key;
pub mod retry;
pub mod secret;
pub mod transport;

pub use crate::words::causes::MetError;
pub use delivery::{Delivery, MessageEnd, Progress, Trouble};
pub use email::admin::admin_letter;
pub use email::compose::{
    Stamp, body, compose, compose_further, further_body, stamped, stamped_further,
};
pub use email::mime::MessageError;
pub use email::readdressed::{is_addressed, readdressed};
pub use email::smtp::Limits;
pub use email::smtp::stream::{Dial, Dialling, Duplex};
pub use email::smtp::trial::Stopped;
pub use email::trial_letter::{TrialWords, trial_letter};
pub use retry::{ATTEMPTS, LIFETIME, Patience, next_attempt, next_probe};
pub use secret::{PasswordError, exposed_file};
pub use transport::Transport;
