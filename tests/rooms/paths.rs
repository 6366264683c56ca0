//! The paths in a file's text: `use` trees made flat, and paths in the code that begin with `crate::`.

/// A path and the name by which the file knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// `crate`, `plan`, `Ladder`
    pub segments: Vec<String>,
    /// What it is called here.
    pub name: String,
    /// Whether it is handed on.
    pub public: bool,
}

/// All of them; tests within the file do not count.
pub fn of(text: &str) -> Vec<Path> {
    let text = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    let code: String = text.lines().map(without_comment).collect::<Vec<_>>().join("\n");
    let mut paths = uses(&code);
    for (at, _) in code.match_indices("crate::") {
        let bare = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
        let path = code[at..].split(|c| !bare(c)).next().unwrap_or_default();
        // The head of a `use` tree names what its branches name, and those are above.
        if code[at + path.len()..].starts_with('{') {
            continue;
        }
        paths.push(path_of(path.trim_end_matches(':').split("::"), false));
    }
    paths
}

/// The modules that a file declares.
pub fn modules(text: &str) -> Vec<String> {
    let declared = |line: &str| {
        let line = line.strip_prefix("pub(crate) ").or(line.strip_prefix("pub ")).unwrap_or(line);
        line.strip_prefix("mod ")?.strip_suffix(';').map(str::to_owned)
    };
    text.lines().filter_map(declared).collect()
}

fn without_comment(line: &str) -> &str {
    if line.trim_start().starts_with("//") { "" } else { line }
}

fn uses(code: &str) -> Vec<Path> {
    let mut paths = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find("use ") {
        let start = rest[..at].rfind('\n').map_or(0, |end| end + 1);
        let before = rest[start..at].trim();
        rest = &rest[at + 4..];
        let public = before.starts_with("pub");
        if before.is_empty() || public {
            let (tree, after) = rest.split_once(';').unwrap_or((rest, ""));
            flatten(tree, &[], public, &mut paths);
            rest = after;
        }
    }
    paths
}

/// Makes `a::{b, c::d as e}` flat.
fn flatten(tree: &str, above: &[&str], public: bool, paths: &mut Vec<Path>) {
    let tree = tree.trim();
    let Some((head, inner)) = tree.split_once('{') else {
        let (path, name) =
            tree.split_once(" as ").map_or((tree, None), |(path, as_)| (path, Some(as_)));
        let mut path = path_of(above.iter().copied().chain(path.split("::")), public);
        path.name = name.map_or(path.name, |name| name.trim().to_owned());
        paths.push(path);
        return;
    };
    let above: Vec<&str> = above
        .iter()
        .copied()
        .chain(head.split("::").filter(|one| !one.trim().is_empty()))
        .collect();
    let inner = inner.trim_end().strip_suffix('}').unwrap_or(inner);
    let (mut depth, mut start) = (0, 0);
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                flatten(&inner[start..at], &above, public, paths);
                start = at + 1;
            }
            _ => {}
        }
    }
    if !inner[start..].trim().is_empty() {
        flatten(&inner[start..], &above, public, paths);
    }
}

fn path_of<'s>(segments: impl Iterator<Item = &'s str>, public: bool) -> Path {
    let mut segments: Vec<String> = segments.map(|one| one.trim().to_owned()).collect();
    if segments.last().is_some_and(|last| last == "self") && segments.len() > 1 {
        segments.pop();
    }
    let name = segments.last().cloned().unwrap_or_default();
    Path { segments, name, public }
}

#[test]
fn trees_are_made_flat() {
    let paths = of(
        "use crate::plan::{self, deep::{A, B as C}};\npub use x::Y;\nfn f() { crate::log::warn(); }\n",
    );
    let shown: Vec<String> = paths
        .iter()
        .map(|one| format!("{} {} {}", one.segments.join("::"), one.name, one.public))
        .collect();
    let wanted = [
        "crate::plan plan false",
        "crate::plan::deep::A A false",
        "crate::plan::deep::B C false",
        "x::Y Y true",
        "crate::log::warn warn false",
    ];
    assert_eq!(shown, wanted);
}
