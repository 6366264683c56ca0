//! Several nodes on one ledger (N4).

use super::super::Text;
use crate::model::Language;

pub(crate) fn title(node: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("节点机 {node} 的文件是旧版本，未予采用"),
        Language::En => format!("The files of node {node} are an older version, and not in force"),
    }
}

pub(crate) const ASK: Text = Text::of(
    "请把现行文件同步到这台节点机",
    "Bring the files in force to that node, by git, rsync or whatever keeps them equal",
);

pub(crate) const OPENING: Text = Text::of(
    "这台节点机接手了巡检，而它的文件是以前用过、后来已被取代的版本。系统照台账里保存的现行文件继续运行，提醒照发；\
     这台节点机上的文件一有改动，就按一次改动采用。",
    "This node has taken over the sweeps, and its files are a version that was in force once and was replaced since. duban goes on by \
     the files in force, which the ledger keeps, and reminders are sent. Once the files of this node change, they are taken as an \
     edit.",
);

pub(crate) const SHOWS: Text =
    Text::of("列出各节点机及其文件版本", "lists the nodes with the versions of their files");
