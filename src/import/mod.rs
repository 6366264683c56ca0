//! A list somebody keeps in a spreadsheet, as tasks (I1, I2). Cells come in as data; what they mean goes out, with
//! every doubt about it.
//!
//! `sheet` is the list as cells, however it was stored. `table` finds the headings in it, and which column is which
//! key; `headings` knows the words. `read` takes row by row: `dates`, `states`, `every` and `names` read cells.
//! `known` looks people and units up. `again` compares the list with its last copy and with the files. `writing`
//! makes TOML of new tasks. `address_book` reads a list of people instead, and `addressed` looks them up. Nothing here opens a file, and nothing is guessed in silence: see `doubt`.

pub mod address_book;
pub mod addressed;
pub mod again;
pub mod dates;
pub mod doubt;
pub mod every;
pub mod headings;
pub mod item;
pub mod key;
pub mod known;
pub mod mapping;
pub mod names;
pub mod passed;
pub mod read;
pub mod sheet;
pub mod states;
pub mod table;
pub mod text;
pub mod writing;
