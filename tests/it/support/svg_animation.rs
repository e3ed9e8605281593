//! Several screens as one animated SVG picture: no script and no font of its own, so that it moves where pictures may.
//!
//! A row is drawn once for all frames that have it. Each set of frames is a class, whose CSS animation shows it during
//! these frames. The colours are classes too, with those of the light palette where the reader has chosen that; who has
//! chosen less motion sees the last frame.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use resvg::usvg::roxmltree;

use super::svg::{CLOSE_WINDOW, DARK, LIGHT, draw_row, draw_window, open_window};

/// A screen, and for how long it is shown.
pub(crate) struct Frame {
    pub(crate) screen: vt100::Screen,
    pub(crate) seconds: f32,
}

/// What is drawn for the same frames.
type Rows = BTreeMap<Vec<usize>, String>;

/// The picture of these frames, one after the other, again and again. `fix` makes the drawing of a row the same at each run:
/// rows are compared after it.
///
/// # Panics
///
/// Without frames.
pub(crate) fn render_animation(frames: &[Frame], fix: impl Fn(&str) -> String) -> String {
    let mut colours = Colours::default();
    let size = frames.first().expect("a frame").screen.size();
    let window = colours.classify(&draw_window(size, &DARK), &draw_window(size, &LIGHT));
    let mut groups = Rows::new();
    for row in 0..size.0.get() {
        let mut drawn: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, Frame { screen, .. }) in frames.iter().enumerate() {
            let picture = colours.classify(&fix(&draw_row(screen, &DARK, row)), &fix(&draw_row(screen, &LIGHT, row)));
            if !picture.is_empty() {
                drawn.entry(picture).or_default().push(index);
            }
        }
        for (picture, shown) in drawn {
            groups.entry(shown).or_default().push_str(&picture);
        }
    }
    let style = format!("<style>\n{}{}</style>\n", colours.style(), motion(frames, groups.keys()));
    let mut svg = open_window(size, &style);
    svg.push_str(&window);
    for (shown, rows) in &groups {
        let class = if shown.len() == frames.len() {
            String::new()
        } else {
            let is_last = if shown.last() == Some(&(frames.len() - 1)) { " z" } else { "" };
            format!(" class=\"a {}{is_last}\"", class_of(shown))
        };
        let _ = write!(svg, "<g{class}>\n{rows}</g>\n");
    }
    svg.push_str(CLOSE_WINDOW);
    svg
}

/// The class of what is shown in these frames: `k3_4`.
fn class_of(shown: &[usize]) -> String {
    format!("k{}", shown.iter().map(ToString::to_string).collect::<Vec<_>>().join("_"))
}

/// The animation of each set of frames.
fn motion<'s>(frames: &[Frame], sets: impl Iterator<Item = &'s Vec<usize>>) -> String {
    let total: f32 = frames.iter().map(|frame| frame.seconds).sum();
    // Not a sum: that of nothing is -0.
    let start = |index: usize| 100.0 * frames.iter().take(index).fold(0.0, |sum, frame| sum + frame.seconds) / total;
    let mut css = format!(
        ".a{{visibility:hidden;animation-duration:{total}s;animation-timing-function:step-end;\
         animation-iteration-count:infinite}}\n.z{{visibility:visible}}\n\
         @media (prefers-reduced-motion:reduce){{.a{{animation-name:none!important}}}}\n"
    );
    for shown in sets.filter(|shown| shown.len() < frames.len()) {
        let class = class_of(shown);
        let _ = write!(css, ".{class}{{animation-name:{class}}}@keyframes {class}{{");
        let mut was_shown = None;
        for index in 0..frames.len() {
            let is_shown = shown.contains(&index);
            if was_shown != Some(is_shown) {
                let visibility = if is_shown { "visible" } else { "hidden" };
                let _ = write!(css, "{:.2}%{{visibility:{visibility}}}", start(index));
            }
            was_shown = Some(is_shown);
        }
        css.push_str("}\n");
    }
    css
}

/// The colours of both palettes: a class each, the same for fills and strokes.
#[derive(Default)]
struct Colours(Vec<(String, String)>);

impl Colours {
    /// The picture with classes instead of colours. Both pictures differ in colours only.
    fn classify(&mut self, dark: &str, light: &str) -> String {
        let mut classified = String::with_capacity(dark.len());
        let mut parts = dark.split('"').zip(light.split('"')).peekable();
        let mut has_class = false;
        while let Some((dark, _)) = parts.next() {
            // Everything up to the value of an attribute, its name last.
            let attribute = ["fill=", "stroke="].into_iter().find_map(|name| Some((name, dark.strip_suffix(name)?)));
            if let Some((name, before)) = attribute
                && let Some((dark_colour, light_colour)) = parts.next_if(|(dark, _)| dark.starts_with('#'))
            {
                let class = self.class(dark_colour, light_colour);
                let kind = if name == "fill=" { 'c' } else { 's' };
                // The frame of the window has both: one attribute holds all classes.
                if has_class && before == " " {
                    classified.pop();
                    let _ = write!(classified, " {kind}{class}\"");
                } else {
                    let _ = write!(classified, "{before}class=\"{kind}{class}\"");
                }
                has_class = true;
            } else {
                has_class = false;
                classified.push_str(dark);
                classified.push('"');
            }
        }
        classified.pop();
        classified
    }

    fn class(&mut self, dark: &str, light: &str) -> usize {
        let pair = (dark.to_owned(), light.to_owned());
        self.0.iter().position(|known| *known == pair).unwrap_or_else(|| {
            self.0.push(pair);
            self.0.len() - 1
        })
    }

    fn style(&self) -> String {
        let rules = |colour: fn(&(String, String)) -> &String| {
            let rule = |(class, pair): (usize, &(String, String))| {
                format!(".c{class}{{fill:{0}}}.s{class}{{stroke:{0}}}", colour(pair))
            };
            self.0.iter().enumerate().map(rule).collect::<String>()
        };
        let (dark, light) = (rules(|pair| &pair.0), rules(|pair| &pair.1));
        format!("{dark}\n@media (prefers-color-scheme:light){{{light}}}\n")
    }
}

/// The text of each frame of an animated picture, without blanks.
///
/// # Panics
///
/// If it is not such a picture.
pub(crate) fn frame_texts(svg: &str, frames: usize) -> Vec<String> {
    let document = roxmltree::Document::parse(svg).expect("well-formed XML");
    let shown_in = |group: roxmltree::Node<'_, '_>| -> Vec<usize> {
        let class = group.attribute("class").and_then(|class| class.split(' ').find_map(|name| name.strip_prefix('k')));
        class.map_or_else(
            || (0..frames).collect(),
            |set| set.split('_').map(|index| index.parse().expect("a frame's number")).collect(),
        )
    };
    let place = |text: &roxmltree::Node<'_, '_>| {
        let number = |name| text.attribute(name).and_then(|value| value.parse::<u32>().ok()).expect("a place");
        (number("y"), number("x"))
    };
    let mut texts = vec![BTreeMap::new(); frames];
    for text in document.descendants().filter(|node| node.has_tag_name("text")) {
        let written = text.text().unwrap_or_default().split_whitespace().collect::<String>();
        for frame in shown_in(text.parent().expect("a group")) {
            texts[frame].insert(place(&text), written.clone());
        }
    }
    texts.into_iter().map(|places| places.into_values().collect()).collect()
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU16;

    use super::*;

    fn frame(bytes: &str) -> Frame {
        let mut parser = vt100::Parser::new(NonZeroU16::new(3).unwrap(), NonZeroU16::new(12).unwrap(), 0);
        parser.process(b"\x1b[?25l");
        parser.process(bytes.as_bytes());
        Frame { screen: parser.screen().clone(), seconds: 1.0 }
    }

    #[test]
    fn a_row_of_several_frames_is_drawn_once() {
        let svg = render_animation(&[frame("one\r\ntwo"), frame("one\r\n\x1b[31mthree"), frame("one")], str::to_owned);
        assert_eq!(svg.matches(">one<").count(), 1);
        assert_eq!(frame_texts(&svg, 3), ["onetwo", "onethree", "one"]);
        assert!(
            svg.contains("@keyframes k1{0.00%{visibility:hidden}33.33%{visibility:visible}66.67%{visibility:hidden}}")
        );
        assert!(!svg.contains("fill=\"#") && svg.contains("prefers-color-scheme:light"), "{svg}");
    }

    #[test]
    fn lines_have_a_stroke_and_no_fill() {
        let svg = render_animation(&[frame("┌─┐ ○")], str::to_owned);
        assert!(svg.contains("class=\"c0 s1\""), "{svg}");
        assert_eq!(svg.matches("fill=\"none\" class=\"s2\"").count(), 2, "{svg}");
    }

    #[test]
    fn without_motion_the_last_frame_is_seen() {
        let svg = render_animation(&[frame("one"), frame("two")], str::to_owned);
        assert!(svg.contains("class=\"a k1 z\"") && svg.contains("class=\"a k0\""), "{svg}");
    }
}
