//! `duban explain-error`: what each code of a finding means and why duban refuses it, with a wrong and a right example.

mod dates;
mod files;
mod letters;
mod people;
mod policies;
mod reports;
mod text;
mod values;
mod web;

use super::Text;
use crate::config::Code;

/// More about a code.
pub(crate) struct Explained {
    /// What it means, and why it is refused or doubtful.
    pub(crate) means: Text,
    /// Lines that give it, and lines that are right; none where it lies outside of the files.
    pub(crate) example: Option<Example>,
}

/// Lines of a file, wrong and right.
pub(crate) struct Example {
    pub(crate) wrong: &'static str,
    pub(crate) right: &'static str,
}

impl Explained {
    const fn of(zh: &'static str, en: &'static str) -> Explained {
        Explained { means: Text::of(zh, en), example: None }
    }

    const fn example(self, wrong: &'static str, right: &'static str) -> Explained {
        Explained { example: Some(Example { wrong, right }), ..self }
    }
}

/// More about a code: a list, one arm for each.
#[expect(clippy::too_many_lines)]
pub(crate) fn explained(code: Code) -> Explained {
    match code {
        Code::Syntax => text::syntax(),
        Code::FullWidth => text::full_width(),
        Code::BlankInKey => text::blank_in_key(),
        Code::BadDate => text::bad_date(),
        Code::UnclosedQuote => text::unclosed_quote(),
        Code::UnclosedBracket => text::unclosed_bracket(),
        Code::QuotesInText => text::quotes_in_text(),
        Code::UnquotedText => text::unquoted_text(),
        Code::MissingValue => text::missing_value(),
        Code::MissingComma => text::missing_comma(),
        Code::ExtraComma => text::extra_comma(),
        Code::TrailingSign => text::trailing_sign(),
        Code::NoEquals => text::no_equals(),
        Code::NoPair => text::no_pair(),
        Code::CommentSign => text::comment_sign(),
        Code::BareKey => text::bare_key(),
        Code::WrongHeader => text::wrong_header(),
        Code::MissingHeader => text::missing_header(),
        Code::DuplicateKey => text::duplicate_key(),
        Code::TooDeep => text::too_deep(),
        Code::UnknownKey => values::unknown_key(),
        Code::StateWritten => values::state_written(),
        Code::MissingKey => values::missing_key(),
        Code::WrongType => values::wrong_type(),
        Code::BadText => values::bad_text(),
        Code::UnknownValue => values::unknown_value(),
        Code::YearOutOfRange => values::year_out_of_range(),
        Code::BadOffset => values::bad_offset(),
        Code::BadPercentage => values::bad_percentage(),
        Code::BadRhythm => values::bad_rhythm(),
        Code::BadHours => values::bad_hours(),
        Code::BadTime => values::bad_time(),
        Code::BadRate => values::bad_rate(),
        Code::BadCron => reports::bad_cron(),
        Code::BadRoll => reports::bad_roll(),
        Code::ReportRole => reports::report_role(),
        Code::BadLate => reports::bad_late(),
        Code::TallyRole => reports::tally_role(),
        Code::TallyParts => reports::tally_parts(),
        Code::BadUrl => values::bad_url(),
        Code::NoWorkdays => values::no_workdays(),
        Code::BadId => values::bad_id(),
        Code::BadListen => values::bad_listen(),
        Code::BadHost => values::bad_host(),
        Code::BadAddress => values::bad_address(),
        Code::NoAddress => people::no_address(),
        Code::InlinePassword => values::inline_password(),
        Code::BadPassword => values::bad_password(),
        Code::UnknownLedger => values::unknown_ledger(),
        Code::NotAWarning => values::not_a_warning(),
        Code::TooMany => values::too_many(),
        Code::TooLong => values::too_long(),
        Code::DefinedTwice => people::defined_twice(),
        Code::SameId => people::same_id(),
        Code::WrongReference => people::wrong_reference(),
        Code::UnknownReference => people::unknown_reference(),
        Code::UnknownRole => policies::unknown_role(),
        Code::DueWithoutOpened => dates::due_without_opened(),
        Code::DoneBeforeOpened => dates::done_before_opened(),
        Code::VerifiedBeforeDone => dates::verified_before_done(),
        Code::DoneBeforeReturned => dates::done_before_returned(),
        Code::DoneThroughWithoutEvery => dates::done_through_without_every(),
        Code::BadEvery => dates::bad_every(),
        Code::HoldReversed => dates::hold_reversed(),
        Code::HoldWithoutFrom => dates::hold_without_from(),
        Code::HoldOfStanding => dates::hold_of_standing(),
        Code::ExtensionWithoutOn => dates::extension_without_on(),
        Code::AwayReversed => people::away_reversed(),
        Code::DelegateCycle => people::delegate_cycle(),
        Code::EmptyGroup => people::empty_group(),
        Code::GroupCycle => people::group_cycle(),
        Code::UnitCycle => people::unit_cycle(),
        Code::StageTwice => policies::stage_twice(),
        Code::ReservedStage => policies::reserved_stage(),
        Code::EmptyTo => policies::empty_to(),
        Code::PercentFrom => policies::percent_from(),
        Code::UnlessProgress => policies::unless_progress(),
        Code::RepeatKind => policies::repeat_kind(),
        Code::UnfilledRole => policies::unfilled_role(),
        Code::NoPolicy => policies::no_policy(),
        Code::NoCalendar => files::no_calendar(),
        Code::SendAtOutsideHours => files::send_at_outside_hours(),
        Code::UnreadableHolidays => files::unreadable_holidays(),
        Code::BadHolidays => files::bad_holidays(),
        Code::UnknownHolidays => files::unknown_holidays(),
        Code::UnknownZone => files::unknown_zone(),
        Code::MissingSmtp => files::missing_smtp(),
        Code::BadCa => files::bad_ca(),
        Code::ExposedPassword => files::exposed_password(),
        Code::MissingPassword => files::missing_password(),
        Code::MissingUsername => files::missing_username(),
        Code::UnreadableFile => files::unreadable_file(),
        Code::OwnFault => files::own_fault(),
        Code::Utf16 => files::utf_16(),
        Code::Gbk => files::gbk(),
        Code::NotUtf8 => files::not_utf_8(),
        Code::FileTooLarge => files::file_too_large(),
        Code::BadInclude => files::bad_include(),
        Code::OnlyInRoot => files::only_in_root(),
        Code::UnknownLetter => letters::unknown_letter(),
        Code::BadNumber => letters::bad_number(),
        Code::LikeOfBuiltIn => letters::like_of_built_in(),
        Code::MissingParts => letters::missing_parts(),
        Code::NumberWithoutYear => letters::number_without_year(),
        Code::UnreadableTemplate => files::unreadable_template(),
        Code::TemplateSyntax => files::template_syntax(),
        Code::TemplateVariable => files::template_variable(),
        Code::TemplateFails => files::template_fails(),
        Code::NoTemplates => files::no_templates(),
        Code::NoMaildir => web::no_maildir(),
        Code::TemplateName => files::template_name(),
        Code::VerifiedWithoutDone => dates::verified_without_done(),
        Code::DueBeforeOpened => dates::due_before_opened(),
        Code::InTheFuture => dates::in_the_future(),
        Code::DueOnDayOff => dates::due_on_day_off(),
        Code::UncoveredYear => dates::uncovered_year(),
        Code::ExtendedLate => dates::extended_late(),
        Code::ExtendedWithoutEffect => dates::extended_without_effect(),
        Code::ExtendedBackward => dates::extended_backward(),
        Code::ExactOnDate => dates::exact_on_date(),
        Code::OverlappingAbsences => people::overlapping_absences(),
        Code::EverybodyAway => people::everybody_away(),
        Code::NobodyThere => people::nobody_there(),
        Code::Bounced => people::bounced(),
        Code::LeaveOver => people::leave_over(),
        Code::SameName => people::same_name(),
        Code::SameAddress => people::same_address(),
        Code::OwnerVerifies => people::owner_verifies(),
        Code::HoldOver => dates::hold_over(),
        Code::DoneEndsSeries => dates::done_ends_series(),
        Code::DoneOfMilestone => dates::done_of_milestone(),
        Code::MilestoneAfterDue => dates::milestone_after_due(),
        Code::DueOverwritten => dates::due_overwritten(),
        Code::Renamed => people::renamed(),
        Code::NoStages => policies::no_stages(),
        Code::NoLetter => policies::no_letter(),
        Code::TimesWithoutRepeat => policies::times_without_repeat(),
        Code::NeverFires => policies::never_fires(),
        Code::OpenAndClosed => files::open_and_closed(),
        Code::HolidayEvent => files::holiday_event(),
        Code::ReversedZone => files::reversed_zone(),
        Code::HttpOpen => values::http_open(),
        Code::WebOpen => web::web_open(),
        Code::BadWebUrl => web::bad_web_url(),
        Code::NoWebKey => web::no_web_key(),
        Code::LinksWithoutWeb => web::links_without_web(),
        Code::NoAuthorities => files::no_authorities(),
        Code::UnusedCa => files::unused_ca(),
        Code::UnreadablePassword => files::unreadable_password(),
        Code::NoSendmail => files::no_sendmail(),
        Code::ClearPassword => files::clear_password(),
        Code::UnlikelyPort => files::unlikely_port(),
        Code::IncludeMatchesNothing => files::include_matches_nothing(),
        Code::NearMiss => files::near_miss(),
        Code::AlikeIds => people::alike_ids(),
        Code::CopiedFile => files::copied_file(),
    }
}

/// Above the examples.
pub(crate) const WRONG: Text = Text::of("错误的写法：", "Wrong:");
pub(crate) const RIGHT: Text = Text::of("正确的写法：", "Right:");
pub(crate) const ERROR: Text = Text::of("错误", "error");
pub(crate) const WARNING: Text = Text::of("提醒", "warning");
/// What to do with a warning that is known.
pub(crate) const ALLOWING: Text = Text::of(
    "已经知道、不必再提醒的：在根文件里写 [check] allow = [\"代码\"]，或在那一行末尾写 # duban: allow 代码",
    "One that is known is silenced by [check] allow = [\"CODE\"] in the root file, or by a comment at its line, # duban: \
     allow CODE",
);

/// There is no such code.
pub(crate) fn no_such_code(
    code: &str,
    near: Option<&str>,
    language: crate::model::Language,
) -> String {
    use crate::model::Language::{En, ZhCn};
    match (near, language) {
        (Some(near), ZhCn) => format!("没有 `{code}` 这个代码；是不是 `{near}`？"),
        (Some(near), En) => format!("there is no code `{code}`; did you mean `{near}`?"),
        (None, ZhCn) => format!("没有 `{code}` 这个代码；不写代码即列出全部"),
        (None, En) => format!("there is no code `{code}`; without one all are listed"),
    }
}
