//! What a holiday set says.

use crate::config::fault::holidays::Note;
use crate::model::Exception;

/// Days, years, and what there is to say of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct HolidaySet {
    pub(crate) days: Vec<Exception>,
    /// The years that it knows.
    pub(crate) years: Vec<i16>,
    /// What of it is not read, or doubtful.
    pub(crate) notes: Vec<Note>,
}
