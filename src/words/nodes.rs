//! Several nodes on one ledger (N1–N4).

use super::Text;
use crate::model::Language;
use crate::view::Node;

/// How many characters of a fingerprint are shown: enough to see whether two are alike.
const SHORT: usize = 12;

/// A node on a line: what it does, its version, its files. `time` says an instant.
pub(crate) fn line(
    node: &Node,
    time: &dyn Fn(&crate::view::At) -> String,
    language: Language,
) -> String {
    let Node { node: name, version, living, sweeps, letters, .. } = node;
    let files = node.files.as_deref().map(|files| files.get(..SHORT).unwrap_or(files));
    let mut text = match language {
        Language::ZhCn => {
            let does = match (living, sweeps) {
                (false, _) => format!("自 {} 起无响应", time(&node.seen)),
                (true, true) => "巡检并发函".to_owned(),
                (true, false) => "只发函，随时准备接手巡检".to_owned(),
            };
            format!("节点机 {name}：{does}；duban {version}")
        }
        Language::En => {
            let does = match (living, sweeps) {
                (false, _) => format!("not heard of since {}", time(&node.seen)),
                (true, true) => "sweeps and sends".to_owned(),
                (true, false) => "sends, and stands by to sweep".to_owned(),
            };
            format!("Node {name} {does}; duban {version}")
        }
    };
    if let Some(files) = files {
        text += &match language {
            Language::ZhCn => format!("，文件版本 {files}"),
            Language::En => format!(", files {files}"),
        };
    }
    if node.clock_off {
        let off = format!("{:+.1}", node.clock_ahead);
        text += &match language {
            Language::ZhCn => format!("；时钟与数据库服务器相差 {off} 秒，请校准"),
            Language::En => format!("; its clock is {off} s off the server's: set it right"),
        };
    }
    if let Some(free) = &node.letters_free {
        let free = time(free);
        text += &match language {
            Language::ZhCn => {
                format!(
                    "；手里有 {letters} 份函可能已发出，{free} 起由别的节点机以同一 Message-ID 再发"
                )
            }
            Language::En => format!(
                "; {letters} letters in its hands may have arrived, and go again under the same Message-ID from {free}"
            ),
        };
    }
    text += match language {
        Language::ZhCn => "。",
        Language::En => ".",
    };
    text
}

/// N3: what a failover would cost.
pub(crate) const LATE_REPLICA: Text = Text::of(
    "数据库有副本，而服务器的 synchronous_standby_names 为空：切换到副本时，副本还没有的记录等于没有记过，有的函可能再发一次。",
    "The server has a replica and its synchronous_standby_names is empty: after a failover, what the replica lacks is as if it had \
     never been recorded, and some letters may go again.",
);

/// An edit command belongs on the node that sweeps (N4).
pub(crate) fn edit_there(node: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "巡检的是节点机 {node}，以它的文件为准：请到那台机器上执行本命令；确要改本机的文件，加 --here"
        ),
        Language::En => format!(
            "node {node} sweeps, and its files are in force: give the command there, or add --here to edit the files of this node"
        ),
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::tz::TimeZone;

    use super::*;
    use crate::view::At;

    #[test]
    fn n4_a_node_is_told_in_both_languages() {
        let at = At::within(&TimeZone::UTC, Timestamp::UNIX_EPOCH);
        let node = Node {
            node: "db1-0a1b2c3d".to_owned(),
            version: "1.0.0".to_owned(),
            files: Some("0123456789abcdef".to_owned()),
            living: true,
            sweeps: true,
            lease_until: at.clone(),
            seen: at.clone(),
            clock_ahead: 0.0,
            clock_off: false,
            letters: 3,
            letters_free: None,
        };
        let said = |node: &Node, language| line(node, &|_| "09:00".to_owned(), language);
        assert_eq!(
            said(&node, Language::En),
            "Node db1-0a1b2c3d sweeps and sends; duban 1.0.0, files 0123456789ab."
        );
        assert_eq!(
            said(&node, Language::ZhCn),
            "节点机 db1-0a1b2c3d：巡检并发函；duban 1.0.0，文件版本 0123456789ab。"
        );
        let gone = Node {
            living: false,
            sweeps: false,
            files: None,
            clock_off: true,
            clock_ahead: -6.25,
            letters_free: Some(at),
            ..node
        };
        assert_eq!(
            said(&gone, Language::En),
            "Node db1-0a1b2c3d not heard of since 09:00; duban 1.0.0; its clock is -6.2 s off the server's: set it \
             right; 3 letters in its hands may have arrived, and go again under the same Message-ID from 09:00."
        );
    }
}
