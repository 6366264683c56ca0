//! Ids that stand for two things, or for nothing.

use super::nouns::{noun, table_of};
use super::{Said, title};
use crate::config::fault::ReferenceFault;
use crate::config::fault::references::IdMeant;
use crate::config::read::keys::Noun;
use crate::model::Language;
use crate::model::Language::{En, ZhCn};

pub(super) fn said(fault: &ReferenceFault, language: Language) -> Said {
    match fault {
        ReferenceFault::DefinedTwice { noun: what, id } => {
            let what = noun(*what, language);
            match language {
                ZhCn => title(format!("{what} `{id}` 定义了两次"))
                    .label("这里又一次")
                    .label("第一次在这里")
                    .help("若是同一个，删去一处；若是两个，这一处换个编号"),
                En => title(format!("the {what} `{id}` is defined twice"))
                    .label("again here")
                    .label("first here")
                    .help("delete one of them if both are the same; else give this one another id"),
            }
        }
        ReferenceFault::SameId { id } => match language {
            ZhCn => title(format!("`{id}` 既是人员又是小组"))
                .label("小组")
                .label("人员")
                .help("给其中一个换个编号：`owner`、`head` 等处两种都可以写"),
            En => title(format!("`{id}` is both a person and a group"))
                .label("the group")
                .label("the person")
                .help("give one of them another id: `owner`, `head` and others take either"),
        },
        ReferenceFault::Alike { noun: what, id, first } => {
            let what = noun(*what, language);
            match language {
                ZhCn => title(format!("{what} `{id}` 与 `{first}` 看起来一样，却是另一个"))
                    .label("这里")
                    .label("和这里")
                    .help("若是同一个，改成一样；若是两个，改成读者分得清的编号"),
                En => title(format!("the {what} `{id}` looks like the {what} `{first}`, and is another one"))
                    .label("this one")
                    .label("and this one")
                    .help("write one of them if one is meant; else give them ids that a reader can tell apart"),
            }
        }
        ReferenceFault::Renamed { noun: what, was, is, told } => {
            renamed(noun(*what, language), was, is, *told, language)
        }
        ReferenceFault::GroupForPerson { id } => match language {
            ZhCn => title(format!("`{id}` 是小组，这里要写一个人")).label("小组"),
            En => {
                title(format!("`{id}` is a group, and one person is wanted here")).label("a group")
            }
        },
        ReferenceFault::Unknown { noun, written, meant } => {
            unknown(*noun, written, meant, language)
        }
        ReferenceFault::UnknownRole { written, meant } => role(written, meant.as_deref(), language),
    }
}

fn unknown(what: Noun, written: &str, meant: &IdMeant, language: Language) -> Said {
    let (noun, table) = (noun(what, language), table_of(what, language));
    let said = match language {
        ZhCn => title(format!("没有叫 `{written}` 的{noun}")).label("哪里都没有定义"),
        En => title(format!("there is no {noun} `{written}`")).label("not defined anywhere"),
    };
    let name = written.trim();
    match (meant, language) {
        (IdMeant::ByName(id), ZhCn) => said.help(format!("`{name}` 是名称；这里要写编号 `{id}`")),
        (IdMeant::ByName(id), En) => {
            said.help(format!("`{name}` is the name; write the id `{id}`"))
        }
        (IdMeant::Near(id), ZhCn) => said.help(format!("是不是 `{id}`？")),
        (IdMeant::Near(id), En) => said.help(format!("did you mean `{id}`?")),
        (IdMeant::Several(ids), ZhCn) => said.help(format!(
            "这里只写一个编号；几个人分开写：{}，责任人之外的写在 `with`",
            ids.join("、")
        )),
        (IdMeant::Several(ids), En) => said.help(format!(
            "one id is wanted; several people are written each for itself, {}, those besides the owner in `with`",
            ids.join(", ")
        )),
        (IdMeant::Address, ZhCn) => {
            said.help("这里只写邮箱地址不够：先用 [people.ID] 定义此人，再写其编号")
        }
        (IdMeant::Address, En) => said.help(
            "an address is not enough here: define the person in [people.ID], and write the id",
        ),
        (IdMeant::Unknown, ZhCn) => said.help(format!("用 {table} 定义，写在哪个文件里都可以")),
        (IdMeant::Unknown, En) => said.help(format!("define it in {table}, in any of the files")),
    }
}

fn role(written: &str, meant: Option<&str>, language: Language) -> Said {
    let said = match language {
        ZhCn => title(format!("没有 `{written}` 这个角色")).label("没有这个角色"),
        En => title(format!("`{written}` is no role")).label("no such role"),
    };
    match (meant, language) {
        (Some(meant), ZhCn) => said.help(format!("是不是 `{meant}`？")),
        (Some(meant), En) => said.help(format!("did you mean `{meant}`?")),
        (None, ZhCn) => said.help(
            "角色有 owner（责任人）、with（共同责任人）、supervisor（督导方）、watchers（抄送人）、head（单位负责人）、\
             head+1（上一级负责人）…、top（最上级负责人）、person:ID、group:ID，或邮箱地址",
        ),
        (None, En) => said.help(
            "the roles are owner, with, supervisor, watchers, head, head+1 …, top, person:ID, group:ID, or an address",
        ),
    }
}

fn renamed(what: &str, was: &str, is: &str, told: Option<usize>, language: Language) -> Said {
    match language {
        ZhCn => {
            let told = told.map_or_else(String::new, |told| format!("（台账里 {told} 条）"));
            title(format!("{what} `{was}` 好像改名成了 `{is}`"))
                .label("新的")
                .help(format!(
                    "发过的提醒{told}记在 `{was}` 名下，改名后会从头再发；请改回 `{was}`，若确是另一项就不用管"
                ))
        }
        En => {
            let told = match told {
                None => "what was told stands".to_owned(),
                Some(1) => "1 notice stands".to_owned(),
                Some(told) => format!("{told} notices stand"),
            };
            title(format!("the {what} `{was}` seems to have been renamed to `{is}`"))
                .label("the new one")
                .help(format!(
                    "{told} under `{was}` in the ledger, and would go once more under `{is}`: write `{was}` again, unless this is another one"
                ))
        }
    }
}
