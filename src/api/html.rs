//! Summarizes an HTML page: proxies and gateways send pages instead of the API's JSON.
//!
//! This is not an HTML parser. The result is plain text without tags, cut short.

/// Whether a body is an HTML page, by its content type or its first character.
pub(super) fn is_html(content_type: Option<&str>, body: &str) -> bool {
    content_type.is_some_and(|kind| kind.to_ascii_lowercase().contains("html")) || body.trim_start().starts_with('<')
}

/// The title of the page, or its text if it has none, in one line.
pub(super) fn summarize(page: &str) -> String {
    let title = element_content(page, "<title", "</title").map(strip_tags).filter(|title| !title.is_empty());
    title.unwrap_or_else(|| strip_tags(&strip_invisible(page)))
}

/// The content of an element, from the end of its opening tag.
fn element_content<'a>(page: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let (_, rest) = split_at_tag(page, open)?;
    let (_, inner) = rest.split_once('>')?;
    split_at_tag(inner, close).map(|(inner, _)| inner)
}

/// Splits the page at a tag: the text before it, and the text after its name. Case is ignored.
fn split_at_tag<'a>(page: &'a str, tag: &str) -> Option<(&'a str, &'a str)> {
    let start = page.as_bytes().windows(tag.len()).position(|window| window.eq_ignore_ascii_case(tag.as_bytes()))?;
    Some((page.get(..start)?, page.get(start + tag.len()..)?))
}

/// Removes what a browser never shows: scripts, styles, the head, comments.
fn strip_invisible(page: &str) -> String {
    let mut page = page.to_owned();
    for (open, close) in [("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"), ("<head", "</head>")] {
        let mut kept = String::with_capacity(page.len());
        let mut rest = page.as_str();
        while let Some((before, hidden)) = split_at_tag(rest, open) {
            kept.push_str(before);
            kept.push(' ');
            rest = split_at_tag(hidden, close).map_or("", |(_, behind)| behind);
        }
        kept.push_str(rest);
        page = kept;
    }
    page
}

/// The text between the tags, with blanks joined and common entities decoded once.
fn strip_tags(page: &str) -> String {
    let mut text = String::new();
    for piece in page.split('<').enumerate().map(|(index, piece)| match (index, piece.split_once('>')) {
        (0, _) => piece,
        (_, Some((_, behind))) => behind,
        (_, None) => "",
    }) {
        text.push_str(piece);
        text.push(' ');
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // The ampersand comes last, so that the text that it produces is not decoded again.
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")]
        .into_iter()
        .fold(text, |text, (entity, character)| text.replace(entity, character))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_html_page_gives_its_title() {
        let nginx = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway\
                     </h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>";
        assert_eq!(summarize(nginx), "502 Bad Gateway");
        assert_eq!(summarize("<TITLE lang=en>\n Tom &amp;amp; Co\n</TITLE>x"), "Tom &amp; Co");
    }

    #[test]
    fn without_a_title_it_gives_its_text() {
        let page = "<!-- x --><head><title> </title></head><body><script>alert(1)</script><h1>Not&nbsp;here</h1><p>at \
                    <b>all</b></p><style>p{}</style>";
        assert_eq!(summarize(page), "Not here at all");
        assert_eq!(summarize("<p>cut <b"), "cut");
    }

    #[test]
    fn a_page_is_detected_by_its_type_or_its_first_character() {
        assert!(is_html(Some("Text/HTML; charset=utf-8"), "words"));
        assert!(is_html(None, " <!DOCTYPE html>"));
        assert!(!is_html(Some("text/plain"), "a < b"));
    }

    proptest! {
        #[test]
        fn no_page_causes_a_panic(page in "(<title|<script|</|>|<!--|-->|[a-zü&;]|\\PC){0,40}") {
            let _ = summarize(&page);
        }
    }
}
