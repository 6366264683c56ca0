//! Can any file, however broken, bring down reading, or be misreported?
//!
//! The input is up to four files, parted by lines `#~`: the root file, `more.toml`, and two sets of holidays.
//! Every finding points into text that is there; a configuration comes out exactly if no finding is an error, and
//! can be planned; and the same files give the same findings, on however many cores they were read.

#![no_main]

use std::path::Path;

use duban::config::{self, Finding, Level, Loaded, Site};
use duban::model::{Config, Language};
use duban::plan::{self, Target};
use duban_fuzz::{Memory, now};
use libfuzzer_sys::fuzz_target;

const PATHS: [&str; 4] = ["/d/duban.toml", "/d/more.toml", "/d/days.ics", "/d/days.toml"];

fuzz_target!(|bytes: &[u8]| {
    let files = Memory(PATHS.into_iter().map(Into::into).zip(parts(bytes)).collect());
    let load = || config::load(Path::new(PATHS[0]), &files, now());
    let loaded = load();
    loaded.findings.iter().for_each(|finding| check(finding, &loaded));
    for language in [Language::ZhCn, Language::En] {
        config::render(&loaded.findings, &loaded.sources, language);
    }
    let refused = loaded.findings.iter().any(|finding| finding.level == Level::Error);
    assert_eq!(loaded.config.is_none(), refused, "{:#?}", loaded.findings);
    loaded.config.iter().for_each(plan);
    assert_eq!(load().findings, loaded.findings);
});

/// The bytes between the lines `#~`.
fn parts(mut bytes: &[u8]) -> Vec<Vec<u8>> {
    const MARK: &[u8] = b"#~\n";
    let mut parts = Vec::new();
    while let Some(at) = bytes.windows(MARK.len()).position(|window| window == MARK) {
        parts.push(bytes[..at].to_vec());
        bytes = &bytes[at + MARK.len()..];
    }
    parts.push(bytes.to_vec());
    parts
}

/// A finding has words, can be shown in each form, and points only into text that is there.
fn check(finding: &Finding, loaded: &Loaded) {
    assert!(finding.count > 0, "{finding:?}");
    let sites = finding.sites.iter().copied().chain(finding.replacement.iter().map(|one| one.site));
    sites.for_each(|site| check_site(site, finding, loaded));
    for language in [Language::ZhCn, Language::En] {
        assert!(!finding.title(language).is_empty(), "{finding:?}");
        finding.line(&loaded.sources, language);
        finding.json(&loaded.sources, language);
    }
}

fn check_site(site: Site, finding: &Finding, loaded: &Loaded) {
    let text = loaded.sources.text(site.file).unwrap_or_else(|| panic!("no text: {finding:?}"));
    assert!(text.get(site.place.range()).is_some(), "outside of the text: {finding:?}");
}

/// What was accepted can be decided about.
fn plan(config: &Config) {
    for target in Target::all(config) {
        plan::decide(config, target, &[], now());
        plan::colour(config, target, now());
    }
}
