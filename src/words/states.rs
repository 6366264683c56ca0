//! What the states of letters, recipients and notices are called.

use super::Text;
use crate::model::Language;
use crate::view::{Fate, Reach, Standing, WhyHeld};

/// Where a letter stands.
pub(crate) fn standing(standing: Standing, language: Language) -> &'static str {
    let name = match standing {
        Standing::Queued => Text::of("待发", "queued"),
        Standing::Retrying => Text::of("重试", "retrying"),
        Standing::Held => Text::of("待批", "held"),
        Standing::Released => Text::of("已放行", "released"),
        Standing::Sent => Text::of("已发", "sent"),
        Standing::Undelivered => Text::of("未送达主送", "undelivered"),
        Standing::Failed => Text::of("失败", "failed"),
        Standing::Withdrawn => Text::of("已撤回", "withdrawn"),
        Standing::Replaced => Text::of("已由新函代替", "replaced"),
        Standing::Discarded => Text::of("已作废", "discarded"),
    };
    name.said(language)
}

/// Where a recipient stands.
pub(crate) fn reach(reach: Reach, language: Language) -> &'static str {
    let name = match reach {
        Reach::Pending => Text::of("未送达", "pending"),
        Reach::Delivered => Text::of("已送达", "delivered"),
        Reach::Refused => Text::of("被拒收", "refused"),
        Reach::Bounced => Text::of("被退回", "bounced"),
    };
    name.said(language)
}

/// Why a letter is held.
pub(crate) fn why_held(why: WhyHeld, language: Language) -> &'static str {
    let why = match why {
        WhyHeld::Ask => Text::of("须经批准（release = \"ask\"）", "its stage asks first"),
        WhyHeld::Guard => Text::of("一次函件过多（guard）", "too many letters at once (guard)"),
        WhyHeld::Edit => {
            Text::of("批量改动待确认（guard）", "too many deadlines changed at once (guard)")
        }
    };
    why.said(language)
}

/// What became of a notice.
pub(crate) fn fate(fate: Fate, language: Language) -> &'static str {
    let name = match fate {
        Fate::Letter => Text::of("发函", "letter"),
        Fate::Superseded => Text::of("被取代", "superseded"),
        Fate::Adopted => Text::of("接管时已知", "adopted"),
        Fate::Replaced => Text::of("由新函代替", "replaced"),
        Fate::Withdrawn => Text::of("撤回", "withdrawn"),
    };
    name.said(language)
}
