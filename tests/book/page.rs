//! A page of the book, taken apart: prose, files and commands.

/// A page, in its order.
pub struct Page {
    pub blocks: Vec<Block>,
}

pub enum Block {
    Prose(String),
    File {
        fence: String,
        name: String,
        append: bool,
        body: String,
    },
    /// Commands, each with what the page says that it prints.
    Console {
        fence: String,
        at: String,
        examples: Vec<(String, String)>,
    },
}

impl Page {
    pub fn read(text: &str) -> Page {
        let (mut blocks, mut prose) = (Vec::new(), String::new());
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let kind = line.strip_prefix("```").unwrap_or_default();
            let file = value(kind, "file=").or_else(|| value(kind, "append="));
            let console = kind.split_whitespace().next() == Some("console");
            if file.is_none() && !console {
                prose += &format!("{line}\n");
                continue;
            }
            let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push(Block::Prose(std::mem::take(&mut prose)));
            let fence = line.to_owned();
            blocks.push(match file {
                Some(name) => {
                    let append = kind.contains("append=");
                    Block::File { fence, name, append, body: joined(&body) }
                }
                None => {
                    let at = value(kind, "at=").unwrap_or_else(|| "2026-11-24T10:00:00".to_owned());
                    Block::Console { fence, at: at.replace('T', " "), examples: examples(&body) }
                }
            });
        }
        blocks.push(Block::Prose(prose));
        Page { blocks }
    }
}

fn value(fence: &str, key: &str) -> Option<String> {
    fence.split_whitespace().find_map(|word| word.strip_prefix(key)).map(str::to_owned)
}

fn joined(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn examples(body: &[&str]) -> Vec<(String, String)> {
    let mut examples: Vec<(String, String)> = Vec::new();
    for line in body {
        match (line.strip_prefix("$ "), line.strip_prefix("> "), examples.last_mut()) {
            (Some(command), ..) => examples.push((command.to_owned(), String::new())),
            (None, Some(more), Some((command, printed))) if printed.is_empty() => {
                *command += &format!("\n{more}");
            }
            (None, _, Some((_, printed))) => *printed += &format!("{line}\n"),
            (None, _, None) => panic!("a console block begins with `$ `, not `{line}`"),
        }
    }
    examples
}

/// Whether the page says what was printed; `…` stands for anything.
pub fn fits(page: &str, printed: &str) -> bool {
    let (page, printed): (Vec<&str>, Vec<&str>) =
        (page.lines().collect(), printed.lines().collect());
    fits_lines(&page, &printed)
}

fn fits_lines(page: &[&str], printed: &[&str]) -> bool {
    match page.split_first() {
        None => printed.is_empty(),
        Some((line, rest)) if line.trim() == "…" => {
            (0..=printed.len()).any(|skipped| fits_lines(rest, &printed[skipped..]))
        }
        Some((line, rest)) => {
            let first = printed.first().is_some_and(|said| fits_line(line, said));
            first && fits_lines(rest, &printed[1..])
        }
    }
}

fn fits_line(line: &str, said: &str) -> bool {
    let mut parts = line.split('…');
    let Some(mut left) = said.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut last = None;
    for part in parts {
        let Some(at) = left.find(part) else { return false };
        left = &left[at + part.len()..];
        last = Some(part);
    }
    left.is_empty() || last.is_some_and(|part| part.is_empty() || said.ends_with(part))
}
