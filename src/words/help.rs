//! What `--help` says: each command, each option, and the names of their values.

use super::Text;
use crate::model::Language;

pub(crate) const DUBAN: Text = Text::of(
    "督办：按期限逐级发函提醒整改任务，直到办结、销号",
    "duban (督办): reminds people of rectification tasks, by letters that escalate until each task is done",
);

// Headings, and the marks beside options.

pub(crate) const USAGE: Text = Text::of("用法：", "Usage: ");
pub(crate) const COMMANDS: Text = Text::of("命令：", "Commands:");
pub(crate) const ARGUMENTS: Text = Text::of("参数：", "Arguments:");
pub(crate) const OPTIONS: Text = Text::of("选项：", "Options:");
pub(crate) const SOME_OPTIONS: Text = Text::of("[选项]", "[OPTIONS]");

/// `[default: 200]`.
pub(crate) fn default(value: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("[默认：{value}]"),
        Language::En => format!("[default: {value}]"),
    }
}

/// `[one of: text, html, eml]`.
pub(crate) fn one_of(values: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("[可选：{values}]"),
        Language::En => format!("[one of: {values}]"),
    }
}

/// `[variable: DUBAN_CONFIG]`.
pub(crate) fn variable(name: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("[环境变量：{name}]"),
        Language::En => format!("[variable: {name}]"),
    }
}

// The names of values.

pub(crate) const COMMAND: Text = Text::of("命令", "COMMAND");
pub(crate) const FILE: Text = Text::of("文件", "FILE");
pub(crate) const FOLDER: Text = Text::of("目录", "DIR");
pub(crate) const TIME: Text = Text::of("时间", "TIME");
pub(crate) const LANGUAGE: Text = Text::of("语言", "LANGUAGE");
pub(crate) const TASK_OR_MILESTONE: Text = Text::of("任务", "ID");
pub(crate) const STAGE: Text = Text::of("阶段", "STAGE");
pub(crate) const UNIT: Text = Text::of("单位", "UNIT");
pub(crate) const COLOUR: Text = Text::of("颜色", "COLOUR");
pub(crate) const LETTER: Text = Text::of("函号", "LETTER");
pub(crate) const NUMBER: Text = Text::of("条数", "N");
pub(crate) const SECONDS: Text = Text::of("秒", "SECONDS");
pub(crate) const FORMAT: Text = Text::of("格式", "FORMAT");
pub(crate) const SHELL: Text = Text::of("外壳", "SHELL");
pub(crate) const TASK: Text = Text::of("任务", "TASK");
pub(crate) const PERSON: Text = Text::of("人员", "PERSON");
pub(crate) const WHO: Text = Text::of("何人", "WHO");
pub(crate) const WHY: Text = Text::of("原因", "REASON");
pub(crate) const WORDS: Text = Text::of("内容", "TEXT");
pub(crate) const DAY: Text = Text::of("日期", "DAY");
pub(crate) const PERCENT: Text = Text::of("百分数", "PERCENT");
pub(crate) const LENGTH: Text = Text::of("时长", "LENGTH");
pub(crate) const NAME: Text = Text::of("名称", "NAME");
pub(crate) const ADDRESS: Text = Text::of("邮箱", "ADDRESS");
pub(crate) const ZONE: Text = Text::of("时区", "ZONE");
pub(crate) const POLICY_ID: Text = Text::of("规则", "POLICY");

// Options that every command takes.

pub(crate) const CONFIG: Text = Text::of(
    "根文件 [默认：依次找 duban.toml、config/duban.toml、/etc/duban/duban.toml]",
    "The root file [default: the first of duban.toml, config/duban.toml, /etc/duban/duban.toml]",
);
pub(crate) const STATE_FOLDER: Text = Text::of(
    "状态目录 [默认：$STATE_DIRECTORY；根文件为 /etc/duban/duban.toml 时是 /var/lib/duban；否则 ./state]",
    "The state folder [default: $STATE_DIRECTORY, else /var/lib/duban with /etc/duban/duban.toml, else ./state]",
);
pub(crate) const NOW: Text = Text::of(
    "以此时间代替当前时间，只用于查询类命令，例如 2026-11-24T09:00:00+08:00",
    "Stands for the clock in commands that only read, such as 2026-11-24T09:00:00+08:00",
);
pub(crate) const LANG: Text = Text::of(
    "命令行的语言：zh-CN 或 en [默认：按 LC_ALL、LC_MESSAGES、LANG]",
    "The language of the command line: zh-CN or en [default: by LC_ALL, LC_MESSAGES, LANG]",
);
pub(crate) const HELP_OPTION: Text = Text::of("显示帮助", "Print this help");
pub(crate) const VERSION_OPTION: Text = Text::of("显示版本", "Print the version");
pub(crate) const JSON: Text =
    Text::of("输出一份 JSON 文档", "One JSON document in place of the text");
pub(crate) const AS_PAGE: Text = Text::of("输出网页形式", "Print the page");
pub(crate) const OPEN_PAGE: Text = Text::of("在浏览器中打开网页形式", "Open the page in a browser");
pub(crate) const PRINTED: Text = Text::of("输出哪种形式", "What to print");

// Commands, and the options of each.

pub(crate) const RUN: Text = Text::of(
    "运行服务：立即巡检一次，此后每到整分钟巡检，并发函",
    "The daemon: sweeps at once and at every whole minute, and sends",
);
pub(crate) const RUN_ONCE: Text = Text::of(
    "只巡检一次，发出当下能发的，然后退出（有失败时退出码为 1）",
    "One sweep, send what can be sent now, and exit (1 if something failed)",
);
pub(crate) const RUN_NO_WATCH: Text =
    Text::of("只在收到 SIGHUP 时重读文件", "Read changed files only on SIGHUP");
pub(crate) const RUN_POLL: Text = Text::of(
    "每隔几秒另行查看文件有无变化；网络文件夹不会通知变化，宜调小",
    "How often to look for changed files besides being told of them; lower it for network folders, where nobody tells",
);
pub(crate) const RUN_LOG: Text =
    Text::of("写到标准错误的日志的形式", "How log lines are written to standard error");
pub(crate) const RUN_LOG_ADDRESSES: Text = Text::of(
    "日志里写出完整的邮件地址；否则只写开头：z…@example.org",
    "Show addresses in full in log lines, which else have only their beginning: z…@example.org",
);
pub(crate) const RUN_VERBOSE: Text = Text::of("逐条记录提醒", "Also log each notice");

pub(crate) const CHECK: Text =
    Text::of("检查全部文件，列出所有问题", "Reads everything and prints every problem");

pub(crate) const POLICIES: Text = Text::of(
    "列出内置的督办规则；写明名称则显示全文、出处和日期",
    "The policies that ship; one of them whole, with its source and dates",
);
pub(crate) const POLICY_NAME: Text = Text::of("名称", "NAME");
pub(crate) const POLICIES_NAME: Text =
    Text::of("规则名称，例如 cn:13710", "A policy, such as cn:13710");

pub(crate) const PLAN: Text =
    Text::of("列出今后一段时间要发出的提醒", "Every notice that will be sent in a time to come");
pub(crate) const PLAN_FROM: Text = Text::of(
    "从何时起，例如 明天、2026-11-30、2026-11-30 09:00、+10d；只写日期是当天零时 [默认：现在]",
    "Releases from this on, as tomorrow, 2026-11-30, 2026-11-30 09:00, +10d; a date is its first minute [default: now]",
);
pub(crate) const PLAN_UNTIL: Text = Text::of(
    "到何时止，不含该时刻；写法同上 [默认：起点之后 30 天]",
    "Releases before this, written likewise [default: 30 days after the first]",
);
pub(crate) const ONE_TASK: Text =
    Text::of("只看这项任务及其节点", "Only this task and its milestones");

pub(crate) const STATUS: Text = Text::of(
    "列出任务：颜色、期限、最近一次和下一次提醒；并说明发函情况",
    "Every task with its colour, its latest and its next notice; and how delivery stands",
);
pub(crate) const STATUS_WATCH: Text = Text::of(
    "每隔几秒重新显示，直到按 Ctrl-C；不写秒数则为 5 秒",
    "Shows it again every so many seconds, 5 if none are named, until interrupted",
);

pub(crate) const EXPLAIN: Text = Text::of(
    "说明一项任务的函件为什么发了、没发、将要发",
    "Why one task's letters went, did not go, and will go",
);
pub(crate) const EXPLAINED: Text = Text::of(
    "任务；其中一个节点写作 任务/节点；也可以是人员：最近收到了哪些函，为什么",
    "The task, or one milestone of it as TASK/MILESTONE; or a person: what they were sent lately, and why",
);
pub(crate) const TARGET: Text = Text::of(
    "任务；其中一个节点写作 任务/节点",
    "The task, or one milestone of it as TASK/MILESTONE",
);

pub(crate) const HISTORY: Text =
    Text::of("列出台账里的提醒和函件", "Notices and letters from the ledger");
pub(crate) const HISTORY_LIMIT: Text =
    Text::of("至多列出最近的多少条", "At most so many notices, the latest");

pub(crate) const EXPLAIN_ERROR: Text = Text::of(
    "说明 check 报出的一个代码：什么意思，怎么改",
    "What a code that check gives means, with a wrong and a right example",
);
pub(crate) const CODE: Text = Text::of("代码", "CODE");
pub(crate) const ONE_CODE: Text = Text::of(
    "check 给出的代码；不写即列出全部",
    "A code that check gives; without it all are listed",
);
pub(crate) const SHOW: Text = Text::of("显示一份发出的函件", "A letter as it was sent");
pub(crate) const ONE_LETTER: Text =
    Text::of("函号，或其开头几位", "The letter's id, or the beginning of it");

pub(crate) const RENDER: Text =
    Text::of("显示现在会发出的函件，并不发出", "The letter that would be sent now");
pub(crate) const RENDER_STAGE: Text = Text::of(
    "指定督办阶段，不论是否已到；未到的，按其发出之时拟写",
    "This stage, due or not; before its day, the letter as it will be when it leaves",
);

pub(crate) const ADOPT: Text = Text::of(
    "接管现有清单：已到的阶段一律记为已知，不发函",
    "Takes over an existing list: all that has been reached counts as known, nothing is sent",
);

pub(crate) const LETTERS: Text = Text::of(
    "列出未了结的函件：待发、重试、待批、失败（也可写作 outbox）",
    "Letters not yet settled: queued, retrying, held, failed (`outbox` means the same)",
);

pub(crate) const RELEASE: Text = Text::of("放行待批的函件", "Lets held letters go");
pub(crate) const DISCARD: Text =
    Text::of("作废待批的函件，不再发出", "Settles held letters without sending them");
pub(crate) const SOME_LETTERS: Text =
    Text::of("函号，或其开头几位；可以写多个", "The letters' ids, or the beginnings of them");
pub(crate) const SETTLE_SWEEP: Text = Text::of(
    "该时间的巡检所扣下的全部函件；时间见报管理员的函和 duban letters",
    "All letters held by the sweep of that time, as word to the admin and `duban letters` name it",
);
pub(crate) const SETTLE_CHANGES: Text = Text::of(
    "认可待确认的批量改动，并处理因它扣下的函件",
    "The large edit that waits is meant: takes it, and settles the letters held for it",
);
pub(crate) const SETTLE_ALL: Text = Text::of(
    "全部待批的函件，以及待确认的批量改动",
    "All letters that are held, and the large edit if one waits",
);
pub(crate) const AS_WRITTEN: Text = Text::of(
    "按原文发出，不按当日情况重拟",
    "Lets it go with the bytes that it has, not written anew",
);
pub(crate) const RELEASE_YES: Text =
    Text::of("不显示差异、不询问，按当日情况放行", "Does not show what differs, and does not ask");
pub(crate) const DISCARD_FAILED: Text = Text::of(
    "全部失败的函件，此后 duban letters 不再列出",
    "All letters that failed, so that `duban letters` lists them no more",
);

pub(crate) const RETRY: Text = Text::of(
    "立即再试待发的函件，或把失败的函件再发一次",
    "Tries letters that wait now, or a failed one once more",
);
pub(crate) const RETRY_LETTER: Text = Text::of(
    "函号，或其开头几位 [默认：全部待发的函件，可能已经送达的除外]。失败的，或有人没有收到的，只再发给没有收到的人；可能已经送达的也照发",
    "The letter's id, or the beginning of it [default: every letter that waits, but for those that may have arrived]. \
     A letter that failed, or that some did not get, goes once more to those who do not have it; so does one that may \
     have arrived",
);
pub(crate) const RETRY_FAILED: Text = Text::of(
    "全部失败的函件（可能已经送达的除外），发给其全部收件人",
    "Every letter that failed, to all its recipients, but for those that may have arrived",
);

pub(crate) const LEDGER: Text =
    Text::of("检查、备份、导出、转移或归档台账", "Checks, copies, exports or moves the ledger");
pub(crate) const LEDGER_CHECK: Text =
    Text::of("台账是否完好（不完好时退出码为 1）", "Whether the ledger is sound (exit 1 if not)");
pub(crate) const LEDGER_BACKUP: Text = Text::of(
    "把台账现状备份到一个新文件，服务运行时也可以",
    "Copies the ledger as it is now to a new file, also while the daemon runs",
);
pub(crate) const LEDGER_BACKUP_TO: Text =
    Text::of("备份文件；不得已经存在", "The file; it must not exist yet");
pub(crate) const LEDGER_EXPORT: Text = Text::of(
    "逐行输出全部函件和提醒，每行一个 JSON 对象",
    "Prints every letter and notice, a JSON object a line",
);

pub(crate) const LEDGER_COPY: Text = Text::of(
    "在文件与 PostgreSQL 之间转移台账，逐行核对；先停掉 duban",
    "Moves a ledger between a file and PostgreSQL, each row compared; stop duban first",
);
pub(crate) const LEDGER_SITE: Text = Text::of("台账", "LEDGER");
pub(crate) const LEDGER_COPY_FROM: Text = Text::of(
    "原台账：sqlite（状态目录里的）、sqlite:文件、postgres://… 或 @文件（其中写着 URL）",
    "The ledger: sqlite (the one in the state folder), sqlite:FILE, postgres://…, or @FILE in which a URL stands",
);
pub(crate) const LEDGER_COPY_TO: Text = Text::of(
    "新台账，写法相同；那里不得已有台账",
    "Where to, likewise; there must be none with rows in it yet",
);
pub(crate) const LEDGER_ARCHIVE: Text = Text::of(
    "把早于某日的函件和记录移到一个文件，history 和 show 照样读得到；配置中的任务、未办结的函件留在台账里",
    "Moves letters and notices older than a day to a file that `history` and `show` still read; those of tasks in the files and \
     what is unsettled stay",
);
pub(crate) const LEDGER_ARCHIVE_BEFORE: Text = Text::of(
    "早于这一天；今年的和最近 90 天的总是留着",
    "Older than this day; those of this year and of the last 90 days always stay",
);
pub(crate) const LEDGER_ARCHIVE_FILE: Text = Text::of(
    "归档文件；没有就新建，已是本台账的归档就接着写",
    "The archive; made if there is none, gone on with if it is one of this ledger",
);
pub(crate) const ARCHIVE_AT: Text = Text::of(
    "归档文件（`duban ledger archive`）现在的位置，如果已经移走",
    "Where an archive (`duban ledger archive`) is now, if it was moved away",
);

pub(crate) const COMPLETIONS: Text =
    Text::of("输出命令补全脚本", "Prints what a shell needs to complete this command line");
pub(crate) const COMPLETIONS_SHELL: Text = Text::of("哪一种外壳（shell）", "The shell");
pub(crate) const MAN: Text =
    Text::of("输出手册页：duban man | man -l -", "Prints the manual page: `duban man | man -l -`");
pub(crate) const HELP: Text = Text::of("显示一个命令的帮助", "Prints the help of a command");
pub(crate) const HELP_COMMAND: Text =
    Text::of("命令；不写则显示总的帮助", "The command; without one, of all");

// Commands that edit the files.

pub(crate) const EDIT_TARGETS: Text =
    Text::of("任务，可以写多个；节点写作 任务/节点", "The tasks; a milestone as TASK/MILESTONE");
pub(crate) const EDIT_TASKS: Text = Text::of("任务，可以写多个", "The tasks");
pub(crate) const EDIT_BY: Text = Text::of(
    "由谁作出：人员的编号或姓名 [默认：登录名]",
    "Who decides: a person's id or name [default: the login name]",
);
pub(crate) const EDIT_ON: Text = Text::of("日期 [默认：当天]", "The day [default: today]");
pub(crate) const EDIT_DRY_RUN: Text =
    Text::of("只显示将有哪些改动，不写文件", "Shows what would change, and writes nothing");
pub(crate) const EDIT_YES: Text = Text::of(
    "改动多于限额（guard）时不询问，照样写入",
    "Does not ask where it changes more than the guard would let pass",
);
pub(crate) const EDIT_HERE: Text = Text::of(
    "多台节点机共用台账时，由另一台巡检也照样改本机的文件",
    "Edits the files of this node also where another node sweeps",
);

pub(crate) const DONE: Text = Text::of(
    "办结：写入办结日期；长期任务记本期完成（也可写作 办结）",
    "Says that tasks are done; of a standing task, its cycle",
);
pub(crate) const VERIFY: Text =
    Text::of("销号：办结经核验（也可写作 销号）", "Says that tasks that are done were verified");
pub(crate) const RETURN: Text = Text::of(
    "退回：办结未通过核验，退回责任人重新整改（也可写作 退回）",
    "Sends tasks back that were reported done and are not",
);
pub(crate) const RETURN_REASON: Text = Text::of("为什么退回", "Why they are sent back");
pub(crate) const REOPEN: Text = Text::of(
    "重新打开已办结、已销号或已取消的任务（也可写作 重开）",
    "Opens tasks again that were done, verified or cancelled",
);
pub(crate) const EXTEND: Text = Text::of(
    "延期：批准新的期限，原期限保留，并显示各督办阶段如何顺延（也可写作 延期）",
    "Grants a later deadline, and shows how the stages move; the first promise stays",
);
pub(crate) const EXTEND_TO: Text = Text::of("新的期限", "The new deadline");
pub(crate) const EXTEND_REASON: Text = Text::of("延期的原因", "Why it is granted");
pub(crate) const EXTEND_UNDO: Text = Text::of(
    "撤销记错的延期：写它批准的期限；只延过一次的可以不写",
    "Takes back an extension that was entered by mistake: the deadline that it granted, where there are several",
);
pub(crate) const HOLD: Text = Text::of(
    "暂停：一段时间内不发函（也可写作 暂停）",
    "Keeps all letters about tasks back for a time",
);
pub(crate) const HOLD_UNTIL: Text =
    Text::of("恢复的日期：从这一天起照常发函", "The first day on which letters leave again");
pub(crate) const HOLD_REASON: Text = Text::of("为什么暂停", "Why they wait");
pub(crate) const HOLD_FROM: Text =
    Text::of("暂停的第一天 [默认：立即]", "The first day of the pause [default: at once]");
pub(crate) const HOLD_STOPS_CLOCK: Text =
    Text::of("暂停期间不计入期限：期限相应顺延", "The deadline moves by the length of the pause");
pub(crate) const HOLD_END: Text = Text::of(
    "提前恢复：从这一天起照常发函 [默认：今天]",
    "The task goes on earlier: the first day on which letters leave again [default: today]",
);
pub(crate) const HOLD_UNDO: Text = Text::of(
    "撤销记错的暂停：写它的恢复日期；只有一段的可以不写",
    "Takes back a pause that was entered by mistake: the day on which it ends, where there are several",
);
pub(crate) const CANCEL: Text = Text::of("取消任务（也可写作 取消）", "Calls tasks off");
pub(crate) const CANCEL_REASON: Text =
    Text::of("为什么取消；记入台账", "Why; the ledger remembers it");
pub(crate) const ASSIGN: Text = Text::of(
    "换人：改由他人负责，并显示其接手的任务（也可写作 换人）",
    "Gives tasks to another owner, and shows what that person takes over",
);
pub(crate) const ASSIGN_TO: Text =
    Text::of("新的责任人：人员或小组的编号，或人员姓名", "The new owner: a person or group");
pub(crate) const PROGRESS: Text =
    Text::of("记一条进展（也可写作 进展）", "Adds an entry about how tasks go on");
pub(crate) const PROGRESS_TEXT: Text = Text::of("进展情况", "What was said");
pub(crate) const PROGRESS_PERCENT: Text =
    Text::of("完成百分之几，0 到 100", "How much is done, from 0 to 100");
pub(crate) const ACKNOWLEDGE: Text =
    Text::of("签收：责任人已收到任务（也可写作 签收）", "Says that the owner has received tasks");
pub(crate) const ANSWERS: Text = Text::of(
    "反馈：收件人对任务的答复，缺省列出待审核的（也可写作 反馈）",
    "What recipients answered; by default what waits for a decision",
);
pub(crate) const ANSWERS_OF: Text =
    Text::of("只列这项任务或节点的反馈，不论是否已审核", "All answers about this one");
pub(crate) const ANSWERS_ALL: Text =
    Text::of("也列出已审核的，取最近 200 条", "Those decided, too: the latest 200");
pub(crate) const ANSWER: Text = Text::of("编号", "N");
pub(crate) const ANSWER_NUMBERS: Text = Text::of(
    "反馈的编号，见 duban answers，可以写多个",
    "The numbers of answers, from `duban answers`",
);
pub(crate) const ACCEPT: Text = Text::of(
    "采纳反馈：按反馈修改文件，再记入台账（也可写作 采纳）",
    "Takes answers: edits the files by them, then records it",
);
pub(crate) const ACCEPT_UNTIL: Text = Text::of(
    "准予延期到哪一天 [默认：申请的日期]",
    "The day until which more time is given [default: as asked]",
);
pub(crate) const ACCEPT_TO: Text =
    Text::of("改由谁负责：人员或小组的编号", "Whose it is from now on: a person's or group's id");
pub(crate) const DECLINE: Text = Text::of(
    "不采纳反馈，并致函说明原因（也可写作 不采纳）",
    "Declines answers; who answered gets a letter that says why",
);
pub(crate) const DECLINE_WHY: Text =
    Text::of("为什么不采纳，写在函里", "Why; it stands in the letter");
pub(crate) const RECEIVE: Text = Text::of(
    "从标准输入读一封回信，记为反馈；供邮件服务器以管道调用",
    "Takes a reply from standard input, as a mail server's pipe gives it",
);
pub(crate) const URGE: Text = Text::of(
    "催办：立即就这些任务向责任人发一函，抄送督办人（也可写作 催办）",
    "Writes to the owners of tasks at once, beside the ladder",
);
pub(crate) const URGE_NOTE: Text =
    Text::of("附言，写在函首", "What you add; it stands first in the letter");
pub(crate) const URGE_DRY_RUN: Text =
    Text::of("只显示函件发给谁，不发送", "Shows who would get a letter, and sends nothing");
pub(crate) const AWAY: Text = Text::of(
    "请假：某人不在的日子，并显示代收人将收到哪些任务的函件（也可写作 请假）",
    "Says that a person is away, and shows about which tasks the stand-in is written to",
);
pub(crate) const AWAY_PERSON: Text = Text::of("人员的编号或姓名", "The person's id or name");
pub(crate) const AWAY_FROM: Text = Text::of("不在的第一天", "The first day away");
pub(crate) const AWAY_UNTIL: Text = Text::of("不在的最后一天", "The last day away");
pub(crate) const AWAY_DELEGATE: Text =
    Text::of("代收人的编号或姓名", "Who stands in: a person's id or name");
pub(crate) const AWAY_UNDO: Text = Text::of(
    "撤销记错的请假：写其中任何一天；只有一段的可以不写",
    "Takes back an absence that was entered by mistake: any of its days, where there are several",
);

pub(crate) const ADD: Text = Text::of(
    "新增一项任务；没有写明的在终端上询问（也可写作 新增）",
    "Adds a task; asks on a terminal for what no option says",
);
pub(crate) const ADD_TITLE: Text = Text::of("标题", "What it is, in a line");
pub(crate) const ADD_ID: Text =
    Text::of("编号 [默认：最大的编号加一]", "Its id [default: one more than the highest]");
pub(crate) const ADD_DUE: Text = Text::of(
    "整改期限：日期，或 opened+30d [默认：按规则，并写明日期]",
    "The deadline: a date, or opened+30d [default: that of a rule, written down as a date]",
);
pub(crate) const ADD_OPENED: Text =
    Text::of("交办日 [默认：当天]", "When it was opened [default: today]");
pub(crate) const ADD_UNIT: Text = Text::of("责任单位", "The unit it lies with");
pub(crate) const ADD_OWNER: Text =
    Text::of("责任人 [默认：单位负责人]", "Who owns it [default: the unit's head]");
pub(crate) const ADD_SUPERVISOR: Text = Text::of("督导人", "The inspection side");
pub(crate) const ADD_POLICY: Text = Text::of("督办规则", "Its policy");
pub(crate) const ADD_SEVERITY: Text = Text::of("严重程度", "How grave it is");
pub(crate) const ADD_SOURCE: Text = Text::of("来源", "Where it comes from");
pub(crate) const ADD_BATCH: Text = Text::of("批次", "The batch it came with");
pub(crate) const ADD_CATEGORY: Text = Text::of("类别", "Its category");
pub(crate) const ADD_DETAIL: Text = Text::of("详情", "What it is, at length");
pub(crate) const ADD_EVERY: Text =
    Text::of("长期任务的周期，如 1mo", "How often a standing task comes round, such as 1mo");
pub(crate) const ADD_FILE: Text = Text::of(
    "写进哪个文件 [默认：有该单位任务最多的文件]",
    "The file it will stand in [default: the one with most of the unit's tasks]",
);

pub(crate) const INIT: Text = Text::of(
    "生成一份带说明的起步配置；不覆盖任何文件",
    "Writes a small commented configuration to start from; overwrites nothing",
);
pub(crate) const INIT_FOLDER: Text = Text::of("写到哪个目录", "Where to");
pub(crate) const INIT_NAME: Text = Text::of("您的姓名", "Your name");
pub(crate) const INIT_EMAIL: Text = Text::of("您的邮箱", "Your mail address");
pub(crate) const INIT_OFFICE: Text =
    Text::of("发函的单位或部门 [默认：督办室]", "The office that letters come from");
pub(crate) const INIT_TIMEZONE: Text =
    Text::of("时区 [默认：本机的]", "The time zone [default: this machine's]");

pub(crate) const SCHEMA: Text = Text::of(
    "输出配置文件的格式定义，供编辑器提示和检查",
    "Prints the JSON Schema of the files, for editors",
);
