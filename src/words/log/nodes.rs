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
pub(crate) const NAME_NOT_WRITTEN: Text = Text::of(
    "本机的名字没有写进状态文件夹",
    "the name of this node was not written into the state folder",
);
pub(crate) const OLDER_COPY: Text = Text::of(
    "本机的文件是以前用过的旧版本，未予采用；照台账里的现行文件继续运行",
    "the files of this node are an older version and left aside; the files in force, which the ledger keeps, go on",
);
pub(crate) const KEPT_FILES_UNUSABLE: Text = Text::of(
    "台账里的现行文件用不了，改用本机的文件",
    "the files in force that the ledger keeps cannot be used; those of this node are taken",
);
pub(crate) const FILES_NOT_KEPT: Text = Text::of(
    "现行文件没有存进台账，下次再存",
    "the files in force were not kept in the ledger; that is tried again with the next version",
);
pub(crate) const CLOCK_OFF: Text = Text::of(
    "本机时钟与数据库服务器相差超过 5 秒；巡检以服务器的时间为准",
    "the clock of this machine is more than 5 s off the server's; sweeps go by the server's",
);
pub(crate) const CLOCK_RIGHT: Text = Text::of(
    "本机时钟与服务器又一致了",
    "the clock of this machine agrees with the server's again",
);
