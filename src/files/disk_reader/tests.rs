//! Files that are half-written or away for a moment: nobody is told, and nothing is taken (R1).

use std::fs;

use tempfile::TempDir;
use tokio::time::advance;

use super::*;

const ROOT: &str = "include = ['tasks/*.toml', 'people.toml']
[mail]
from = 'duban@example.org'
[calendars.default]
timezone = 'Asia/Shanghai'
[policies.p]
stages = [{ name = 'due', at = '0d', to = ['owner'] }]
";
const PEOPLE: &str = "[people]\nzhang = { name = '张三', email = 'zhang@example.org' }\n";

/// A source that has read `tasks/a.toml` and `tasks/b.toml`, of two tasks and one.
struct Folder {
    folder: TempDir,
    source: DiskReader,
}

impl Folder {
    fn new() -> Folder {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("tasks")).unwrap();
        fs::create_dir(folder.path().join("state")).unwrap();
        write(&folder, "duban.toml", ROOT);
        write(&folder, "people.toml", PEOPLE);
        write(&folder, "tasks/a.toml", &(task("A-1") + &task("A-2")));
        write(&folder, "tasks/b.toml", &task("B-1"));
        let source = open(&folder);
        Folder { folder, source }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        write(&self.folder, name, text);
    }

    /// The tasks in force after a look, if there is something new, and the files that are not in force.
    fn look(&mut self) -> Option<(Vec<String>, Vec<String>)> {
        let version = self.source.look(Wanted::Changed, Timestamp::UNIX_EPOCH).version?;
        let tasks = self.source.config.tasks.iter().map(|task| task.id.to_string());
        let refused = version.refusal.into_iter().flat_map(|refusal| refusal.files);
        let name = |path: PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
        Some((tasks.collect(), refused.map(name).collect()))
    }

    /// Nothing is taken or told for so many seconds of looking, then something is.
    async fn believes_after(&mut self, seconds: u32) -> (Vec<String>, Vec<String>) {
        for second in 0..seconds {
            assert_eq!(self.look(), None, "after {second} s");
            advance(Duration::from_secs(1)).await;
        }
        self.look().expect("it is believed by now")
    }
}

fn write(folder: &TempDir, name: &str, text: &str) {
    fs::write(folder.path().join(name), text).unwrap();
}

fn open(folder: &TempDir) -> DiskReader {
    let state = folder.path().join("state");
    let base = state.clone();
    let equip: Equip =
        Box::new(move |config| Transport::new(&config.mail, &base, &base, &|_: &str| None));
    let opening = Opening {
        root: folder.path().join("duban.toml"),
        state,
        equip,
        folders: crate::files::watcher::Watch::never().take_folders(),
        at_hand: AtHand::default(),
        now: Timestamp::UNIX_EPOCH,
    };
    let opened = opening.open().unwrap();
    opened.unwrap_or_else(|loaded| panic!("{:?}", loaded.findings)).0
}

fn task(id: &str) -> String {
    format!("[[task]]\nid = '{id}'\ntitle = 'x'\nowner = 'zhang'\npolicy = 'p'\ndue = 2026-11-30\n")
}

fn names(list: &[&str]) -> Vec<String> {
    list.iter().map(|one| (*one).to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn r1_files_that_are_away_for_a_moment_are_not_gone() {
    let mut folder = Folder::new();
    let away = ["people.toml", "tasks/a.toml", "tasks/b.toml"];
    for name in away {
        fs::rename(folder.path(name), folder.path(&name.replace('/', "-"))).unwrap();
    }
    for _ in 0..3 {
        assert_eq!(folder.look(), None);
        advance(Duration::from_secs(1)).await;
    }
    for name in away {
        fs::rename(folder.path(&name.replace('/', "-")), folder.path(name)).unwrap();
    }
    assert_eq!(folder.look(), Some((names(&["A-1", "A-2", "B-1"]), Vec::new())));
}

#[tokio::test(start_paused = true)]
async fn r1_what_is_gone_for_good_is_believed_after_a_while() {
    let mut folder = Folder::new();
    fs::remove_file(folder.path("tasks/b.toml")).unwrap();
    assert_eq!(folder.believes_after(5).await, (names(&["A-1", "A-2"]), Vec::new()));
    // A file that others need, likewise.
    fs::remove_file(folder.path("people.toml")).unwrap();
    let kept = (names(&["A-1", "A-2"]), names(&["people.toml"]));
    assert_eq!(folder.believes_after(5).await, kept);
}

#[tokio::test(start_paused = true)]
async fn r1_a_file_emptied_or_cut_short_while_it_is_written_is_read_again() {
    for half in [String::new(), task("A-1")] {
        let mut folder = Folder::new();
        folder.write("tasks/a.toml", &half);
        assert_eq!(folder.look(), None);
        advance(Duration::from_secs(1)).await;
        folder.write("tasks/a.toml", &(task("A-1") + &task("A-2") + &task("A-3")));
        let all = names(&["A-1", "A-2", "A-3", "B-1"]);
        assert_eq!(folder.look(), Some((all, Vec::new())));
    }
}

#[tokio::test(start_paused = true)]
async fn r1_a_file_that_changes_all_the_time_is_believed_in_the_end() {
    let mut folder = Folder::new();
    let mut looks = 0;
    for round in 0.. {
        folder.write("tasks/a.toml", &format!("# {round}\n"));
        match folder.look() {
            None => looks += 1,
            Some(seen) => {
                assert_eq!(seen, (names(&["B-1"]), Vec::new()));
                break;
            }
        }
        advance(Duration::from_secs(1)).await;
    }
    assert_eq!(looks, 10);
}

#[tokio::test(start_paused = true)]
async fn r1_each_file_that_becomes_wrong_is_read_again_before_it_is_told() {
    let mut folder = Folder::new();
    folder.write("tasks/a.toml", "[[task]\n");
    let all = names(&["A-1", "A-2", "B-1"]);
    assert_eq!(folder.believes_after(1).await, (all.clone(), names(&["a.toml"])));
    assert_eq!(folder.look(), None, "nothing changed, and nothing is told again");
    // Another, while the first is still wrong.
    folder.write("tasks/b.toml", "[[task]\n");
    assert_eq!(folder.look(), None);
    advance(Duration::from_secs(1)).await;
    folder.write("tasks/b.toml", &(task("B-1") + &task("B-2")));
    let more = names(&["A-1", "A-2", "B-1", "B-2"]);
    assert_eq!(folder.look(), Some((more, names(&["a.toml"]))));
}

#[tokio::test(start_paused = true)]
async fn r1_a_person_who_asks_is_believed_at_once() {
    let mut folder = Folder::new();
    fs::remove_file(folder.path("tasks/b.toml")).unwrap();
    let version = folder.source.look(Wanted::Asked, Timestamp::UNIX_EPOCH).version;
    assert!(version.is_some_and(|version| version.taken.is_some()));
    assert_eq!(folder.source.config.tasks.len(), 2);
}
