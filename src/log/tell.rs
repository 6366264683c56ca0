//! How an event is told: its sentence by `words::log`, in both languages, then its fields.

/// `tell!(INFO, letters::SENT, letter, tasks = ?List(tasks))`. A field may have a Chinese value beside the English one,
/// for the terminal: `why, why.zh = …`.
macro_rules! tell {
    ($level:ident, $sentence:expr $(, $($fields:tt)+)?) => {{
        let sentence = $crate::words::log::Both::from($sentence);
        ::tracing::event!(
            ::tracing::Level::$level,
            $($($fields)+,)?
            zh = &*sentence.zh,
            "{}",
            sentence.en
        )
    }};
}
pub(crate) use tell;
