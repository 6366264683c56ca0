//! Which file names which.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path as Folder;

use crate::paths::{self, Path};

/// A module by its path: `plan`, `ladder`.
type Module = Vec<String>;

/// The files of a crate and what they name.
pub struct House {
    files: BTreeMap<Module, File>,
    arrows: BTreeMap<Module, BTreeSet<Module>>,
}

struct File {
    /// Below `src`.
    path: String,
    paths: Vec<Path>,
    modules: Vec<String>,
}

impl House {
    /// Reads all files below a folder.
    pub fn read(src: &str) -> House {
        let mut files = BTreeMap::new();
        read(Folder::new(src), &[], &mut files);
        let mut house = House { files, arrows: BTreeMap::new() };
        let arrows = house.files.keys().map(|from| (from.clone(), house.named_by(from))).collect();
        house.arrows = arrows;
        house
    }

    /// All files.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.values().map(|file| file.path.as_str())
    }

    /// Every pair of files of which the first names the second.
    pub fn arrows(&self) -> impl Iterator<Item = (&str, &str)> {
        self.arrows.iter().flat_map(|(from, all)| {
            let shown = |module: &Module| self.files[module].path.as_str();
            all.iter().map(move |to| (shown(from), shown(to)))
        })
    }

    /// Files that name each other, directly or through others.
    pub fn circles(&self) -> Vec<Vec<String>> {
        let reached: BTreeMap<&Module, BTreeSet<&Module>> =
            self.files.keys().map(|from| (from, self.reached(from))).collect();
        let mut circles = BTreeSet::new();
        for from in self.files.keys().filter(|from| reached[from].contains(from)) {
            let back = |to: &&&Module| reached[**to].contains(from);
            let circle = reached[from].iter().filter(back);
            circles
                .insert(circle.map(|one| self.files[*one].path.clone()).collect::<Vec<String>>());
        }
        circles.into_iter().collect()
    }

    fn reached<'h>(&'h self, from: &'h Module) -> BTreeSet<&'h Module> {
        let (mut reached, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(at) = open.pop() {
            open.extend(self.arrows[at].iter().filter(|to| reached.insert(*to)));
        }
        reached
    }

    fn named_by(&self, from: &Module) -> BTreeSet<Module> {
        let file = &self.files[from];
        let is_face = file.path.ends_with("mod.rs") || file.path == "lib.rs";
        // What a face hands on is no arrow of its own.
        let own = file.paths.iter().filter(|path| !(is_face && path.public));
        let named = own.filter_map(|path| self.defined_in(from, &path.segments, 0));
        named.filter(|to| to != from && !to.is_empty()).collect()
    }

    /// The file that defines what a path names, as it stands in a file.
    fn defined_in(&self, at: &Module, segments: &[String], handed_on: u32) -> Option<Module> {
        let mut module = at.clone();
        let mut rest = segments;
        match segments.first()?.as_str() {
            "crate" => (module, rest) = (Vec::new(), &segments[1..]),
            "self" => rest = &segments[1..],
            "super" => {
                while rest.first().is_some_and(|one| one == "super") {
                    module.pop();
                    rest = &rest[1..];
                }
            }
            child if self.files[at].modules.iter().any(|one| one == child) => {}
            _ => return None,
        }
        while let Some(below) = rest.first().map(|one| [module.clone(), vec![one.clone()]].concat())
        {
            if !self.files.contains_key(&below) {
                break;
            }
            // A function may bear the name of its module.
            if rest.len() == 1 && self.handed_on(&module, &rest[0]).is_some() {
                break;
            }
            (module, rest) = (below, &rest[1..]);
        }
        let Some(name) = rest.first() else { return Some(module) };
        match self.handed_on(&module, name).filter(|_| handed_on < 8) {
            Some(path) => self.defined_in(&module, &path.segments, handed_on + 1).or(Some(module)),
            None => Some(module),
        }
    }

    fn handed_on(&self, module: &Module, name: &str) -> Option<&Path> {
        self.files.get(module)?.paths.iter().find(|path| path.public && path.name == name)
    }
}

fn read(folder: &Folder, module: &[String], files: &mut BTreeMap<Module, File>) {
    let entries = std::fs::read_dir(folder).expect("a folder below src");
    for entry in entries.map(|entry| entry.expect("an entry").path()) {
        let stem = entry.file_stem().and_then(|name| name.to_str()).expect("UTF-8").to_owned();
        let below = [module, std::slice::from_ref(&stem)].concat();
        if entry.is_dir() {
            read(&entry, &below, files);
        } else if entry.extension().is_some_and(|end| end == "rs")
            && !matches!(&*stem, "main" | "tests")
        {
            let is_face = matches!(&*stem, "mod" | "lib");
            let module = if is_face { module.to_vec() } else { below };
            let text = std::fs::read_to_string(&entry).expect("a source file");
            let path = match module.len() {
                0 => "lib.rs".to_owned(),
                _ if is_face => format!("{}/mod.rs", module.join("/")),
                _ => format!("{}.rs", module.join("/")),
            };
            let file = File { path, paths: paths::of(&text), modules: paths::modules(&text) };
            files.insert(module, file);
        }
    }
}
