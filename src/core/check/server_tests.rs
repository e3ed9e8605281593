//! Several servers that differ, are silent, lame or old; and all records together.

use super::tests::*;
use super::*;
use crate::core::dns::{Answer, AnswerSource, LookupError, Negative, Probe, QueryOutcome, QueryType, ZoneInfo};
use crate::core::record::DnsRecord;

const OWN_NAME: &str = "_autosend-verify.mail.example.com";

/// What the answers of several servers come to, with what the resolver says where it was asked.
fn seen(replies: Vec<QueryOutcome>, beside: Vec<(Probe, QueryOutcome)>, authority: AnswerSource) -> RecordCheck {
    let beside = beside.into_iter().map(|(probe, reply)| (probe, OWN_NAME, QueryType::Txt, reply)).collect();
    check_record(
        &ownership(),
        &domain(),
        &ZoneInfo { source: authority, ..zone() },
        &look(&ownership(), replies, beside),
    )
}

fn own(replies: Vec<QueryOutcome>) -> RecordCheck {
    seen(replies, Vec::new(), AnswerSource::Authoritative)
}

fn none(why: LookupError) -> QueryOutcome {
    QueryOutcome::Failed(why)
}

fn right() -> QueryOutcome {
    txt(&[TOKEN])
}

fn said(cause: &Cause) -> (&'static str, String, String) {
    assert!(Cause::is_code(cause.code()));
    (cause.code(), cause.message(), cause.remedy())
}

fn is_said(cause: &Cause, key: &str, words: &str, remedy: &str) {
    let (of, told, mended) = said(cause);
    assert_eq!((of, told.as_str(), mended.as_str()), (key, words, remedy));
}

#[test]
fn servers_that_differ_are_named() {
    let record_check = own(vec![right(), absent(), right(), txt(&["autosend-verify-ffff"])]);
    assert_eq!(record_check.verdict, Verdict::Partly { correct: 2, answered: 4 });
    assert_eq!((record_check.verdict.code(), record_check.verdict.label().as_str()), ("partly", "on 2 of 4 servers"));
    assert_eq!(keys(&record_check), ["servers-differ"]);
    is_said(
        &record_check.causes[0],
        "servers-differ",
        "Not on every name server yet: ns2.example.net and ns4.example.net don't have it.",
        "Wait a few minutes for all name servers to update.",
    );
    let verdicts: Vec<Verdict> = record_check.server_verdicts.iter().map(|(_, verdict)| *verdict).collect();
    assert_eq!(verdicts, [Verdict::Match, Verdict::Missing, Verdict::Match, Verdict::Different]);
    assert_eq!(
        own(vec![right(), absent()]).causes[0].message(),
        "Not on every name server yet: ns2.example.net doesn't have it."
    );
    assert_eq!(own(vec![absent(), txt(&["x"])]).verdict, Verdict::Different);
}

#[test]
fn differing_servers_without_a_correct_record_are_listed_with_their_values() {
    let record_check = own(vec![absent(), txt(&["autosend-verify-ffff"]), none(LookupError::Timeout)]);
    assert_eq!(record_check.verdict, Verdict::Different);
    let cause = record_check.causes.iter().find(|cause| cause.code() == "servers-disagree").unwrap();
    is_said(
        cause,
        "servers-disagree",
        "The name servers give different answers: ns1.example.net (not found) and ns2.example.net \
         (autosend-verify-ffff).",
        "Check again in a few minutes. If they still differ, contact your DNS provider.",
    );
    for alike in [vec![absent(), absent()], vec![txt(&["x"]), txt(&["x"])], vec![absent(), none(LookupError::Refused)]]
    {
        assert!(!own(alike).has(|cause| matches!(cause, Cause::ServersDisagree { .. })));
    }
}

#[test]
fn a_zone_without_delegation_is_the_only_cause() {
    let record_check = seen(vec![absent()], Vec::new(), AnswerSource::Undelegated);
    assert_eq!((record_check.verdict, keys(&record_check)), (Verdict::Missing, vec!["not-delegated"]));
    is_said(
        &record_check.causes[0],
        "not-delegated",
        "example.com doesn't exist in DNS: it isn't registered, or has no name servers.",
        "Check the spelling; otherwise register it, or set its name servers at the registrar.",
    );
}

#[test]
fn a_cname_without_a_target_is_reported_as_a_cname() {
    let record_check =
        own(vec![none(LookupError::UnresolvedCname { cname_chain: vec!["old.example.net".to_owned()] })]);
    assert_eq!((record_check.verdict, keys(&record_check)), (Verdict::Unreachable, vec!["cname"]));
    assert_eq!(record_check.cname_chain, ["old.example.net"]);
    let overall = summarize(&[record_check], &[ownership()]);
    assert!(
        matches!(overall.conflicts.as_slice(), [RecordConflict { conflict: Conflict::Remove { target }, .. }] if target == "old.example.net")
    );
}

#[test]
fn an_unresponsive_server_does_not_count() {
    let record_check = own(vec![
        right(),
        none(LookupError::Timeout),
        none(LookupError::Unreachable { reason: "no route\u{1b}".to_owned() }),
    ]);
    assert_eq!((record_check.verdict, keys(&record_check)), (Verdict::Match, vec!["no-answer"]));
    is_said(
        &record_check.causes[0],
        "no-answer",
        "No answer from ns2.example.net (timed out) and ns3.example.net (no route<U+001B>).",
        "Try again later; the other name servers answered.",
    );
    let all = own(vec![none(LookupError::Timeout), none(LookupError::Rcode { code: 9 })]);
    assert_eq!((all.verdict, keys(&all)), (Verdict::Unreachable, vec!["no-answer"]));
    assert_eq!(all.causes[0].remedy(), "Try again. If a firewall blocks port 53, use --nameserver.");
    assert_eq!(own(Vec::new()).verdict, Verdict::Unreachable);
}

#[test]
fn an_unreachable_address_is_not_reported_if_the_server_answers_at_another() {
    let dual = |last: QueryOutcome| {
        let mut seen = look(&ownership(), vec![right(), right(), last], Vec::new());
        seen.responses[2].server = Server { name: server(1).name, address: "[2001:db8::1]:53".parse().unwrap() };
        check_record(&ownership(), &domain(), &zone(), &seen)
    };
    assert_eq!(dual(none(LookupError::Unreachable { reason: "no route".to_owned() })).causes, []);
    assert_eq!(
        dual(none(LookupError::Timeout)).causes[0].message(),
        "No answer from ns1.example.net at 2001:db8::1 (timed out)."
    );
    assert_eq!(
        dual(absent()).causes[0].message(),
        "Not on every name server yet: ns1.example.net at 2001:db8::1 doesn't have it."
    );
}

#[test]
fn a_lame_server_is_named() {
    let record_check = own(vec![right(), none(LookupError::Lame), none(LookupError::Refused)]);
    assert_eq!((record_check.verdict, keys(&record_check)), (Verdict::Match, vec!["lame"]));
    is_said(
        &record_check.causes[0],
        "lame",
        "ns2.example.net and ns3.example.net are listed as name servers but don't have this zone.",
        "Contact your DNS provider, or remove them from the domain's name servers at your registrar.",
    );
    let refused = seen(vec![none(LookupError::Refused)], Vec::new(), AnswerSource::UserSpecified);
    assert_eq!(refused.causes[0].message(), "No answer from ns1.example.net (refused).");
}

#[test]
fn broken_dnssec_is_detected_by_a_query_with_checking_disabled() {
    let failed = (Probe::Resolver, none(LookupError::ServFail));
    let broken = seen(
        vec![right()],
        vec![failed.clone(), (Probe::ResolverCheckingDisabled, right())],
        AnswerSource::Authoritative,
    );
    assert_eq!((broken.verdict, keys(&broken)), (Verdict::Match, vec!["dnssec"]));
    is_said(
        &broken.causes[0],
        "dnssec",
        "The DNSSEC of example.com is broken: AutoSend and many receivers see nothing.",
        "Correct or remove the DS record at the registrar, or have your DNS provider sign the zone again.",
    );
    // A resolver that fails either way is no sign of it; and one that has found out when asked again is none at all.
    let ill = vec![failed, (Probe::ResolverCheckingDisabled, none(LookupError::ServFail))];
    let ill = seen(vec![right()], ill, AnswerSource::Authoritative);
    assert_eq!((ill.verdict, keys(&ill)), (Verdict::Match, vec!["resolver-fails"]));
    is_said(
        &ill.causes[0],
        "resolver-fails",
        "The name servers answer, but ns1.example.net can't look the domain up (SERVFAIL).",
        "Try again; then try check --nameserver 1.1.1.1.",
    );
    let passed = vec![(Probe::Resolver, right()), (Probe::ResolverCheckingDisabled, right())];
    assert_eq!(keys(&seen(vec![right()], passed, AnswerSource::Authoritative)), [""; 0]);
    let alone = vec![(Probe::ResolverCheckingDisabled, right())];
    let record_check = seen(vec![none(LookupError::ServFail)], alone, AnswerSource::Resolver);
    assert_eq!((record_check.verdict, keys(&record_check)), (Verdict::Unreachable, vec!["dnssec"]));
    // Nor is the failure of one where it is another that answers.
    let other = vec![(Probe::ResolverCheckingDisabled, right())];
    assert_eq!(
        keys(&seen(vec![right(), none(LookupError::ServFail)], other, AnswerSource::UserSpecified)),
        ["no-answer"]
    );
}

#[test]
fn an_old_answer_stays_cached_for_its_ttl() {
    let resolver = |reply| seen(vec![right(), right()], vec![(Probe::Resolver, reply)], AnswerSource::Authoritative);
    let gone = |remembered| QueryOutcome::Negative(Negative { negative_ttl: remembered, ..Negative::default() });
    let wait = "Wait for the cache to expire. If it persists, the resolver has its own view of the zone (split DNS).";
    is_said(
        &resolver(gone(Some(300))).causes[0],
        "old-answer",
        "The resolver still has an old answer cached, for up to 5 min.",
        wait,
    );
    is_said(&resolver(gone(None)).causes[0], "old-answer", "The resolver still has an old answer cached.", wait);
    let old = txt(&["autosend-verify-old"]);
    let QueryOutcome::Answer(answer) = old else { unreachable!() };
    let record_check = resolver(QueryOutcome::Answer(Answer { ttl: 3900, ..answer }));
    assert_eq!(record_check.verdict, Verdict::Match);
    assert_eq!(record_check.causes[0].message(), "The resolver still has an old answer cached, for up to 1 h 5 min.");
    for same in [right(), none(LookupError::Timeout), txt(&[TOKEN, TOKEN])] {
        assert_eq!(resolver(same).causes, []);
    }
    // What one of the servers still says is not old.
    let lagging = seen(vec![right(), absent()], vec![(Probe::Resolver, absent())], AnswerSource::Authoritative);
    assert_eq!(keys(&lagging), ["servers-differ"]);
}

/// The judgements on all records of the domain.
fn all(replies: &[QueryOutcome; 5]) -> (Vec<RecordCheck>, Vec<DnsRecord>) {
    let records = domain().records;
    (records.iter().zip(replies).map(|(record, reply)| record_check(record, reply)).collect(), records)
}

fn every_right() -> [QueryOutcome; 5] {
    [right(), txt(&[&format!("p={KEY}")]), mxs(&[(10, HOST)]), txt(&[SPF]), txt(&[DMARC])]
}

#[test]
fn all_correct_is_reported_before_anything_is_added() {
    let (record_check, records) = all(&every_right());
    let overall = summarize(&record_check, &records);
    let all = Count { n: 5, of: 5 };
    assert_eq!((overall.correct, overall.settled, overall.unreachable), (all, all, 0));
    assert_eq!((overall.outcome, overall.required), (Outcome::Correct, Count { n: 2, of: 2 }));
    assert!(overall.open.is_empty() && overall.conflicts.is_empty());
    assert_eq!(headline(&overall), "All 5 records are OK.");
}

#[test]
fn the_required_records_are_waited_for() {
    let [ownership, dkim, ..] = every_right();
    let (record_check, records) = all(&[ownership, dkim, absent(), absent(), absent()]);
    let overall = summarize(&record_check, &records);
    assert_eq!(overall.outcome, Outcome::RequiredCorrect);
    assert!(overall.can_verify());
    assert_eq!(overall.open, [2, 3, 4]);
    assert_eq!(headline(&overall), "2 of 5 records are OK, including all required ones.");

    let [ownership, _, mx, spf, dmarc] = every_right();
    let (record_check, records) = all(&[ownership, absent(), mx, spf, dmarc]);
    let overall = summarize(&record_check, &records);
    assert_eq!((overall.outcome, overall.can_verify()), (Outcome::Missing, false));
    assert_eq!((overall.open.as_slice(), headline(&overall).as_str()), ([1].as_slice(), "4 of 5 records are OK."));
    // Not all are checked yet.
    assert_eq!(summarize(&record_check[..1], &records).outcome, Outcome::Missing);

    let silent = [(); 5].map(|()| QueryOutcome::Failed(LookupError::Timeout));
    let (record_check, records) = all(&silent);
    let overall = summarize(&record_check, &records);
    assert_eq!((overall.unreachable, overall.outcome), (5, Outcome::NotReached));
    assert_eq!(headline(&overall), "DNS couldn't be checked: no server answered.");
    assert_eq!(summarize(&[], &[]), CheckSummary::default());
    assert_eq!(headline(&summarize(&[], &[])), "There are no records to check.");
}

#[test]
fn without_a_required_record_all_are_required() {
    let records = [mx(), spf()];
    let half = [record_check(&mx(), &mxs(&[(10, HOST)])), record_check(&spf(), &absent())];
    assert_eq!(summarize(&half, &records).outcome, Outcome::Missing);
    let whole = [record_check(&mx(), &mxs(&[(10, HOST)])), record_check(&spf(), &txt(&[SPF]))];
    assert_eq!(summarize(&whole, &records).outcome, Outcome::Correct);
    // What another record does need not be there.
    let inherited = check_with_causes(vec![Cause::DmarcInherited { at: "a".to_owned(), policy: "none".to_owned() }]);
    let alone = summarize(&[inherited], &[dmarc()]);
    assert_eq!((alone.outcome, alone.required), (Outcome::Correct, Count { n: 1, of: 1 }));
}

#[test]
fn existing_records_are_reported_with_their_remedy() {
    let (record_check, records) = all(&[
        with_cname("web.example.com", absent()),
        txt(&["v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQ"]),
        mxs(&[(1, "aspmx.l.google.com")]),
        txt(&["v=spf1 include:_spf.google.com ~all"]),
        txt(&["v=DMARC1; p=reject"]),
    ]);
    let overall = summarize(&record_check, &records);
    let told: Vec<(&str, usize, String)> = overall
        .conflicts
        .iter()
        .map(|RecordConflict { record_index, conflict }| (conflict.code(), *record_index, conflict.message()))
        .collect();
    let expected = [
        (
            "remove",
            0,
            "There is already a CNAME to web.example.com. Delete it first: a CNAME can't coexist with other records.",
        ),
        ("replace", 1, "This record replaces an existing one (v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQ)."),
        ("replace", 2, "This record replaces an existing one (1 aspmx.l.google.com)."),
        (
            "merge",
            3,
            "You already have an SPF record. Don't add another; change it to: v=spf1 include:amazonses.com \
             include:_spf.google.com ~all",
        ),
        ("keep", 4, "You already have a DMARC policy (reject). Keep it; don't add another."),
    ];
    assert_eq!(told, expected.map(|(key, record, words)| (key, record, words.to_owned())));

    let mail = super::tests::record_check(&inbound(), &mxs(&[(1, "aspmx.l.google.com")]));
    assert_eq!(
        summarize(&[mail], &[inbound()]).conflicts[0].conflict.message(),
        "Mail for this name currently goes to 1 aspmx.l.google.com. This record will redirect it to AutoSend."
    );
}

#[test]
fn the_longest_ttl_of_a_resolver_is_reported() {
    let resolver = |remembered| {
        let old = QueryOutcome::Negative(Negative { negative_ttl: Some(remembered), ..Negative::default() });
        seen(vec![right()], vec![(Probe::Resolver, old)], AnswerSource::Authoritative)
    };
    let overall = summarize(&[resolver(60), resolver(300)], &[ownership(), ownership()]);
    assert_eq!((overall.stale_ttl, overall.is_dnssec_broken), (Some(300), false));
}

/// A server: its answer about the record, its name, the zone's primary server, its serial and name servers.
type ZoneServer<'a> = (QueryOutcome, &'a str, &'a str, u32, &'a [&'a str]);

fn of_zone(zone_name_servers: &[&str], states: &[ZoneServer<'_>]) -> RecordCheck {
    use crate::core::dns::{ProbeLookup, Question, RecordData, RecordLookup, ServerResponse};
    let name = |name: &&str| (*name).to_owned();
    let response = |(number, server, outcome): (u8, &str, QueryOutcome)| ServerResponse {
        server: Server { name: server.to_owned(), address: ([192, 0, 2, number], 53).into() },
        outcome,
        elapsed_ms: 20,
    };
    let each = |outcome: &dyn Fn(&ZoneServer<'_>) -> QueryOutcome| {
        states.iter().zip(1..).map(|(state, number)| response((number, state.1, outcome(state)))).collect::<Vec<_>>()
    };
    let soa = |primary: &str, serial| found(vec![RecordData::Soa { primary: primary.to_owned(), serial }]);
    let servers = |names: &[&str]| found(names.iter().map(name).map(RecordData::Name).collect());
    let beside =
        |probe, kind, responses| ProbeLookup { probe, question: Question::new("example.com", kind), responses };
    let lookup = RecordLookup {
        question: question_for(&ownership()),
        zone: None,
        responses: each(&|state| state.0.clone()),
        probes: vec![
            beside(Probe::ZoneVersion, QueryType::Soa, each(&|state| soa(state.2, state.3))),
            beside(Probe::ZoneServers, QueryType::Ns, each(&|state| servers(state.4))),
        ],
    };
    let zone = ZoneInfo { name_servers: zone_name_servers.iter().map(name).collect(), ..zone() };
    check_record(&ownership(), &domain(), &zone, &lookup)
}

#[test]
fn servers_of_two_providers_are_named_with_whom_they_belong_to() {
    const CLOUDFLARE: [&str; 2] = ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"];
    const AMAZON: [&str; 2] = ["ns-1.awsdns-00.com", "ns-2.awsdns-01.net"];
    let all = [CLOUDFLARE, AMAZON].concat();
    let state = |outcome: QueryOutcome, server, of: &'static [&'static str]| (outcome, server, of[0], 7, of);
    let check = of_zone(
        &all,
        &[
            state(right(), CLOUDFLARE[0], &CLOUDFLARE),
            state(absent(), AMAZON[0], &AMAZON),
            state(right(), CLOUDFLARE[1], &CLOUDFLARE),
            state(absent(), AMAZON[1], &AMAZON),
        ],
    );
    assert_eq!(keys(&check), ["two-providers"]);
    is_said(
        &check.causes[0],
        "two-providers",
        "The name servers belong to different DNS providers: Cloudflare (ada.ns.cloudflare.com and \
         bob.ns.cloudflare.com) has the record and Amazon Route 53 (ns-1.awsdns-00.com and ns-2.awsdns-01.net) doesn't have \
         the record.",
        "Enter it at Amazon Route 53 too, or remove ns-1.awsdns-00.com and ns-2.awsdns-01.net from the domain's name servers \
         at the registrar.",
    );
    // The same provider under several names.
    let one = of_zone(
        &AMAZON,
        &[(right(), AMAZON[0], AMAZON[0], 7, &AMAZON[..1]), (absent(), AMAZON[1], AMAZON[1], 7, &AMAZON[1..])],
    );
    assert_eq!(keys(&one), ["servers-differ"]);
    let neither = of_zone(&all, &[state(txt(&["x"]), CLOUDFLARE[0], &CLOUDFLARE), state(absent(), AMAZON[0], &AMAZON)]);
    let cause = neither.causes.iter().find(|cause| cause.code() == "two-providers").expect("the cause");
    assert!(cause.remedy().starts_with("Enter the record at all of them"), "{}", cause.remedy());
}

#[test]
fn an_outdated_server_is_named_with_its_serial() {
    const OWN: [&str; 2] = ["ns1.example.net", "ns2.example.net"];
    let of = |serials: [u32; 2]| {
        of_zone(&OWN, &[(right(), OWN[0], OWN[0], serials[0], &OWN), (absent(), OWN[1], OWN[0], serials[1], &OWN)])
    };
    let check = of([2_026_120_102, 2_026_110_901]);
    assert_eq!((check.verdict, keys(&check)), (Verdict::Partly { correct: 1, answered: 2 }, vec!["stale-servers"]));
    is_said(
        &check.causes[0],
        "stale-servers",
        "ns2.example.net (serial 2026110901) has an older version of the zone; the newest is 2026120102.",
        "Wait a few minutes. If the serial doesn't change, ask your DNS provider why the zone isn't transferred to that \
         server.",
    );
    // Serial numbers wrap around (RFC 1982).
    assert_eq!(keys(&of([1, u32::MAX])), ["stale-servers"]);
    assert_eq!(keys(&of([7, 7])), ["servers-differ"]);
    assert_eq!(keys(&of([7, 8])), ["servers-differ"], "what lacks the record is newer");
}

#[test]
fn a_delegation_to_servers_that_do_not_work_says_where_it_is() {
    let dead = |name: &str, replies: Vec<QueryOutcome>, beside: Vec<(Probe, QueryOutcome)>, source| {
        let beside = beside.into_iter().map(|(probe, reply)| (probe, OWN_NAME, QueryType::Txt, reply)).collect();
        let zone = ZoneInfo { name: name.to_owned(), source, ..zone() };
        check_record(&ownership(), &domain(), &zone, &look(&ownership(), replies, beside))
    };
    let (silent, failed) = (none(LookupError::Timeout), none(LookupError::ServFail));
    let resolver = |reply: &QueryOutcome| vec![(Probe::Resolver, reply.clone())];
    let all = vec![silent.clone(), silent.clone()];
    let check = dead("example.com", all.clone(), resolver(&failed), AnswerSource::Authoritative);
    assert_eq!((check.verdict, keys(&check)), (Verdict::Unreachable, vec!["dead-delegation"]));
    is_said(
        &check.causes[0],
        "dead-delegation",
        "example.com points to name servers that don't work: ns1.example.net (timed out) and ns2.example.net (timed \
         out).",
        "Change the name servers of example.com at the registrar.",
    );
    let below = dead("_domainkey.mail.example.com", all.clone(), resolver(&failed), AnswerSource::Authoritative);
    assert_eq!(
        below.causes[0].remedy(),
        "Correct or delete the NS records of _domainkey.mail.example.com in the DNS of example.com."
    );
    // Without a resolver that answers, the network may be at fault.
    assert_eq!(keys(&dead("example.com", all, resolver(&silent), AnswerSource::Authoritative)), ["no-answer"]);
    let unchecked = vec![(Probe::ResolverCheckingDisabled, failed.clone())];
    assert_eq!(keys(&dead("a.example.com", vec![failed], unchecked, AnswerSource::Resolver)), ["dead-delegation"]);
}

#[test]
fn servers_that_all_lack_the_zone_need_another_remedy() {
    let all = own(vec![none(LookupError::Lame), none(LookupError::Refused)]);
    is_said(
        &all.causes[0],
        "lame",
        "ns1.example.net and ns2.example.net are listed as name servers but don't have this zone.",
        "Add the domain at the DNS provider, or change its name servers at the registrar.",
    );
}

#[test]
fn a_missing_record_is_cached_for_the_negative_ttl_of_the_zone() {
    let noted = |seconds| {
        let absence = QueryOutcome::Negative(Negative { negative_ttl: Some(seconds), ..Negative::default() });
        let records = domain().records.iter().map(|record| look(record, vec![absence.clone()], Vec::new())).collect();
        let lookup = crate::core::dns::DnsLookup {
            zone: zone(),
            records,
            domain_connect: None,
            wildcard_answers: std::collections::BTreeMap::new(),
            dnssec: crate::core::dns::Dnssec::default(),
            left_out: crate::core::dns::LeftOut::default(),
        };
        let mut check = DomainCheck::new(domain());
        check.complete(&lookup);
        check
    };
    let check = noted(86_400);
    let first = check.record_check(0).expect("a check");
    is_said(
        &first.causes[0],
        "absence-cached",
        "Resolvers here remember for up to 24 h that a name doesn't exist.",
        "Publish the records before others look them up.",
    );
    assert_eq!((first.first_cause(), first.label().as_str()), (None, "not found"));
    let titles: Vec<String> = check.cause_groups().iter().map(|group| group.title(&check.domain.records)).collect();
    assert_eq!(titles.len(), 2, "{titles:?}");
    assert_eq!(titles[0], "5 records: not found", "the note is the last");
    assert_eq!(check.summary().outcome, noted(300).summary().outcome);
    assert_eq!(noted(3_600).record_check(0).expect("a check").causes, []);
}
