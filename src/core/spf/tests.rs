//! The grammar of RFC 7208 section 12, and what is evaluated.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::core::dns::{Answer, LookupError, Negative, QueryOutcome, QueryType, Question, RecordData};

const OURS: &str = "include:amazonses.com";

fn error_of(term: &str) -> Option<TermError> {
    Term::parse(term).err()
}

#[test]
fn valid_terms_are_read() {
    for term in [
        "all",
        "-ALL",
        "include:example.net",
        "+include:_spf.example.net.",
        "?Include:%{d}.example.net",
        "exists:%{ir}.%{v}._spf.%{d2}",
        "exists:%{l1r+-}.x.example",
        "include:%{d}",
        "a",
        "a/24",
        "a//64",
        "a/0//0",
        "-a:example.net/32//128",
        "a:a/b.example.net",
        "mx",
        "mx/24",
        "~mx:example.net",
        "ptr",
        "ptr:example.net",
        "ip4:192.0.2.1",
        "ip4:192.0.2.0/24",
        "IP4:0.0.0.0/0",
        "ip6:2001:db8::1",
        "ip6:::/0",
        "ip6:::ffff:192.0.2.1/128",
        "redirect=_spf.example.com",
        "exp=explain._spf.%{d}",
        "x-y.z_1=%{c}%{r}%{t}%%%_%-",
        "foo=",
        "include=example.net",
        "a:example.xn--p1ai",
        "a:example.a-b",
    ] {
        assert_eq!(error_of(term), None, "{term}");
    }
}

#[test]
fn each_broken_term_has_its_error() {
    use TermError::{
        InvalidCharacter, InvalidDomain, InvalidIpv4, InvalidIpv6, InvalidMacro, InvalidPrefixLength, MissingArgument,
        UnexpectedArgument, Unknown,
    };
    for (term, expected) in [
        ("ip4:203.0.113.7~all", InvalidIpv4),
        ("ip4:192.0.2.0/99", InvalidPrefixLength),
        ("ip4:2001:db8::1", InvalidIpv4),
        ("ip4:192.0.2.1,192.0.2.2", InvalidIpv4),
        ("ip4:192.0.2", InvalidIpv4),
        ("ip4:192.0.2.01", InvalidIpv4),
        ("ip4:example.com", InvalidIpv4),
        ("ip4:192.0.2.0/", InvalidPrefixLength),
        ("ip4:192.0.2.0/08", InvalidPrefixLength),
        ("ip4:192.0.2.0/+8", InvalidPrefixLength),
        ("ip4:192.0.2.0/24/24", InvalidPrefixLength),
        ("ip4", MissingArgument),
        ("ip4:", MissingArgument),
        ("ip6:192.0.2.1", InvalidIpv6),
        ("ip6:2001:db8::/129", InvalidPrefixLength),
        ("ip6:2001:db8::1::", InvalidIpv6),
        ("include:x.net;", InvalidDomain),
        ("include:x.net,", InvalidDomain),
        ("include:", MissingArgument),
        ("include", MissingArgument),
        ("include/24", UnexpectedArgument),
        ("include:localhost", InvalidDomain),
        ("include:192.0.2.1", InvalidDomain),
        ("include:x.net/24", InvalidDomain),
        ("include:x..", InvalidDomain),
        ("include:https://x.net/", InvalidDomain),
        ("include:%{d}com", InvalidDomain),
        ("exists:%{z}.x", InvalidMacro),
        ("exists:%{c}.x.example", InvalidMacro),
        ("exists:%{d0}.x.example", InvalidMacro),
        ("exists:%{d.x.example", InvalidMacro),
        ("exists:%{}.x.example", InvalidMacro),
        ("exists:%x.example", InvalidMacro),
        ("exists:100%", InvalidMacro),
        ("exists:%{dr2}.x.example", InvalidMacro),
        ("all:", UnexpectedArgument),
        ("all/24", UnexpectedArgument),
        ("all.", Unknown),
        ("a:", MissingArgument),
        ("a/", InvalidPrefixLength),
        ("a/33", InvalidPrefixLength),
        ("a//129", InvalidPrefixLength),
        ("a/24/64", InvalidPrefixLength),
        ("mx:x.net/", InvalidDomain),
        ("ptr:", MissingArgument),
        ("ptr/24", UnexpectedArgument),
        ("redirect=", MissingArgument),
        ("redirect=x", InvalidDomain),
        ("redirect:x.net", Unknown),
        ("exp=", MissingArgument),
        ("foo=%", InvalidMacro),
        ("1foo=bar", Unknown),
        ("inlcude:x.net", Unknown),
        ("--all", Unknown),
        ("192.0.2.1", Unknown),
        ("include:m\u{fc}nchen.example", InvalidCharacter),
        ("a\u{a0}mx", InvalidCharacter),
        ("a\tmx", InvalidCharacter),
    ] {
        assert_eq!(error_of(term), Some(expected), "{term}");
    }
}

#[test]
fn a_record_is_valid_as_a_whole() {
    let read = |text: &str| SpfRecord::parse(text).map(|read| read.map(|record| record.terms.len()));
    assert_eq!(read("v=spf1"), Some(Ok(0)));
    assert_eq!(read("V=SPF1  a   mx  "), Some(Ok(2)));
    for text in ["v=spf10 a", "v=spf1\ta", " v=spf1 a", "spf1 a", "v=spf1;a", ""] {
        assert_eq!(read(text), None, "{text:?}");
    }
    let twice = |text: &str| read(text).and_then(Result::err).map(|invalid| (invalid.text, invalid.error));
    for (text, term) in [
        ("v=spf1 redirect=a.example redirect=b.example", "redirect=b.example"),
        ("v=spf1 exp=a.example a exp=a.example", "exp=a.example"),
    ] {
        assert_eq!(twice(text), Some((term.to_owned(), TermError::Repeated)));
    }
    assert_eq!(read("v=spf1 a a foo=1 foo=1"), Some(Ok(4)));
}

#[test]
fn macros_stand_for_what_is_known_without_a_mail() {
    let expanded = |text: &str| {
        let context = MacroContext { current_domain: "a.b.example.com", sender_domain: "mail.example.org" };
        DomainSpec::parse(text).ok().and_then(|spec| spec.expand(context))
    };
    for (text, name) in [
        ("_spf.%{d}", Some("_spf.a.b.example.com")),
        ("%{D2}", Some("example.com")),
        ("%{dr}.x.example", Some("com.example.b.a.x.example")),
        ("%{d1r}.x.example", Some("a.x.example")),
        ("%{o}.%{v}.X.example.", Some("mail.example.org.in-addr.x.example")),
        ("%{o9}", Some("mail.example.org")),
        ("%{i}.x.example", None),
        ("%{l}.%{d}", None),
    ] {
        assert_eq!(expanded(text).as_deref(), name, "{text}");
    }
}

/// Records by their names; all others do not exist.
struct World(BTreeMap<Question, QueryOutcome>);

impl World {
    fn new(records: &[(&str, &str)]) -> Self {
        let mut world = BTreeMap::new();
        for (name, text) in records {
            let outcome = world.entry(Question::new(name, QueryType::Txt));
            let outcome = outcome.or_insert_with(|| QueryOutcome::Answer(Answer::default()));
            if let QueryOutcome::Answer(answer) = outcome {
                answer.data.push(RecordData::Txt(vec![text.as_bytes().to_vec()]));
            }
        }
        Self(world)
    }

    fn evaluate(&self, text: &str) -> Evaluation {
        let absent = QueryOutcome::Negative(Negative::default());
        let record = SpfRecord::parse(text).expect("an SPF record").expect("a valid one");
        let ours = Term::parse(OURS).expect("a term");
        let answers = |question: &Question| Some(self.0.get(question).unwrap_or(&absent));
        evaluate(&record, "asend.example.com", &ours, &answers)
    }
}

#[test]
fn records_are_evaluated_in_order_until_ours_matches() {
    let world = World::new(&[
        ("_spf.example.com", "v=spf1 include:inner.example.com -all"),
        ("inner.example.com", "v=spf1 ip4:192.0.2.1 include:AmazonSES.com ~all"),
        ("other.example", "v=spf1 ip4:192.0.2.1 -all"),
        ("open.example", "v=spf1 +all"),
        ("soft.example", "v=spf1 ~include:amazonses.com -all"),
        ("denied.example", "v=spf1 -include:amazonses.com +all"),
        ("text.example", "no record"),
        ("two.example", "v=spf1 -all"),
        ("two.example", "v=spf1 ?all"),
        ("broken.example", "v=spf1 ip4:192.0.2.1~all"),
        ("loop.example", "v=spf1 include:loop.example -all"),
        ("deep.example", "v=spf1 include:other.example include:other.example include:other.example -all"),
        ("redirected.example", "v=spf1 redirect=_spf.example.com"),
        ("macro.asend.example.com", "v=spf1 include:amazonses.com -all"),
    ]);
    let none = |name: &str| SpfFailure::NoSingleRecord { name: name.to_owned(), count: 0 };
    let pass = Ok(Some(Qualifier::Pass));
    for (text, expected) in [
        ("v=spf1 include:amazonses.com ~all", pass.clone()),
        ("v=spf1 include:amazonses.com. -all", pass.clone()),
        ("v=spf1 +INCLUDE:amazonses.com", pass.clone()),
        ("v=spf1 redirect=amazonses.com", pass.clone()),
        ("v=spf1 redirect=_spf.example.com", pass.clone()),
        ("v=spf1 redirect=redirected.example", pass.clone()),
        ("v=spf1 include:_spf.example.com -all", pass.clone()),
        ("v=spf1 include:redirected.example -all", pass.clone()),
        ("v=spf1 include:macro.%{d} -all", pass.clone()),
        ("v=spf1 include:other.example include:amazonses.com -all", pass.clone()),
        ("v=spf1 include:denied.example include:amazonses.com -all", pass.clone()),
        ("v=spf1 include:soft.example include:amazonses.com -all", pass.clone()),
        ("v=spf1 +all", pass.clone()),
        ("v=spf1 include:open.example -all", pass.clone()),
        (
            "v=spf1 a mx a:other.example include:amazonses.com",
            Err(SpfFailure::TooManyVoidLookups {
                names: vec!["asend.example.com".to_owned(), "asend.example.com".to_owned(), "other.example".to_owned()],
            }),
        ),
        ("v=spf1 a mx ptr exists:%{i}.x.example include:amazonses.com", pass.clone()),
        ("v=spf1 -all include:amazonses.com", Ok(Some(Qualifier::Fail))),
        ("v=spf1 ~include:amazonses.com -all", Ok(Some(Qualifier::SoftFail))),
        ("v=spf1 redirect=denied.example", Ok(Some(Qualifier::Fail))),
        ("v=spf1 ?all redirect=amazonses.com", Ok(Some(Qualifier::Neutral))),
        ("v=spf1 include:other.example", Ok(None)),
        ("v=spf1", Ok(None)),
        ("v=spf1 include:text.example include:amazonses.com", Err(none("text.example"))),
        ("v=spf1 include:absent.example include:amazonses.com", Err(none("absent.example"))),
        ("v=spf1 redirect=absent.example", Err(none("absent.example"))),
        (
            "v=spf1 include:two.example include:amazonses.com",
            Err(SpfFailure::NoSingleRecord { name: "two.example".to_owned(), count: 2 }),
        ),
        (
            "v=spf1 include:broken.example include:amazonses.com",
            Err(SpfFailure::InvalidRecord { name: "broken.example".to_owned(), term: "ip4:192.0.2.1~all".to_owned() }),
        ),
        ("v=spf1 include:loop.example include:amazonses.com", Err(SpfFailure::TooManyLookups)),
        ("v=spf1 include:deep.example include:deep.example include:deep.example -all", Err(SpfFailure::TooManyLookups)),
        ("v=spf1 include:deep.example include:deep.example include:amazonses.com -all", pass),
    ] {
        let evaluation = world.evaluate(text);
        assert_eq!((evaluation.result, evaluation.pending), (expected, vec![]), "{text}");
    }
}

#[test]
fn unknown_answers_are_requested_and_failed_ones_are_no_error() {
    let record =
        SpfRecord::parse("v=spf1 include:one.example a:two.example mx include:amazonses.com").unwrap().unwrap();
    let ours = Term::parse(OURS).unwrap();
    let asked = evaluate(&record, "asend.example.com", &ours, &|_| None);
    let names: Vec<_> = asked.pending.iter().map(|question| (question.query_type, question.name.as_str())).collect();
    assert_eq!(
        names,
        [(QueryType::Txt, "one.example"), (QueryType::A, "two.example"), (QueryType::Mx, "asend.example.com")]
    );
    let failed = QueryOutcome::Failed(LookupError::Timeout);
    let tried = evaluate(&record, "asend.example.com", &ours, &|_| Some(&failed));
    assert_eq!((tried.result, tried.pending), (Ok(Some(Qualifier::Pass)), vec![]));
    assert_eq!(tried.unanswered, ["one.example", "two.example", "asend.example.com"]);
}

#[test]
fn the_whole_record_is_evaluated_beyond_ours() {
    let many = format!("v=spf1 include:amazonses.com {}~all", "ptr ".repeat(10));
    let record = SpfRecord::parse(&many).unwrap().unwrap();
    let ours = Term::parse(OURS).unwrap();
    assert_eq!(evaluate(&record, "a.example", &ours, &|_| None).result, Ok(Some(Qualifier::Pass)));
    let whole = evaluate_whole(&record, "a.example", &ours, &|_| None);
    assert_eq!((whole.result, whole.failed_term.as_deref()), (Err(SpfFailure::TooManyLookups), Some("ptr")));
}

/// Domains, macros and prefix lengths as the grammar has them (RFC 7208 section 12).
fn domain_spec() -> impl Strategy<Value = String> {
    let macro_expand = "%\\{[slodipvhSLODIPVH](1?[1-9])?r?[-.+,/_=]{0,2}\\}|%%|%_|%-";
    let literal = "[!-$&-.0-~]{1,8}";
    let string =
        prop::collection::vec(prop_oneof![literal.prop_map(|text| text), macro_expand.prop_map(|text| text)], 0..4);
    let end =
        prop_oneof!["\\.([a-z0-9]{0,3}[a-z][a-z0-9]{0,3}|[a-z0-9]{1,2}-[a-z0-9-]{0,2}[a-z0-9])\\.?", macro_expand];
    (string, end).prop_map(|(parts, end)| parts.concat() + &end)
}

fn term() -> impl Strategy<Value = String> {
    let prefix = "(/(0|[1-9]|[12][0-9]|3[0-2]))?(//(0|[1-9]|[1-9][0-9]|1[01][0-9]|12[0-8]))?";
    let mechanism = prop_oneof![
        Just("all".to_owned()),
        domain_spec().prop_map(|domain| format!("include:{domain}")),
        domain_spec().prop_map(|domain| format!("exists:{domain}")),
        (prop::sample::select(vec!["a", "mx"]), prop::option::of(domain_spec()), prefix).prop_map(
            |(name, domain, prefix)| {
                let domain = domain.map(|domain| format!(":{domain}")).unwrap_or_default();
                format!("{name}{domain}{prefix}")
            }
        ),
        Just("ptr".to_owned()),
        domain_spec().prop_map(|domain| format!("ptr:{domain}")),
        (any::<std::net::Ipv4Addr>(), 0..=32_u8).prop_map(|(address, length)| format!("ip4:{address}/{length}")),
        any::<std::net::Ipv6Addr>().prop_map(|address| format!("ip6:{address}")),
    ];
    ("[-+~?]?", mechanism).prop_map(|(qualifier, mechanism)| qualifier + &mechanism)
}

proptest! {
    #[test]
    fn every_term_of_the_grammar_is_read(term in term()) {
        prop_assert_eq!(error_of(&term), None, "{}", term);
    }

    #[test]
    fn any_text_is_read_or_has_an_error(text in "(v=spf1 )?.{0,60}") {
        let _ = SpfRecord::parse(&text);
        let _ = Term::parse(&text);
    }
}
