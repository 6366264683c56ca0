//! What a letter to the admin says, before it is laid out.

/// What a letter says, in the office's language.
pub(crate) struct Said {
    pub(crate) title: String,
    pub(crate) opening: String,
    pub(crate) rows: Vec<(String, String)>,
    pub(crate) steps: Vec<String>,
}

pub(crate) fn owned(steps: &[&str]) -> Vec<String> {
    steps.iter().map(|step| (*step).to_owned()).collect()
}
