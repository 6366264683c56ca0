//! Keys and values.

use super::Explained;

pub(super) fn unknown_key() -> Explained {
    Explained::of(
        "没有这个键。写错一个字母的键如果放过，里面的内容就悄悄不起作用了。",
        "There is no such key. If a misspelt key were passed over, what it says would silently not count.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nownr = \"zhang\"\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nowner = \"zhang\"\n",
    )
}

pub(super) fn state_written() -> Explained {
    Explained::of(
        "任务的状态不写在文件里，而由日期看出来：有 done 就是已办结，有 verified 就是已销号。",
        "Where a task stands is read off its dates, never written: `done` means done, `verified` verified.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nstatus = \"已完成\"\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\ndone = 2026-11-20\n",
    )
}

pub(super) fn missing_key() -> Explained {
    Explained::of("少了必须有的键。", "A key that must be there is missing.").example(
        "[[task]]\nid = \"A-1\"\ndue = 2026-11-30\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\n",
    )
}

pub(super) fn wrong_type() -> Explained {
    Explained::of(
        "值的类型不对：该写日期的地方写了文字，该写数组的地方写了一个值，等等。",
        "A value is of the wrong type: text where a date is wanted, one value where an array is, and so on.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = \"2026-11-30\"\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\n",
    )
}

pub(super) fn bad_text() -> Explained {
    Explained::of(
        "这里要写一行文字，不能是空的，也不能有换行。",
        "One line of text is wanted here, and not an empty one.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"\"\ndue = 2026-11-30\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\n",
    )
}

pub(super) fn unknown_value() -> Explained {
    Explained::of("这个键只认几个固定的值。", "The key knows only some words.").example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nseverity = \"重要\"\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nseverity = \"high\"\n",
    )
}

pub(super) fn year_out_of_range() -> Explained {
    Explained::of(
        "年份多半写错了：日期应在 1900 年到 2200 年之间。",
        "The year is surely a slip: dates lie between 1900 and 2200.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 1026-11-30\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\n",
    )
}

pub(super) fn bad_offset() -> Explained {
    Explained::of(
        "偏移或长度的写法不对。偏移如 \"-7d\"（提前 7 天）、\"+5wd\"（5 个工作日之后），长度不带正负号，如 \"1mo\"。",
        "An offset or a length is not written as it must be: \"-7d\" is seven days before, \"+5wd\" five working days after; a length like \"1mo\" has no sign.",
    )
    .example(
        "[policies.strict]\nstages = [{ name = \"soon\", to = [\"owner\"], at = \"提前7天\" }]\n",
        "[policies.strict]\nstages = [{ name = \"soon\", to = [\"owner\"], at = \"-7d\" }]\n",
    )
}

pub(super) fn bad_percentage() -> Explained {
    Explained::of(
        "百分比写 1 到 100 的整数，不带正负号，说的是从交办到期限的路程过了多少。",
        "A percentage is a whole number from 1 to 100 without a sign: so much of the way from `opened` to the deadline.",
    )
    .example(
        "[policies.strict]\nstages = [{ name = \"soon\", to = [\"owner\"], at = \"+50%\" }]\n",
        "[policies.strict]\nstages = [{ name = \"soon\", to = [\"owner\"], at = \"50%\" }]\n",
    )
}

pub(super) fn bad_rhythm() -> Explained {
    Explained::of(
        "重复的几个长度要是同一种单位，且至少有一个。",
        "The lengths of a rhythm are of one kind of unit, and there is one at least.",
    )
    .example(
        "[policies.strict]\nstages = [{ name = \"soon\", to = [\"owner\"], at = \"+1d\", repeat = [\"1d\", \"1wd\"] }]\n",
        "[policies.strict]\nstages = [{ name = \"soon\", to = [\"owner\"], at = \"+1d\", repeat = [\"1wd\", \"2wd\"] }]\n",
    )
}

pub(super) fn bad_hours() -> Explained {
    Explained::of(
        "上班时间写成 \"09:00-18:00\"，结束晚于开始。",
        "Working hours are written like \"09:00-18:00\", the end after the start.",
    )
    .example(
        "[calendars.office]\ntimezone = \"Asia/Shanghai\"\nhours = \"9-18\"\n",
        "[calendars.office]\ntimezone = \"Asia/Shanghai\"\nhours = \"09:00-18:00\"\n",
    )
}

pub(super) fn bad_time() -> Explained {
    Explained::of("时刻写成 \"09:00\"。", "A time of day is written like \"09:00\".").example(
        "[calendars.office]\ntimezone = \"Asia/Shanghai\"\nsend-at = \"9点\"\n",
        "[calendars.office]\ntimezone = \"Asia/Shanghai\"\nsend-at = \"09:00\"\n",
    )
}

pub(super) fn bad_rate() -> Explained {
    Explained::of(
        "速率写成 \"600/min\"，单位是 s、min 或 h。",
        "A rate is written like \"600/min\", by s, min or h.",
    )
    .example(
        "[mail.smtp]\nhost = \"mail.example.org\"\nrate = \"600\"\n",
        "[mail.smtp]\nhost = \"mail.example.org\"\nrate = \"600/min\"\n",
    )
}

pub(super) fn bad_url() -> Explained {
    Explained::of(
        "要访问的网址以 http:// 或 https:// 开头，不带用户名和口令。",
        "The address of a page begins with http:// or https://, and has no login in it.",
    )
    .example(
        "[heartbeat]\nurl = \"hc.example.org/ping/1\"\n",
        "[heartbeat]\nurl = \"https://hc.example.org/ping/1\"\n",
    )
}

pub(super) fn no_workdays() -> Explained {
    Explained::of(
        "日历里一周至少要有一天上班，否则工作日永远数不到头。",
        "A calendar needs a working day in the week, else working days could never be counted.",
    )
    .example(
        "[calendars.office]\ntimezone = \"Asia/Shanghai\"\nworkdays = []\n",
        "[calendars.office]\ntimezone = \"Asia/Shanghai\"\nworkdays = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]\n",
    )
}

pub(super) fn bad_id() -> Explained {
    Explained::of(
        "编号不能是空的，不能有控制字符；任务编号里不能有 `/`，它用来隔开任务和节点。",
        "An id is not empty and holds no control characters; that of a task no `/`, which sets apart a milestone.",
    )
    .example(
        "[[task]]\nid = \"A/1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\n",
    )
}

pub(super) fn bad_listen() -> Explained {
    Explained::of(
        "[http] 监听的地方要写地址和端口，或套接字的绝对路径。",
        "Where [http] listens is an address and a port, or the absolute path of a socket.",
    )
    .example("[http]\nlisten = \"9470\"\n", "[http]\nlisten = \"127.0.0.1:9470\"\n")
}

pub(super) fn bad_host() -> Explained {
    Explained::of(
        "`host` 只写机器的名称或地址；端口、加密方式、登录名各有自己的键。",
        "`host` is the name or address of a machine alone; port, security and login have keys of their own.",
    )
    .example(
        "[mail.smtp]\nhost = \"mail.example.org:587\"\n",
        "[mail.smtp]\nhost = \"mail.example.org\"\n",
    )
}

pub(super) fn bad_address() -> Explained {
    Explained::of(
        "邮箱地址写错了，函件寄不到。",
        "The address is none, and letters could not reach it.",
    )
    .example(
        "[people.li]\nname = \"李四\"\nemail = \"li＠example.org\"\n",
        "[people.li]\nname = \"李四\"\nemail = \"li@example.org\"\n",
    )
}

pub(super) fn inline_password() -> Explained {
    Explained::of(
        "密码不能写在文件里：文件会被复制、备份、给人看。只写密码放在哪里。",
        "A password must not stand in the file, which is copied, kept and shown. Name where it is.",
    )
    .example(
        "[mail.smtp]\nhost = \"mail.example.org\"\nusername = \"duban\"\npassword = \"secret\"\n",
        "[mail.smtp]\nhost = \"mail.example.org\"\nusername = \"duban\"\npassword = { credential = \"smtp-password\" }\n",
    )
}

pub(super) fn bad_password() -> Explained {
    Explained::of(
        "密码所在只写一处：credential、file 或 env。",
        "A password is named by exactly one of `credential`, `file` and `env`.",
    )
    .example(
        "[mail.smtp]\nhost = \"mail.example.org\"\nusername = \"duban\"\npassword = {}\n",
        "[mail.smtp]\nhost = \"mail.example.org\"\nusername = \"duban\"\npassword = { env = \"DUBAN_PASSWORD\" }\n",
    )
}

pub(super) fn unknown_ledger() -> Explained {
    Explained::of("没有这种台账。", "There is no such ledger.")
}

pub(super) fn not_a_warning() -> Explained {
    Explained::of(
        "`[check] allow` 只能放过提醒；错误必须改正，否则文件不能采用。",
        "`[check] allow` silences warnings alone; an error must be mended, or the files cannot be taken.",
    )
    .example(
        "[check]\nallow = [\"unknown-key\"]\n",
        "[check]\nallow = [\"due-on-day-off\"]\n",
    )
}

pub(super) fn too_many() -> Explained {
    Explained::of(
        "数量超过了上限；上限远高于真实的清单，多半是写错了。",
        "There is more than is taken; the limits lie far above any real list.",
    )
}

pub(super) fn too_long() -> Explained {
    Explained::of(
        "文字超过了上限；上限远高于真实的清单，多半是写错了。",
        "A text is longer than is taken; the limits lie far above any real list.",
    )
}

pub(super) fn http_open() -> Explained {
    Explained::of(
        "[http] 监听的不是本机地址，别的机器也能看到；它不问密码，也不加密。",
        "[http] listens where other machines can read it; it asks for no password and speaks no TLS.",
    )
    .example(
        "[http]\nlisten = \"0.0.0.0:9470\"\n",
        "[http]\nlisten = \"127.0.0.1:9470\"\n",
    )
}
