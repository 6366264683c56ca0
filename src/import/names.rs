//! Cells that hold people and units: one name, several, or a name with something beside it.

use crate::import::text::plain;

/// What a cell of names holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// The names, in order.
    pub names: Vec<String>,
    /// An address beside the only name.
    pub address: Option<String>,
    /// Whether something was left out of the cell, or it could be read otherwise.
    pub doubtful: bool,
}

/// The people of a cell. `known` tells whether a text names somebody as a whole.
pub fn people(text: &str, known: impl Fn(&str) -> bool) -> Names {
    let text = plain(text);
    if text.is_empty() || is_nobody(&text) {
        return Names { doubtful: !text.is_empty(), ..Names::default() };
    }
    if known(&text) {
        return Names { names: vec![text], ..Names::default() };
    }
    let parts = parts(&text);
    let several = parts.len() > 1;
    // `Finance / Legal` may be one team or two.
    let mut doubtful = !several && text.contains(['/', '&', ',']);
    let mut found = Names::default();
    for part in parts {
        let (name, address, left_out) = one(part);
        doubtful |= left_out;
        if !several {
            found.address = address;
        }
        if !name.is_empty() && !is_nobody(&name) && !found.names.contains(&name) {
            found.names.push(name);
        }
    }
    Names { doubtful, ..found }
}

/// The units of a cell.
pub fn units(text: &str, known: impl Fn(&str) -> bool) -> Vec<String> {
    let text = plain(text);
    if text.is_empty() || is_nobody(&text) {
        return Vec::new();
    }
    if known(&text) {
        return vec![text];
    }
    let chinese = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let signs: &[char] = if chinese { &['、', '/', ';', '；', '\n', ','] } else { &[';', '\n'] };
    let parts = text.split(signs).map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    parts.filter(|part| !part.is_empty()).collect()
}

fn parts(text: &str) -> Vec<&str> {
    let chinese = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let signs: &[char] =
        if chinese { &['、', ';', '\n', ',', '，', '/'] } else { &[';', '\n', '、'] };
    let parts = text.split(signs).map(str::trim).filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.flat_map(|part| joined_by_and(part, chinese)).collect();
    // `张三 李四`
    match parts.as_slice() {
        [one] if one.split(' ').count() > 1 && one.split(' ').all(is_chinese_name) => {
            one.split(' ').collect()
        }
        _ => parts,
    }
}

/// `A and B`, `A & B`: two people, unless a part is a team's name or a list with a comma.
fn joined_by_and(text: &str, chinese: bool) -> Vec<&str> {
    const WORDS: [&str; 5] = [" & ", " and ", " And ", " AND ", " und "];
    let words = if chinese { &WORDS[..1] } else { &WORDS[..] };
    let mut parts = vec![text];
    for word in words {
        parts = parts.into_iter().flat_map(|part| part.split(word)).collect();
    }
    let is_name = |part: &&str| {
        !part.trim().is_empty()
            && !part.contains(',')
            && !is_team(part)
            && part.split_whitespace().count() <= 4
    };
    match parts.iter().all(is_name) {
        true => parts.into_iter().map(str::trim).collect(),
        false => vec![text],
    }
}

/// Whether a part of a cell names what a body does, as in `Health and Safety`.
fn is_team(text: &str) -> bool {
    const WORDS: [&str; 28] = [
        "team",
        "dept",
        "department",
        "office",
        "unit",
        "group",
        "division",
        "committee",
        "board",
        "lead",
        "manager",
        "head",
        "director",
        "officer",
        "safety",
        "health",
        "finance",
        "legal",
        "hr",
        "it",
        "security",
        "operations",
        "compliance",
        "quality",
        "risk",
        "audit",
        "procurement",
        "r",
    ];
    text.to_lowercase().split(|c: char| !c.is_alphabetic()).any(|word| WORDS.contains(&word))
}

fn is_chinese_name(text: &str) -> bool {
    let length = text.chars().count();
    (2..=4).contains(&length) && text.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// A name, an address beside it, and whether anything else was left out.
fn one(text: &str) -> (String, Option<String>, bool) {
    let mut rest = text.to_owned();
    let mut address = None;
    let words = text.split([' ', '<', '>', '(', ')', ':']).find(|word| is_address(word));
    if let Some(word) = words {
        address = Some(word.to_owned());
        rest = rest.replace(word, "").replace("<>", "").replace("()", "");
        if rest.trim().is_empty() {
            return (word.to_owned(), address, false);
        }
    }
    let mut left_out = false;
    let bare = crate::import::every::without_brackets(&rest);
    if !bare.is_empty() {
        rest = bare;
    }
    let quotes = ['"', '“', '”', '\'', '‘', '’', '「', '」'];
    if rest.contains(quotes) {
        left_out = true;
        rest = rest.replace(quotes, "");
    }
    if let Some(name) = rest.strip_suffix("同志") {
        left_out = true;
        rest = name.to_owned();
    }
    // A telephone number.
    let name = rest
        .trim_end_matches(|c: char| c.is_ascii_digit() || " -+:".contains(c))
        .trim_end_matches("电话")
        .trim();
    let digits = rest[name.len()..].chars().filter(char::is_ascii_digit).count();
    if digits >= 5 && !name.is_empty() {
        left_out = true;
        rest = name.to_owned();
    }
    (rest.split_whitespace().collect::<Vec<_>>().join(" "), address, left_out)
}

fn is_address(word: &str) -> bool {
    let Some((local, domain)) = word.split_once('@') else { return false };
    let is_host = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    !local.is_empty() && domain.contains('.') && domain.chars().all(is_host) && word.is_ascii()
}

/// What stands between words of a cell of addresses.
const BETWEEN: [char; 14] =
    [' ', '\n', ',', ';', '，', '；', '、', '/', '|', '(', ')', '<', '>', ':'];

fn is_known_address(word: &&str) -> bool {
    is_address(word) && word.parse::<lettre::Address>().is_ok()
}

/// All addresses of a cell.
pub fn addresses(text: &str) -> Vec<String> {
    let text = plain(text);
    text.split(BETWEEN).filter(is_known_address).map(str::to_owned).collect()
}

/// The first address of a cell, and whether it holds anything else.
pub fn address(text: &str) -> (Option<String>, bool) {
    let text = plain(text);
    if is_nobody(&text) {
        return (None, false);
    }
    let mut words = text.split(BETWEEN).filter(|word| !word.is_empty());
    let found = words.clone().find(is_known_address);
    // `mailto:` is a part of the address.
    let more = words.any(|word| Some(word) != found && word != "mailto");
    (found.map(str::to_owned), more)
}

/// Words for nobody.
pub fn is_nobody(text: &str) -> bool {
    let text = text.to_lowercase();
    text.chars().all(|c| "-—–/\\_.?？".contains(c))
        || matches!(
            text.as_str(),
            "tbc"
                | "tbd"
                | "n/a"
                | "none"
                | "无"
                | "待定"
                | "未定"
                | "unassigned"
                | "nobody"
                | "暂无"
                | "空缺"
        )
}

/// Whether the words name a body or an office, not a person.
pub fn is_body(text: &str) -> bool {
    const ENDS: [&str; 16] = [
        "党组",
        "党委",
        "委员会",
        "支部",
        "领导小组",
        "班子",
        "局",
        "办公室",
        "科",
        "处",
        "部",
        "中心",
        "公司",
        "专班",
        "县长",
        "市长",
    ];
    const TITLES: [&str; 12] = [
        "常委", "书记", "局长", "主任", "主席", "部长", "科长", "处长", "经理", "厅长", "省长",
        "镇长",
    ];
    ENDS.iter().chain(&TITLES).any(|end| text.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_beside_all_kinds_of_things() {
        let people = |text: &str| people(text, |_| false);
        for (text, names, doubtful) in [
            ("吴思源", &["吴思源"][..], false),
            ("吴思源、郑启明", &["吴思源", "郑启明"], false),
            ("张三 李四", &["张三", "李四"], false),
            ("尤望舒 0000-1234567", &["尤望舒"], true),
            ("何清晏（主任）", &["何清晏"], false),
            ("“张三”同志", &["张三"], true),
            ("HR Lead", &["HR Lead"], false),
            ("Finance / Legal", &["Finance / Legal"], true),
            ("TBC", &[], true),
            ("", &[], false),
            ("Zhang San and Li Si", &["Zhang San", "Li Si"], false),
            ("Yang Jun & Wu Wei", &["Yang Jun", "Wu Wei"], false),
            ("Alice & Bob", &["Alice", "Bob"], false),
            ("Health and Safety", &["Health and Safety"], false),
            ("Zhang, San", &["Zhang, San"], true),
            ("A. Smith; B. Jones", &["A. Smith", "B. Jones"], false),
        ] {
            let found = people(text);
            assert_eq!(
                (found.names.as_slice(), found.doubtful),
                (
                    names.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>().as_slice(),
                    doubtful
                ),
                "{text}"
            );
        }
        let found = people("张三 <zhang@example.org>");
        assert_eq!(
            (found.names, found.address.as_deref()),
            (vec!["张三".to_owned()], Some("zhang@example.org"))
        );
        assert_eq!(super::units("县水利局/县住建局", |_| false), ["县水利局", "县住建局"]);
        assert_eq!(super::units("R&D / Legal", |_| false), ["R&D / Legal"]);
    }
}
