//! A workbook as it is written (Office Open XML): parts in an archive. Rows go out as they are made, so that a list of any
//! length needs little memory, and are packed on another core meanwhile. Texts are written as texts: nothing in it is run.

mod parts;
mod rows;
mod texts;

use std::io::{self, Cursor, Write as _};
use std::sync::mpsc::sync_channel;
use std::thread;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

pub(crate) use parts::{Look, Page, Paper, Shown, Style};
pub(crate) use rows::Rows;
use texts::Texts;

/// How hard the rows are packed: harder makes them little smaller, and takes much longer.
const PACKED: i64 = 3;

/// So many pieces of rows wait to be packed.
const WAITING: usize = 8;

/// A workbook that is being written.
pub(crate) struct Book {
    archive: ZipWriter<Cursor<Vec<u8>>>,
    texts: Texts,
    looks: Vec<Look>,
    pages: Vec<Page>,
}

impl Book {
    /// One that will have so many sheets.
    pub(crate) fn of(sheets: usize) -> io::Result<Book> {
        let archive = ZipWriter::new(Cursor::new(Vec::new()));
        let mut book =
            Book { archive, texts: Texts::default(), looks: Vec::new(), pages: Vec::new() };
        // The first part tells programs that look at the bytes what the file is.
        book.part("[Content_Types].xml", &parts::kinds(sheets))?;
        book.part("_rels/.rels", parts::ROOT)?;
        Ok(book)
    }

    /// The style of cells that look so.
    pub(crate) fn style(&mut self, look: Look) -> Style {
        let known = self.looks.iter().position(|known| *known == look);
        // The first style is that of cells without one.
        Style(
            1 + known.unwrap_or_else(|| {
                self.looks.push(look);
                self.looks.len() - 1
            }),
        )
    }

    /// A further sheet, with the rows that `fill` writes from the first one on.
    pub(crate) fn sheet<R>(
        &mut self,
        page: Page,
        fill: impl FnOnce(&mut Rows<'_>) -> R,
    ) -> io::Result<R> {
        let first = self.pages.is_empty();
        let name = format!("xl/worksheets/sheet{}.xml", self.pages.len() + 1);
        self.archive.start_file(name, options())?;
        self.archive.write_all(parts::before_rows(&page, first).as_bytes())?;
        let (sender, pieces) = sync_channel::<Vec<u8>>(WAITING);
        let (archive, texts) = (&mut self.archive, &mut self.texts);
        let styles = self.looks.len() + 1;
        let filled = thread::scope(|scope| {
            let packing =
                scope.spawn(move || pieces.iter().try_for_each(|piece| archive.write_all(&piece)));
            let mut rows = Rows::new(texts, (page.widths.len(), styles), sender);
            let filled = fill(&mut rows);
            rows.end();
            packing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)).map(|()| filled)
        })?;
        self.archive.write_all(parts::after_rows(&page).as_bytes())?;
        self.pages.push(page);
        Ok(filled)
    }

    /// Its bytes.
    pub(crate) fn end(mut self) -> io::Result<Vec<u8>> {
        let texts = std::mem::take(&mut self.texts);
        self.archive.start_file("xl/sharedStrings.xml", options())?;
        texts.write(&mut self.archive)?;
        self.part("xl/styles.xml", &parts::styles(&self.looks))?;
        self.part("xl/workbook.xml", &parts::workbook(&self.pages))?;
        self.part("xl/_rels/workbook.xml.rels", &parts::relations(self.pages.len()))?;
        Ok(self.archive.finish()?.into_inner())
    }

    fn part(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.archive.start_file(name, options())?;
        self.archive.write_all(text.as_bytes())
    }
}

/// The same at whatever time it is written.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(PACKED))
        .last_modified_time(DateTime::default())
}
