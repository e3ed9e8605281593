//! Whether the sending domain itself lives by a wildcard. The first record below it makes it exist, and then the wildcard no
//! longer answers for it (RFC 4592 section 2.2.2): a website or mail there would be off the air.

use std::collections::BTreeMap;

use super::answers::comparable_set;
use super::cause::Cause;
use super::expected::normalize_name;
use super::probes::WILDCARD_TEST_LABEL;
use super::sanitize::{format_record_data, sanitize_name};
use crate::core::dns::{QueryOutcome, QueryType, Question, RecordData, ZoneInfo};
use crate::core::domain::SendingDomain;
use crate::core::domain_name::is_proper_subdomain;
use crate::core::zone::Zone;

/// The types of records that people look for at the name of a domain. A CNAME is in the answer to the first.
const TYPES: [QueryType; 3] = [QueryType::A, QueryType::Aaaa, QueryType::Mx];

/// The questions that are still to be asked to know whether the domain lives by a wildcard. To be called again with the answers,
/// until there are none: most zones have no wildcard, which one question shows.
#[must_use]
pub fn wildcard_questions(
    domain: &SendingDomain,
    zone: &ZoneInfo,
    answers: &BTreeMap<Question, QueryOutcome>,
) -> Vec<Question> {
    let Some(names) = Names::new(domain, zone) else { return Vec::new() };
    // A wildcard of any type makes every name beside exist (RFC 4592 section 2.2.1).
    let first = Question::new(&names.beside, QueryType::A);
    match answers.get(&first) {
        None => return vec![first],
        Some(QueryOutcome::Negative(negative)) if negative.is_nxdomain && negative.cname_chain.is_empty() => {
            return Vec::new();
        }
        Some(_) => {}
    }
    let needed = TYPES.into_iter().flat_map(|kind| {
        let beside = Question::new(&names.beside, kind);
        let has_wildcard = answers.get(&beside).is_some_and(|outcome| content(outcome).is_some());
        let others = [&names.domain, &names.below].map(|name| Question::new(name, kind));
        std::iter::once(beside).chain(others.into_iter().filter(move |_| has_wildcard))
    });
    needed.filter(|question| !answers.contains_key(question)).collect()
}

/// What a wildcard means for the domain: it lives by it, or no longer does.
pub(super) fn detect_wildcard_effect(
    domain: &SendingDomain,
    zone: &ZoneInfo,
    answers: &BTreeMap<Question, QueryOutcome>,
) -> Option<Cause> {
    let names = Names::new(domain, zone)?;
    let owner = format!("*.{}", sanitize_name(&names.parent));
    let of = |name: &str, kind| answers.get(&Question::new(name, kind));
    let (mut records, mut is_cut_off) = (Vec::new(), false);
    for kind in TYPES {
        let Some(wild) = of(&names.beside, kind).and_then(content) else { continue };
        // A name below gets the same answer only if the domain itself does not exist.
        let same = |name: &str| of(name, kind).filter(|outcome| content(outcome).as_ref() == Some(&wild));
        if let (Some(outcome), Some(_)) = (same(&names.domain), same(&names.below)) {
            records.extend(format_records(&names.relative, kind, outcome));
        } else if let Some(QueryOutcome::Negative(negative)) = of(&names.domain, kind) {
            is_cut_off |= !negative.is_nxdomain && negative.cname_chain.is_empty();
        }
    }
    // A CNAME is in the answers of all types.
    let mut seen = std::collections::BTreeSet::new();
    records.retain(|record| seen.insert(record.clone()));
    let domain = sanitize_name(&names.domain);
    if !records.is_empty() {
        return Some(Cause::WildcardEnds { domain, owner, records });
    }
    is_cut_off.then_some(Cause::WildcardEnded { domain, owner })
}

/// The names that the questions are about.
struct Names {
    domain: String,
    parent: String,
    /// The domain's name in its zone.
    relative: String,
    /// A name beside the domain that does not exist.
    beside: String,
    /// A name below the domain that does not exist.
    below: String,
}

impl Names {
    /// Nothing for a domain that is the top of its zone: no wildcard answers for it.
    fn new(domain: &SendingDomain, zone: &ZoneInfo) -> Option<Self> {
        let domain = normalize_name(domain.name.raw());
        let zone_name = normalize_name(&zone.name);
        let (_, parent) = domain.split_once('.').filter(|_| is_proper_subdomain(&domain, &zone_name))?;
        Some(Self {
            relative: Zone::chosen(&zone_name).relative_name(&domain).unwrap_or_else(|| domain.clone()),
            beside: format!("{WILDCARD_TEST_LABEL}.{parent}"),
            below: format!("{WILDCARD_TEST_LABEL}.{domain}"),
            parent: parent.to_owned(),
            domain,
        })
    }
}

type Content = (std::collections::BTreeSet<Vec<u8>>, Vec<String>);

/// The records of an answer and the names behind CNAMEs; nothing if there are neither.
fn content(outcome: &QueryOutcome) -> Option<Content> {
    let data = outcome.answer().map(|answer| comparable_set(&answer.data)).unwrap_or_default();
    let chain = outcome.cname_chain().to_vec();
    (!data.is_empty() || !chain.is_empty()).then_some((data, chain))
}

/// The records to add for the domain before anything else, as in a zone file.
fn format_records(name: &str, kind: QueryType, outcome: &QueryOutcome) -> Vec<String> {
    let name = sanitize_name(name);
    if let Some(target) = outcome.cname_chain().first() {
        return vec![format!("{name} CNAME {}", sanitize_name(target))];
    }
    let data: &[RecordData] = outcome.answer().map(|answer| answer.data.as_slice()).unwrap_or_default();
    data.iter().take(3).map(|data| format!("{name} {kind} {}", format_record_data(data))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::check::tests::{absent, address, domain, found, mxs, with_cname, zone};
    use crate::core::dns::Negative;

    const DOMAIN: &str = "mail.example.com";
    const BESIDE: &str = "autosend-domains-wildcard-test.example.com";
    const BELOW: &str = "autosend-domains-wildcard-test.mail.example.com";

    fn effect(answers: &[(&str, QueryType, QueryOutcome)]) -> Option<Cause> {
        let answers = answers.iter().map(|(name, kind, outcome)| (Question::new(name, *kind), outcome.clone()));
        detect_wildcard_effect(&domain(), &zone(), &answers.collect())
    }

    fn no_data() -> QueryOutcome {
        QueryOutcome::Negative(Negative::default())
    }

    #[test]
    fn a_domain_that_depends_on_a_wildcard_has_a_warning() {
        use QueryType::{A, Mx};
        let told = |answers: &[(&str, QueryType, QueryOutcome)]| {
            effect(answers).map(|cause| (cause.code(), cause.message(), cause.remedy()))
        };
        let everywhere =
            |kind, outcome: QueryOutcome| [DOMAIN, BESIDE, BELOW].map(|name| (name, kind, outcome.clone())).to_vec();
        let (code, message, remedy) = told(&everywhere(A, address())).expect("a warning");
        assert_eq!(code, "wildcard-ends");
        assert_eq!(
            message,
            "mail.example.com has no record of its own: it works through the wildcard *.example.com, which will stop \
             answering for it with the first record below it."
        );
        assert_eq!(remedy, "First add what mail.example.com needs to keep working: mail A 192.0.2.80.");
        let site = everywhere(A, with_cname("site.example.net", address()));
        assert!(told(&site).is_some_and(|(.., remedy)| remedy.ends_with(": mail CNAME site.example.net.")));
        let mail = everywhere(Mx, mxs(&[(10, "mx.example.net")]));
        assert!(told(&mail).is_some_and(|(.., remedy)| remedy.ends_with(": mail MX 10 mx.example.net.")));
    }

    #[test]
    fn a_domain_with_records_of_its_own_is_left_alone() {
        use QueryType::A;
        let wild = |own: QueryOutcome, below: QueryOutcome| {
            let effect = effect(&[(BESIDE, A, address()), (DOMAIN, A, own), (BELOW, A, below)]);
            effect.map(|cause| cause.code())
        };
        let other = || mxs(&[(1, "x.example")]);
        assert_eq!(wild(address(), absent()), None, "it has the same address itself");
        assert_eq!(wild(other(), absent()), None);
        assert_eq!(wild(no_data(), absent()), Some("wildcard-ended"));
        assert_eq!(wild(address(), address()), Some("wildcard-ends"));
        assert_eq!(effect(&[(BESIDE, A, absent()), (DOMAIN, A, address())]), None);
    }

    #[test]
    fn a_wildcard_of_ipv6_addresses_alone_has_a_warning() {
        use QueryType::{A, Aaaa};
        let v6 = || found(vec![RecordData::Address("2001:db8::80".parse().expect("an address"))]);
        let all = |kind, outcome: QueryOutcome| [DOMAIN, BESIDE, BELOW].map(|name| (name, kind, outcome.clone()));
        let answers = [all(A, no_data()), all(Aaaa, v6())].concat();
        let remedy = effect(&answers).map(|cause| cause.remedy());
        assert_eq!(
            remedy.as_deref(),
            Some("First add what mail.example.com needs to keep working: mail AAAA 2001:db8::80.")
        );
        let site = || with_cname("site.example.net", v6());
        let answers = [all(A, with_cname("site.example.net", address())), all(Aaaa, site())].concat();
        let remedy = effect(&answers).map(|cause| cause.remedy());
        assert!(remedy.is_some_and(|remedy| remedy.ends_with(": mail CNAME site.example.net.")), "the CNAME once");
    }

    #[test]
    fn a_zone_without_a_wildcard_costs_one_question() {
        let ask = |answers: &BTreeMap<Question, QueryOutcome>| wildcard_questions(&domain(), &zone(), answers);
        let first = ask(&BTreeMap::new());
        assert_eq!(first, [Question::new(BESIDE, QueryType::A)]);
        let given = |outcome: QueryOutcome| -> BTreeMap<_, _> {
            first.iter().map(|question| (question.clone(), outcome.clone())).collect()
        };
        assert_eq!(ask(&given(absent())), []);
        // A wildcard of another type.
        let others = [QueryType::Aaaa, QueryType::Mx].map(|kind| Question::new(BESIDE, kind));
        assert_eq!(ask(&given(no_data())), others);
        assert_eq!(ask(&given(address())).len(), 4, "two names, and two other types");
        let own = ZoneInfo { name: DOMAIN.to_owned(), ..zone() };
        assert_eq!(wildcard_questions(&domain(), &own, &BTreeMap::new()), []);
    }
}
