//! DMARC policy records (RFC 9989 sections 4.7 and 4.8, before that RFC 7489 section 6).

use super::tag_list::{TagList, TagListError, TagSyntax};

/// What a domain asks receivers to do with mail that fails DMARC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Policy {
    /// To do nothing.
    None,
    /// To treat it as suspicious.
    Quarantine,
    /// To reject it.
    Reject,
}

impl Policy {
    /// All policies, the weakest first.
    pub const ALL: [Self; 3] = [Self::None, Self::Quarantine, Self::Reject];

    /// The policy as it is written in a record.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The policy of this name, in any case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| name.eq_ignore_ascii_case(policy.name()))
    }
}

/// A policy record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DmarcRecord<'t> {
    /// The policy for the domain itself.
    pub policy: Policy,
    /// The policy for its subdomains, if it differs.
    pub subdomain_policy: Option<Policy>,
    /// Whether the domain says that it is the organizational domain (`psd=n`, RFC 9989 section 4.10.1).
    pub is_organization: bool,
    tags: TagList<'t>,
}

/// Why a text is no valid policy record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DmarcError {
    /// It does not begin with `v=DMARC1`.
    #[error("it does not begin with v=DMARC1")]
    NoVersion,
    /// It is no list of tags.
    #[error(transparent)]
    Tags(#[from] TagListError),
    /// There is neither a policy nor an address for reports.
    #[error("there is no p=")]
    NoPolicy,
    /// A policy is not valid.
    #[error("{tag}={value} is not none, quarantine or reject")]
    InvalidPolicy {
        /// `p`, `sp` or `np`.
        tag: &'static str,
        /// What it says.
        value: String,
    },
}

/// Whether a text is a policy record, valid or not: its first tag is the version (RFC 9989 section 4.7).
#[must_use]
pub fn is_dmarc_record(text: &str) -> bool {
    let is_blank = |character: char| matches!(character, ' ' | '\t');
    let first = text.split(';').next().and_then(|tag| tag.split_once('='));
    first.is_some_and(|(name, version)| {
        name.trim_end_matches(is_blank).eq_ignore_ascii_case("v") && version.trim_matches(is_blank) == "DMARC1"
    })
}

impl<'t> DmarcRecord<'t> {
    /// Reads a policy record.
    ///
    /// # Errors
    ///
    /// If it does not follow the grammar, or has a policy that is not valid. Receivers ignore such a record, or take its policy
    /// to be `none` if it has an address for reports (RFC 9989 section 4.7).
    pub fn parse(text: &'t str) -> Result<Self, DmarcError> {
        if !is_dmarc_record(text) {
            return Err(DmarcError::NoVersion);
        }
        let tags = TagList::parse(text, TagSyntax::Dmarc)?;
        let policy = |tag: &'static str| {
            let Some(value) = tags.get(tag) else { return Ok(None) };
            let invalid = || DmarcError::InvalidPolicy { tag, value: value.to_owned() };
            Policy::from_name(value).map(Some).ok_or_else(invalid)
        };
        let (own, subdomain_policy, _) = (policy("p")?, policy("sp")?, policy("np")?);
        let has_report_address = || tags.get("rua").is_some_and(has_uri);
        let own = own.or_else(|| has_report_address().then_some(Policy::None)).ok_or(DmarcError::NoPolicy)?;
        let is_organization = tags.get("psd").is_some_and(|psd| psd.eq_ignore_ascii_case("n"));
        Ok(Self { policy: own, subdomain_policy, is_organization, tags })
    }

    /// The policy for subdomains that have none of their own.
    #[must_use]
    pub fn policy_for_subdomains(&self) -> Policy {
        self.subdomain_policy.unwrap_or(self.policy)
    }

    /// The tags with their values, in lower case, in their order.
    #[must_use]
    pub fn normalized_tags(&self) -> Vec<(String, String)> {
        let tags = self.tags.tags().iter();
        tags.map(|tag| (tag.name.to_ascii_lowercase(), tag.value.to_ascii_lowercase())).collect()
    }
}

/// Whether a list has an address of the form `scheme:rest`.
fn has_uri(list: &str) -> bool {
    list.split(',').any(|uri| {
        uri.trim().split_once(':').is_some_and(|(scheme, rest)| {
            !rest.is_empty() && !scheme.is_empty() && scheme.bytes().all(|octet| octet.is_ascii_alphanumeric())
        })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn records_follow_the_grammar() {
        use DmarcError::{InvalidPolicy, NoPolicy, NoVersion, Tags};
        use Policy::{None, Quarantine, Reject};
        let invalid = |tag, value: &str| Err(InvalidPolicy { tag, value: value.to_owned() });
        let repeated = |tag: &str| Err(Tags(TagListError::Repeated(tag.to_owned())));
        for (text, expected) in [
            ("v=DMARC1; p=none;", Ok(None)),
            ("v=DMARC1;p=reject", Ok(Reject)),
            ("V=DMARC1;P=reject; rua=mailto:a@example.com", Ok(Reject)),
            ("v = DMARC1 ; p = Quarantine ; ", Ok(Quarantine)),
            ("v=DMARC1; rua=mailto:a@example.com", Ok(None)),
            ("v=DMARC1; sp=none; p=reject", Ok(Reject)),
            ("v=DMARC1; p=reject; adkim=s; foo=bar", Ok(Reject)),
            ("v=dmarc1; p=reject", Err(NoVersion)),
            ("v=DMARC1 p=reject", Err(NoVersion)),
            ("v=DMARC1, p=reject", Err(NoVersion)),
            (" v=DMARC1; p=reject", Err(NoVersion)),
            ("p=reject; v=DMARC1", Err(NoVersion)),
            ("v=DMARC1", Err(NoPolicy)),
            ("v=DMARC1; rua=example.com", Err(NoPolicy)),
            ("v=DMARC1; p=jerect", invalid("p", "jerect")),
            ("v=DMARC1; p=", invalid("p", "")),
            ("v=DMARC1; p=nonne; rua=mailto:a@example.com", invalid("p", "nonne")),
            ("v=DMARC1; p=reject; sp=jerect", invalid("sp", "jerect")),
            ("v=DMARC1; p=reject; np=all", invalid("np", "all")),
            ("v=DMARC1; p=none; p=reject", repeated("p")),
            ("v=DMARC1; p=none; P=reject", repeated("P")),
            ("v=DMARC1; p=none v=DMARC1; p=reject", repeated("p")),
            ("v=DMARC1; reject", Err(Tags(TagListError::NoEquals("reject".to_owned())))),
            ("v=DMARC1;; p=none", Err(Tags(TagListError::EmptyPart))),
            ("v=DMARC1; p=none\u{e9}", Err(Tags(TagListError::InvalidValue("p".to_owned())))),
        ] {
            assert_eq!(DmarcRecord::parse(text).map(|record| record.policy), expected, "{text:?}");
        }
    }

    #[test]
    fn subdomains_have_the_policy_of_the_domain_or_one_of_their_own() {
        let of = |text| DmarcRecord::parse(text).map(|record| record.policy_for_subdomains());
        assert_eq!(of("v=DMARC1; p=reject"), Ok(Policy::Reject));
        assert_eq!(of("v=DMARC1; p=reject; SP=Quarantine"), Ok(Policy::Quarantine));
    }

    proptest! {
        #[test]
        fn every_record_of_the_grammar_is_read(
            policy in "([nN]one|quarantine|REJECT)",
            others in prop::collection::btree_map("[b-o][a-z]{1,5}", "[!-:<-~]{1,9}", 0..4),
            blank in "[ \t]{0,2}",
        ) {
            let mut tags = String::new();
            for (name, value) in others.iter().filter(|(name, _)| name.as_str() != "np") {
                tags.extend([blank.as_str(), ";", &blank, name, "=", value]);
            }
            let text = format!("v{blank}={blank}DMARC1{tags};{blank}p{blank}={blank}{policy}{blank};{blank}");
            let read = DmarcRecord::parse(&text).map(|record| record.policy.name().to_owned());
            prop_assert_eq!(read, Ok(policy.to_ascii_lowercase()), "{}", text);
        }

        #[test]
        fn any_text_is_read_or_has_an_error(text in "(v=DMARC1;)?.{0,40}") {
            let _ = DmarcRecord::parse(&text);
        }
    }
}
