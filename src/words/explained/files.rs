//! Calendars, mail and files.

use super::Explained;

pub(super) fn no_calendar() -> Explained {
    Explained::of(
        "没有可用的日历，不知道哪些天上班、几点发函。",
        "There is no calendar to tell working days and hours by.",
    )
}

pub(super) fn send_at_outside_hours() -> Explained {
    Explained::of(
        "发函时刻不在上班时间之内，函件就永远发不出去（T8）。",
        "Notices leave within working hours; a `send-at` outside them would never come (T8).",
    )
    .example(
        "[calendars.office]\ntimezone = \"Asia/Shanghai\"\nsend-at = \"18:00\"\n",
        "[calendars.office]\ntimezone = \"Asia/Shanghai\"\nsend-at = \"09:00\"\n",
    )
}

pub(super) fn own_fault() -> Explained {
    Explained::of(
        "读文件时 duban 自己出了错。这些文件不生效，原先生效的照旧；多半是刚改过的那几行引起的。",
        "duban itself failed while it read the files. They are not in force, and what was in force stays so; the lines changed \
         last are the likely cause.",
    )
}

pub(super) fn unreadable_holidays() -> Explained {
    Explained::of("节假日文件读不了。", "The holiday set cannot be read.").example(
        "[calendars.office]\ntimezone = \"Asia/Shanghai\"\nholidays = [\"2027.ics\"]\n",
        "[calendars.office]\ntimezone = \"Asia/Shanghai\"\nholidays = [\"CN\"]\n",
    )
}

pub(super) fn bad_holidays() -> Explained {
    Explained::of("节假日文件的内容用不了。", "What the holiday set holds cannot be used.")
}

pub(super) fn unknown_holidays() -> Explained {
    Explained::of(
        "没有这个节假日。自带的有 CN、US、GB，其他的写文件路径。",
        "There is no such holiday set: CN, US and GB are built in, others are paths.",
    )
    .example(
        "[calendars.office]\ntimezone = \"Asia/Shanghai\"\nholidays = [\"中国\"]\n",
        "[calendars.office]\ntimezone = \"Asia/Shanghai\"\nholidays = [\"CN\"]\n",
    )
}

pub(super) fn unknown_zone() -> Explained {
    Explained::of(
        "没有这个时区。写 IANA 名称，如 Asia/Shanghai。",
        "There is no such time zone: write an IANA name, like Asia/Shanghai.",
    )
    .example(
        "[calendars.office]\ntimezone = \"北京时间\"\n",
        "[calendars.office]\ntimezone = \"Asia/Shanghai\"\n",
    )
}

pub(super) fn missing_smtp() -> Explained {
    Explained::of(
        "发送方式是 smtp，却没有写邮件服务器。",
        "The transport is smtp, and no relay is named.",
    )
}

pub(super) fn bad_ca() -> Explained {
    Explained::of(
        "`ca` 指的证书文件用不了。",
        "The file of certificates that `ca` names cannot be used.",
    )
}

pub(super) fn exposed_password() -> Explained {
    Explained::of(
        "放密码的文件别人也能读写。",
        "Others may read or write the file that holds the password.",
    )
}

pub(super) fn missing_password() -> Explained {
    Explained::of(
        "写了登录名，没有写密码在哪里。",
        "A login is named, and not where its password is.",
    )
    .example(
        "[mail.smtp]\nhost = \"mail.example.org\"\nusername = \"duban\"\n",
        "[mail.smtp]\nhost = \"mail.example.org\"\nusername = \"duban\"\npassword = { env = \"DUBAN_PASSWORD\" }\n",
    )
}

pub(super) fn missing_username() -> Explained {
    Explained::of(
        "写了密码在哪里，没有写登录名。",
        "A password is named, and not whose it is.",
    )
    .example(
        "[mail.smtp]\nhost = \"mail.example.org\"\npassword = { env = \"DUBAN_PASSWORD\" }\n",
        "[mail.smtp]\nhost = \"mail.example.org\"\nusername = \"duban\"\npassword = { env = \"DUBAN_PASSWORD\" }\n",
    )
}

pub(super) fn unreadable_file() -> Explained {
    Explained::of("文件读不了。", "A file cannot be read.")
}

pub(super) fn utf_16() -> Explained {
    Explained::of(
        "文件是 UTF-16 编码。duban 只读 UTF-8：用记事本另存为，编码选 UTF-8。",
        "The file is in UTF-16. duban reads UTF-8: in Notepad, Save as, Encoding UTF-8.",
    )
}

pub(super) fn gbk() -> Explained {
    Explained::of(
        "文件是 GBK（ANSI）编码。duban 只读 UTF-8：用记事本另存为，编码选 UTF-8。",
        "The file is in GBK (ANSI). duban reads UTF-8: in Notepad, Save as, Encoding UTF-8.",
    )
}

pub(super) fn not_utf_8() -> Explained {
    Explained::of("文件不是 UTF-8 编码。", "The file is not UTF-8.")
}

pub(super) fn file_too_large() -> Explained {
    Explained::of(
        "文件太大；把任务分到几个文件里。",
        "The file is too large; spread its tasks over several.",
    )
}

pub(super) fn bad_include() -> Explained {
    Explained::of("`include` 的通配符用不了。", "A pattern of `include` cannot be used.")
}

pub(super) fn only_in_root() -> Explained {
    Explained::of(
        "这些内容只能写在根文件里，免得几个文件各说各的。",
        "This may stand only in the root file, so that no two files say different things.",
    )
}

pub(super) fn open_and_closed() -> Explained {
    Explained::of(
        "同一天既写了上班又写了放假；按上班算（T2）。",
        "A day is both open and closed; it counts as open (T2).",
    )
    .example(
        "[calendars.office]\ntimezone = \"Asia/Shanghai\"\nopen = [2026-12-26]\nclosed = [2026-12-26]\n",
        "[calendars.office]\ntimezone = \"Asia/Shanghai\"\nopen = [2026-12-26]\n",
    )
}

pub(super) fn holiday_event() -> Explained {
    Explained::of(
        "节假日文件里有一行没有采用，那天可能算错。",
        "A line of the holiday set is not read, and its day may be counted wrongly.",
    )
}

pub(super) fn reversed_zone() -> Explained {
    Explained::of(
        "Etc/GMT+8 这类时区的正负号是反的：它比 UTC 晚 8 小时。",
        "The sign of zones like Etc/GMT+8 is reversed: it lies 8 hours behind UTC.",
    )
    .example(
        "[calendars.office]\ntimezone = \"Etc/GMT+8\"\n",
        "[calendars.office]\ntimezone = \"Asia/Shanghai\"\n",
    )
}

pub(super) fn no_authorities() -> Explained {
    Explained::of(
        "系统里没有可用的证书颁发机构，用 TLS 连不上邮件服务器。",
        "The system has no certificate authorities, and no relay can be trusted.",
    )
}

pub(super) fn unused_ca() -> Explained {
    Explained::of(
        "不加密时不看证书，`ca` 不起作用。",
        "Without encryption no certificate is asked for, and `ca` says nothing.",
    )
    .example(
        "[mail.smtp]\nhost = \"mail.example.org\"\nsecurity = \"none\"\nca = \"ca.pem\"\n",
        "[mail.smtp]\nhost = \"mail.example.org\"\nca = \"ca.pem\"\n",
    )
}

pub(super) fn unreadable_password() -> Explained {
    Explained::of(
        "这里取不到密码；`run` 启动时要用。",
        "The password is not to be had here; `run` needs it to start.",
    )
}

pub(super) fn no_sendmail() -> Explained {
    Explained::of(
        "没有这个 sendmail 程序，函件发不出去。",
        "There is no such sendmail program, and no letter can leave.",
    )
}

pub(super) fn clear_password() -> Explained {
    Explained::of(
        "不加密时，密码在网络上是明文。",
        "Without encryption the password crosses the network in the clear.",
    )
    .example(
        "[mail.smtp]\nhost = \"mail.example.org\"\nsecurity = \"none\"\nusername = \"duban\"\npassword = { env = \"DUBAN_PASSWORD\" }\n",
        "[mail.smtp]\nhost = \"mail.example.org\"\nusername = \"duban\"\npassword = { env = \"DUBAN_PASSWORD\" }\n",
    )
}

pub(super) fn unlikely_port() -> Explained {
    Explained::of(
        "端口与加密方式不合，或这个端口不是发信用的。",
        "The port does not go with the security, or is not where mail is handed in.",
    )
    .example(
        "[mail.smtp]\nhost = \"mail.example.org\"\nport = 465\n",
        "[mail.smtp]\nhost = \"mail.example.org\"\nport = 465\nsecurity = \"tls\"\n",
    )
}

pub(super) fn include_matches_nothing() -> Explained {
    Explained::of("`include` 没有指到任何文件。", "A pattern of `include` matches no file.")
}

pub(super) fn near_miss() -> Explained {
    Explained::of(
        "有个文件的名称只差一点，因此没有读取，里面的任务不会有提醒。",
        "A file nearly fits a pattern of `include` and is not read: its tasks are not reminded.",
    )
}

pub(super) fn copied_file() -> Explained {
    Explained::of(
        "有个文件看上去是另一个的副本，两个都读了。",
        "A file looks like a copy of another, and both are read.",
    )
}

pub(super) fn unreadable_template() -> Explained {
    Explained::of("模板文件读不了。", "A template cannot be read.")
}

pub(super) fn template_syntax() -> Explained {
    Explained::of(
        "模板的写法有误，函件会写不出来。",
        "The template is not well formed, and no letter could be written by it.",
    )
}

pub(super) fn template_variable() -> Explained {
    Explained::of(
        "模板里用了没有的变量，函件里那里会是空的。",
        "The template names a variable that there is not, and the letter would be empty there.",
    )
}

pub(super) fn template_fails() -> Explained {
    Explained::of("用模板试写函件没有成功。", "A letter could not be written by the template.")
}

pub(super) fn no_templates() -> Explained {
    Explained::of("模板文件夹里没有文件。", "The folder of templates has no files.")
}

pub(super) fn template_name() -> Explained {
    Explained::of(
        "模板文件的名称看不出用于哪种函、哪种语言、哪一部分。",
        "The name of a template file does not say for which letter, language and part it is.",
    )
}
