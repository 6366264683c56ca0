//! The parts of a workbook that are not its cells: how cells look, how sheets are seen and printed, and what belongs
//! together (ECMA-376, part 1).

use std::fmt::Write as _;

pub(super) const DECLARED: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

pub(super) const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// Where the workbook is.
pub(super) const ROOT: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
    <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/>\
    </Relationships>";

/// How a cell looks. All break their text and begin at the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Look {
    /// The colour behind it.
    pub(crate) ground: Option<u32>,
    pub(crate) bold: bool,
    pub(crate) shown: Shown,
}

/// What a cell has, and so how that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Shown {
    #[default]
    Text,
    /// At the right, as the head above it is.
    Number,
    Rate,
    Day,
    Time,
}

/// The number of a look.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style(pub(super) usize);

/// How a sheet is seen and printed. Its first row is its head: it stays, and is on every page.
pub(crate) struct Page {
    pub(crate) name: &'static str,
    /// As of when it is, for its pages.
    pub(crate) as_of: String,
    /// How wide each column is, in figures.
    pub(crate) widths: Vec<f64>,
    /// So many columns stay.
    pub(crate) frozen: usize,
    /// So many rows are below its head, and the first of them are filtered.
    pub(crate) rows: usize,
    pub(crate) filtered: usize,
    /// So many columns are printed.
    pub(crate) printed: usize,
    pub(crate) paper: Paper,
}

/// On which paper a sheet is printed, as wide as that is.
#[derive(Clone, Copy)]
pub(crate) enum Paper {
    /// For a list of many columns.
    A3,
    /// For the others.
    A4,
}

/// `A`, `B` … `AA`
pub(super) fn letters(column: usize) -> String {
    let last = char::from(b'A' + (column % 26) as u8);
    match column / 26 {
        0 => last.to_string(),
        more => letters(more - 1) + &last.to_string(),
    }
}

/// A sheet up to its rows.
pub(super) fn before_rows(page: &Page, is_first: bool) -> String {
    let last = format!("{}{}", letters(page.widths.len().saturating_sub(1)), page.rows + 1);
    let column = letters(page.frozen);
    let selected = if is_first { " tabSelected=\"1\"" } else { "" };
    let mut text = format!(
        "{DECLARED}<worksheet xmlns=\"{MAIN}\" xmlns:r=\"{RELATION}\">\
         <sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><dimension ref=\"A1:{last}\"/>\
         <sheetViews><sheetView{selected} workbookViewId=\"0\">\
         <pane xSplit=\"{}\" ySplit=\"1\" topLeftCell=\"{column}2\" activePane=\"bottomRight\" state=\"frozen\"/>\
         <selection pane=\"topRight\" activeCell=\"{column}1\" sqref=\"{column}1\"/>\
         <selection pane=\"bottomLeft\" activeCell=\"A2\" sqref=\"A2\"/><selection pane=\"bottomRight\"/>\
         </sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>",
        page.frozen
    );
    for (at, width) in page.widths.iter().enumerate() {
        // In pixels of the usual font, five of them beside the text; in 256ths of a figure.
        let width = ((width * 7.0 + 5.0) / 7.0 * 256.0).trunc() / 256.0;
        let at = at + 1;
        let _ =
            write!(text, "<col min=\"{at}\" max=\"{at}\" width=\"{width}\" customWidth=\"1\"/>");
    }
    text + "</cols><sheetData>"
}

/// A sheet from its rows on.
pub(super) fn after_rows(page: &Page) -> String {
    let last = letters(page.widths.len().saturating_sub(1));
    let paper = match page.paper {
        Paper::A3 => 8,
        Paper::A4 => 9,
    };
    format!(
        "</sheetData><autoFilter ref=\"A1:{last}{}\"/>\
         <pageMargins left=\"0.7\" right=\"0.7\" top=\"0.75\" bottom=\"0.75\" header=\"0.3\" footer=\"0.3\"/>\
         <pageSetup paperSize=\"{paper}\" fitToHeight=\"0\" orientation=\"landscape\"/>\
         <headerFooter><oddHeader>&amp;L&amp;A&amp;R{}</oddHeader><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter>\
         </worksheet>",
        page.filtered + 1,
        page.as_of
    )
}

/// The looks of cells, in the order of their styles.
pub(super) fn styles(looks: &[Look]) -> String {
    let mut grounds: Vec<u32> = Vec::new();
    for ground in looks.iter().filter_map(|look| look.ground) {
        if !grounds.contains(&ground) {
            grounds.push(ground);
        }
    }
    let mut text = format!(
        "{DECLARED}<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"3\">\
         <numFmt numFmtId=\"164\" formatCode=\"yyyy-mm-dd\"/>\
         <numFmt numFmtId=\"165\" formatCode=\"yyyy-mm-dd hh:mm:ss\"/>\
         <numFmt numFmtId=\"166\" formatCode=\"0.0%\"/></numFmts>\
         <fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>\
         <font><b/><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font></fonts>\
         <fills count=\"{}\"><fill><patternFill patternType=\"none\"/></fill>\
         <fill><patternFill patternType=\"gray125\"/></fill>",
        grounds.len() + 2
    );
    for ground in &grounds {
        let _ = write!(
            text,
            "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF{ground:06X}\"/><bgColor indexed=\"64\"/></patternFill></fill>"
        );
    }
    let _ = write!(
        text,
        "</fills><borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
         <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
         <cellXfs count=\"{}\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>",
        looks.len() + 1
    );
    for look in looks {
        let number = match look.shown {
            Shown::Text | Shown::Number => 0,
            Shown::Day => 164,
            Shown::Time => 165,
            Shown::Rate => 166,
        };
        let side = match look.shown {
            Shown::Text => "",
            Shown::Number | Shown::Rate => " horizontal=\"right\" indent=\"1\"",
            Shown::Day | Shown::Time => " horizontal=\"left\"",
        };
        let fill = grounds.iter().position(|ground| Some(*ground) == look.ground);
        let _ = write!(
            text,
            "<xf numFmtId=\"{number}\" fontId=\"{}\" fillId=\"{}\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" \
             applyFont=\"1\" applyFill=\"1\" applyAlignment=\"1\"><alignment{side} vertical=\"top\" wrapText=\"1\"/></xf>",
            u8::from(look.bold),
            fill.map_or(0, |at| at + 2)
        );
    }
    text + "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>"
}

/// The sheets by name, and which of their cells are filtered, printed, and on every page.
pub(super) fn workbook(pages: &[Page]) -> String {
    let mut text = format!(
        "{DECLARED}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATION}\"><bookViews><workbookView/></bookViews><sheets>"
    );
    let (mut filters, mut areas, mut heads) = (String::new(), String::new(), String::new());
    for (at, page) in pages.iter().enumerate() {
        let (name, number) = (page.name, at + 1);
        let _ = write!(text, "<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
        let last = letters(page.widths.len().saturating_sub(1));
        let _ = write!(
            filters,
            "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{at}\" hidden=\"1\">'{name}'!$A$1:${last}${}</definedName>",
            page.filtered + 1
        );
        if page.printed < page.widths.len() {
            let _ = write!(
                areas,
                "<definedName name=\"_xlnm.Print_Area\" localSheetId=\"{at}\">'{name}'!$A$1:${}${}</definedName>",
                letters(page.printed.saturating_sub(1)),
                page.rows + 1
            );
        }
        let _ = write!(
            heads,
            "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{at}\">'{name}'!$1:$1</definedName>"
        );
    }
    format!("{text}</sheets><definedNames>{filters}{areas}{heads}</definedNames></workbook>")
}

/// What belongs to a workbook of so many sheets.
pub(super) fn relations(sheets: usize) -> String {
    let mut text = format!("{DECLARED}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    let sheet = |at: usize| ("worksheet", format!("worksheets/sheet{}.xml", at + 1));
    let others = [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")];
    let others = others.map(|(kind, target)| (kind, target.to_owned()));
    for (at, (kind, target)) in (0..sheets).map(sheet).chain(others).enumerate() {
        let number = at + 1;
        let _ = write!(
            text,
            "<Relationship Id=\"rId{number}\" Type=\"{RELATION}/{kind}\" Target=\"{target}\"/>"
        );
    }
    text + "</Relationships>"
}

/// What each part of such a workbook is.
pub(super) fn kinds(sheets: usize) -> String {
    let mut text = format!(
        "{DECLARED}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    );
    let sheet = |at: usize| (format!("worksheets/sheet{}", at + 1), "worksheet");
    let others =
        [("workbook", "sheet.main"), ("styles", "styles"), ("sharedStrings", "sharedStrings")];
    let others = others.map(|(part, kind)| (part.to_owned(), kind));
    for (part, kind) in (0..sheets).map(sheet).chain(others) {
        let _ = write!(
            text,
            "<Override PartName=\"/xl/{part}.xml\" ContentType=\"{KIND}.{kind}+xml\"/>"
        );
    }
    text + "</Types>"
}
