//! Several nodes on one ledger (N1–N3).

use super::super::Text;

pub(crate) const STANDS_BY: Text = Text::of(
    "由另一台节点机巡检，本机只发函，随时准备接手巡检",
    "another node sweeps; this one sends, and stands by to sweep",
);
pub(crate) const TAKEN_OVER: Text =
    Text::of("本机已接手巡检", "this node has taken over the sweeps");
pub(crate) const LOST: Text =
    Text::of("另一台节点机已接手，本机停止", "another node has taken over; this one stops");
pub(crate) const FORGOTTEN: Text = Text::of(
    "本机的租约早已到期，手里的函已交给别的节点机，本机停止",
    "the lease of this node ended long ago, and its letters were given to others; this one stops",
);
pub(crate) const NOT_ASKED: Text = Text::of(
    "连不上台账，暂不能加入节点机，稍后再试",
    "this node cannot join the others, since the ledger cannot be used; tried again in a moment",
);
pub(crate) const NOT_PROLONGED: Text = Text::of(
    "租约没有续上；到期后本机不再发函",
    "the lease was not prolonged; nothing is sent once it has ended",
);
pub(crate) const NOT_GIVEN_UP: Text = Text::of(
    "租约没有交出；到期后另一台节点机才能接手",
    "the lease was not given up; another node takes over once it has ended",
);
pub(crate) const WAITS_FOR_OLDER: Text =
    Text::of("等待旧版本的节点机停下", "waits until a node of an older version is stopped");
pub(crate) const CLOCK_OFF: Text = Text::of(
    "本机时钟与数据库服务器相差超过 5 秒；巡检以服务器的时间为准",
    "the clock of this machine is more than 5 s off the server's; sweeps go by the server's",
);
pub(crate) const CLOCK_RIGHT: Text = Text::of(
    "本机时钟与服务器又一致了",
    "the clock of this machine agrees with the server's again",
);
