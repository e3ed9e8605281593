//! Lists of tags, as DKIM (RFC 6376 section 3.2) and DMARC (RFC 9989 section 4.8) records have them: `name=value; name=value`.

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag<'t> {
    /// Its name, as written.
    pub name: &'t str,
    /// Its value without the white space around it.
    pub value: &'t str,
}

/// The tags of a valid list, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagList<'t> {
    tags: Vec<Tag<'t>>,
    syntax: TagSyntax,
}

/// Which of the two grammars a list follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagSyntax {
    /// RFC 6376 section 3.2: names are case-sensitive.
    #[default]
    Dkim,
    /// RFC 9989 section 4.8: the names of tags are not case-sensitive.
    Dmarc,
}

/// Why a list is not valid. Receivers ignore the whole list (RFC 6376 section 3.2).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TagListError {
    /// There is nothing between two semicolons.
    #[error("there are two semicolons in a row")]
    EmptyPart,
    /// A part is no tag.
    #[error("{0} has no =")]
    NoEquals(String),
    /// The name of a tag has other characters than it may have.
    #[error("{0} is not the name of a tag")]
    InvalidName(String),
    /// A value has a character that it must not have.
    #[error("the value of {0}= has a character that is not allowed")]
    InvalidValue(String),
    /// A tag appears twice.
    #[error("{0}= is there twice")]
    Repeated(String),
}

impl<'t> TagList<'t> {
    /// Reads a list.
    ///
    /// # Errors
    ///
    /// If a part is no tag, a tag has characters that are not allowed, or appears twice.
    pub fn parse(text: &'t str, syntax: TagSyntax) -> Result<Self, TagListError> {
        let mut list = Self { tags: Vec::new(), syntax };
        let mut parts: Vec<&str> = text.split(';').collect();
        // A semicolon may end the list.
        if parts.len() > 1 && parts.last().is_some_and(|last| trim(last).is_empty()) {
            parts.pop();
        }
        for part in parts {
            let tag = parse_tag(part, syntax)?;
            if list.get(tag.name).is_some() {
                return Err(TagListError::Repeated(tag.name.to_owned()));
            }
            list.tags.push(tag);
        }
        Ok(list)
    }

    /// The value of a tag.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'t str> {
        let is_it = |tag: &&Tag<'_>| match self.syntax {
            TagSyntax::Dkim => tag.name == name,
            TagSyntax::Dmarc => tag.name.eq_ignore_ascii_case(name),
        };
        self.tags.iter().find(is_it).map(|tag| tag.value)
    }

    /// All tags.
    #[must_use]
    pub fn tags(&self) -> &[Tag<'t>] {
        &self.tags
    }
}

fn parse_tag(part: &str, syntax: TagSyntax) -> Result<Tag<'_>, TagListError> {
    let shown = || trim(part).to_owned();
    if trim(part).is_empty() {
        return Err(TagListError::EmptyPart);
    }
    let (name, value) = part.split_once('=').ok_or_else(|| TagListError::NoEquals(shown()))?;
    let (name, value) = (trim(name), trim(value));
    let is_in_name = |octet: u8| match syntax {
        TagSyntax::Dkim => octet.is_ascii_alphanumeric() || octet == b'_',
        TagSyntax::Dmarc => octet.is_ascii_alphabetic(),
    };
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) || !name.bytes().all(is_in_name) {
        return Err(TagListError::InvalidName(name.to_owned()));
    }
    let is_in_value = |character: char| match syntax {
        TagSyntax::Dkim => character.is_ascii_graphic() || is_white_space(character),
        TagSyntax::Dmarc => character.is_ascii_graphic() || matches!(character, ' ' | '\t'),
    };
    if !value.chars().all(is_in_value) {
        return Err(TagListError::InvalidValue(name.to_owned()));
    }
    Ok(Tag { name, value })
}

/// White space, with the line breaks that may fold a value (RFC 6376 section 2.8).
const fn is_white_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

fn trim(text: &str) -> &str {
    text.trim_matches(is_white_space)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lists_follow_the_grammar() {
        use TagListError::{EmptyPart, InvalidName, InvalidValue, NoEquals, Repeated};
        let text = |text: &str| text.to_owned();
        for (list, expected) in [
            ("p=K", Ok(1)),
            ("p=K;", Ok(1)),
            ("p=K ; ", Ok(1)),
            (" v = DKIM1 ;\r\n p = K", Ok(2)),
            ("p=", Ok(1)),
            ("p=K; P=K", Ok(2)),
            ("p=a=b", Ok(1)),
            ("p=K;;", Err(EmptyPart)),
            (";p=K", Err(EmptyPart)),
            ("", Err(EmptyPart)),
            ("p=K; p=AAAA", Err(Repeated(text("p")))),
            ("v=DKIM1; rsa; p=K", Err(NoEquals(text("rsa")))),
            ("v=DKIM1; p:K", Err(NoEquals(text("p:K")))),
            ("=K", Err(InvalidName(text("")))),
            ("1p=K", Err(InvalidName(text("1p")))),
            ("v p=K", Err(InvalidName(text("v p")))),
            ("p=K\u{e9}", Err(InvalidValue(text("p")))),
            ("p=K\u{200b}", Err(InvalidValue(text("p")))),
        ] {
            assert_eq!(TagList::parse(list, TagSyntax::Dkim).map(|list| list.tags().len()), expected, "{list:?}");
        }
    }

    #[test]
    fn the_case_of_names_matters_in_dkim_and_not_in_dmarc() {
        let get = |syntax| TagList::parse("P=reject", syntax).ok().and_then(|list| list.get("p"));
        assert_eq!((get(TagSyntax::Dkim), get(TagSyntax::Dmarc)), (None, Some("reject")));
        let twice = |syntax| TagList::parse("p=a; P=b", syntax).is_err();
        assert_eq!((twice(TagSyntax::Dkim), twice(TagSyntax::Dmarc)), (false, true));
    }

    proptest! {
        #[test]
        fn every_list_of_the_grammar_is_read(
            tags in prop::collection::btree_map("[a-z][a-z0-9_]{0,5}", "[!-:<-~]{0,9}([ \t]{1,3}[!-:<-~]{1,9}){0,2}", 1..5),
            blank in "[ \t]{0,2}",
            end in "(;[ \t]?)?",
        ) {
            let parts: Vec<String> = tags.iter().map(|(name, value)| format!("{blank}{name}{blank}={blank}{value}{blank}")).collect();
            let text = parts.join(";") + &end;
            let list = TagList::parse(&text, TagSyntax::Dkim).expect("a valid list");
            for (name, value) in &tags {
                prop_assert_eq!(list.get(name), Some(value.as_str().trim_matches([' ', '\t'])));
            }
        }
    }
}
