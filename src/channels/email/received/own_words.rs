//! What the sender of a reply wrote: neither what is quoted nor the words that introduce it, whether they stand above or
//! below what they wrote.

/// So many lines are read, and so many characters of each.
const LINES: usize = 200;
const LONG: usize = 1000;

/// Lines that begin a message which is quoted without marks: all below is somebody else's.
const BELOW: &[&str] = &["original message", "原始邮件", "forwarded message", "转发邮件"];

/// Beginnings of such lines.
const HEADS: &[&str] = &["from:", "发件人:", "发件人："];

/// Words that a program adds.
const ADDED: &[&str] = &["发自我的", "sent from my", "get outlook for", "来自我的"];

/// The lines that are the sender's own, without empty ones.
pub fn own_words(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut own = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        let lower = line.to_lowercase();
        if line.starts_with('>') || ADDED.iter().any(|added| lower.starts_with(added)) {
            continue;
        }
        if introduces(&lower) {
            continue;
        }
        // It may be broken over two lines.
        if lower.starts_with("on ")
            && lines.get(at).is_some_and(|next| introduces(&next.to_lowercase()))
        {
            at += 1;
            continue;
        }
        let is_rule = line.len() >= 5 && line.chars().all(|c| c == '_');
        let below = BELOW.iter().any(|below| lower.contains(below)) && lower.contains("--");
        let head = HEADS.iter().any(|head| lower.starts_with(head));
        if is_rule || below || head || *line == "--" || own.len() == LINES {
            break;
        }
        own.push(line.chars().take(LONG).collect());
    }
    own
}

/// `On …, … wrote:`, `在 …，… 写道：`
fn introduces(lower: &str) -> bool {
    ["wrote:", "写道：", "写道:"].iter().any(|end| lower.ends_with(end))
}
