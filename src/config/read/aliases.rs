//! Words for the values that keys know, as duban's own letters and lists show them, and others that people try.

use crate::config::suggest;

/// Each value and the words for it. A word may stand for values of several keys.
const WORDS: [(&str, &[&str]); 47] = [
    ("critical", &["特别重大", "重大", "紧急", "特急", "最高", "严重", "urgent"]),
    ("high", &["重要", "高", "较高", "major"]),
    ("medium", &["一般", "中", "中等", "普通", "normal", "moderate"]),
    ("normal", &["一般", "普通", "正常"]),
    ("low", &["低", "较低", "轻微", "次要", "minor"]),
    ("assignment", &["交办函", "交办", "交办通知"]),
    ("reminder", &["提醒函", "提醒", "催办函", "催办"]),
    ("overdue", &["逾期提醒", "逾期函", "逾期"]),
    ("supervision", &["督办函", "督办"]),
    ("circular", &["通报", "通报函"]),
    ("verification", &["核验通知", "核验", "验收", "销号"]),
    ("look-back", &["回头看"]),
    ("returned", &["退回通知", "退回"]),
    ("workdays", &["工作日", "仅工作日", "weekdays", "business days"]),
    ("every-day", &["每天", "每日", "天天", "daily", "every day", "all"]),
    ("zh-CN", &["中文", "汉语", "简体中文", "zh", "cn", "zh_cn", "chinese"]),
    ("en", &["英文", "英语", "english", "en-us"]),
    ("tls", &["ssl", "ssl/tls", "smtps", "implicit"]),
    ("starttls", &["start-tls", "start tls", "explicit"]),
    ("none", &["无", "不加密", "plain", "no", "off"]),
    ("smtp", &["邮件", "邮件服务器", "mail", "email"]),
    ("outbox", &["文件夹", "目录", "文件", "file", "files", "folder"]),
    ("ask", &["批准", "审批", "人工", "手动", "需批准", "manual", "hold"]),
    ("auto", &["自动", "automatic"]),
    ("opened", &["交办", "交办日期", "立项", "start", "created", "open"]),
    ("due", &["期限", "到期", "截止", "截止日期", "deadline"]),
    ("done", &["办结", "完成", "办结日期", "finished", "completed"]),
    ("verified", &["销号", "核验", "验收", "closed"]),
    ("progress", &["进展", "有进展"]),
    ("acknowledged", &["签收", "已签收", "received"]),
    ("mon", &["周一", "星期一", "礼拜一", "monday", "1"]),
    ("tue", &["周二", "星期二", "礼拜二", "tuesday", "2"]),
    ("wed", &["周三", "星期三", "礼拜三", "wednesday", "3"]),
    ("thu", &["周四", "星期四", "礼拜四", "thursday", "4"]),
    ("fri", &["周五", "星期五", "礼拜五", "friday", "5"]),
    ("sat", &["周六", "星期六", "礼拜六", "saturday", "6"]),
    ("sun", &["周日", "周天", "星期日", "星期天", "礼拜天", "sunday", "7", "0"]),
    ("CN", &["中国", "大陆", "内地", "china", "prc", "zh", "zh-cn"]),
    ("US", &["美国", "usa", "america", "united states"]),
    ("GB", &["英国", "uk", "england", "united kingdom"]),
    ("owner", &["责任人", "负责人", "经办人", "承办人", "assignee"]),
    ("with", &["共同责任人", "协办人", "协办", "co-owner"]),
    ("supervisor", &["督导", "督导方", "督办人", "督导员", "监督人"]),
    ("watchers", &["抄送人", "抄送", "watcher"]),
    ("head", &["单位负责人", "领导", "主管", "manager", "leader"]),
    ("head+1", &["上级", "上一级", "上级负责人", "上级领导", "上级单位负责人", "分管领导"]),
    ("top", &["最上级", "最高领导", "一把手"]),
];

/// The value that is meant: by another word for it, or by its spelling.
pub(crate) fn value<'w>(typed: &str, words: &[&'w str]) -> Option<&'w str> {
    let plain = typed.trim().to_lowercase();
    let known = WORDS.iter().filter(|(_, others)| others.contains(&plain.as_str()));
    let by_word = known.filter_map(|(value, _)| words.iter().find(|word| *word == value)).next();
    by_word.copied().or_else(|| suggest::nearest(typed, words.iter().copied()))
}

/// The days of a working week.
pub(crate) fn is_working_week(typed: &str) -> bool {
    matches!(
        typed.trim(),
        "工作日"
            | "周一至周五"
            | "周一到周五"
            | "星期一至星期五"
            | "mon-fri"
            | "weekdays"
            | "workdays"
    )
}
