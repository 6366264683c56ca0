//! Letters: written, held, sent, refused, withdrawn.

use super::super::Text;
use super::Both;
use crate::model::Language;

/// P1: a report has no recipient.
pub(crate) const REPORT_TO_NOBODY: Text =
    Text::of("一份报告没有主送的人，略过", "a report has nobody in To and is passed over");

/// C1: a tally that is reached has no recipient.
pub(crate) const TALLY_TO_NOBODY: Text = Text::of(
    "一项累计预警没有主送的人，略过",
    "a tally that is reached has nobody in To and is passed over",
);

pub(crate) const WRITTEN: Text = Text::of("已拟函", "letter written");
pub(crate) const WRITTEN_HELD: Text = Text::of(
    "已拟函并暂扣，待 `duban release` 放行或 `duban discard` 作废",
    "letter written and held; it waits for `duban release` or `duban discard`",
);
pub(crate) const GOES_AGAIN: Text = Text::of(
    "曾撤回而可能已送达的函件重新有效，原函再发一次",
    "a letter that was withdrawn, and may have arrived, holds again: the same goes once more",
);
pub(crate) const UNWRITABLE: Text = Text::of(
    "有函件写不出来，届时或文件更新后再试",
    "a letter cannot be written; it is tried again then, or when files are taken",
);
pub(crate) const CAME_BACK: Text =
    Text::of("函件被收件方服务器退回", "a letter came back from the recipient's server");
pub(crate) const UNWRITABLE_ANEW: Text = Text::of(
    "函件无法重拟，稍后再试",
    "the letter cannot be written anew; it is tried again later",
);
pub(crate) const RELEASED_UNWRITABLE: Text = Text::of(
    "已放行的函件无法重拟，届时或文件更新后再试；`duban release --as-written` 可按原文发出",
    "a released letter cannot be written anew; it is tried again then, or when files are taken; \
     `duban release --as-written` sends it as it was",
);
pub(crate) const ADMIN_WITHOUT_LIST: Text = Text::of(
    "报管理员的函件写不进清单，改为不附清单发出",
    "a letter to the admin cannot be written with its list; it goes without",
);
pub(crate) const ADMIN_UNWRITABLE: Text = Text::of(
    "报管理员的函件写不出来，所报内容见本日志",
    "a letter to the admin cannot be written; what it would have said is in this log",
);

/// More letters than the guard lets go at once.
pub(crate) fn too_many(letters: usize) -> Both {
    Both::of(|language| match language {
        Language::ZhCn => format!(
            "本次 {letters} 份函件，超过 guard.max-letters，已全部暂扣：请看 `duban letters`，再用 `duban release` 放行或 \
             `duban discard` 作废"
        ),
        Language::En => format!(
            "{letters} letters, more than guard.max-letters: all are held; look at `duban letters`, then `duban release` or \
             `duban discard`"
        ),
    })
}

pub(crate) const NOTICE: Text = Text::of("已记录提醒", "notice recorded");
pub(crate) const AS_WRITTEN: Text =
    Text::of("放行的函件按原文发出", "released letter leaves as it was written");
pub(crate) const REPLACED: Text =
    Text::of("函件已由新拟的代替", "letter replaced: it was written anew");
pub(crate) const MOOT: Text = Text::of(
    "函件已撤回：所涉任务的情况已变",
    "letter withdrawn: what it says of these tasks no longer holds",
);
pub(crate) const EDIT_UNDONE: Text = Text::of(
    "函件已撤回：引出它的改动已恢复",
    "letter withdrawn: the edit that it follows from was undone",
);
pub(crate) const OUTAGE_OVER: Text = Text::of(
    "函件已撤回：它报告函件发不出去，而现已恢复",
    "letter withdrawn: it says that nothing can leave, and letters leave again",
);

pub(crate) const SENT: Text = Text::of("函件已发出", "letter sent");
pub(crate) const FAILED: Text = Text::of(
    "函件发送失败，无人收到；原因见 `duban letters`，再发一次用 `duban retry 函号`",
    "letter failed: nobody has it; `duban letters` says why, `duban retry LETTER` tries once more",
);
pub(crate) const NOT_NOW: Text = Text::of(
    "暂未送达，稍后再发给此收件人",
    "not now: the letter is tried again for this recipient",
);
pub(crate) const REFUSED: Text = Text::of(
    "被拒收：此收件人收不到该函",
    "refused for good: this recipient does not get the letter",
);
pub(crate) const UNANSWERED: Text = Text::of(
    "已交出而没有回音：此收件人可能已收到",
    "handed over, but no answer came: this recipient may have the letter",
);

// The relay.

pub(crate) const SESSION_SPENT: Text =
    Text::of("会话已用尽，另开一个", "the session is spent; another is opened");
pub(crate) const FEWER_SESSIONS: Text = Text::of(
    "邮件服务器不再接受更多连接，减少连接继续",
    "the relay takes no further session; going on with fewer",
);
pub(crate) const DOWN: Text = Text::of("函件发不出去，全部等候", "no letter can leave; all wait");
pub(crate) const DOWN_UNTIL_MENDED: Text = Text::of(
    "函件发不出去，须人工处理，全部等候",
    "no letter can leave until somebody mends this; all wait",
);
pub(crate) const UP: Text = Text::of("函件恢复发送", "letters leave again");
pub(crate) const NONE_TAKEN: Text = Text::of(
    "函件照发而无人接收：邮件服务器拒收全部收件人；`duban letters` 列出这些函件",
    "letters go and none is taken: the relay refuses every recipient; `duban letters` lists them",
);
pub(crate) const TAKEN_AGAIN: Text = Text::of(
    "恢复收件；此前被拒的用 `duban retry --failed` 再发一次",
    "a letter is taken again; `duban retry --failed` sends those refused before once more",
);
pub(crate) const ATTEMPT_PANICKED: Text = Text::of(
    "一次发送中途出错，这是 duban 的缺陷",
    "an attempt at a letter ended in a panic; this is a bug in duban",
);
pub(crate) const LEDGER_UNUSABLE: Text = Text::of(
    "台账用不了，恢复之前不发任何函件",
    "the ledger cannot be used; nothing is sent until it can",
);
