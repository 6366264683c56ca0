//! A table as text that spreadsheets open (RFC 4180): UTF-8 with a mark, every cell quoted, and none that a
//! spreadsheet would run.

/// By this Excel knows that a file is UTF-8.
const MARK: &str = "\u{feff}";

/// A table while it is written, at most so many bytes long.
pub(crate) struct Csv {
    text: String,
    most: usize,
    rows: usize,
}

impl Csv {
    /// A table with these headings.
    pub(crate) fn new(headings: &[&str], most: usize) -> Csv {
        let mut csv = Csv { text: MARK.to_owned(), most, rows: 0 };
        csv.text += &line(headings.iter().copied());
        csv
    }

    /// Adds a row; false if there is no room for it.
    pub(crate) fn row<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) -> bool {
        let row = line(cells);
        let fits = self.text.len() + row.len() <= self.most;
        if fits {
            self.text += &row;
            self.rows += 1;
        }
        fits
    }

    /// How many rows it has.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// The file's text.
    pub(crate) fn finish(self) -> String {
        self.text
    }
}

fn line<'c>(cells: impl IntoIterator<Item = &'c str>) -> String {
    let cells: Vec<String> = cells.into_iter().map(cell).collect();
    cells.join(",") + "\r\n"
}

/// A quoted cell. A spreadsheet runs a cell that begins with one of [`starts_formula`], blanks before it or not, and
/// where it takes the semicolon for the separator, also one that begins after it: an apostrophe makes it a text.
fn cell(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    let mut begins = true;
    for letter in text.chars() {
        if begins && starts_formula(letter) {
            quoted.push('\'');
        }
        if letter == '"' {
            quoted.push('"');
        }
        quoted.push(letter);
        begins = matches!(letter, ';' | '\t' | '\r' | '\n')
            || (begins && (letter.is_whitespace() || letter == '"'));
    }
    quoted.push('"');
    quoted
}

/// Whether a spreadsheet takes what begins so for a formula; East Asian ones take full-width signs, too.
fn starts_formula(letter: char) -> bool {
    matches!(letter, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_run_and_every_text_stays_in_its_cell() {
        for (text, expected) in [
            ("办法", "\"办法\""),
            ("a \"b\", c", "\"a \"\"b\"\", c\""),
            ("=1+1", "\"'=1+1\""),
            (" \u{a0}=1+1", "\" \u{a0}'=1+1\""),
            ("+86 10", "\"'+86 10\""),
            ("-cmd|' /C calc'!A0", "\"'-cmd|' /C calc'!A0\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("＝1", "\"'＝1\""),
            ("\t=1", "\"\t'=1\""),
            ("x;=1", "\"x;'=1\""),
            ("x; =1", "\"x; '=1\""),
            ("x;\"=1", "\"x;\"\"'=1\""),
            ("2026-11-30", "\"2026-11-30\""),
            ("", "\"\""),
        ] {
            assert_eq!(cell(text), expected, "{text}");
        }
    }

    #[test]
    fn a_table_ends_where_there_is_no_room() {
        let mut csv = Csv::new(&["a", "b"], 40);
        let taken: Vec<bool> = (0..3).map(|_| csv.row(["12345", "67890"])).collect();
        assert_eq!((taken.as_slice(), csv.rows()), (&[true, false, false][..], 1));
        assert_eq!(csv.finish(), "\u{feff}\"a\",\"b\"\r\n\"12345\",\"67890\"\r\n");
    }
}
