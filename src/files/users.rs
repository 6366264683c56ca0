//! Who a user of this system is.

use nix::unistd::{Uid, User};

/// The login name of a user, or the number where it has none.
pub fn login_of(user: u32) -> String {
    let known = User::from_uid(Uid::from_raw(user)).ok().flatten();
    known.map_or_else(|| format!("uid {user}"), |user| user.name)
}
