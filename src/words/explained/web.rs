//! `[web]`, and links in letters.

use super::Explained;

pub(super) fn web_open() -> Explained {
    Explained::of(
        "[web] 只在本机或套接字上监听，由单位自己的代理加密后对外：网页上有姓名、函件和反馈。",
        "[web] listens on this machine or a socket alone, and the office's own proxy adds TLS: its pages show names, letters and answers.",
    )
    .example(
        "[web]\nlisten = \"0.0.0.0:9480\"\nurl = \"https://duban.example.org\"\n",
        "[web]\nlisten = \"127.0.0.1:9480\"\nurl = \"https://duban.example.org\"\n",
    )
}

pub(super) fn bad_web_url() -> Explained {
    Explained::of(
        "链接以 `url` 开头，它要是以 `https://` 开头的完整网址；链接本身就是凭证，不能走明文。",
        "Links begin with `url`, a whole https URL; a link is a credential and crosses no network in the clear.",
    )
    .example(
        "[web]\nlisten = \"127.0.0.1:9480\"\nurl = \"http://duban.example.org\"\n",
        "[web]\nlisten = \"127.0.0.1:9480\"\nurl = \"https://duban.example.org\"\n",
    )
}

pub(super) fn no_maildir() -> Explained {
    Explained::of(
        "收回信的 Maildir 读不了：里面要有 `new` 和 `cur` 两个文件夹，运行 duban 的用户读得了。",
        "The Maildir of replies cannot be read: it has the folders `new` and `cur`, and the user as whom duban runs may read them.",
    )
}

pub(super) fn no_web_key() -> Explained {
    Explained::of(
        "几个节点共用 PostgreSQL 上的台账时，一个节点签的链接别的节点也要认，所以密钥要写明，各节点相同。",
        "Nodes that share a ledger on PostgreSQL must know each other's links, so the key is named, the same on every node.",
    )
}

pub(super) fn links_without_web() -> Explained {
    Explained::of(
        "函件里的反馈链接指向 [web] 的网页；没有 [web]，链接无处可指。",
        "Links in letters lead to the pages of [web]; without it there is nothing to which they could lead.",
    )
    .example(
        "[answers]\nlinks = true\n",
        "[web]\nlisten = \"127.0.0.1:9480\"\nurl = \"https://duban.example.org\"\n\n[answers]\nlinks = true\n",
    )
}
