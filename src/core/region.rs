//! AutoSend's regions, where the mail of a domain is handled.
//!
//! The API has no list of regions. The four known ones come from the page of `POST /v1/domains`; any other key is
//! accepted, and AutoSend decides.

use std::fmt;

use super::text;

/// The regions on AutoSend's page: key and display name, in the order shown.
pub const KNOWN_REGIONS: [(&str, &str); 4] = [
    ("us-east-1", "US East (N. Virginia)"),
    ("us-east-2", "US East (Ohio)"),
    ("ap-south-1", "Asia Pacific (Mumbai)"),
    ("eu-central-1", "Europe (Frankfurt)"),
];

/// What tells a known region from the others, in few words: "Ohio, US". Empty for any other key.
pub fn short_name(key: &str) -> &'static str {
    match key {
        "us-east-1" => "N. Virginia, US",
        "us-east-2" => "Ohio, US",
        "ap-south-1" => "Mumbai",
        "eu-central-1" => "Frankfurt",
        _ => "",
    }
}

/// The key of a region, sent as `regionKey`: one word of at most 64 printable ASCII characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RegionKey(String);

impl RegionKey {
    /// Parses a region key, dropping surrounding blanks and converting it to lower case.
    ///
    /// # Errors
    /// If it is empty, longer than 64 characters, or contains anything but ASCII letters, digits, `-`, `_`, `.`.
    pub fn parse(input: &str) -> Result<Self, String> {
        let key = input.trim().to_ascii_lowercase();
        if key.is_empty() {
            return Err("Enter a region ID, such as us-east-1".to_owned());
        }
        if key.chars().count() > 64 {
            return Err("A region ID has at most 64 characters".to_owned());
        }
        match key.chars().find(|&character| !(character.is_ascii_alphanumeric() || "-_.".contains(character))) {
            None => Ok(Self(key)),
            Some(' ') => Err("A region ID can't contain spaces. Example: us-east-1".to_owned()),
            Some(character) => Err(format!(
                "{} isn't allowed in a region ID; use letters, digits and hyphens",
                text::escape_hidden(&character.to_string())
            )),
        }
    }

    /// The key as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The display name, if the region is known.
    pub fn display_name(&self) -> Option<&'static str> {
        KNOWN_REGIONS.iter().find(|(key, _)| *key == self.0).map(|(_, name)| *name)
    }
}

impl fmt::Display for RegionKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The region that is requested for a new domain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Region {
    /// The project's primary region. The request then has no `regionKey`.
    #[default]
    Primary,
    /// An explicit region.
    Key(RegionKey),
}

impl Region {
    /// The key to send, if any.
    pub const fn key(&self) -> Option<&RegionKey> {
        match self {
            Self::Primary => None,
            Self::Key(key) => Some(key),
        }
    }

    /// The region as text: "eu-central-1, Europe (Frankfurt)".
    pub fn label(&self) -> String {
        match self {
            Self::Primary => "project default".to_owned(),
            Self::Key(key) => match key.display_name() {
                Some(name) => format!("{key}, {name}"),
                None => key.to_string(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_regions_have_human_names() {
        for (key, name) in KNOWN_REGIONS {
            assert_eq!(RegionKey::parse(key).map(|key| key.display_name()), Ok(Some(name)));
        }
    }

    #[test]
    fn any_other_region_id_is_accepted_if_it_is_one_word() {
        assert_eq!(RegionKey::parse(" SA-East-1 ").map(|key| key.to_string()), Ok("sa-east-1".to_owned()));
        for refused in ["", "us east", "us/east", "é", "\u{1b}[31m"] {
            let answer = RegionKey::parse(refused);
            assert!(answer.as_ref().is_err_and(|message| !message.contains('\u{1b}')), "{refused:?}: {answer:?}");
        }
    }
}
