//! R1: of files that do not check together, the fewest that changed are put back; all other changes are
//! taken.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use duban::config::{self, Files, GoodFiles, Taking};

use super::{AROUND, Memory, shown};

/// Files in memory that count how often the root file is read: once for each reading of all.
struct Disk(Memory, AtomicUsize);

impl Files for Disk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.read(path)
    }

    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, duban::model::met::Met> {
        self.0.glob(base, pattern)
    }
}

impl GoodFiles for Disk {
    fn paths(&self) -> Vec<PathBuf> {
        self.0.0.keys().cloned().collect()
    }

    fn has(&self, path: &Path) -> bool {
        self.0.0.contains_key(path)
    }
}

/// The files as they last checked, to be edited.
#[derive(Clone)]
struct Folder(BTreeMap<String, String>);

impl Folder {
    /// A root file, people, a policy `q`, and task files whose tasks belong to zhang or wang.
    fn new() -> Folder {
        let root = AROUND.replace("[mail]", "include = ['*.part']\n[mail]");
        let root = root.replace("zhang = { name = '张三', email = 'zhang@example.org' }\n", "");
        let folder = Folder(BTreeMap::from([("/d/duban.toml".to_owned(), root)]));
        let people = "[people]\nzhang = { name = '张三', email = 'zhang@example.org' }\n";
        let policy = "[policies.q]\nstages = [{ name = 'soon', at = '-7d', to = ['owner'] }]\n";
        folder
            .with("people", people)
            .with("policies", policy)
            .with("a", &task("A-1", "zhang", "q"))
            .with("b", &task("B-1", "wang", "q"))
            .with("c", &task("C-1", "wang", "q"))
    }

    fn with(mut self, name: &str, text: &str) -> Folder {
        self.0.insert(path(name), text.to_owned());
        self
    }

    fn plus(mut self, name: &str, text: &str) -> Folder {
        *self.0.get_mut(&path(name)).expect("a file") += text;
        self
    }

    fn replace(mut self, name: &str, from: &str, to: &str) -> Folder {
        let text = self.0.get_mut(&path(name)).expect("a file");
        assert!(text.contains(from), "`{from}` is not in {text}");
        *text = text.replace(from, to);
        self
    }

    fn without(mut self, name: &str) -> Folder {
        self.0.remove(&path(name)).expect("a file");
        self
    }

    fn memory(&self) -> Disk {
        let files =
            self.0.iter().map(|(path, text)| (PathBuf::from(path), text.clone().into_bytes()));
        Disk(Memory(files.collect()), AtomicUsize::new(0))
    }
}

fn path(name: &str) -> String {
    match name {
        "duban" => "/d/duban.toml".to_owned(),
        name => format!("/d/{name}.part"),
    }
}

fn task(id: &str, owner: &str, policy: &str) -> String {
    format!(
        "[[task]]\nid = '{id}'\ntitle = '{id}'\nowner = '{owner}'\npolicy = '{policy}'\ndue = 2026-11-30\n"
    )
}

fn take(good: &Folder, disk: &Folder) -> Taking {
    let now = "2026-11-23T00:00:00Z".parse().expect("a time");
    config::take(Path::new("/d/duban.toml"), &disk.memory(), &good.memory(), now)
}

/// The names of the files that are put back, and the tasks in force, those that are done with a `+`.
fn taken(good: &Folder, disk: &Folder) -> (Vec<String>, Vec<String>) {
    let Taking { loaded, refusal } = take(good, disk);
    let config = loaded.config.as_ref().unwrap_or_else(|| panic!("{}", shown(&loaded)));
    let refused = refusal.map(|refusal| {
        assert!(!refusal.whole && !refusal.problems.is_empty(), "{refusal:?}");
        refusal.files
    });
    let name = |path: PathBuf| path.file_stem().expect("a name").to_string_lossy().into_owned();
    let done = |task: &duban::model::Task| if task.done.is_some() { "+" } else { "" };
    let tasks = config.tasks.iter().map(|task| format!("{}{}", task.id, done(task)));
    (refused.unwrap_or_default().into_iter().map(name).collect(), tasks.collect())
}

const DONE: &str = "done = 2026-11-20\n";

#[test]
#[expect(clippy::too_many_lines, reason = "one step after another")]
fn r1_the_fewest_changed_files_are_put_back_and_the_rest_is_taken() {
    let good = Folder::new();
    let edited = good.clone().plus("b", DONE);
    let all = ["A-1", "B-1+", "C-1"];
    let table: Vec<(&str, Folder, &[&str])> = vec![
        ("nothing is wrong", edited.clone(), &[]),
        ("a file of its own does not check", edited.clone().with("c", "[[task]\n"), &["c"]),
        (
            "a person leaves whom an untouched file names",
            edited.clone().with("people", ""),
            &["people"],
        ),
        ("the file of people is deleted", edited.clone().without("people"), &["people"]),
        (
            "a policy gets another name, and some files name the old one",
            edited.clone().replace("policies", "policies.q", "policies.new"),
            &["policies"],
        ),
        (
            "so it does, and a file names the new one already",
            edited
                .clone()
                .replace("policies", "policies.q", "policies.new")
                .replace("c", "'q'", "'new'"),
            &["c", "policies"],
        ),
        (
            "a conflict copy of a file that is edited",
            edited.clone().with("b.sync-conflict-20261128-101010-ABC", &task("B-1", "wang", "q")),
            &["b.sync-conflict-20261128-101010-ABC"],
        ),
        (
            "a copy that sorts after its original, both new",
            edited
                .clone()
                .with("x", &task("X", "wang", "q"))
                .with("x (1)", &task("X", "wang", "q")),
            &["x (1)"],
        ),
        (
            "two files name somebody who is not there",
            edited.clone().with("x", &task("X", "li", "q")).replace("c", "wang", "li"),
            &["c", "x"],
        ),
        (
            "one file takes away what two others name that are edited, too",
            edited.clone().with("people", "").plus("a", DONE).replace("c", "wang", "zhang"),
            &["people"],
        ),
        (
            "two causes at once",
            edited.clone().with("people", "").with("c", "nonsense"),
            &["c", "people"],
        ),
        (
            "the root file is broken, and names another that is",
            edited.clone().with("c", "nonsense").plus("duban", "[[["),
            &["c", "duban"],
        ),
        (
            "a root file that leaves out the people's file",
            edited.clone().replace(
                "duban",
                "'*.part'",
                "'a.part', 'b.part', 'c.part', 'policies.part'",
            ),
            &["duban"],
        ),
    ];
    for (what, disk, refused) in table {
        let (files, tasks) = taken(&good, &disk);
        assert_eq!(files, refused, "{what}");
        let left: Vec<&String> = tasks.iter().filter(|id| id.as_str() != "X").collect();
        let expected: Vec<String> = match what {
            _ if what.starts_with("one file takes") => {
                ["A-1+", "B-1+", "C-1"].map(str::to_owned).to_vec()
            }
            _ => all.map(str::to_owned).to_vec(),
        };
        assert_eq!(left, expected.iter().collect::<Vec<_>>(), "{what}");
    }
}

#[test]
fn r1_a_file_moved_in_two_steps_is_taken_at_the_second() {
    let good = Folder::new();
    let both = good.clone().with("z", &task("C-1", "wang", "q"));
    assert_eq!(taken(&good, &both).0, ["z"]);
    assert_eq!(taken(&good, &both.without("c")).0, Vec::<String>::new());
}

#[test]
fn r1_what_is_wrong_is_told_where_it_stands_and_blamed_on_what_changed() {
    let good = Folder::new();
    let refusal = take(&good, &good.clone().with("people", "")).refusal.expect("refused");
    assert_eq!(refusal.files, [PathBuf::from("/d/people.part")].into());
    let named = refusal.problems.iter().find(|one| one.code == "unknown-reference").expect("told");
    assert_eq!((named.file.as_deref(), named.line), (Some("/d/a.part"), Some(4)));
}

#[test]
fn r1_hundreds_of_changed_files_are_searched_in_a_bounded_number_of_readings() {
    let many = |folder: Folder, owner: &str, done: &str| {
        (0..300).fold(folder, |folder, at| {
            folder.with(
                &format!("t{at:04}"),
                &format!("{}{done}", task(&format!("T{at}"), owner, "q")),
            )
        })
    };
    let good = many(Folder::new(), "zhang", "");
    // Every file is edited, and one names a policy that was never there.
    let one = many(Folder::new(), "zhang", DONE).replace("t0200", "'q'", "'none'");
    assert_eq!(taken(&good, &one).0, ["t0200"]);
    // The person leaves whom all of them name.
    let all = many(Folder::new(), "zhang", DONE).with("people", "");
    assert_eq!(taken(&good, &all).0, ["people"]);
    // And a name is changed in all files but one: nothing of it can be taken, the other edit can.
    let named =
        many(Folder::new(), "zhong", "").replace("people", "zhang", "zhong").plus("b", DONE);
    let now = "2026-11-23T00:00:00Z".parse().expect("a time");
    let disk = named.memory();
    let taking = config::take(Path::new("/d/duban.toml"), &disk, &good.memory(), now);
    let refusal = taking.refusal.expect("refused");
    assert_eq!(refusal.files.len(), 301);
    assert!(!refusal.files.contains(Path::new("/d/b.part")));
    assert!(disk.1.load(Ordering::Relaxed) < 2 * 400, "each file is read from disk but twice");
}
