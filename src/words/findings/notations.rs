//! Values that have a notation of their own: offsets, times, addresses, hosts.

use super::{Said, title};
use crate::config::fault::NotationFault;
use crate::config::fault::notations::{AddressFault, HostFault};
use crate::model::Language::{En, ZhCn};
use crate::model::{CronFault, Language, OffsetError, TimeUnit};
use crate::words::counts::plural;
use crate::words::quotes::quoted;

/// A list: one arm for each kind.
#[expect(clippy::too_many_lines)]
pub(super) fn said(fault: &NotationFault, language: Language) -> Said {
    match fault {
        NotationFault::YearOutOfRange { year, low, high } => match language {
            ZhCn => title(format!("年份 {year} 想必是写错了；日期应在 {low} 年到 {high} 年之间"))
                .label("这个年份"),
            En => title(format!(
                "the year {year} is surely a slip; dates lie between {low} and {high}"
            ))
            .label("this year"),
        },
        NotationFault::BadOffset { written, why, is_length, meant } => {
            offset(written, why, *is_length, meant.as_deref(), language)
        }
        NotationFault::BeyondDates { offset } => match language {
            ZhCn => title(format!("`opened{offset}` 超出了可用的日期")).label("太远"),
            En => title(format!("`opened{offset}` leads beyond all dates")).label("too far"),
        },
        NotationFault::BadPercentage { written } => match language {
            ZhCn => title(format!("`{written}` 不是百分比"))
                .label("到期限的路程的百分之几")
                .help("写 1 到 100 的整数，不带正负号，如 \"50%\""),
            En => title(format!("`{written}` is no percentage"))
                .label("of the way to the deadline")
                .help("write a whole number from 1 to 100 without a sign, like \"50%\""),
        },
        NotationFault::EmptyRhythm => match language {
            ZhCn => title("这里一个长度也没有").label("这里").help("至少写一个长度，如 [\"1wd\"]"),
            En => title("the rhythm holds no length")
                .label("this rhythm")
                .help("write one length at least, like [\"1wd\"]"),
        },
        NotationFault::MixedRhythm => match language {
            ZhCn => title("几个长度的单位不是同一种")
                .label("这里")
                .help("要么只用 wd，要么用 d、w、mo，要么只用 wh，要么用 min、h"),
            En => title("the lengths of a rhythm are of different kinds")
                .label("this rhythm")
                .help("use wd alone, or d, w and mo, or wh alone, or min and h"),
        },
        NotationFault::BadHours { written } => match language {
            ZhCn => title(format!(
                "`{written}` 不是上班时间；要写成 \"09:00-18:00\"，结束晚于开始"
            ))
            .label("这段时间"),
            En => title(format!(
                "`{written}` are no working hours; write them like \"09:00-18:00\", the end after the start"
            ))
            .label("these hours"),
        },
        NotationFault::BadTime { written } => match language {
            ZhCn => title(format!("`{written}` 不是时刻；要写成 \"09:00\"")).label("这个时刻"),
            En => title(format!("`{written}` is no time of day; write it like \"09:00\""))
                .label("this time"),
        },
        NotationFault::BadRate { written } => match language {
            ZhCn => title(format!(
                "`{written}` 不是速率；要写成 \"600/min\"（s 秒、min 分钟、h 小时）"
            ))
            .label("这个速率"),
            En => title(format!(
                "`{written}` is no rate; write it like \"600/min\" (s, min or h)"
            ))
            .label("this rate"),
        },
        NotationFault::BadCron { written, why } => bad_cron(written, why, language),
        NotationFault::BadRoll { written } => match language {
            ZhCn => title(format!("`{written}` 不是遇休息日的办法")).label("这里").help(
                "写 \"none\"（照发）、\"later\"（顺延）、\"earlier\"（提前），或 \"2wd\"（休息日之后第 2 个工作日）",
            ),
            En => title(format!("`{written}` does not say what becomes of a day off"))
                .label("this roll")
                .help(
                    "write \"none\", \"later\", \"earlier\", or \"2wd\" for the second working day after it",
                ),
        },
        NotationFault::BadLate { written } => match language {
            ZhCn => title(format!("`{written}` 不是天数")).label("这里").help(
                "`late` 写作 \">30d\"、\">=5wd\"、\">1mo\"；`due-within` 写作 \"7d\"",
            ),
            En => title(format!("`{written}` is no length in days")).label("here").help(
                "`late` is written like \">30d\", \">=5wd\" or \">1mo\", `due-within` like \"7d\"",
            ),
        },
        NotationFault::BadUrl { written } => match language {
            ZhCn => title(format!("`{written}` 不是网址"))
                .label("这个网址")
                .help("写成 \"https://hc.example.org/ping/1\"，不带用户名和口令"),
            En => title(format!("`{written}` is no address of a page"))
                .label("this address")
                .help("write it like \"https://hc.example.org/ping/1\", without a login"),
        },
        NotationFault::NoWorkdays => match language {
            ZhCn => title("日历里一周至少要有一天上班").label("一天也没有"),
            En => title("a calendar needs at least one working day in the week").label("none here"),
        },
        NotationFault::BadListen { written } => match language {
            ZhCn => title(format!("`{written}` 不是可以监听的地方"))
                .label("既不是地址加端口，也不是套接字")
                .help(
                    "写地址和端口，如 \"127.0.0.1:9470\"、\"[::1]:9470\"，或写套接字，如 \
                     \"unix:/run/duban/http.sock\"（绝对路径，最多 107 字节）",
                ),
            En => title(format!("`{written}` is nowhere to listen"))
                .label("not an address and a port, nor a socket")
                .help(
                    "write an address and a port, \"127.0.0.1:9470\" or \"[::1]:9470\", or a socket, \
                     \"unix:/run/duban/http.sock\" (an absolute path, at most 107 bytes)",
                ),
        },
        NotationFault::HttpOpen => match language {
            ZhCn => title("[http] 不问密码，也不加密，别的机器都能看到它说的内容")
                .label("不是本机地址")
                .help(
                    "改为监听 127.0.0.1 或套接字，前面放一个会验明来人的代理；或者用防火墙只放监控系统进来",
                ),
            En => title(
                "others than this machine can read what [http] tells: it asks for no password and speaks no TLS",
            )
            .label("not a loopback address")
            .help(
                "listen at 127.0.0.1 or a Unix socket, with a proxy before it that asks who comes; or have a \
                 firewall let in none but the monitoring",
            ),
        },
        NotationFault::BadHost(host) => bad_host(host, language),
        NotationFault::BadAddress { written, why, meant } => {
            address(written, why, meant.as_deref(), language)
        }
        NotationFault::SenderNotAscii { address } => match language {
            ZhCn => title(format!("每封函件都带有 `{address}`，而它不是纯 ASCII"))
                .label("这个地址")
                .help("不是每个邮件服务器都收这样的地址：这里请换一个"),
            En => title(format!("every letter bears `{address}`, which is not ASCII"))
                .label("this address")
                .help("not every mail server takes such an address: name another one here"),
        },
    }
}

fn offset(
    written: &str,
    why: &OffsetError,
    is_length: bool,
    meant: Option<&str>,
    language: Language,
) -> Said {
    let said = offset_as_such(written, why, is_length, language);
    let blank = matches!(why, OffsetError::UnknownUnit(unit) if unit.contains(char::is_whitespace));
    match (meant, language) {
        (Some(meant), ZhCn) if blank => said.help(format!("写成 \"{meant}\"，中间不留空格")),
        (Some(meant), En) if blank => said.help(format!("write \"{meant}\", without blanks")),
        (Some(meant), ZhCn) => said.help(format!("写成 \"{meant}\"")),
        (Some(meant), En) => said.help(format!("write \"{meant}\"")),
        (None, _) => said,
    }
}

fn offset_as_such(written: &str, why: &OffsetError, is_length: bool, language: Language) -> Said {
    let said = match (is_length, language) {
        (true, ZhCn) => title(format!("`{written}` 不是长度")),
        (false, ZhCn) => title(format!("`{written}` 不是偏移")),
        (true, En) => title(format!("`{written}` is no length")),
        (false, En) => title(format!("`{written}` is no offset")),
    };
    match (why, language) {
        (OffsetError::Empty, ZhCn) if is_length => {
            said.label("这里是空的").help("写成 \"2wd\" 或 \"1mo\" 这样的长度")
        }
        (OffsetError::Empty, En) if is_length => {
            said.label("nothing is written here").help("write a length like \"2wd\" or \"1mo\"")
        }
        (OffsetError::Empty, ZhCn) => {
            said.label("这里是空的").help("写成 \"-7d\" 或 \"+5wd\" 这样的偏移")
        }
        (OffsetError::Empty, En) => {
            said.label("nothing is written here").help("write an offset like \"-7d\" or \"+5wd\"")
        }
        (OffsetError::SignMissing, ZhCn) => said
            .label("提前还是之后？")
            .help(format!("提前写 \"-{written}\"，之后写 \"+{written}\"")),
        (OffsetError::SignMissing, En) => said
            .label("before or after?")
            .help(format!("write \"-{written}\" for before or \"+{written}\" for after")),
        (OffsetError::SignUnwanted, ZhCn) => said
            .label("长度不带正负号")
            .help(format!("写成 \"{}\"", written.trim_start_matches(['+', '-']))),
        (OffsetError::SignUnwanted, En) => said
            .label("a length has no sign")
            .help(format!("write \"{}\"", written.trim_start_matches(['+', '-']))),
        (OffsetError::NumberMissing, ZhCn) if is_length => {
            said.label("没有写数").help("单位前面写一个整数：\"2wd\"、\"1mo\"")
        }
        (OffsetError::NumberMissing, En) if is_length => said
            .label("the number is missing")
            .help("write a whole number before the unit: \"2wd\" or \"1mo\""),
        (OffsetError::NumberMissing, ZhCn) => {
            said.label("没有写数").help("单位前面写一个整数：\"+5wd\"")
        }
        (OffsetError::NumberMissing, En) => said
            .label("the number is missing")
            .help("write a whole number before the unit: \"+5wd\""),
        (OffsetError::UnknownUnit(unit), _) => unknown_unit(said, unit, language),
        (OffsetError::TooLarge(unit), ZhCn) => {
            said.label("太远").help(format!("最多 {}{}", unit.limit(), unit.suffix()))
        }
        (OffsetError::TooLarge(unit), En) => said.label("too far").help(format!(
            "at most {}{} is possible",
            unit.limit(),
            unit.suffix()
        )),
        (OffsetError::Zero, ZhCn) => said.label("隔 0 就是没有间隔").help("长度至少写 1"),
        (OffsetError::Zero, En) => {
            said.label("a repeat of nothing").help("write a length of at least 1")
        }
    }
}

fn unknown_unit(said: Said, unit: &str, language: Language) -> Said {
    let units: Vec<&str> = TimeUnit::ALL.iter().map(|(name, _)| *name).collect();
    let blank = unit.contains(char::is_whitespace);
    match language {
        ZhCn => {
            let label = if unit.is_empty() { "没有写单位" } else { "没有这个单位" };
            let slip = if blank { "；中间不留空格" } else { "" };
            said.label(label).help(format!(
                "单位有 {}{slip}（min 分钟、h 小时、wh 工作小时、d 天、wd 工作日、w 周、mo 月）",
                units.join("、")
            ))
        }
        En => {
            let label = if unit.is_empty() { "the unit is missing" } else { "no such unit" };
            let slip = if blank { "; without blanks" } else { "" };
            said.label(label).help(format!(
                "the units are {}{slip} (min minutes, h hours, wh working hours, d days, wd working days, w weeks, mo \
                 months)",
                units.join(", ")
            ))
        }
    }
}

fn bad_host(host: &HostFault, language: Language) -> Said {
    let said = match (&host.written, language) {
        (None, ZhCn) => title("`host` 里写了登录名，而它只写机器的名称"),
        (None, En) => title("a login stands in `host`, which names the machine alone"),
        (Some(written), ZhCn) => {
            title(format!("`{}` 不是机器的名称或地址", written.escape_debug()))
        }
        (Some(written), En) => {
            title(format!("`{}` is no name or address of a machine", written.escape_debug()))
        }
    };
    let said = said.label(match language {
        ZhCn => "这里只写主机",
        En => "the host alone belongs here",
    });
    let has_login = host.written.is_none();
    match (&host.lines[..], language) {
        ([], ZhCn) => said.help(
            "只写名称，如 host = \"mail.example.org\"，或地址，如 host = \"192.0.2.7\"",
        ),
        ([], En) => said.help(
            "write the name alone, like host = \"mail.example.org\", or an address, like host = \"192.0.2.7\"",
        ),
        (lines, ZhCn) => {
            let login = if has_login { "；登录名写在 `username`，`password` 写密码在哪里" } else { "" };
            said.help(format!("改写为 {}{login}", lines.join(" 和 ")))
        }
        (lines, En) => {
            let login = match has_login {
                true => "; who logs in stands in `username`, and `password` says where the password is",
                false => "",
            };
            said.help(format!("write {}{login}", lines.join(" and ")))
        }
    }
}

fn address(written: &str, why: &AddressFault, meant: Option<&str>, language: Language) -> Said {
    if written.trim().is_empty() {
        return match language {
            ZhCn => {
                title("邮箱地址还没有填").label("填在引号里").help("写成 \"zhang@example.org\"")
            }
            En => title("no email address is filled in yet")
                .label("between these quotes")
                .help("write it like \"zhang@example.org\""),
        };
    }
    let why = match (why, language) {
        (AddressFault::Parts, ZhCn) => "要有 @，前面是用户名，后面是域名".to_owned(),
        (AddressFault::Parts, En) => {
            "it needs an @ with a name before it and a domain behind it".to_owned()
        }
        (AddressFault::Name, ZhCn) => "@ 前面不能这样写".to_owned(),
        (AddressFault::Name, En) => "what stands before the @ is no name of a mailbox".to_owned(),
        (AddressFault::Domain(domain), ZhCn) => format!("`{domain}` 不是域名（RFC 5321 §4.1.2）"),
        (AddressFault::Domain(domain), En) => {
            format!("`{domain}` is no domain name (RFC 5321 §4.1.2)")
        }
        (AddressFault::Literal(domain), ZhCn) => {
            format!("`{domain}` 不是方括号里的 IP 地址（RFC 5321 §4.1.3）")
        }
        (AddressFault::Literal(domain), En) => {
            format!("`{domain}` is no IP address in brackets (RFC 5321 §4.1.3)")
        }
        (AddressFault::Quotes, ZhCn) => "里面有引号，不是所有邮件程序都认".to_owned(),
        (AddressFault::Quotes, En) => {
            "there are quotes in it, which mail programs do not all understand".to_owned()
        }
        (AddressFault::Other(why), _) => quoted(why, language),
    };
    let said = match language {
        ZhCn => title(format!("`{written}` 不是邮箱地址：{why}")).label("这个地址"),
        En => title(format!("`{written}` is no email address: {why}")).label("this address"),
    };
    match (meant, language) {
        (Some(meant), ZhCn) => said.help(format!("是不是 `{meant}`？")),
        (Some(meant), En) => said.help(format!("did you mean `{meant}`?")),
        (None, ZhCn) => said.help("写成 \"zhang@example.org\" 或 \"张三 <zhang@example.org>\""),
        (None, En) => {
            said.help("write it like \"zhang@example.org\" or \"张三 <zhang@example.org>\"")
        }
    }
}

fn bad_cron(written: &str, why: &CronFault, language: Language) -> Said {
    const ZH: [&str; 5] =
        ["分（0-59）", "时（0-23）", "日（1-31）", "月（1-12）", "星期（0-7 或 MON-SUN）"];
    const EN: [&str; 5] = [
        "minute (0-59)",
        "hour (0-23)",
        "day of the month (1-31)",
        "month (1-12)",
        "day of the week (0-7 or MON-SUN)",
    ];
    let said = match (why, language) {
        (CronFault::Fields(count), ZhCn) => {
            title(format!("`{written}` 有 {count} 段，定时要写成 5 段"))
        }
        (CronFault::Fields(count), En) => {
            title(format!("`{written}` has {}, a cron expression has 5", plural(*count, "field")))
        }
        (CronFault::Field(at, field), ZhCn) => {
            title(format!("`{field}` 不能作为定时里的{}", ZH.get(*at).unwrap_or(&"一段")))
        }
        (CronFault::Field(at, field), En) => {
            title(format!("`{field}` is no {}", EN.get(*at).unwrap_or(&"field")))
        }
        (CronFault::Never, ZhCn) => title(format!("`{written}` 永远不会到来")),
        (CronFault::Never, En) => title(format!("`{written}` never comes round")),
    };
    match language {
        ZhCn => said
            .label("这个定时")
            .help("依次写 分 时 日 月 星期，如每月 5 日 9 点写 \"0 9 5 * *\"，每周二 12 点写 \"0 12 * * 2\""),
        En => said.label("this cron").help(
            "write minute, hour, day, month, weekday: \"0 9 5 * *\" is the 5th of each month at 9, \"0 12 * * 2\" each \
             Tuesday at 12",
        ),
    }
}
