//! What the system says when a file or a connection fails. Its own words are English; those that people meet have
//! a sentence here, the others are quoted.

use std::io::{Error, ErrorKind};

use super::Text;
use super::causes;
use super::quotes::quoted;
use crate::model::Language;

/// Why the system could not do it.
pub(crate) fn reason(error: &Error, language: Language) -> String {
    match causes::ours(error) {
        Some(met) => causes::said(met, language),
        None => because(error.kind(), &error.to_string(), language),
    }
}

/// The same of an error that is no longer at hand: its kind, and what the system said.
pub(crate) fn because(kind: ErrorKind, text: &str, language: Language) -> String {
    let known = match language {
        Language::En => return text.to_owned(),
        Language::ZhCn => match kind {
            ErrorKind::NotFound => "没有这个文件或目录",
            ErrorKind::PermissionDenied => "没有权限",
            ErrorKind::AlreadyExists => "文件已经存在",
            ErrorKind::IsADirectory => "这是目录，不是文件",
            ErrorKind::NotADirectory => "路径中间有一段不是目录",
            ErrorKind::StorageFull => "磁盘已满",
            ErrorKind::QuotaExceeded => "磁盘配额已用完",
            ErrorKind::ReadOnlyFilesystem => "文件系统是只读的",
            ErrorKind::InvalidFilename => "文件名太长或不合规定",
            ErrorKind::FileTooLarge => "文件太大",
            ErrorKind::ConnectionRefused => "对方拒绝连接",
            ErrorKind::ConnectionReset => "对方中断了连接",
            ErrorKind::TimedOut => "等候太久，没有回应",
            ErrorKind::AddrInUse => "端口已被占用",
            ErrorKind::UnexpectedEof => "数据提前结束",
            ErrorKind::InvalidData => "内容不是所要的格式",
            _ => return quoted(text, language),
        },
    };
    known.to_owned()
}

/// Between a failure and its cause.
pub(crate) const BECAUSE: Text = Text::of("：", ": ");

/// What is no fault of the reader's.
pub(crate) const BUG: Text = Text::of("这是 duban 的缺陷", "this is a bug in duban");
