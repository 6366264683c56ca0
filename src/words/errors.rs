//! What is said when the ledger or the state folder cannot be used.

use super::Text;
use crate::model::Language;
use crate::model::cause::Cause;

/// The ledger's file could not be made or read.
pub(crate) fn ledger_unusable(path: &str, reason: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("台账 {path} 用不了：{reason}"),
        Language::En => format!("cannot use the ledger {path}: {reason}"),
    }
}

/// L7: another process works on the ledger.
pub(crate) fn ledger_held(path: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("另一个 duban 正在使用台账 {path}，同时只能有一个：请先停掉它"),
        Language::En => {
            format!("another duban works on the ledger {path}; only one may. Stop it first")
        }
    }
}

/// There was a ledger, and there is none any more.
pub(crate) fn ledger_lost(path: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "这里原有台账，现在 {path} 不见了。没有它，duban 无从知道发过什么，会全部重发一遍。请把它或它的备份放回原处。\
             要从头开始：`duban adopt` 新建台账，已到的阶段一律记为已知；删去同一目录里的 `lock`，duban 会新建一份空台账"
        ),
        Language::En => format!(
            "there was a ledger here, and {path} is gone. Without it duban cannot know what was sent, and would send it \
             all again. Put it back, or a backup of it. To begin anew: `duban adopt` makes a ledger in which all that \
             has been reached counts as sent; with `lock` removed from the same folder duban makes an empty one"
        ),
    }
}

/// A file of the ledger was removed while it is open.
pub(crate) fn ledger_gone(path: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "duban 正在使用台账时，{path} 被删除：什么都没有记下，也不会发函。请把原来的文件放回原处；\
             或者停掉 duban，放上备份，再启动"
        ),
        Language::En => format!(
            "{path} was removed while duban works on the ledger: nothing is recorded and nothing sent. Put this very \
             file back; or stop duban, put a backup in its place and start duban again"
        ),
    }
}

/// The ledger's write-ahead log was removed while it is open.
pub(crate) fn ledger_log_gone(path: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "duban 正在使用台账时，{path} 被删除：什么都没有记下，也不会发函。请正常重启 duban，不要强行终止：\
             这样其中的内容会写进台账"
        ),
        Language::En => format!(
            "{path} was removed while duban works on the ledger: nothing is recorded and nothing sent. Restart duban in \
             order, not by a kill: it then writes what stood there into the ledger"
        ),
    }
}

/// Another file took the ledger's place while it is open.
pub(crate) fn ledger_replaced(path: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "duban 正在使用台账时，{path} 被换成了另一个文件：什么都没有记下，也不会发函。如果是有意的，请重启 duban；\
             否则请把原来的文件放回原处"
        ),
        Language::En => format!(
            "another file took the place of {path} while duban works on the ledger: nothing is recorded and nothing \
             sent. If it is meant, restart duban to go by it; else put the former file back"
        ),
    }
}

/// The ledger is another user's.
pub(crate) fn ledger_not_allowed(path: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "当前用户无权使用台账 {path}：请以它所属的用户身份运行 duban（服务的台账：`sudo -u duban duban …`）；\
             如果是复制时丢了所属用户，请用 chown 改回来"
        ),
        Language::En => format!(
            "this user may not use the ledger {path}: call duban as the user it belongs to (`sudo -u duban duban …` \
             for the service's), or, where a copy lost its owner, give it back to that one with chown"
        ),
    }
}

/// The ledger was written by a newer duban.
pub(crate) fn ledger_newer(path: &str, found: i64, known: i64, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "台账 {path} 是较新版本的 duban 写的（格式 {found}，本程序只认到 {known}）：请重新安装那个版本"
        ),
        Language::En => format!(
            "the ledger {path} was written by a newer duban (schema {found}; this one knows {known}): \
             install that version again"
        ),
    }
}

/// The ledger was written by an older duban, and a reading command must not change it.
pub(crate) fn ledger_older(path: &str, found: i64, known: i64, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "台账 {path} 是较旧版本的 duban 写的（格式 {found}，本程序是 {known}）：运行 `duban run` 即可更新"
        ),
        Language::En => format!(
            "the ledger {path} was written by an older duban (schema {found}; this one knows {known}): \
             `duban run` brings it up to date"
        ),
    }
}

/// Some other program's SQLite file.
pub(crate) fn ledger_foreign(path: &str, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("{path} 是 SQLite 文件，但不是 duban 的台账：请把它移走，或另外指定状态目录")
        }
        Language::En => format!(
            "{path} is a SQLite file, but no ledger of duban's; move it away or name another state folder"
        ),
    }
}

/// The ledger is damaged.
pub(crate) fn ledger_damaged(path: &str, reason: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "台账 {path} 已损坏（{reason}）。文件保持原样；请从备份恢复，没有台账，duban 无从知道发过什么"
        ),
        Language::En => format!(
            "the ledger {path} is damaged ({reason}). It is left as it is: restore it from a backup; \
             without it duban cannot know what was sent"
        ),
    }
}

/// No room for the ledger.
pub(crate) fn ledger_full(path: &str, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("台账 {path} 所在的磁盘已满：什么都没有记下，腾出空间之前也不会发函")
        }
        Language::En => format!(
            "the disk with the ledger {path} is full; nothing was recorded and nothing is sent until there is room"
        ),
    }
}

/// The ledger cannot be written.
pub(crate) fn ledger_unwritable(path: &str, reason: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "台账 {path} 写不进去（{reason}）：什么都没有记下，能写入之前也不会发函。请查看磁盘、挂载方式和文件所属用户"
        ),
        Language::En => format!(
            "the ledger {path} cannot be written ({reason}): nothing was recorded, and nothing is sent until it \
             can. Look at the disk, its mount and who owns the file"
        ),
    }
}

/// A notice stands in the ledger already.
pub(crate) fn ledger_recorded(path: &str, notice: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("台账 {path} 里已有这条提醒：{notice}"),
        Language::En => format!("the ledger {path} has this notice already: {notice}"),
    }
}

/// Somebody writes to the ledger for long.
pub(crate) fn ledger_busy(path: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("台账 {path} 正忙：一次函件很多的巡检正在写入。请一分钟后再试"),
        Language::En => format!(
            "the ledger {path} is busy: a sweep of many letters is being recorded. Try again in a minute"
        ),
    }
}

/// No copy of the ledger was made.
pub(crate) fn ledger_not_copied(path: &str, reason: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("台账没有复制到 {path}：{reason}"),
        Language::En => {
            format!("the ledger cannot be copied to {path}: {reason}. There is no copy")
        }
    }
}

/// Anything else that SQLite says.
pub(crate) fn ledger_failed(path: &str, reason: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("台账 {path} 出错：{reason}"),
        Language::En => format!("the ledger {path} failed: {reason}"),
    }
}

/// The server that has the ledger is not reached.
pub(crate) fn ledger_unreachable(
    url: &str,
    reason: &str,
    remedy: &str,
    language: Language,
) -> String {
    match language {
        Language::ZhCn => {
            format!("连不上台账 {url}：{reason}。什么都没有记下，连上之前也不会发函；{remedy}")
        }
        Language::En => format!(
            "the ledger {url} is not reached: {reason}; nothing was recorded and nothing is sent until it is: {remedy}"
        ),
    }
}

/// What to do about a ledger's server that is not reached.
pub(crate) const fn server_remedy(cause: Option<Cause>) -> Text {
    match cause {
        Some(Cause::UnknownIssuer) => Text::of(
            "请把签发该服务器证书的机构装到本机的受信任机构里（update-ca-certificates）",
            "install the authority that issued the server's certificate for the whole machine (update-ca-certificates)",
        ),
        Some(Cause::AuthorityItself) => Text::of(
            "请给服务器换一张不能签发证书的证书（CA:FALSE），例如 `openssl req -x509 -addext basicConstraints=CA:FALSE …`",
            "give the server a certificate that is none of an authority (CA:FALSE), as by \
             `openssl req -x509 -addext basicConstraints=CA:FALSE …`",
        ),
        Some(Cause::OtherName) => Text::of(
            "请把 `ledger.url` 里的主机名改成证书里有的名字，或换一张写有该名字的证书",
            "in `ledger.url`, name the server as its certificate does, or give it a certificate with this name",
        ),
        Some(Cause::Expired | Cause::NotValidYet) => Text::of(
            "请更换服务器的证书，并核对两台机器的时钟",
            "renew the server's certificate, and look at the clocks of both machines",
        ),
        Some(Cause::NoSuchName | Cause::NameWithoutAddress) => Text::of(
            "请核对 `ledger.url` 里的主机名和域名服务器",
            "look at the host in `ledger.url`, then at the name server",
        ),
        Some(Cause::ServerWithoutTls) => Text::of(
            "请让服务器启用加密（postgresql.conf 的 `ssl = on`）；若到服务器的线路本身可靠，写 sslmode=disable",
            "let the server encrypt (ssl = on in postgresql.conf); or set sslmode=disable where the way to the server \
             is safe",
        ),
        _ => Text::of(
            "请看服务器是否在运行，网络是否通",
            "look whether the server runs and the network leads there",
        ),
    }
}

/// The server lets duban not in, or not do what it must.
pub(crate) fn ledger_refused(url: &str, reason: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "台账 {url} 拒绝：{reason}。请看 `ledger.url` 里的用户和口令，以及该用户是否拥有这个数据库"
        ),
        Language::En => format!(
            "the ledger {url} refuses: {reason}; look at user and password in `ledger.url`, and whether that user owns \
             the database"
        ),
    }
}

/// Where the ledger is stands in a file that cannot be read.
pub(crate) fn ledger_url_unread(path: &str, reason: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("台账在哪里写在 {path} 里，读不出来：{reason}"),
        Language::En => {
            format!("where the ledger is stands in {path}, which cannot be read: {reason}")
        }
    }
}

/// systemd handed over no credentials, and one says where the ledger is.
pub(crate) fn ledger_url_no_credential(name: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "台账在哪里写在凭据“{name}”里，而没有 $CREDENTIALS_DIRECTORY：在服务单元里加 LoadCredential={name}:…；\
             手工运行命令时，用 url = {{ file = \"…\" }}"
        ),
        Language::En => format!(
            "the credential `{name}` says where the ledger is, but there is no $CREDENTIALS_DIRECTORY: add \
             LoadCredential={name}:… to the unit; for commands by hand use url = {{ file = \"…\" }}"
        ),
    }
}

/// Nothing says where the ledger is.
pub(crate) fn ledger_url_missing(name: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("台账在哪里应由 {name} 说明，而它没有内容"),
        Language::En => format!("{name} is to say where the ledger is, and is empty"),
    }
}

/// Another node works on the ledger (N1).
pub(crate) fn ledger_of_node(url: &str, node: &str, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("台账 {url} 由节点机“{node}”巡检，同一时间只有一台巡检：本机不巡检")
        }
        Language::En => format!(
            "node {node} sweeps on the ledger {url}, and one node does at a time: this one does not"
        ),
    }
}

/// `schemas`: the one the ledger has, and the one this duban knows.
pub(crate) fn ledger_in_use(
    url: &str,
    node: &str,
    schemas: (i64, i64),
    language: Language,
) -> String {
    let (found, known) = schemas;
    match language {
        Language::ZhCn => format!(
            "台账 {url} 须从结构 {found} 升到 {known}，而节点机“{node}”仍按旧结构工作：停下它之后，本机升级并接手"
        ),
        Language::En => format!(
            "the ledger {url} is to go from schema {found} to {known}, and node {node} still works by the old one: once that \
             is stopped, this one brings it up to date and takes over"
        ),
    }
}

pub(crate) fn lease_ended(url: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("本机在台账 {url} 上的租约已到期：续上之前什么都不记，也不发函"),
        Language::En => format!(
            "the lease of this node on the ledger {url} has ended: until it has one again it records and sends nothing"
        ),
    }
}

// What exactly is wrong with it.

pub(crate) const EMPTY: Text = Text::of("文件是空的", "the file is empty");
pub(crate) const ONLY_THE_LOG: Text =
    Text::of("主文件不见了，只剩下 -wal 文件", "its main file is gone, and its -wal file is there");
pub(crate) const READ_ONLY: Text = Text::of("文件是只读的", "it is read-only");
pub(crate) const EXISTS: Text = Text::of("已有这个文件", "there is such a file already");
pub(crate) const ON_SERVER: Text = Text::of(
    "台账在 PostgreSQL 服务器上，请用服务器自己的工具（pg_dump）备份",
    "a PostgreSQL server keeps it: back it up by the server's own tools (pg_dump)",
);
pub(crate) const DAEMON_BEGAN: Text = Text::of(
    "其间有服务开始使用台账，请再试一次",
    "a daemon began to work on it meanwhile; try again",
);

/// The text of a letter cannot be read.
pub(crate) fn letter_unreadable(letter: &str, reason: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("函件 {letter} 的正文读不出来：{reason}"),
        Language::En => format!("the text of letter {letter} cannot be read: {reason}"),
    }
}

/// A row refers to one that is not there.
pub(crate) fn dangling(table: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("表 `{table}` 有一行所指的内容不存在"),
        Language::En => format!("a row of `{table}` refers to one that is not there"),
    }
}

// What `ledger check` finds wrong with a letter.

/// A letter without its bytes.
pub(crate) fn letter_without_bytes(letter: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("函件 {letter} 没有内容"),
        Language::En => format!("letter {letter} has no bytes"),
    }
}

/// A letter to nobody.
pub(crate) fn letter_without_recipient(letter: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("函件 {letter} 没有收件人"),
        Language::En => format!("letter {letter} has no recipient"),
    }
}

/// A queued letter that all recipients have, or were refused.
pub(crate) fn letter_waits_for_nobody(letter: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("函件 {letter} 记为待发，却没有收件人在等"),
        Language::En => format!("letter {letter} waits, but for nobody"),
    }
}

/// A settled letter that a recipient still waits for.
pub(crate) fn letter_settled_too_early(letter: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("函件 {letter} 记为已了结，却还有收件人在等"),
        Language::En => format!("letter {letter} is settled, but a recipient still waits for it"),
    }
}

/// A letter about nothing.
pub(crate) fn letter_without_notice(letter: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("函件 {letter} 里没有任何提醒"),
        Language::En => format!("letter {letter} carries no notice"),
    }
}

/// A reading command finds no ledger.
pub(crate) fn no_ledger(folder: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{folder} 里还没有台账：`duban run` 第一次运行时建立"),
        Language::En => format!("there is no ledger in {folder} yet: `duban run` makes one"),
    }
}

/// The beginning of an id fits several letters.
pub(crate) fn ambiguous_letter(id: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("“{id}”开头的函件不止一份，请多写几位"),
        Language::En => format!("`{id}` fits several letters; give more of the id"),
    }
}

/// A letter that is not held cannot be released.
pub(crate) fn not_held(id: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("函件 {id} 不是待批的，不能放行"),
        Language::En => format!("letter {id} is not held, so it cannot be released"),
    }
}

/// A letter that is neither held nor failed cannot be discarded.
pub(crate) fn not_discardable(id: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("函件 {id} 既不是待批的，也没有失败，不能作废"),
        Language::En => {
            format!("letter {id} is neither held nor failed, so it cannot be discarded")
        }
    }
}

/// A letter that neither waits nor failed cannot be tried again.
pub(crate) fn not_waiting(id: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "函件 {id} 既不在等待，也没有失败，没有什么可再试（待批的函件用 `duban release` 放行）"
        ),
        Language::En => format!(
            "letter {id} neither waits nor failed, so there is nothing to try again (a held one is let go by \
             `duban release`)"
        ),
    }
}

/// L7: another process works on the ledger in that state folder.
pub(crate) fn state_held(folder: &str, pid: Option<u32>, language: Language) -> String {
    match (language, pid) {
        (Language::ZhCn, Some(pid)) => {
            format!(
                "另一个 duban（pid {pid}）正在使用 {folder} 里的台账，同时只能有一个：请先停掉它"
            )
        }
        (Language::ZhCn, None) => {
            format!("另一个 duban 正在使用 {folder} 里的台账，同时只能有一个：请先停掉它")
        }
        (Language::En, Some(pid)) => format!(
            "another duban (pid {pid}) works on the ledger in {folder}; only one may. Stop it first"
        ),
        (Language::En, None) => {
            format!("another duban works on the ledger in {folder}; only one may. Stop it first")
        }
    }
}

/// The state folder is another user's.
pub(crate) fn state_not_allowed(folder: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "当前用户无权使用状态目录 {folder}：请以它所属的用户身份运行 duban（服务的目录：`sudo -u duban duban …`），\
             或用 chown 把它交给当前用户，或用 --state-dir 另外指定"
        ),
        Language::En => format!(
            "this user may not use the state folder {folder}: call duban as the user it belongs to (the service's: \
             `sudo -u duban duban …`), or give it to this one with chown, or name another with --state-dir"
        ),
    }
}

/// The state folder cannot be locked.
pub(crate) fn state_unlockable(folder: &str, reason: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("状态目录 {folder} 锁不住：{reason}"),
        Language::En => format!("cannot lock the state folder {folder}: {reason}"),
    }
}
