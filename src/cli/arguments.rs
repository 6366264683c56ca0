//! The command line's definition: what all commands take, and the commands.

use std::path::PathBuf;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use jiff::Timestamp;

use crate::cli::adopt::Adopt;
use crate::cli::agenda::Agenda;
use crate::cli::answers::Answers;
use crate::cli::calendar::MonthView;
use crate::cli::check::Check;
use crate::cli::completions::Completions;
use crate::cli::decline::Decline;
use crate::cli::diff::Diff;
use crate::cli::edit::accept::Accept;
use crate::cli::edit::acknowledge::Acknowledge;
use crate::cli::edit::add::Add;
use crate::cli::edit::assign::Assign;
use crate::cli::edit::away::Away;
use crate::cli::edit::cancel::Cancel;
use crate::cli::edit::done::Done;
use crate::cli::edit::extend::Extend;
use crate::cli::edit::hold::Hold;
use crate::cli::edit::progress::Progress;
use crate::cli::edit::reopen::Reopen;
use crate::cli::edit::send_back::Return;
use crate::cli::edit::verify::Verify;
use crate::cli::explain::Explain;
use crate::cli::explain_error::ExplainError;
use crate::cli::export::Export;
use crate::cli::help::Help;
use crate::cli::history::History;
use crate::cli::import::Import;
use crate::cli::init::Init;
use crate::cli::ledger::LedgerCare;
use crate::cli::letters::Letters;
use crate::cli::link::Link;
use crate::cli::man::Manual;
use crate::cli::plan::Plan;
use crate::cli::policies::Policies;
use crate::cli::receive::Receive;
use crate::cli::rehearse::Rehearse;
use crate::cli::render::Render;
use crate::cli::report::Reports;
use crate::cli::retry::Retry;
use crate::cli::run::Run;
use crate::cli::schema::SchemaOf;
use crate::cli::settle::{Discard, Release};
use crate::cli::show::Show;
use crate::cli::status::Status;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::{command_line, locale, values};
use crate::cli::test_mail::TestMail;
use crate::cli::urge::Urge;
use crate::cli::who::Who;
use crate::model::Language;
use crate::words::{
    help, help_lists, links, people, rehearsal, reports, trial, weeks, what_changed,
};

#[derive(Debug, Parser)]
#[command(name = "duban", version, about = say(help::DUBAN), max_term_width = 100)]
pub(super) struct Arguments {
    #[arg(long, global = true, value_name = say(help::FILE), env = "DUBAN_CONFIG", help = say(help::CONFIG))]
    pub(super) config: Option<PathBuf>,
    #[arg(long, global = true, value_name = say(help::FOLDER), help = say(help::STATE_FOLDER))]
    pub(super) state_dir: Option<PathBuf>,
    // Its other name. With `status` it might mean the state of tasks, so it is refused there.
    #[arg(long, global = true, hide = true, value_name = say(help::FOLDER),
        help = say(help::STATE_FOLDER))]
    pub(super) state: Option<PathBuf>,
    #[arg(long, global = true, value_name = say(help::TIME), value_parser = values::time, help = say(help::NOW))]
    pub(super) now: Option<Timestamp>,
    // `locale` has looked for it before anything else.
    #[arg(long, global = true, value_name = say(help::LANGUAGE), value_parser = values::language,
        help = say(help::LANG))]
    lang: Option<Language>,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    #[command(about = say(help::RUN), alias = "运行")]
    Run(Run),
    #[command(about = say(help::CHECK), aliases = ["检查", "查错"])]
    Check(Check),
    #[command(about = say(help::PLAN), alias = "计划")]
    Plan(Plan),
    #[command(about = say(help::STATUS), aliases = ["状态", "清单", "任务"])]
    Status(Status),
    #[command(about = say(people::WHO), alias = "人员")]
    Who(Who),
    #[command(about = say(weeks::AGENDA), alias = "日程")]
    Agenda(Agenda),
    #[command(about = say(weeks::CALENDAR), alias = "日历")]
    Calendar(MonthView),
    #[command(about = say(what_changed::DIFF), aliases = ["差异", "比较"])]
    Diff(Diff),
    #[command(about = say(help::EXPLAIN), aliases = ["说明", "解释"])]
    Explain(Explain),
    #[command(about = say(help::EXPLAIN_ERROR), alias = "错误")]
    ExplainError(ExplainError),
    #[command(about = say(help::HISTORY), aliases = ["历史", "记录"])]
    History(History),
    #[command(about = say(help_lists::EXPORT), alias = "导出")]
    Export(Export),
    #[command(about = say(help_lists::IMPORT), alias = "导入")]
    Import(Import),
    #[command(about = say(help::SHOW), aliases = ["查看", "显示"])]
    Show(Show),
    #[command(about = say(help::RENDER), alias = "预览")]
    Render(Render),
    #[command(about = say(reports::REPORT), aliases = ["报告", "通报"])]
    Report(Reports),
    #[command(about = say(rehearsal::REHEARSE), alias = "演练")]
    Rehearse(Rehearse),
    #[command(name = "test-mail", about = say(trial::TEST_MAIL), aliases = ["试发", "测试邮件"])]
    TestMail(TestMail),
    #[command(about = say(help::ADOPT), alias = "接管")]
    Adopt(Adopt),
    #[command(about = say(help::LETTERS), aliases = ["outbox", "函件"])]
    Letters(Letters),
    #[command(about = say(help::RELEASE), alias = "放行")]
    Release(Release),
    #[command(about = say(help::DISCARD), alias = "作废")]
    Discard(Discard),
    #[command(about = say(help::RETRY), alias = "重发")]
    Retry(Retry),
    #[command(about = say(links::LINK), alias = "链接")]
    Link(Link),
    #[command(about = say(help::LEDGER), alias = "台账")]
    Ledger(LedgerCare),
    #[command(about = say(help::DONE), alias = "办结")]
    Done(Done),
    #[command(about = say(help::VERIFY), alias = "销号")]
    Verify(Verify),
    #[command(about = say(help::RETURN), alias = "退回")]
    Return(Return),
    #[command(about = say(help::REOPEN), alias = "重开")]
    Reopen(Reopen),
    #[command(about = say(help::EXTEND), alias = "延期")]
    Extend(Extend),
    #[command(about = say(help::HOLD), alias = "暂停")]
    Hold(Hold),
    #[command(about = say(help::CANCEL), alias = "取消")]
    Cancel(Cancel),
    #[command(about = say(help::ASSIGN), alias = "换人")]
    Assign(Assign),
    #[command(about = say(help::PROGRESS), alias = "进展")]
    Progress(Progress),
    #[command(about = say(help::ACKNOWLEDGE), alias = "签收")]
    Acknowledge(Acknowledge),
    #[command(about = say(help::ANSWERS), alias = "反馈")]
    Answers(Answers),
    #[command(about = say(help::ACCEPT), alias = "采纳")]
    Accept(Accept),
    #[command(about = say(help::DECLINE), alias = "不采纳")]
    Decline(Decline),
    #[command(about = say(help::RECEIVE))]
    Receive(Receive),
    #[command(about = say(help::URGE), alias = "催办")]
    Urge(Urge),
    #[command(about = say(help::AWAY), alias = "请假")]
    Away(Away),
    #[command(about = say(help::POLICIES), alias = "规则")]
    Policies(Policies),
    #[command(about = say(help::ADD), alias = "新增")]
    Add(Add),
    #[command(about = say(help::INIT), aliases = ["初始化", "开始"])]
    Init(Init),
    #[command(about = say(help::SCHEMA))]
    Schema(SchemaOf),
    #[command(about = say(help::COMPLETIONS))]
    Completions(Completions),
    #[command(about = say(help::MAN))]
    Man(Manual),
    #[command(about = say(help::HELP), alias = "帮助")]
    Help(Help),
}

/// The command line, in the language of whoever reads it.
pub(super) fn command() -> clap::Command {
    let language = locale::language();
    let command = command_line::spoken(Arguments::command(), language);
    command_line::with_usage(command, language)
}

/// What the command line of this process says.
pub(super) fn given() -> Result<Arguments, clap::Error> {
    let mut command = command();
    let matches = command.try_get_matches_from_mut(std::env::args_os())?;
    Arguments::from_arg_matches(&matches)
}
