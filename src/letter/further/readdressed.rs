//! A letter that was reviewed, for other people: its salutation and the lines that say who has it change, in the page and in
//! the plain text. In a part that a template of the admin's own gives these are not found, and it stays as it is.

use minijinja::HtmlEscape;

use crate::letter::further::frame::who_has_it;
use crate::letter::template::COLUMNS;
use crate::letter::text::wrap;
use crate::letter::view::addressees;
use crate::model::{Config, Language};
use crate::plan::{Addressee, Audience};
use crate::words::letters::digest::IN_DIGEST;
use crate::words::letters::foot;

/// What takes the place of what.
pub(crate) struct Readdressed {
    salutation: Option<(String, String)>,
    foot: Option<(Vec<String>, Vec<String>)>,
}

/// How a line at the foot begins and ends in the page.
const LINE: (&str, &str) = ("<p style=\"margin:0 0 3px;\">", "</p>");

impl Readdressed {
    /// For these people; `page` is the page as it was written.
    pub(crate) fn of(
        config: &Config,
        audience: &Audience,
        language: Language,
        page: String,
    ) -> Readdressed {
        let to: Vec<&Addressee> = audience.to.iter().collect();
        let salutation = addressees::salutation(config, &to, language);
        let was = cell(&page, "ik to").map(unescaped);
        let colon = crate::words::admin::COLON.said(language);
        let own =
            [foot::TO, foot::CC, IN_DIGEST].map(|label| format!("{}{colon}", label.said(language)));
        let who = who_has_it(config, audience, language);
        let who = who.iter().map(|one| format!("{}{colon}{}", one.label, one.text));
        let foot = cell(&page, "mu ln foot").map(|foot| {
            let lines: Vec<String> = foot
                .split(LINE.0)
                .filter_map(|line| line.split_once(LINE.1))
                .map(|(line, _)| unescaped(line))
                .collect();
            let others = lines.iter().filter(|line| !own.iter().any(|own| line.starts_with(own)));
            let now = who.chain(others.cloned()).collect();
            (lines, now)
        });
        Readdressed { salutation: was.zip(salutation), foot }
    }

    /// The page.
    pub(crate) fn page(&self, page: &str) -> String {
        let mut page = page.to_owned();
        if let Some((was, is)) = &self.salutation {
            page = page.replacen(&format!(">{}<", escaped(was)), &format!(">{}<", escaped(is)), 1);
        }
        let lines = |lines: &[String]| {
            let lines = lines.iter().map(|line| format!("{}{}{}", LINE.0, escaped(line), LINE.1));
            lines.collect::<Vec<_>>()
        };
        if let Some((was, is)) = &self.foot {
            let ends = ["\r\n", "\n"];
            let end = ends.into_iter().find(|end| page.contains(end)).unwrap_or_default();
            page = page.replacen(&lines(was).join(end), &lines(is).join(end), 1);
        }
        page
    }

    /// The plain text.
    pub(crate) fn text(&self, text: &str) -> String {
        let mut text = text.to_owned();
        if let Some((was, is)) = &self.salutation {
            let line = |said: &str| format!("\n{}\n", wrap(said, COLUMNS, ""));
            text = text.replacen(&line(was), &line(is), 1);
        }
        let lines = |lines: &[String]| {
            lines.iter().map(|line| wrap(line, COLUMNS, "  ")).collect::<Vec<_>>().join("\n")
        };
        if let Some((was, is)) = &self.foot {
            text = text.replacen(&lines(was), &lines(is), 1);
        }
        text
    }
}

/// What stands in the cell of that class.
fn cell<'p>(page: &'p str, class: &str) -> Option<&'p str> {
    let (_, after) = page.split_once(&format!("<td class=\"{class}\""))?;
    let (_, inner) = after.split_once('>')?;
    inner.split_once("</td>").map(|(inner, _)| inner)
}

fn escaped(text: &str) -> String {
    HtmlEscape(text).to_string()
}

fn unescaped(text: &str) -> String {
    let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#x2f;", "/")];
    let text = signs.iter().fold(text.to_owned(), |text, (name, sign)| text.replace(name, sign));
    text.replace("&amp;", "&")
}
