//! Word to the admin that letters cannot be written, and that they can again.

use crate::channels::email::admin_text::{Said, owned};
use crate::ledger::Unwritten;

pub(crate) fn unwritten(all: &[Unwritten], since: &str, zh: bool) -> Said {
    let title = match zh {
        true => format!("有函件写不出来：{} 项任务", all.len()),
        false => format!("Tasks whose letter cannot be written: {}", all.len()),
    };
    let opening = match zh {
        true => format!(
            "自 {since} 起，下列任务的函件写不出来，收件人尚未得知。应发的提醒一项未丢；其余函件照常发出。系统自动重试，至少每小时一次。"
        ),
        false => format!(
            "Since {since} the letters about the tasks below cannot be written, and nobody has been told of these. None of the reminders is lost, and all other letters leave. duban keeps trying, at least once an hour."
        ),
    };
    let steps: &[&str] = match zh {
        true => &[
            "duban render 任务编号    试写该函，查看原因",
            "改好任务文件并保存：立即重试，成功后回报",
            "文件无误而仍写不出：系程序缺陷，请将原因报告开发者",
        ],
        false => &[
            "duban render TASK    tries to write the letter, and says what is in the way",
            "mend the files and save them: it is tried again at once, and you hear of it",
            "if nothing is wrong with the files, it is a fault in duban: report it, with the reason",
        ],
    };
    let rows = all.iter().map(|one| (one.name(), one.why.clone())).collect();
    Said { title, opening, rows, steps: owned(steps) }
}

pub(crate) fn written_again(since: &str, zh: bool) -> Said {
    let title = if zh { "函件恢复写出" } else { "All letters can be written again" };
    let opening = match zh {
        true => format!("{since} 起写不出来的函件，现已全部写出或已不需发出，无须处理。"),
        false => format!(
            "The letters that could not be written since {since} are written, or are needed no more; nothing is to be done."
        ),
    };
    let step = match zh {
        true => "duban history    查看发了什么",
        false => "duban history    shows what was sent",
    };
    Said { title: title.to_owned(), opening, rows: Vec::new(), steps: owned(&[step]) }
}
