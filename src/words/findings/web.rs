//! `[web]`, and links in letters.

use super::{Said, title};
use crate::config::fault::WebFault;
use crate::config::fault::web::UrlFault;
use crate::model::Language;
use crate::model::Language::{En, ZhCn};
use crate::words::causes;

/// A list: one arm for each kind.
pub(super) fn said(fault: &WebFault, language: Language) -> Said {
    match fault {
        WebFault::Open => match language {
            ZhCn => title("[web] 的网页上有姓名和函件，不加密就不能让别的机器直接连上")
                .label("不是本机地址")
                .help("改为监听 127.0.0.1 或套接字，前面放单位自己的 TLS 代理（docs/web.md）"),
            En => title(
                "the pages of [web] show names and letters, and without TLS no other machine may reach them",
            )
            .label("not a loopback address")
            .help(
                "listen at 127.0.0.1 or a Unix socket, with the office's own TLS proxy before it (docs/web.md)",
            ),
        },
        WebFault::Url { written, why } => url(written, *why, language),
        WebFault::NoMaildir { why } => {
            let why = causes::said(why, language);
            match language {
                ZhCn => title(format!("收回信的 Maildir 读不了：{why}"))
                    .help("`answers.maildir` 写 Maildir 本身的路径，里面有 `new` 和 `cur`，并让 duban 的用户读得了"),
                En => title(format!("the Maildir of replies cannot be read: {why}")).help(
                    "`answers.maildir` is the Maildir itself, with `new` and `cur` in it, which the user of duban may read",
                ),
            }
        }
        WebFault::NoKey => match language {
            ZhCn => title("台账在 PostgreSQL 上时，[web] 要写明密钥在哪里，各节点相同")
                .label("这里缺 `key`")
                .help("加上 `key = { credential = \"web-key\" }`；密钥可用 `openssl rand -hex 32` 生成"),
            En => title(
                "with the ledger on PostgreSQL, [web] must say where its key is, the same on every node",
            )
            .label("lacks a `key`")
            .help("add key = { credential = \"web-key\" }; `openssl rand -hex 32` makes one"),
        },
        WebFault::ExposedKey { path, why } => {
            let why = causes::said(why, language);
            match language {
                ZhCn => title(format!("给链接签名的密钥放在 {path} 不安全：{why}")).label("这个文件"),
                En => title(format!("the key that signs links is not safe in {path}: {why}"))
                    .label("this file"),
            }
        }
        WebFault::LinksWithoutWeb => match language {
            ZhCn => title("函件里要带反馈链接，却没有 [web]，链接无处可指")
                .label("要有 [web]")
                .help("加上 [web]，写 `listen` 和 `url`；或去掉 `links`"),
            En => title("letters are to have links, but there is no [web] to which they lead")
                .label("needs [web]")
                .help("add [web] with listen and url, or take `links` away"),
        },
    }
}

fn url(written: &str, why: UrlFault, language: Language) -> Said {
    match (why, language) {
        (UrlFault::NoUrl, ZhCn) => title(format!("`{written}` 不是网址"))
            .label("这个网址")
            .help("写成 \"https://duban.example.org\""),
        (UrlFault::NoUrl, En) => title(format!("`{written}` is no URL"))
            .label("this URL")
            .help("write it like \"https://duban.example.org\""),
        (UrlFault::Plain, ZhCn) => {
            title(format!("`{written}` 不加密：链接就是凭证，谁看到谁就能用"))
                .label("要用 `https`")
                .help("写成 \"https://…\"；`http` 只用于本机地址")
        }
        (UrlFault::Plain, En) => title(format!(
            "`{written}` is not encrypted: a link is a credential for whoever sees it"
        ))
        .label("https is needed")
        .help("write \"https://…\"; http is for loopback addresses alone"),
        (UrlFault::Beyond, ZhCn) => title(format!("`{written}` 里有不该有的东西"))
            .label("这个网址")
            .help("只写到主机和路径，不要登录名、?、# 和空格"),
        (UrlFault::Beyond, En) => title(format!("`{written}` holds more than a host and a path"))
            .label("this URL")
            .help("leave out logins, `?`, `#` and blanks"),
    }
}
