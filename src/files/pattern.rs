//! Whether a pattern of `include` names a path, where there is no folder to walk: a commit, the last good files, files that
//! are about to be written. It fits what `walk` would find: `*` stays within a folder, case counts, and nothing hidden is
//! matched unless the pattern names the dot.

use std::path::{Component, Path, PathBuf};

const AS_WALKED: glob::MatchOptions = glob::MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// A pattern, ready to be asked.
pub(crate) struct Fitting(glob::Pattern);

impl Fitting {
    /// A pattern with the folder that it starts from, as [`joined`] makes them. Errors say what the pattern lacks.
    pub(crate) fn of(whole: &Path) -> Result<Fitting, String> {
        let whole = plain(whole);
        let whole = whole.to_str().ok_or("the pattern is not UTF-8")?;
        glob::Pattern::new(whole).map(Fitting).map_err(|error| error.to_string())
    }

    /// Whether it names this path.
    pub(crate) fn fits(&self, path: &Path) -> bool {
        self.0.matches_path_with(&plain(path), AS_WALKED)
    }
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
