//! SVG to PNG, by resvg.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

/// Pixels for each unit of the SVG: sharp on dense screens too.
const SCALE: f32 = 2.0;

/// The typeface of every picture.
const TYPEFACE: &str = "JetBrains Mono";

/// The system's fonts; reading them takes a while.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_system_fonts();
    fonts.set_monospace_family("DejaVu Sans Mono");
    Arc::new(fonts)
});

/// Asserts that pictures get the one typeface that they all have.
///
/// # Panics
///
/// If it is not installed.
pub(crate) fn assert_typeface() {
    let is_typeface = |face: &fontdb::FaceInfo| face.families.iter().any(|(name, _)| name == TYPEFACE);
    assert!(FONTS.faces().any(is_typeface), "install {TYPEFACE} (Debian: fonts-jetbrains-mono)");
}

/// The picture as a PNG file. Its pixels depend on the fonts that are installed.
///
/// # Panics
///
/// If it is no SVG.
pub(crate) fn render_png(svg: &str) -> Vec<u8> {
    let options = Options { fontdb: Arc::clone(&FONTS), ..Options::default() };
    let tree = Tree::from_str(svg, &options).expect("our own SVG can be read");
    let size = tree.size().to_int_size().scale_by(SCALE).expect("a picture has a size");
    let mut pixels = Pixmap::new(size.width(), size.height()).expect("a picture has a size");
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().expect("pixels can be encoded")
}
