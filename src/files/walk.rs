//! Which files a pattern of `include` names. As in a shell, `*`, `?`, `[…]` and `**` never match what is
//! hidden. What a pattern names and what cannot be read (a link to nowhere, a folder that may not be entered)
//! is among the files: whoever reads it hears why, and no task is left out in silence.

use std::collections::{HashSet, VecDeque};
use std::fs::{DirEntry, Metadata};
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::{Component, Path, PathBuf};

use glob::{MatchOptions, Pattern};

use crate::config::limits;
use crate::files::pattern::read;
use crate::io_cause;
use crate::model::cause::Cause;
use crate::model::met::Met;
use crate::words::counts::grouped;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// The files, sorted.
    pub(super) files: Vec<PathBuf>,
    /// Files beside them whose names are nearly as the pattern wants them.
    pub(super) near: Vec<PathBuf>,
}

/// The files below a folder that a pattern names; an error says what is wrong with the pattern.
pub(super) fn walk(base: &Path, pattern: &str) -> Result<Walked, Met> {
    walk_within(base, pattern, limits::WALKED)
}

/// The same, looking at so many entries of folders at most.
fn walk_within(base: &Path, pattern: &str, most: usize) -> Result<Walked, Met> {
    read(pattern)?;
    let (start, steps) = steps(base, pattern)?;
    let (seen, found) = (HashSet::new(), Walked::default());
    let mut walk = Walk { steps: &steps, most, entries: 0, seen, found };
    let mut open = VecDeque::from([(start, 0)]);
    while let Some((folder, step)) = open.pop_front() {
        walk.step(&folder, step, &mut open)?;
        // One more shows that there are too many.
        if walk.found.files.len() > limits::FILES {
            break;
        }
    }
    walk.found.files.sort();
    walk.found.near.sort();
    Ok(walk.found)
}

/// What one part of a pattern, between two `/`, wants.
enum Step {
    /// This name.
    Name(String),
    /// Names that fit.
    Fits(Pattern),
    /// `**`: this folder and all below it.
    Deep,
}

fn steps(base: &Path, pattern: &str) -> Result<(PathBuf, Vec<Step>), Met> {
    let mut start = base.to_owned();
    let mut steps = Vec::new();
    for part in Path::new(pattern).components() {
        let part = match part {
            Component::RootDir | Component::Prefix(_) => {
                start = PathBuf::from("/");
                continue;
            }
            Component::CurDir => continue,
            Component::ParentDir => "..",
            Component::Normal(part) => part.to_str().unwrap_or_default(),
        };
        match part {
            "**" if matches!(steps.last(), Some(Step::Deep)) => {}
            "**" => steps.push(Step::Deep),
            part if part.contains(['*', '?', '[']) => {
                steps.push(Step::Fits(read(part)?));
            }
            part => steps.push(Step::Name(part.to_owned())),
        }
    }
    if let Some(Step::Deep) = steps.last() {
        steps.push(Step::Fits(read("*")?));
    }
    Ok((start, steps))
}

struct Walk<'s> {
    steps: &'s [Step],
    /// How many entries of folders may be looked at, and how many were.
    most: usize,
    entries: usize,
    /// The folders that `**` led into, by device, inode and step: a link may lead back.
    seen: HashSet<(u64, u64, usize)>,
    found: Walked,
}

impl Walk<'_> {
    /// Goes one step on from a folder. Folders to go on from are added to `open`.
    fn step(
        &mut self,
        folder: &Path,
        step: usize,
        open: &mut VecDeque<(PathBuf, usize)>,
    ) -> Result<(), Met> {
        let last = step + 1 == self.steps.len();
        match self.steps.get(step) {
            None => {}
            Some(Step::Name(name)) if !last => open.push_back((folder.join(name), step + 1)),
            Some(Step::Name(name)) => {
                let path = folder.join(name);
                match look(&path) {
                    Looked::Nothing => self.near_name(folder, name)?,
                    Looked::Folder(_) | Looked::File => self.found.files.push(path),
                }
            }
            Some(Step::Fits(pattern)) => {
                for entry in self.list(folder)? {
                    let name = entry.file_name().to_string_lossy().into_owned();
                    let fits = fits(pattern, &name);
                    let path = folder.join(entry.file_name());
                    match (fits, last) {
                        (true, true)
                            if !matches!(look(&path), Looked::Folder(_) | Looked::Nothing) =>
                        {
                            self.found.files.push(path);
                        }
                        (true, false) if is_folder(&entry, &path) => {
                            open.push_back((path, step + 1))
                        }
                        (false, true) if is_near(pattern, &name) && path.is_file() => {
                            self.found.near.push(path);
                        }
                        _ => {}
                    }
                }
            }
            Some(Step::Deep) => {
                if let Looked::Folder(Some(found)) = look(here(folder))
                    && !self.seen.insert((found.dev(), found.ino(), step))
                {
                    return Ok(());
                }
                open.push_back((folder.to_owned(), step + 1));
                for entry in self.list(folder)? {
                    let path = folder.join(entry.file_name());
                    let hidden = entry.file_name().to_string_lossy().starts_with('.');
                    if !hidden && is_folder(&entry, &path) {
                        open.push_back((path, step));
                    }
                }
            }
        }
        Ok(())
    }

    /// A name that nobody bears, and that somebody nearly does.
    fn near_name(&mut self, folder: &Path, name: &str) -> Result<(), Met> {
        let pattern = read(&Pattern::escape(name))?;
        for entry in self.list(folder)? {
            let path = folder.join(entry.file_name());
            if is_near(&pattern, &entry.file_name().to_string_lossy()) && path.is_file() {
                self.found.near.push(path);
            }
        }
        Ok(())
    }

    /// The entries of a folder, by name, links last; none of what is no folder.
    fn list(&mut self, folder: &Path) -> Result<Vec<DirEntry>, Met> {
        let cannot = |error: std::io::Error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Ok(Vec::new()),
            _ => Err(io_cause::of_file(Cause::FolderUnlisted, here(folder), &error)),
        };
        let listed = match std::fs::read_dir(here(folder)) {
            Ok(listed) => listed,
            Err(error) => return cannot(error),
        };
        let mut entries = Vec::new();
        for entry in listed {
            match entry {
                Ok(entry) => entries.push(entry),
                Err(error) => return cannot(error),
            }
            self.entries += 1;
            if self.entries > self.most {
                let most = grouped(self.most);
                return Err(Met::of(Cause::TooManyEntries, &[&most]));
            }
        }
        let is_link = |entry: &DirEntry| entry.file_type().is_ok_and(|found| found.is_symlink());
        entries.sort_by_cached_key(|entry| (is_link(entry), entry.file_name()));
        Ok(entries)
    }
}

enum Looked {
    Nothing,
    /// With what it is, where that could be found out.
    Folder(Option<Metadata>),
    /// A file, or what nobody can tell before it is read.
    File,
}

fn look(path: &Path) -> Looked {
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => Looked::Folder(Some(found)),
        Ok(_) => Looked::File,
        Err(error) if error.kind() == ErrorKind::NotADirectory => Looked::Nothing,
        Err(error) if error.kind() == ErrorKind::NotFound => match path.is_symlink() {
            true => Looked::File,
            false => Looked::Nothing,
        },
        Err(_) => Looked::File,
    }
}

/// Whether to go on from an entry. Of one that cannot be looked at, listing it tells why.
fn is_folder(entry: &DirEntry, path: &Path) -> bool {
    match entry.file_type() {
        Ok(found) if !found.is_symlink() => found.is_dir(),
        _ => match std::fs::metadata(path) {
            Ok(found) => found.is_dir(),
            Err(error) => !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory),
        },
    }
}

fn fits(pattern: &Pattern, name: &str) -> bool {
    let hidden = name.starts_with('.') && !pattern.as_str().starts_with('.');
    !hidden && pattern.matches(name)
}

/// Whether a name is nearly as the pattern wants it: capitals, an ending that Windows does not show, a slip in
/// `.toml`.
fn is_near(pattern: &Pattern, name: &str) -> bool {
    if name.starts_with('.') || name.ends_with('~') {
        return false;
    }
    let plain = name.trim().to_lowercase().replace(['．', '。'], ".");
    let plain = plain.strip_suffix(".txt").unwrap_or(&plain);
    let any_case = MatchOptions { case_sensitive: false, ..MatchOptions::default() };
    let slip = || {
        let (stem, ending) = plain.rsplit_once('.')?;
        let near = ending.len() >= 3 && strsim::damerau_levenshtein(ending, "toml") == 1;
        near.then(|| format!("{stem}.toml"))
    };
    pattern.matches_with(plain, any_case)
        || slip().is_some_and(|meant| pattern.matches_with(&meant, any_case))
}

/// The folder that a relative path begins in has no name.
fn here(folder: &Path) -> &Path {
    match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use tempfile::TempDir;

    use super::*;

    fn folder(files: &[&str]) -> TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for file in files {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            std::fs::write(path, "").expect("written");
        }
        folder
    }

    /// The names of some files in a folder.
    fn names(folder: &TempDir, paths: Vec<PathBuf>) -> Vec<String> {
        let name = |path: &PathBuf| path.strip_prefix(folder.path()).map(Path::to_path_buf);
        let names = paths.iter().map(|path| name(path).expect("in the folder"));
        names.map(|name| name.to_string_lossy().into_owned()).collect()
    }

    #[track_caller]
    fn finds(folder: &TempDir, pattern: &str, wanted: &[&str]) {
        let walked = walk(folder.path(), pattern).expect("a pattern");
        assert_eq!(names(folder, walked.files), wanted, "{pattern}");
    }

    #[test]
    fn a_pattern_names_what_it_names_in_a_shell() {
        let folder = folder(&[
            "a.toml",
            "b.toml",
            ".#b.toml",
            "._a.toml",
            "note.txt",
            "[x].toml",
            "t/a.toml",
            "t/.git/a.toml",
            "t/..data/a.toml",
            "t/u/a.toml",
            "t/u/督办.toml",
            ".h/a.toml",
        ]);
        let all = ["[x].toml", "a.toml", "b.toml", "t/a.toml", "t/u/a.toml", "t/u/督办.toml"];
        for (pattern, wanted) in [
            ("*.toml", &["[x].toml", "a.toml", "b.toml"][..]),
            ("./a.toml", &["a.toml"]),
            ("?.toml", &["a.toml", "b.toml"]),
            ("[!a].toml", &["b.toml"]),
            ("[[]x].toml", &["[x].toml"]),
            ("*/*.toml", &["t/a.toml"]),
            ("t/*/a.toml", &["t/u/a.toml"]),
            ("**/*.toml", &all),
            ("**/**/*.toml", &all),
            ("t/**", &["t/a.toml", "t/u/a.toml", "t/u/督办.toml"]),
            ("**/u/*.toml", &["t/u/a.toml", "t/u/督办.toml"]),
            (".*.toml", &[".#b.toml", "._a.toml"]),
            (".h/*.toml", &[".h/a.toml"]),
            ("t/../a.toml", &["t/../a.toml"]),
            ("none/*.toml", &[]),
            ("a.toml/*.toml", &[]),
            ("none.toml", &[]),
        ] {
            finds(&folder, pattern, wanted);
        }
        let whole = folder.path().join("t/*.toml");
        finds(&folder, whole.to_str().expect("UTF-8"), &["t/a.toml"]);
        assert!(walk(folder.path(), "a**.toml").is_err());
        assert!(walk(folder.path(), "[.toml").is_err());
    }

    #[test]
    fn what_cannot_be_read_is_named_to_whoever_reads_it() {
        let folder = folder(&["t/a.toml"]);
        let at = |name: &str| folder.path().join(name);
        symlink("gone", at("t/link.toml")).expect("a link");
        symlink("round.toml", at("t/round.toml")).expect("a link");
        std::fs::create_dir(at("t/folder.toml")).expect("a folder");
        finds(&folder, "t/*.toml", &["t/a.toml", "t/link.toml", "t/round.toml"]);
        finds(&folder, "t/link.toml", &["t/link.toml"]);
        finds(&folder, "t/folder.toml", &["t/folder.toml"]);
    }

    #[test]
    fn a_walk_ends_whatever_it_leads_through() {
        let folder = folder(&["t/a.toml", "t/u/b.toml", "w/c.toml"]);
        let at = |name: &str| folder.path().join(name);
        symlink("..", at("t/u/back")).expect("a link");
        symlink("../w", at("t/w")).expect("a link");
        finds(&folder, "t/**/*.toml", &["t/a.toml", "t/u/b.toml", "t/w/c.toml"]);
        finds(&folder, "t/**/../**/*.toml", &["t/../t/a.toml", "t/../t/u/b.toml", "t/../w/c.toml"]);
        for pattern in ["**/*.toml", "../**/*.toml", "t/**", "t/*.toml"] {
            let error = walk_within(folder.path(), pattern, 2).expect_err("too many");
            assert_eq!(error, Met::of(Cause::TooManyEntries, &["2"]));
        }
    }

    #[test]
    fn near_misses_are_named() {
        let folder = folder(&[
            "t/a.toml",
            "t/b.toml.txt",
            "t/C.TOML",
            "t/d.tom",
            "t/e.toml ",
            "t/f．toml",
            "t/g.toml~",
            "t/.h.TOML",
            "t/i.toml.bak",
            "t/README.md",
            "t/k.html",
            "People.toml",
        ]);
        let near = |pattern: &str| {
            let walked = walk(folder.path(), pattern).expect("a pattern");
            names(&folder, walked.near)
        };
        let wanted = ["t/C.TOML", "t/b.toml.txt", "t/d.tom", "t/e.toml ", "t/f．toml"];
        assert_eq!(near("t/*.toml"), wanted);
        assert_eq!(near("**/*.toml"), wanted);
        assert_eq!(near("people.toml"), ["People.toml"]);
        assert!(near("t/*").is_empty());
    }
}
