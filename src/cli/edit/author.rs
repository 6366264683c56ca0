//! Who gives a command: `--by`, else the login name (E2).

use crate::cli::names::{Meant, find_person};
use crate::files::users::login_of;
use crate::model::Config;

/// The login of whoever runs this process: of `sudo -u duban` the one who called it.
pub(crate) fn login() -> String {
    let by_sudo = std::env::var("SUDO_USER").ok().filter(|name| !name.is_empty());
    by_sudo.unwrap_or_else(|| login_of(rustix::process::getuid().as_raw()))
}

/// Who gives a command, and the login under which: whom `--by` names, else whose login it is.
pub(crate) fn of(config: Option<&Config>, by: Option<&str>) -> (String, String) {
    let login = login();
    let words = by.unwrap_or(&login);
    let by = config.map_or_else(|| words.to_owned(), |config| named(config, words));
    (by, login)
}

/// Whether nobody can tell from the login who it was: the machine's own, and nobody of the files.
pub(crate) fn is_nobody(config: &Config, by: &str) -> bool {
    by == "root" && !matches!(find_person(config, by), Meant::One(_))
}

/// The person whose id, name or login it is; else the words as they are.
pub(crate) fn named(config: &Config, words: &str) -> String {
    match find_person(config, words) {
        Meant::One(person) => config[person].id.to_string(),
        Meant::Several(_) | Meant::Unknown(_) => words.to_owned(),
    }
}

/// The command line with all that was given: the same words are the same command.
pub(crate) fn words() -> String {
    let words: Vec<String> =
        std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    words.join("\u{1f}")
}
