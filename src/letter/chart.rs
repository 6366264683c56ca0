//! Charts as PNG, drawn by resvg from an SVG that a template writes. In them stand digits alone, as outlines: no font is
//! looked for on the machine, and every figure stands in the letter's text, too. One shade on white, so that nothing is
//! lost in grey print.

use std::fmt;

use minijinja::context;
use minijinja::value::Value;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use crate::letter::glyphs::outlines;
use crate::letter::template::drawn;

/// A column of a chart.
#[derive(Debug, Clone)]
pub struct Bar {
    /// What stands below it: digits and signs.
    pub label: String,
    /// How tall it is.
    pub value: usize,
}

/// Why there is no picture.
#[derive(Debug)]
pub enum ChartError {
    /// The template.
    Template(minijinja::Error),
    /// What it wrote is no SVG.
    Svg(resvg::usvg::Error),
    /// The picture is too large, or cannot be encoded.
    Picture(String),
}

impl fmt::Display for ChartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ChartError::Template(error) => write!(f, "the chart's template: {error}"),
            ChartError::Svg(error) => write!(f, "the chart: {error}"),
            ChartError::Picture(why) => write!(f, "the chart's picture: {why}"),
        }
    }
}

impl std::error::Error for ChartError {}

/// Twice the width at which letters show it. At 360 px the digits are still 11 px tall.
const WIDTH: f64 = 1196.0;
const HEIGHT: f64 = 420.0;
const DIGITS: f64 = 42.0;
const FOOT: f64 = 70.0;
const HEAD: f64 = 64.0;

/// Columns, each with its figure above and its label below.
pub fn columns(bars: &[Bar]) -> Result<Vec<u8>, ChartError> {
    let tree = Tree::from_str(&svg(bars)?, &Options::default()).map_err(ChartError::Svg)?;
    let none = || ChartError::Picture("too large".to_owned());
    let mut picture = Pixmap::new(WIDTH as u32, HEIGHT as u32).ok_or_else(none)?;
    resvg::render(&tree, Transform::default(), &mut picture.as_mut());
    picture.encode_png().map_err(|error| ChartError::Picture(error.to_string()))
}

/// The SVG.
pub(crate) fn svg(bars: &[Bar]) -> Result<String, ChartError> {
    let largest = bars.iter().map(|bar| bar.value).max().unwrap_or(0).max(1) as f64;
    let slot = WIDTH / bars.len().max(1) as f64;
    let (base, room) = (HEIGHT - FOOT, HEIGHT - FOOT - HEAD);
    let mut drawn_bars = Vec::with_capacity(bars.len());
    let mut signs = Vec::new();
    for (at, bar) in bars.iter().enumerate() {
        let (middle, width) = (slot * (at as f64 + 0.5), (slot * 0.6).min(150.0));
        // A figure that is not 0 is seen, however small it is beside the others.
        let height = match bar.value {
            0 => 0.0,
            value => (room * value as f64 / largest).max(3.0),
        };
        drawn_bars.push(context! {
            x => tenth(middle - width / 2.0), y => tenth(base - height),
            width => tenth(width), height => tenth(height),
        });
        write(&bar.value.to_string(), middle, base - height - 14.0, slot, &mut signs);
        write(&bar.label, middle, HEIGHT - 22.0, slot, &mut signs);
    }
    let values = context! {
        width => WIDTH, height => HEIGHT, base => base, bars => drawn_bars, signs => signs,
    };
    drawn(values).map_err(ChartError::Template)
}

/// Puts a text in the middle of a place, smaller where it would not fit.
fn write(text: &str, middle: f64, line: f64, room: f64, signs: &mut Vec<Value>) {
    let (placed, width) = outlines(text);
    let size = (DIGITS / 1000.0).min((room - 8.0) / width.max(1.0));
    for (left, outline) in placed {
        let x = tenth(middle + (left - width / 2.0) * size);
        signs.push(context! { x => x, y => tenth(line), size => size, outline => outline });
    }
}

fn tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_is_a_png_of_the_figures() {
        let bars = [("1-7", 3), ("8-30", 0), ("31-90", 120), (">90", 1)];
        let bars = bars.map(|(label, value)| Bar { label: label.to_owned(), value });
        let svg = svg(&bars).expect("an SVG");
        assert_eq!(svg.matches("<rect").count(), 1 + 4);
        let png = columns(&bars).expect("a picture");
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n") && png.len() < 40_000, "{}", png.len());
        assert_eq!(png, columns(&bars).expect("the same again"), "bytes are reproducible");
        columns(&[]).expect("an empty picture");
    }
}
