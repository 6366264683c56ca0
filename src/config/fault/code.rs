//! The code of each kind of finding: what `explain-error` takes, `[check] allow` names and JSON shows.

use serde::Serialize;

use crate::model::names;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The configuration is refused.
    Error,
    /// It is taken, but looks like a mistake.
    Warning,
}

macro_rules! codes {
    (errors { $($error:ident = $error_name:literal,)* } warnings { $($warning:ident = $warning_name:literal,)* }) => {
        /// The code of a kind of finding. Several kinds that have one cure share a code.
        #[allow(missing_docs, reason = "the name says it, and `explain-error` tells the rest")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($error,)* $($warning,)* }

        impl Code {
            /// How bad findings of this code are.
            pub fn level(self) -> Level {
                match self {
                    $(Code::$error => Level::Error,)*
                    $(Code::$warning => Level::Warning,)*
                }
            }
        }

        names!(Code { $($error = $error_name,)* $($warning = $warning_name,)* });
    };
}

codes! {
    errors {
        // The text.
        Syntax = "syntax",
        FullWidth = "full-width",
        BlankInKey = "blank-in-key",
        BadDate = "bad-date",
        UnclosedQuote = "unclosed-quote",
        UnclosedBracket = "unclosed-bracket",
        QuotesInText = "quotes-in-text",
        UnquotedText = "unquoted-text",
        MissingValue = "missing-value",
        MissingComma = "missing-comma",
        ExtraComma = "extra-comma",
        TrailingSign = "trailing-sign",
        NoEquals = "no-equals",
        NoPair = "no-pair",
        CommentSign = "comment-sign",
        BareKey = "bare-key",
        WrongHeader = "wrong-header",
        MissingHeader = "missing-header",
        DuplicateKey = "duplicate-key",
        TooDeep = "too-deep",
        // Keys and values.
        UnknownKey = "unknown-key",
        StateWritten = "state-written",
        MissingKey = "missing-key",
        WrongType = "wrong-type",
        BadText = "bad-text",
        UnknownValue = "unknown-value",
        YearOutOfRange = "year-out-of-range",
        BadOffset = "bad-offset",
        BadPercentage = "bad-percentage",
        BadRhythm = "bad-rhythm",
        BadHours = "bad-hours",
        BadTime = "bad-time",
        BadRate = "bad-rate",
        BadCron = "bad-cron",
        BadRoll = "bad-roll",
        BadLate = "bad-late",
        BadUrl = "bad-url",
        NoWorkdays = "no-workdays",
        BadId = "bad-id",
        BadListen = "bad-listen",
        BadHost = "bad-host",
        BadAddress = "bad-address",
        NoAddress = "no-address",
        InlinePassword = "inline-password",
        BadPassword = "bad-password",
        UnknownLedger = "unknown-ledger",
        NotAWarning = "not-a-warning",
        TooMany = "too-many",
        TooLong = "too-long",
        // Ids.
        DefinedTwice = "defined-twice",
        SameId = "same-id",
        WrongReference = "wrong-reference",
        UnknownReference = "unknown-reference",
        UnknownRole = "unknown-role",
        // Dates of tasks.
        DueWithoutOpened = "due-without-opened",
        DoneBeforeOpened = "done-before-opened",
        VerifiedBeforeDone = "verified-before-done",
        DoneBeforeReturned = "done-before-returned",
        DoneThroughWithoutEvery = "done-through-without-every",
        BadEvery = "bad-every",
        HoldReversed = "hold-reversed",
        HoldWithoutFrom = "hold-without-from",
        HoldOfStanding = "hold-of-standing",
        ExtensionWithoutOn = "extension-without-on",
        // People and units.
        AwayReversed = "away-reversed",
        DelegateCycle = "delegate-cycle",
        EmptyGroup = "empty-group",
        GroupCycle = "group-cycle",
        UnitCycle = "unit-cycle",
        // Policies.
        StageTwice = "stage-twice",
        ReservedStage = "reserved-stage",
        EmptyTo = "empty-to",
        PercentFrom = "percent-from",
        UnlessProgress = "unless-progress",
        RepeatKind = "repeat-kind",
        UnfilledRole = "unfilled-role",
        NoPolicy = "no-policy",
        // Reports and tallies.
        ReportRole = "report-role",
        TallyRole = "tally-role",
        TallyParts = "tally-parts",
        // Calendars.
        NoCalendar = "no-calendar",
        SendAtOutsideHours = "send-at-outside-hours",
        UnreadableHolidays = "unreadable-holidays",
        BadHolidays = "bad-holidays",
        UnknownHolidays = "unknown-holidays",
        UnknownZone = "unknown-zone",
        // Mail.
        MissingSmtp = "missing-smtp",
        BadCa = "bad-ca",
        ExposedPassword = "exposed-password",
        MissingPassword = "missing-password",
        MissingUsername = "missing-username",
        // Pages and links.
        WebOpen = "web-open",
        BadWebUrl = "bad-web-url",
        NoWebKey = "no-web-key",
        LinksWithoutWeb = "links-without-web",
        // Letters.
        UnknownLetter = "unknown-letter",
        BadNumber = "bad-number",
        LikeOfBuiltIn = "like-of-built-in",
        // Templates.
        UnreadableTemplate = "unreadable-template",
        TemplateSyntax = "template-syntax",
        TemplateVariable = "template-variable",
        TemplateFails = "template-fails",
        // Files.
        UnreadableFile = "unreadable-file",
        OwnFault = "own-fault",
        Utf16 = "utf-16",
        Gbk = "gbk",
        NotUtf8 = "not-utf-8",
        FileTooLarge = "file-too-large",
        BadInclude = "bad-include",
        OnlyInRoot = "only-in-root",
    }
    warnings {
        VerifiedWithoutDone = "verified-without-done",
        DueBeforeOpened = "due-before-opened",
        InTheFuture = "in-the-future",
        DueOnDayOff = "due-on-day-off",
        UncoveredYear = "uncovered-year",
        ExtendedLate = "extended-late",
        ExtendedWithoutEffect = "extended-without-effect",
        ExtendedBackward = "extended-backward",
        ExactOnDate = "exact-on-date",
        OverlappingAbsences = "overlapping-absences",
        EverybodyAway = "everybody-away",
        NobodyThere = "nobody-there",
        Bounced = "bounced",
        LeaveOver = "leave-over",
        SameName = "same-name",
        SameAddress = "same-address",
        OwnerVerifies = "owner-verifies",
        HoldOver = "hold-over",
        DoneEndsSeries = "done-ends-series",
        DoneOfMilestone = "done-of-milestone",
        MilestoneAfterDue = "milestone-after-due",
        DueOverwritten = "due-overwritten",
        Renamed = "renamed",
        NoStages = "no-stages",
        NoLetter = "no-letter",
        TimesWithoutRepeat = "times-without-repeat",
        NeverFires = "never-fires",
        OpenAndClosed = "open-and-closed",
        HolidayEvent = "holiday-event",
        ReversedZone = "reversed-zone",
        HttpOpen = "http-open",
        NoAuthorities = "no-authorities",
        UnusedCa = "unused-ca",
        UnreadablePassword = "unreadable-password",
        NoSendmail = "no-sendmail",
        ClearPassword = "clear-password",
        UnlikelyPort = "unlikely-port",
        IncludeMatchesNothing = "include-matches-nothing",
        NearMiss = "near-miss",
        AlikeIds = "alike-ids",
        CopiedFile = "copied-file",
        NumberWithoutYear = "number-without-year",
        MissingParts = "missing-parts",
        NoTemplates = "no-templates",
        NoMaildir = "no-maildir",
        TemplateName = "template-name",
    }
}
