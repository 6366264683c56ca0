//! The task that `init` writes to show a letter: as long as it is there, it is sent.

use crate::cli::terminal::locale;
use crate::model::{Config, Language};
use crate::words::init;

/// What is to be said of it beside tasks of one's own.
pub(crate) fn note(config: &Config) -> Option<String> {
    let titles = [Language::ZhCn, Language::En].map(|language| init::SAMPLE.said(language));
    let is_sample = |title: &str| titles.contains(&title);
    let task = config
        .tasks
        .iter()
        .find(|task| is_sample(&task.title) && task.done.is_none() && task.cancelled.is_none())?;
    let file = config.files.get(task.file as usize).map_or("", |file| file);
    let place = format!("{file}:{}", task.line);
    Some(init::sample_left(&task.id, &place, locale::language()))
}
