//! Who gives a command: `--by`, else the login name (E2).

use crate::cli::edit::step::Party;
use crate::model::Config;

/// The login of whoever runs this process: of `sudo -u duban` the one who called it.
pub(crate) fn login() -> String {
    let by_sudo = std::env::var("SUDO_USER").ok().filter(|name| !name.is_empty());
    by_sudo.unwrap_or_else(|| login_of(rustix::process::getuid().as_raw()))
}

/// The login name of a user, or its number where it has no name.
pub(crate) fn login_of(user: u32) -> String {
    let known = nix::unistd::User::from_uid(nix::unistd::Uid::from_raw(user)).ok().flatten();
    known.map_or_else(|| format!("uid {user}"), |user| user.name)
}

/// The person whose id, name or login it is; else the words as they are.
pub(crate) fn named(config: &Config, words: &str) -> String {
    match Party::of_person(config, words) {
        Ok(person) => config[person].id.to_string(),
        Err(_) => words.to_owned(),
    }
}
