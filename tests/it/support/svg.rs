//! A terminal's screen as an SVG picture: the same bytes for the same screen, whatever fonts are installed.
//!
//! Text is one element a run of one style, stretched to its columns; box-drawing characters are drawn as lines, so
//! that frames close in every font, and circles as circles, since many fonts lack them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::num::NonZeroU16;

/// A cell's width, in units of the picture: that of the first of [`FONT`] at [`FONT_SIZE`].
const CELL_WIDTH: u16 = 9;
/// A cell's height.
const CELL_HEIGHT: u16 = 20;
/// From the top of a cell to the baseline.
const BASELINE: u16 = 15;
const FONT: &str = "'JetBrains Mono','DejaVu Sans Mono',Menlo,Consolas,monospace";
const FONT_SIZE: u16 = 15;
/// Around the cells.
const PADDING: u16 = 20;
/// The bar above them.
const TITLE_BAR_HEIGHT: u16 = 40;

type Rgb = (u8, u8, u8);

/// The colours of a terminal.
pub(crate) struct Palette {
    background: Rgb,
    foreground: Rgb,
    frame: Rgb,
    ansi: [Rgb; 16],
}

/// A dark terminal.
pub(crate) const DARK: Palette = Palette {
    background: (0x16, 0x18, 0x1d),
    foreground: (0xd7, 0xda, 0xe0),
    frame: (0x3a, 0x3f, 0x4a),
    ansi: [
        (0x23, 0x26, 0x2d),
        (0xe5, 0x71, 0x7c),
        (0x8f, 0xc3, 0x7e),
        (0xdf, 0xb9, 0x6f),
        (0x6c, 0xa9, 0xef),
        (0xc5, 0x8a, 0xe0),
        (0x5c, 0xbf, 0xc9),
        (0xc8, 0xcc, 0xd4),
        (0x7a, 0x82, 0x90),
        (0xf0, 0x8b, 0x94),
        (0xa6, 0xd5, 0x94),
        (0xec, 0xca, 0x88),
        (0x8c, 0xbd, 0xf5),
        (0xd6, 0xa5, 0xec),
        (0x7f, 0xd3, 0xdc),
        (0xf3, 0xf5, 0xf8),
    ],
};

/// A light terminal.
pub(crate) const LIGHT: Palette = Palette {
    background: (0xfb, 0xfb, 0xfc),
    foreground: (0x24, 0x29, 0x2f),
    frame: (0xd0, 0xd5, 0xdc),
    ansi: [
        (0x24, 0x29, 0x2f),
        (0xc0, 0x30, 0x3b),
        (0x2c, 0x7a, 0x39),
        (0x8a, 0x61, 0x00),
        (0x1f, 0x63, 0xc5),
        (0x8a, 0x3f, 0xae),
        (0x0d, 0x8b, 0x9e),
        (0xd4, 0xd8, 0xde),
        (0x6b, 0x73, 0x7d),
        (0xd5, 0x42, 0x4d),
        (0x38, 0x94, 0x4a),
        (0xa3, 0x75, 0x00),
        (0x35, 0x78, 0xdc),
        (0xa1, 0x55, 0xc5),
        (0x18, 0x8a, 0x9c),
        (0xff, 0xff, 0xff),
    ],
};

/// The colours that a cell asks for, and what is done to them.
#[derive(Clone, Copy)]
pub(crate) struct CellColours {
    pub(crate) foreground: vt100::Color,
    pub(crate) background: vt100::Color,
    pub(crate) is_inverse: bool,
    pub(crate) is_dim: bool,
}

impl CellColours {
    /// The ink and the paper.
    fn resolve(self, palette: &Palette) -> (Rgb, Rgb) {
        let mut ink = to_rgb(self.foreground, palette.foreground, palette);
        let mut paper = to_rgb(self.background, palette.background, palette);
        if self.is_inverse {
            (ink, paper) = (paper, ink);
        }
        if self.is_dim {
            ink = dim_colour(ink, paper);
        }
        (ink, paper)
    }

    /// How far they are apart, from 1 to 21: <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>.
    pub(crate) fn contrast(self, palette: &Palette) -> f64 {
        let (ink, paper) = self.resolve(palette);
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let luminance = |(red, green, blue): Rgb| {
            0.2126_f64.mul_add(linear(red), 0.7152_f64.mul_add(linear(green), 0.0722 * linear(blue))) + 0.05
        };
        let (ink, paper) = (luminance(ink), luminance(paper));
        ink.max(paper) / ink.min(paper)
    }
}

/// The colours and attributes of a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
struct CellStyle {
    foreground: Rgb,
    background: Rgb,
    bold: bool,
    italic: bool,
    underline: bool,
}

/// The picture of a screen, in a window's frame.
pub(crate) fn render_svg(screen: &vt100::Screen, palette: &Palette) -> String {
    let mut svg = open_window(screen.size(), "");
    svg.push_str(&draw_window(screen.size(), palette));
    let mut texts = String::new();
    let mut lines = Lines::default();
    for row in 0..screen.size().0.get() {
        draw_backgrounds(&mut svg, screen, palette, row);
        draw_texts(&mut texts, &mut lines, screen, palette, row);
    }
    lines.draw(&mut svg);
    svg.push_str(&texts);
    draw_cursor(&mut svg, screen, palette);
    svg.push_str(CLOSE_WINDOW);
    svg
}

/// The end of a picture.
pub(super) const CLOSE_WINDOW: &str = "</g>\n</svg>\n";

/// The width and height of a picture of a screen of this many rows and columns.
fn picture_size((rows, columns): (NonZeroU16, NonZeroU16)) -> (u16, u16) {
    (columns.get() * CELL_WIDTH + 2 * PADDING, rows.get() * CELL_HEIGHT + TITLE_BAR_HEIGHT + PADDING)
}

/// The start of a picture, with something before its first element.
pub(super) fn open_window(size: (NonZeroU16, NonZeroU16), head: &str) -> String {
    let (width, height) = picture_size(size);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" font-family=\"{FONT}\" font-size=\"{FONT_SIZE}\" xml:space=\"preserve\">\n{head}",
    )
}

/// The window's frame, and the start of what is in it.
pub(super) fn draw_window(size: (NonZeroU16, NonZeroU16), palette: &Palette) -> String {
    let (width, height) = picture_size(size);
    let mut svg = format!(
        "<rect x=\".5\" y=\".5\" width=\"{}\" height=\"{}\" rx=\"10\" fill=\"{}\" stroke=\"{}\"/>\n",
        width - 1,
        height - 1,
        to_hex(palette.background),
        to_hex(palette.frame),
    );
    for x in [22, 42, 62] {
        let _ = writeln!(svg, "<circle cx=\"{x}\" cy=\"20\" r=\"6\" fill=\"{}\"/>", to_hex(palette.frame));
    }
    let _ = writeln!(svg, "<g transform=\"translate({PADDING} {TITLE_BAR_HEIGHT})\">");
    svg
}

/// A row of a screen, with the cursor if it is there.
pub(super) fn draw_row(screen: &vt100::Screen, palette: &Palette, row: u16) -> String {
    let (mut svg, mut texts, mut lines) = (String::new(), String::new(), Lines::default());
    draw_backgrounds(&mut svg, screen, palette, row);
    draw_texts(&mut texts, &mut lines, screen, palette, row);
    lines.draw(&mut svg);
    svg.push_str(&texts);
    if screen.cursor_position().0 == row {
        draw_cursor(&mut svg, screen, palette);
    }
    svg
}

/// The backgrounds of a row that are not the terminal's own, neighbours of one colour as one.
fn draw_backgrounds(svg: &mut String, screen: &vt100::Screen, palette: &Palette, row: u16) {
    let columns = screen.size().1.get();
    let paper =
        |column| screen.cell(row, column).map_or(palette.background, |cell| cell_style(cell, palette).background);
    let mut column = 0;
    while column < columns {
        let (start, color) = (column, paper(column));
        while column < columns && paper(column) == color {
            column += 1;
        }
        if color != palette.background {
            let (x, y, width) = (start * CELL_WIDTH, row * CELL_HEIGHT, (column - start) * CELL_WIDTH);
            let _ = writeln!(
                svg,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{CELL_HEIGHT}\" fill=\"{}\" \
                 shape-rendering=\"crispEdges\"/>",
                to_hex(color)
            );
        }
    }
}

/// The characters of a row: runs of ASCII as one element, any other character by itself, since its glyph may come
/// from a font of other widths.
fn draw_texts(texts: &mut String, lines: &mut Lines, screen: &vt100::Screen, palette: &Palette, row: u16) {
    let mut run: Option<(u16, CellStyle, String)> = None;
    for column in 0..screen.size().1.get() {
        let Some(cell) = screen.cell(row, column) else { continue };
        let record_lookup = cell_style(cell, palette);
        let text = if cell.has_contents() { cell.contents() } else { " " };
        if text.is_ascii() {
            match &mut run {
                Some((_, current, written)) if *current == record_lookup && !may_form_ligature(written, text) => {
                    written.push_str(text);
                }
                _ => draw_run(texts, row, run.replace((column, record_lookup, text.to_owned()))),
            }
        } else {
            draw_run(texts, row, run.take());
            if !draw_shape(texts, text, column, row, record_lookup.foreground)
                && !lines.add(text, column, row, record_lookup.foreground)
            {
                draw_run(texts, row, Some((column, record_lookup, text.to_owned())));
            }
        }
    }
    draw_run(texts, row, run);
}

/// Whether a font for programmers may have a ligature for it, such as `->` or `www`.
fn may_form_ligature(before: &str, after: &str) -> bool {
    let (Some(before), Some(after)) = (before.chars().next_back(), after.chars().next()) else { return false };
    before.is_ascii_punctuation() && after.is_ascii_punctuation() || (before, after) == ('w', 'w')
}

/// Draws a circle character as a circle and a bar as a bar, whose edges would differ from font to font; false if it is
/// neither.
fn draw_shape(texts: &mut String, text: &str, column: u16, row: u16, ink: Rgb) -> bool {
    let (x, y, ink) = (half_position(2 * column + 1, CELL_WIDTH), half_position(2 * row + 1, CELL_HEIGHT), to_hex(ink));
    let record_lookup = match text {
        "●" => format!("r=\"4\" fill=\"{ink}\""),
        "○" => format!("r=\"3.5\" fill=\"none\" stroke=\"{ink}\""),
        "▌" | "┃" => {
            let (left, bar) = if text == "▌" { (0, 4) } else { (3, 3) };
            let (left, top) = (column * CELL_WIDTH + left, row * CELL_HEIGHT);
            let _ = writeln!(
                texts,
                "<rect x=\"{left}\" y=\"{top}\" width=\"{bar}\" height=\"{CELL_HEIGHT}\" fill=\"{ink}\"/>"
            );
            return true;
        }
        _ => return false,
    };
    let _ = writeln!(texts, "<circle cx=\"{x}\" cy=\"{y}\" {record_lookup}/>");
    true
}

fn draw_run(texts: &mut String, row: u16, run: Option<(u16, CellStyle, String)>) {
    let Some((column, record_lookup, text)) = run else { return };
    let shown = text.trim_end();
    let blanks = shown.len() - shown.trim_start().len();
    let shown = shown.trim_start();
    if shown.is_empty() {
        return;
    }
    let (x, y) = (usize::from(column) + blanks, row * CELL_HEIGHT + BASELINE);
    let _ = write!(
        texts,
        "<text x=\"{}\" y=\"{y}\" fill=\"{}\"",
        x * usize::from(CELL_WIDTH),
        to_hex(record_lookup.foreground)
    );
    if shown.is_ascii() && shown.len() > 1 {
        let _ = write!(texts, " textLength=\"{}\"", shown.len() * usize::from(CELL_WIDTH));
    }
    for (on, attribute) in [
        (record_lookup.bold, " font-weight=\"bold\""),
        (record_lookup.italic, " font-style=\"italic\""),
        (record_lookup.underline, " text-decoration=\"underline\""),
    ] {
        if on {
            texts.push_str(attribute);
        }
    }
    let escaped = shown.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let _ = writeln!(texts, ">{escaped}</text>");
}

/// The cursor, as a bar at the left of its cell.
fn draw_cursor(svg: &mut String, screen: &vt100::Screen, palette: &Palette) {
    if screen.hide_cursor() {
        return;
    }
    let (row, column) = screen.cursor_position();
    let (x, y, color) = (column * CELL_WIDTH, row * CELL_HEIGHT + 1, to_hex(palette.foreground));
    let _ = writeln!(svg, "<rect x=\"{x}\" y=\"{y}\" width=\"2\" height=\"{}\" fill=\"{color}\"/>", CELL_HEIGHT - 2);
}

/// Box drawing: halves of cells in each colour, joined to long lines.
#[derive(Default)]
struct Lines(BTreeMap<Rgb, Strokes>);

/// The strokes of one colour. A half is numbered from the edge: cell 3 has the halves 6 and 7.
#[derive(Default)]
struct Strokes {
    /// Row, half of a column.
    horizontal: BTreeSet<(u16, u16)>,
    /// Column, half of a row.
    vertical: BTreeSet<(u16, u16)>,
    rounded_corners: String,
}

impl Lines {
    /// Adds a box-drawing character; false if it is none of those that are drawn as lines.
    fn add(&mut self, text: &str, column: u16, row: u16, ink: Rgb) -> bool {
        // Left, right, up, down.
        let arms = match text {
            "─" | "╌" => "lr",
            "│" => "ud",
            "┌" => "rd",
            "┐" => "ld",
            "└" => "ru",
            "┘" => "lu",
            "├" => "rud",
            "┤" => "lud",
            "┬" => "lrd",
            "┴" => "lru",
            "┼" => "lrud",
            "╭" | "╮" | "╯" | "╰" => "",
            _ => return false,
        };
        let strokes = self.0.entry(ink).or_default();
        for arm in arms.chars() {
            match arm {
                'l' => strokes.horizontal.insert((row, 2 * column)),
                'r' => strokes.horizontal.insert((row, 2 * column + 1)),
                'u' => strokes.vertical.insert((column, 2 * row)),
                _ => strokes.vertical.insert((column, 2 * row + 1)),
            };
        }
        if arms.is_empty() {
            let right = half_position(2 * column + u16::from("╭╰".contains(text)) * 2, CELL_WIDTH);
            let below = half_position(2 * row + u16::from("╭╮".contains(text)) * 2, CELL_HEIGHT);
            let (x, y) = (half_position(2 * column + 1, CELL_WIDTH), half_position(2 * row + 1, CELL_HEIGHT));
            let bend = if "╭╮".contains(text) { y + 4.5 } else { y - 4.5 };
            let _ = write!(strokes.rounded_corners, "M{right} {y}Q{x} {y} {x} {bend}V{below}");
        }
        true
    }

    fn draw(self, svg: &mut String) {
        for (ink, strokes) in self.0 {
            let mut path = String::new();
            for (row, start, end) in join_halves(&strokes.horizontal) {
                let (x, y) = (half_position(start, CELL_WIDTH), half_position(2 * row + 1, CELL_HEIGHT));
                let _ = write!(path, "M{x} {y}H{}", half_position(end, CELL_WIDTH));
            }
            for (column, start, end) in join_halves(&strokes.vertical) {
                let (x, y) = (half_position(2 * column + 1, CELL_WIDTH), half_position(start, CELL_HEIGHT));
                let _ = write!(path, "M{x} {y}V{}", half_position(end, CELL_HEIGHT));
            }
            let _ = writeln!(
                svg,
                "<path d=\"{path}{}\" fill=\"none\" stroke=\"{}\"/>",
                strokes.rounded_corners,
                to_hex(ink)
            );
        }
    }
}

/// The start of a half: the edge of a cell or its middle, at half a unit, so that a line of one unit fills whole
/// pixels.
fn half_position(half: u16, cell: u16) -> f32 {
    let middle = f32::from(cell / 2) + 0.5;
    f32::from(half / 2 * cell) + if half % 2 == 1 { middle } else { 0.0 }
}

/// Neighbouring halves joined: line, first half, and the half after the last.
fn join_halves(halves: &BTreeSet<(u16, u16)>) -> Vec<(u16, u16, u16)> {
    let mut joined: Vec<(u16, u16, u16)> = Vec::new();
    for &(line, half) in halves {
        match joined.last_mut() {
            Some((last, _, end)) if *last == line && *end == half => *end += 1,
            _ => joined.push((line, half, half + 1)),
        }
    }
    joined
}

fn cell_style(cell: &vt100::Cell, palette: &Palette) -> CellStyle {
    let colours = CellColours {
        foreground: cell.fgcolor(),
        background: cell.bgcolor(),
        is_inverse: cell.inverse(),
        is_dim: cell.dim(),
    };
    let (foreground, background) = colours.resolve(palette);
    CellStyle { foreground, background, bold: cell.bold(), italic: cell.italic(), underline: cell.underline() }
}

fn to_rgb(color: vt100::Color, default: Rgb, palette: &Palette) -> Rgb {
    match color {
        vt100::Color::Default => default,
        vt100::Color::Rgb(red, green, blue) => (red, green, blue),
        vt100::Color::Idx(index @ 0..=15) => palette.ansi[usize::from(index)],
        vt100::Color::Idx(index @ 16..=231) => {
            let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
            let index = index - 16;
            (level(index / 36), level(index / 6 % 6), level(index % 6))
        }
        vt100::Color::Idx(index) => {
            let level = 8 + 10 * (index - 232);
            (level, level, level)
        }
    }
}

/// A dim ink: two thirds of its way from the paper.
fn dim_colour(ink: Rgb, paper: Rgb) -> Rgb {
    let mix = |ink: u8, paper: u8| u8::try_from((2 * u16::from(ink) + u16::from(paper)) / 3).unwrap_or(u8::MAX);
    (mix(ink.0, paper.0), mix(ink.1, paper.1), mix(ink.2, paper.2))
}

fn to_hex((red, green, blue): Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::png::render_png;

    fn drawn(bytes: &str) -> String {
        let mut parser = vt100::Parser::new(NonZeroU16::new(3).unwrap(), NonZeroU16::new(12).unwrap(), 0);
        parser.process(bytes.as_bytes());
        render_svg(parser.screen(), &DARK)
    }

    #[test]
    fn runs_of_one_style_are_one_stretched_text() {
        let svg = drawn("ab  c<\x1b[1;31mX\x1b[7mYZ\x1b[0m é");
        assert!(svg.contains("<text x=\"0\" y=\"15\" fill=\"#d7dae0\" textLength=\"54\">ab  c&lt;</text>"), "{svg}");
        assert!(svg.contains("<text x=\"54\" y=\"15\" fill=\"#e5717c\" font-weight=\"bold\">X</text>"), "{svg}");
        assert!(svg.contains("<rect x=\"63\" y=\"0\" width=\"18\" height=\"20\" fill=\"#e5717c\""), "{svg}");
        assert!(svg.contains("<text x=\"90\" y=\"15\" fill=\"#d7dae0\">é</text>"), "{svg}");
    }

    #[test]
    fn boxes_are_joined_lines() {
        let svg = drawn("┌──┐\r\n│  │\r\n╰──╯");
        assert!(svg.contains("M4.5 10.5H31.5M9 50.5H27M4.5 10.5V40M31.5 10.5V40"), "{svg}");
        assert!(!svg.contains("<text"), "{svg}");
    }

    #[test]
    fn circles_are_drawn_in_the_middle_of_their_cells() {
        let svg = drawn(" ●○");
        assert!(svg.contains("<circle cx=\"13.5\" cy=\"10.5\" r=\"4\" fill=\"#d7dae0\"/>"), "{svg}");
        assert!(svg.contains("<circle cx=\"22.5\" cy=\"10.5\" r=\"3.5\" fill=\"none\" stroke=\"#d7dae0\"/>"), "{svg}");
    }

    #[test]
    fn bars_fill_the_height_of_their_cells() {
        let svg = drawn("▌\r\n┃");
        assert!(svg.contains("<rect x=\"0\" y=\"0\" width=\"4\" height=\"20\" fill=\"#d7dae0\"/>"), "{svg}");
        assert!(svg.contains("<rect x=\"3\" y=\"20\" width=\"3\" height=\"20\" fill=\"#d7dae0\"/>"), "{svg}");
    }

    #[test]
    fn no_font_can_make_one_sign_of_two() {
        let svg = drawn("a->b www.c--");
        for piece in [">a-<", ">&gt;b w<", ">w<", ">w.c-<", ">-<"] {
            assert!(svg.contains(piece), "{piece}: {svg}");
        }
    }

    #[test]
    fn the_cursor_is_drawn_where_it_shows() {
        assert!(drawn("ab").contains("<rect x=\"18\" y=\"1\" width=\"2\" height=\"18\""));
        assert!(!drawn("ab\x1b[?25l").contains("width=\"2\""));
    }

    #[test]
    fn palettes_change_nothing_but_colours() {
        let mut parser = vt100::Parser::new(NonZeroU16::new(2).unwrap(), NonZeroU16::new(9).unwrap(), 0);
        parser.process("\x1b[38;5;208;48;2;1;2;3mx\x1b[0;2;3;4m─y".as_bytes());
        let [dark, light] = [DARK, LIGHT].map(|palette| render_svg(parser.screen(), &palette));
        assert_ne!(dark, light);
        for both in ["fill=\"#ff8700\"", "fill=\"#010203\"", "font-style=\"italic\" text-decoration=\"underline\""] {
            assert!(dark.contains(both) && light.contains(both), "{both}: {dark}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        let contrast = |foreground, background| {
            CellColours { foreground, background, is_inverse: false, is_dim: false }.contrast(&LIGHT)
        };
        let white = vt100::Color::Rgb(255, 255, 255);
        assert!((contrast(vt100::Color::Rgb(0, 0, 0), white) - 21.0).abs() < 0.01);
        assert!((contrast(vt100::Color::Rgb(119, 119, 119), white) - 4.48).abs() < 0.01);
        // Why the selected row has no background.
        assert!(contrast(vt100::Color::Idx(0), vt100::Color::Idx(6)) < 4.5);
    }

    #[test]
    fn a_picture_becomes_a_png() {
        assert!(render_png(&drawn("┌ hello ✓")).starts_with(b"\x89PNG\r\n"));
    }
}
