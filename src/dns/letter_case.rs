//! Names in mixed case (draft-vixie-dnsext-dns0x20): a server repeats the question unchanged, so a forged answer would have
//! to guess the case of every letter.
//!
//! Not every server supports this: some repeat the question in lower case, and some find names in lower case only.

use hickory_net::proto::rr::Name;

/// The letter case of a name in a query over UDP. Over TCP, where answers cannot be forged blindly, it is always lower.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LetterCase {
    /// Lower case. A response in any case counts.
    Lower,
    /// Mixed case, to learn whether the server preserves it. A response in any case counts.
    Trial,
    /// Mixed case. A response in another case is ignored.
    Mixed,
}

impl LetterCase {
    /// The name in this case.
    pub(super) fn apply_to(self, name: &Name) -> Name {
        let mut name = name.clone();
        if self != Self::Lower {
            name.randomize_label_case();
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_case_of_a_name_changes() {
        let name = Name::from_ascii("selector._domainkey.mail.example.com.").unwrap();
        let mixed: Vec<Name> = (0..8).map(|_| LetterCase::Mixed.apply_to(&name)).collect();
        assert!(mixed.iter().all(|mixed| *mixed == name));
        assert!(mixed.iter().any(|mixed| !mixed.eq_case(&name)));
        assert!(LetterCase::Lower.apply_to(&name).eq_case(&name));
        assert!(LetterCase::Trial.apply_to(&Name::root()).eq_case(&Name::root()));
    }
}
