//! What is proposed where nothing is said: this machine's time zone, and the holidays that go with one.

use std::path::Path;

use crate::model::Language;

/// The zone of this machine, else one where the language is spoken.
pub(super) fn timezone(language: Language) -> String {
    let link = std::fs::read_link("/etc/localtime").ok();
    let zone = link.as_deref().and_then(named);
    let zone = zone.filter(|zone| zone.contains('/') && !zone.starts_with("Etc/"));
    zone.unwrap_or_else(|| match language {
        Language::ZhCn => "Asia/Shanghai".to_owned(),
        Language::En => "Europe/London".to_owned(),
    })
}

/// `Asia/Shanghai` of `/usr/share/zoneinfo/Asia/Shanghai`.
fn named(link: &Path) -> Option<String> {
    let path = link.to_str()?;
    path.split_once("zoneinfo/").map(|(_, zone)| zone.to_owned())
}

/// The holiday set of a zone, where one is built in.
pub(super) fn holidays(timezone: &str) -> Option<&'static str> {
    const US: [&str; 8] = [
        "New_York",
        "Chicago",
        "Denver",
        "Los_Angeles",
        "Phoenix",
        "Anchorage",
        "Detroit",
        "Boise",
    ];
    match timezone {
        "Asia/Shanghai" | "Asia/Chongqing" | "Asia/Harbin" | "Asia/Urumqi" | "PRC" => Some("CN"),
        "Europe/London" => Some("GB"),
        "Pacific/Honolulu" => Some("US"),
        other => {
            let city = other.strip_prefix("America/")?;
            US.contains(&city).then_some("US")
        }
    }
}
