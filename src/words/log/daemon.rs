//! The daemon itself: its start, its sweeps, its end.

use super::super::Text;
use super::Both;
use crate::model::Language;

/// The files are read, with so many tasks.
pub(crate) fn ready(tasks: usize) -> Both {
    Both::of(|language| match language {
        Language::ZhCn => format!("已就绪，共 {tasks} 项任务"),
        Language::En => format!("ready with {tasks} tasks"),
    })
}

pub(crate) const TERMINATED: Text = Text::of("收到 SIGTERM，正在停止", "SIGTERM: stopping");
pub(crate) const INTERRUPTED: Text = Text::of("收到 SIGINT，正在停止", "SIGINT: stopping");
pub(crate) const STOPPED: Text = Text::of("已停止", "stopped");

/// Letters did not land in time.
pub(crate) fn still_in_flight(seconds: u64) -> Both {
    Both::of(|language| match language {
        Language::ZhCn => format!("{seconds} 秒后仍有函件在发送途中，留在队列里"),
        Language::En => format!("letters still in flight after {seconds} s; they stay queued"),
    })
}

pub(crate) const PASS_DONE: Text = Text::of("本次执行完毕", "this pass is done");
pub(crate) const SWEEP_FAILED: Text =
    Text::of("巡检失败，下一分钟再试", "the sweep failed; it is tried again at the next minute");
pub(crate) const NOTHING_SWEPT: Text = Text::of(
    "巡检和发送都未进行，下一分钟再试",
    "nothing is swept and nothing sent; tried again at the next minute",
);
pub(crate) const PAST_NOT_LOOKED_AT: Text = Text::of(
    "台账未能读取，首次巡检会发出多少过往提醒无法预告",
    "the ledger could not be read, so what the first sweep will send of the past cannot be told",
);
pub(crate) const CLOCK_SET_BACK: Text =
    Text::of("时钟被拨回，重新核对全部任务", "the clock was set back; looking at every task again");

pub(crate) const ANSWER_SETTLED: Text = Text::of(
    "现行文件已经落实或取代了一条反馈，不必再审核",
    "the files in force settled an answer; nothing is to be decided any more",
);

/// No tick came for so long.
pub(crate) fn no_tick(seconds: u64) -> Both {
    Both::of(|language| match language {
        Language::ZhCn => format!("{seconds} 秒没有定时信号，可能时钟被拨回；照常巡检"),
        Language::En => format!("no tick for {seconds} s; was the clock set back? sweeping anyway"),
    })
}

pub(crate) const SCHEDULER_DISORDER: Text =
    Text::of("定时器未能正常停止", "the scheduler did not stop in order");
pub(crate) const SERVICE_MANAGER: Text =
    Text::of("无法通知服务管理器", "the service manager could not be told");
pub(crate) const CORE_DUMPS: Text = Text::of(
    "无法关闭内存转储，转储里会有邮件服务器的密码",
    "core dumps cannot be switched off; one would hold the relay's password",
);
pub(crate) const NOT_STARTED: Text = Text::of(
    "配置有误，又没有可用的上一版：未启动",
    "the configuration does not check, and there is no last good version: not started",
);
pub(crate) const PANICKED: Text = Text::of(
    "duban 有一处执行失败，这是 duban 的缺陷",
    "duban failed at something; this is a bug in duban",
);

/// A large ledger is looked over while the daemon works.
pub(crate) const NOT_LOOKED_OVER: Text = Text::of(
    "台账没能整个查一遍，下次启动时再查",
    "the ledger could not be looked over as a whole; it is at the next start",
);

/// R4: nobody elsewhere has heard that the daemon lives.
pub(crate) const NO_SIGN_OF_LIFE: Text = Text::of(
    "[heartbeat] 没有报成平安，下次巡检后再试",
    "[heartbeat] took no sign of life; tried again after the next sweep",
);

// Where state and metrics are told.

/// `[http]`, `[web]`
pub(crate) fn listening(table: &str) -> Both {
    Both::of(|language| match language {
        Language::ZhCn => format!("{table} 开始监听"),
        Language::En => format!("listening for {table}"),
    })
}

pub(crate) fn listens_no_longer(table: &str) -> Both {
    Both::of(|language| match language {
        Language::ZhCn => format!("{table} 停止监听"),
        Language::En => format!("no longer listening for {table}"),
    })
}

pub(crate) fn cannot_listen(table: &str) -> Both {
    Both::of(|language| match language {
        Language::ZhCn => format!("无法在 {table} 所指之处监听，每分钟再试"),
        Language::En => format!("not listening where {table} says; tried again every minute"),
    })
}

pub(crate) fn connection_lost(table: &str) -> Both {
    Both::of(|language| match language {
        Language::ZhCn => format!("{table} 有一个连接未能接受"),
        Language::En => format!("a connection for {table} could not be taken"),
    })
}

pub(crate) const NO_LINKS: Text = Text::of(
    "取不到给链接签名的密钥：函件里没有反馈链接，邮件回复须经采纳才起作用",
    "the key that signs links is not to be had: letters have no links, and replies by mail count only once they are accepted",
);
pub(crate) const NO_MAILBOX: Text = Text::of(
    "收信的邮箱读不了，稍后再试",
    "the mailbox of replies cannot be read; it is tried again",
);
pub(crate) const MAILBOX_AGAIN: Text =
    Text::of("收信的邮箱恢复读取", "the mailbox of replies is read again");
pub(crate) const MAIL_UNRECORDED: Text = Text::of(
    "邮箱里的来信记不进台账，稍后再试",
    "what mails of the mailbox say cannot be recorded; it is tried again",
);
pub(crate) const ANSWERED_BY_MAIL: Text = Text::of("收到邮件反馈", "an answer came by mail");
pub(crate) const MAIL_UNREADABLE: Text =
    Text::of("邮箱里有一封信读不了", "a mail in the mailbox cannot be read");
pub(crate) const NO_PAGE: Text =
    Text::of("[web] 有一个网页打不开", "a page of [web] cannot be shown");
pub(crate) const NO_ANSWER: Text =
    Text::of("[web] 有一条反馈记不进台账", "an answer by [web] cannot be recorded");
