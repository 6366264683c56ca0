//! Several nodes on one ledger (N1, N3).

use super::super::Text;

pub(crate) const STANDS_BY: Text = Text::of(
    "由另一台节点机巡检和发函，本机待命",
    "another node sweeps and sends; this one stands by",
);
pub(crate) const TAKEN_OVER: Text = Text::of("本机已接手", "this node has taken over");
pub(crate) const LOST: Text =
    Text::of("另一台节点机已接手，本机停止", "another node has taken over; this one stops");
pub(crate) const NOT_ASKED: Text = Text::of(
    "问不到由哪台节点机工作，稍后再试",
    "the lease cannot be asked for; tried again in a moment",
);
pub(crate) const NOT_PROLONGED: Text = Text::of(
    "租约没有续上；到期后本机不再发函",
    "the lease was not prolonged; nothing is sent once it has ended",
);
pub(crate) const NOT_GIVEN_UP: Text = Text::of(
    "租约没有交出；到期后另一台节点机才能接手",
    "the lease was not given up; another node takes over once it has ended",
);
