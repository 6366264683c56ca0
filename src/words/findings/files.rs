//! Files as a whole.

use std::io::ErrorKind;

use super::reasons::unread;
use super::{Said, title};
use crate::config::fault::FileFault;
use crate::config::fault::files::Reason;
use crate::model::Language;
use crate::model::Language::{En, ZhCn};
use crate::words::Text;
use crate::words::causes;

/// A list: one arm for each kind.
pub(super) fn said(fault: &FileFault, language: Language) -> Said {
    match fault {
        FileFault::Unreadable { path, reason, is_root } => {
            unreadable(path, reason, *is_root, language)
        }
        FileFault::Utf16 => match language {
            ZhCn => title("文件是 UTF-16 编码，不是 UTF-8").label("这里").help(
                "存成 UTF-8（记事本：另存为，编码选 UTF-8），或转换：iconv -f UTF-16 -t UTF-8 旧文件 > 新文件",
            ),
            En => title("the file is in UTF-16, not in UTF-8").label("here").help(
                "save it as UTF-8 (in Notepad: Save as, Encoding: UTF-8), or convert it: iconv -f UTF-16 -t UTF-8 OLD > NEW",
            ),
        },
        FileFault::Gbk => match language {
            ZhCn => title("文件是 GBK 编码（GB18030，记事本称 ANSI），不是 UTF-8").label("这里").help(
                "存成 UTF-8（记事本：另存为，编码选 UTF-8），或转换：iconv -f GB18030 -t UTF-8 旧文件 > 新文件",
            ),
            En => title("the file is in GBK (GB18030, \"ANSI\"), not in UTF-8").label("here").help(
                "save it as UTF-8 (in Notepad: Save as, Encoding: UTF-8), or convert it: iconv -f GB18030 -t UTF-8 OLD > NEW",
            ),
        },
        FileFault::NotUtf8 { byte } => match language {
            ZhCn => title(format!("文件不是 UTF-8：字节 0x{byte:02X} 不属于任何字符"))
                .label("这里")
                .help("用写它的编辑器打开，另存为 UTF-8"),
            En => title(format!("the file is not UTF-8: byte 0x{byte:02X} belongs to no character"))
                .label("here")
                .help("open it in the editor that wrote it and save it as UTF-8"),
        },
        FileFault::TooLarge { mib } => match language {
            ZhCn => title(format!("文件超过了能读的 {mib} MiB"))
                .label("这里")
                .help("把任务分到几个文件里；`include` 可以写 \"tasks/*.toml\" 这样的通配符"),
            En => title(format!("the file is larger than the {mib} MiB that are read"))
                .label("here")
                .help(
                    "spread its tasks over several files; `include` takes patterns such as \"tasks/*.toml\"",
                ),
        },
        FileFault::BadInclude { pattern, why } => {
            let why = causes::said(why, language);
            match language {
                ZhCn => title(format!("通配符 \"{pattern}\" 用不了：{why}")).label("这里"),
                En => title(format!("the pattern \"{pattern}\" cannot be used: {why}"))
                    .label("this pattern"),
            }
        }
        FileFault::MatchesNothing { pattern, is_name } => {
            let said = match (is_name, language) {
                (true, ZhCn) => title(format!("没有 \"{pattern}\" 这个文件")).label("没有这个文件"),
                (true, En) => {
                    title(format!("the file \"{pattern}\" is not there")).label("no such file")
                }
                (false, ZhCn) => {
                    title(format!("没有文件符合 \"{pattern}\"")).label("还没有这样的文件")
                }
                (false, En) => title(format!("the pattern \"{pattern}\" matches no file"))
                    .label("no such file yet"),
            };
            said.help(match language {
                ZhCn => "路径相对于写它的那个文件",
                En => "the path is relative to the file that names it",
            })
        }
        FileFault::NearMiss { path, pattern } => match language {
            ZhCn => title(format!("{path} 没有读取：\"{pattern}\" 要的是另一种文件名"))
                .label("差一点")
                .help("改名，让它以 `.toml` 结尾，用小写，后面不要有别的"),
            En => title(format!("{path} is not read: the pattern \"{pattern}\" wants another name"))
                .label("nearly this")
                .help("rename it to end in `.toml`, in small letters and with nothing after it"),
        },
        FileFault::Copied { path, original } => match language {
            ZhCn => title(format!("{path} 看上去是 {original} 的副本，两个都读了"))
                .label("")
                .help("删掉过时的那一个"),
            En => title(format!("{path} looks like a copy of {original}, and both are read"))
                .label("")
                .help("delete the one that is out of date"),
        },
        FileFault::OnlyInRoot { key } => match language {
            ZhCn => title(format!("`{key}` 只能写在根文件里"))
                .label("不能写在这里")
                .help("移到命令行指定的那个文件里"),
            En => title(format!("`{key}` may stand only in the root file"))
                .label("not here")
                .help("move it to the file that is named on the command line"),
        },
        FileFault::OwnFault { path } => own_fault(path.as_deref(), language),
    }
}

fn own_fault(path: Option<&str>, language: Language) -> Said {
    let said = match (path, language) {
        (Some(path), ZhCn) => title(format!("duban 在读 {path} 时出错，这是 duban 的缺陷")),
        (Some(path), En) => title(format!("duban failed while it read {path}: a bug in duban")),
        (None, ZhCn) => title("duban 在核对各文件时出错，这是 duban 的缺陷"),
        (None, En) => title("duban failed while it checked the files: a bug in duban"),
    };
    said.help(match language {
        ZhCn => "多半出在刚改过的那几行：换一种写法再试，并把这几行告诉开发者",
        En => "the lines changed last are the likely cause: write them otherwise, and send them to the developers",
    })
}

fn unreadable(path: &str, reason: &Reason, is_root: bool, language: Language) -> Said {
    let why = unread(reason, language);
    let said = match language {
        ZhCn => title(format!("{path} 读不了：{why}")),
        En => title(format!("cannot read {path}: {why}")),
    };
    let help = match (is_root, reason.kind) {
        (true, ErrorKind::PermissionDenied) => Text::of(
            "当前用户无权读取：请以 duban 所用的用户身份运行（`sudo -u duban duban …`），或让当前用户能读这个文件、\
             进它的目录（`chgrp duban`，`chmod 640`；目录 `chmod 750`）",
            "this user may not read it: call duban as the user it runs as (`sudo -u duban duban …`), or let this one \
             read the file and enter its folder (`chgrp duban`, `chmod 640`; the folder `chmod 750`)",
        ),
        (true, ErrorKind::NotFound) => Text::of(
            "先进到 duban.toml 所在的文件夹（`cd 文件夹`），或用 --config 文件 指明它；还没有的话：duban init",
            "go to the folder in which duban.toml is (cd), or name the file with --config FILE; if there is none yet: duban init",
        ),
        (true, _) => Text::of(
            "根文件必须是可读的文件；用 --config 文件 可另行指定",
            "the root file must be a readable file; another is named with --config FILE",
        ),
        (false, _) => Text::of(
            "让 duban 所用的用户能读它，或把它从 `include` 里去掉",
            "let the user that duban runs as read it, or take it out of `include`",
        ),
    };
    said.label("").help(help.said(language))
}
