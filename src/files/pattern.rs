//! Whether a pattern of `include` names a path, where there is no folder to walk: a commit, the last good files, files that
//! are about to be written. It fits what `walk` would find: `*` stays within a folder, case counts, and nothing hidden is
//! matched unless the pattern names the dot.

use std::path::{Component, Path, PathBuf};

use crate::model::cause::Cause;
use crate::model::met::Met;

const AS_WALKED: glob::MatchOptions = glob::MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// A pattern, ready to be asked.
pub(crate) struct Fitting(glob::Pattern);

impl Fitting {
    /// A pattern with the folder that it starts from, as [`joined`] makes them. Errors say what the pattern lacks.
    pub(crate) fn of(whole: &Path) -> Result<Fitting, Met> {
        let whole = plain(whole);
        let whole = whole.to_str().ok_or_else(|| Met::of(Cause::PatternNotUtf8, &[]))?;
        read(whole).map(Fitting)
    }

    /// Whether it names this path.
    pub(crate) fn fits(&self, path: &Path) -> bool {
        self.0.matches_path_with(&plain(path), AS_WALKED)
    }
}

/// The library names one of three faults.
pub(crate) fn read(pattern: &str) -> Result<glob::Pattern, Met> {
    glob::Pattern::new(pattern).map_err(|error| {
        let by_words = [
            ("wildcards are either", Cause::PatternStars),
            ("recursive wildcards", Cause::PatternDeep),
            ("invalid range", Cause::PatternBracket),
        ];
        let known = by_words.iter().find(|(words, _)| error.msg.starts_with(words));
        known.map_or_else(|| error.to_string().into(), |(_, cause)| Met::of(*cause, &[]))
    })
}

/// The pattern behind its folder, whose own name is none: `[2026]` is a folder and no choice of digits.
pub(crate) fn joined(base: &Path, pattern: &str) -> PathBuf {
    let escaped = glob::Pattern::escape(&base.to_string_lossy());
    Path::new(&escaped).join(pattern)
}

fn plain(path: &Path) -> PathBuf {
    path.components().filter(|part| *part != Component::CurDir).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_names_what_a_walk_would_find() {
        for (base, pattern, path, fits) in [
            ("/d", "tasks/*.toml", "/d/tasks/a.toml", true),
            ("/d", "./tasks/*.toml", "/d/tasks/a.toml", true),
            ("", "tasks/*.toml", "./tasks/a.toml", true),
            ("/d", "*.toml", "/d/tasks/a.toml", false),
            ("/d", "**/*.toml", "/d/tasks/a.toml", true),
            ("/d", "*.toml", "/d/C.TOML", false),
            ("/d", "*.toml", "/d/.#a.toml", false),
            ("/d", ".*.toml", "/d/.a.toml", true),
            ("/d[2026]", "*.toml", "/d[2026]/a.toml", true),
            ("/d[2026]", "*.toml", "/d2/a.toml", false),
        ] {
            let fitting = Fitting::of(&joined(Path::new(base), pattern)).expect("a pattern");
            assert_eq!(fitting.fits(Path::new(path)), fits, "{base} {pattern} {path}");
        }
    }
}
