//! Reads the XML of Route 53: elements and text, without attributes, which it has none of that matter.

/// An element.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    /// The text in it, entities replaced; of an element with children, blanks.
    pub(super) text: String,
    children: Vec<Self>,
}

impl Element {
    /// The first child of this name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children(name).next()
    }

    /// The children of this name.
    pub(super) fn children(&self, name: &str) -> impl Iterator<Item = &Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of the first child of this name, or an empty text.
    pub(super) fn text_of(&self, name: &str) -> &str {
        self.child(name).map_or("", |child| child.text.trim())
    }
}

/// The deepest nesting that is read.
const MAX_DEPTH: usize = 32;

/// The root element. `None` for what is not well-formed or has a document type.
pub(super) fn parse(xml: &str) -> Option<Element> {
    let mut open = vec![Element::default()];
    let mut rest = xml;
    while let Some((text, after)) = rest.split_once('<') {
        open.last_mut()?.text.push_str(&unescape(text)?);
        if let Some(after) = after.strip_prefix("!--") {
            rest = after.split_once("-->")?.1;
            continue;
        }
        let (tag, after) = after.split_once('>')?;
        rest = after;
        if tag.starts_with('?') {
            continue;
        }
        if tag.starts_with('!') || open.len() > MAX_DEPTH {
            return None;
        }
        if let Some(name) = tag.strip_prefix('/') {
            let done = open.pop().filter(|done| done.name == name.trim())?;
            open.last_mut()?.children.push(done);
            continue;
        }
        let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let name = tag.split_whitespace().next()?.to_owned();
        let element = Element { name, ..Element::default() };
        if is_empty {
            open.last_mut()?.children.push(element);
        } else {
            open.push(element);
        }
    }
    let mut root = open.pop().filter(|_| open.is_empty())?;
    root.children.pop().filter(|_| root.children.is_empty())
}

/// Replaces the five entities of XML and references to characters.
fn unescape(text: &str) -> Option<String> {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        let (entity, after) = after.split_once(';')?;
        plain.push_str(before);
        plain.push(match entity {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            _ => {
                let number = entity.strip_prefix('#')?;
                let code = match number.strip_prefix('x') {
                    Some(digits) => u32::from_str_radix(digits, 16),
                    None => number.parse(),
                };
                char::from_u32(code.ok()?)?
            }
        });
        rest = after;
    }
    plain.push_str(rest);
    Some(plain)
}

/// The text with the characters of XML replaced.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn elements_and_texts_are_read() {
        let root =
            parse("<?xml version=\"1.0\"?>\n<A xmlns=\"x\"><B>1 &amp; &#x22;2&#34;</B><!-- < --><C/><B> 3 </B></A>");
        let root = root.expect("well-formed");
        assert_eq!((root.name.as_str(), root.text_of("B"), root.children("B").count()), ("A", "1 & \"2\"", 2));
        assert!(root.child("C").is_some() && root.text_of("D").is_empty());
        for broken in ["", "<A>", "<A></B>", "<A/><B/>", "<!DOCTYPE a []><A/>", "<A>&unknown;</A>", "<A", "</A>"] {
            assert_eq!(parse(broken), None, "{broken}");
        }
        assert_eq!(parse(&"<A>".repeat(100)), None);
    }

    proptest! {
        #[test]
        fn an_escaped_text_reads_back(text in "[^\r]{0,80}") {
            let root = parse(&format!("<A>{}</A>", escape(&text)));
            prop_assert_eq!(root.map(|root| root.text), Some(text));
        }

        #[test]
        fn no_text_breaks_it(text in "[<>/!&;a?# -]{0,40}") {
            let _ = parse(&text);
        }
    }
}
