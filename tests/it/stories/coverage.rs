//! The stories together take every edge of the table. Random walks must not be relied on for that.

use std::collections::BTreeSet;

use autosend_domains::core::domain::{DomainStatus, SendingDomain};
use autosend_domains::core::region::Region;
use autosend_domains::wizard::Reply::{DomainCreated, DomainFetched, DomainRemoved, DomainsListed, ListingSkipped};
use autosend_domains::wizard::{InitOptions, Intent, Step, TRANSITIONS};

use super::adding::invalid_field;
use super::cache;
use super::fixtures::domain;
use crate::support::wizard::{Edge, Wizard, config_with_key_file, lost, not_sent, rejected};

fn without_key() -> Wizard {
    Wizard::start(InitOptions::default())
}

fn at_records() -> Wizard {
    Wizard::at_records(domain("example.com"))
}

fn conflict() -> Wizard {
    Wizard::posting().reply(DomainCreated(rejected(409)))
}

fn list() -> Vec<SendingDomain> {
    vec![domain("example.com")]
}

/// One wizard on each step that has a key, about example.com, without a pending request.
fn with_key() -> Vec<Wizard> {
    vec![
        Wizard::with_list(vec![]).press("example.com").expect(Step::Domain),
        Wizard::with_list(vec![]).press("example.com<enter>").expect(Step::Region),
        Wizard::at_review(),
        at_records(),
        Wizard::with_list(list()).press("<f2>").reply(ListingSkipped).expect(Step::Domains),
        at_records().press("x").expect(Step::Removal),
        conflict().expect(Step::Conflict),
        Wizard::posting().reply(DomainCreated(rejected(402))).expect(Step::Failure),
    ]
}

/// The same steps while the list is loading.
fn with_key_while_loading() -> Vec<Wizard> {
    let mut wizards = vec![
        Wizard::with_key().press("exam").expect(Step::Domain),
        Wizard::with_key().press("example.com<enter>").expect(Step::Region),
        Wizard::with_key().press("example.com<enter><enter>").expect(Step::Review),
        Wizard::with_key().press("<f2>").expect(Step::Domains),
        Wizard::with_list(list()).press("<f2>").reply(ListingSkipped).press("<c-r><del>").expect(Step::Removal),
    ];
    // The other steps start it by opening the list, which is left again.
    for wizard in [at_records(), conflict(), Wizard::posting().reply(DomainCreated(rejected(402)))] {
        wizards.push(wizard.press("<f2><c-r>").reply(ListingSkipped).press("<c-r><esc>"));
    }
    wizards
}

fn stories() -> Vec<Wizard> {
    let mut stories = Vec::new();
    let leaving = with_key().into_iter().chain([without_key(), Wizard::posting()]);
    stories.extend(leaving.map(|wizard| wizard.send(Intent::Quit).expect(Step::Closed)));
    stories.extend(open_list());
    stories.extend(reject_key());
    stories.extend(go_through());
    stories.extend(answer_post());
    stories.extend([cache::open_at_region(), cache::open_at_review()]);
    stories.extend(remove());
    stories.extend(resolve_conflict());
    stories
}

/// From every step to the list and back, and from the Key step.
fn open_list() -> Vec<Wizard> {
    let has_list = |wizard: &Wizard| !matches!(wizard.model.screen.step(), Step::Domains | Step::Removal);
    let mut stories: Vec<Wizard> = with_key()
        .into_iter()
        .filter(has_list)
        .map(|wizard| {
            let step = wizard.model.screen.step();
            wizard.press("<f2>").expect(Step::Domains).press("<esc>").expect(step)
        })
        .collect();
    let at_key = Wizard::with_list(vec![]).press("<esc>");
    stories.push(at_key.press("<f2>").expect(Step::Domains).press("<esc>").expect(Step::ApiKey));
    stories
}

/// A key rejected on every step; then back, the same key again, or another one.
fn reject_key() -> Vec<Wizard> {
    fn enter_other_key(mut wizard: Wizard) -> Wizard {
        wizard.model.config = config_with_key_file();
        let wizard = wizard.press("AS_another12345<enter>").reply(DomainsListed(Ok(vec![])));
        wizard.expect(Step::ApiKey).press("<enter>")
    }
    let continuations: [fn(Wizard) -> Wizard; 3] = [
        |wizard| wizard.press("<esc>"),
        |wizard| wizard.press("<enter>").reply(DomainsListed(Ok(vec![]))),
        enter_other_key,
    ];
    let mut stories = Vec::new();
    for go_on in continuations {
        stories.extend(with_key_while_loading().into_iter().map(|wizard| {
            let step = wizard.model.screen.step();
            go_on(wizard.reply(DomainsListed(rejected(401))).expect(Step::ApiKey)).expect(step)
        }));
    }
    stories.push(Wizard::posting().reply(DomainCreated(rejected(401))).expect(Step::ApiKey));
    let failed = || without_key().press("AS_key12345<enter>").reply(DomainsListed(lost()));
    stories.extend([failed().press("<enter>"), failed().press("<esc>")]);
    stories
}

/// From step to step.
fn go_through() -> Vec<Wizard> {
    let gone = || {
        let opened = Wizard::with_list(vec![domain("one.com")]).press("<f2><enter>");
        opened.reply(DomainFetched(rejected(404))).expect(Step::Failure)
    };
    let mut stories = vec![
        at_records().press("<esc>").expect(Step::Domains),
        Wizard::at_records(SendingDomain { status: DomainStatus::Verified, ..domain("example.com") })
            .press("v4<enter>")
            .expect(Step::Domain),
        Wizard::with_list(list()).press("example.com<enter>").expect(Step::Records),
        Wizard::at_review().press("<esc>").expect(Step::Region).press("<esc>").expect(Step::Domain),
        gone().press("<enter>").expect(Step::Domains),
        gone().press("<esc>").expect(Step::Domains),
        Wizard::with_key().press("example.com<enter><enter>").reply(DomainsListed(Ok(list()))).press("<enter>"),
        Wizard::with_arguments("example..com", Some(Region::Primary))
            .expect(Step::Domain)
            .press("<tab><enter>")
            .expect(Step::Review),
    ];
    for region in [None, Some(Region::Primary)] {
        let wizard = Wizard::with_arguments("example.com", region);
        stories.push(wizard.reply(DomainsListed(Ok(list()))).expect(Step::Records));
    }
    stories
}

/// Every answer to the POST.
fn answer_post() -> Vec<Wizard> {
    let answered = |result| Wizard::posting().reply(DomainCreated(result));
    let limited = |times| {
        (0..times).fold(Wizard::posting(), |wizard, _| wizard.reply(DomainCreated(rejected(429))).press("<enter>"))
    };
    let unlisted = answered(lost()).reply(DomainsListed(Ok(vec![]))).fire_timer(1000);
    let unlisted = unlisted.reply(DomainsListed(Ok(vec![]))).fire_timer(2000).reply(DomainsListed(Ok(vec![])));
    vec![
        answered(invalid_field("domain")).expect(Step::Domain),
        answered(invalid_field("regionKey")).expect(Step::Region),
        answered(not_sent()).expect(Step::Failure).press("<enter>").expect(Step::Adding),
        answered(rejected(403)).expect(Step::Failure).press("<esc>").expect(Step::Review),
        answered(rejected(403)).press("<down><down><enter>").expect(Step::Review),
        answered(rejected(403)).press("k").expect(Step::ApiKey),
        limited(4),
        limited(3).reply(DomainCreated(rejected(429))),
        answered(rejected(429)).press("<esc>").expect(Step::Review),
        answered(lost()).reply(DomainsListed(Ok(list()))).expect(Step::Records),
        answered(lost()).reply(DomainsListed(not_sent())).expect(Step::Failure),
        unlisted.expect(Step::Failure),
    ]
}

fn remove() -> Vec<Wizard> {
    let removing = || at_records().press("xexample.com<enter>");
    let from_list = Wizard::with_list(vec![domain("a.com")]).press("<f2>").reply(ListingSkipped);
    vec![
        removing().reply(DomainRemoved(Ok(()))).expect(Step::Domains),
        removing().reply(DomainRemoved(lost())).reply(DomainFetched(rejected(404))).expect(Step::Domains),
        at_records().press("x<esc>").expect(Step::Records),
        from_list.press("<del><esc>").expect(Step::Domains),
    ]
}

fn resolve_conflict() -> Vec<Wizard> {
    let open = |result| conflict().press("<enter>").reply(DomainsListed(result));
    let listed_later = conflict().press("<f2><c-r>").reply(DomainsListed(Ok(list()))).press("<esc>");
    vec![
        open(Ok(list())),
        open(Ok(vec![])).press("<enter>").expect(Step::ApiKey),
        open(Ok(vec![])).press("<down><enter>").expect(Step::Domain),
        open(Ok(vec![])).press("<esc>").expect(Step::Domain),
        open(lost()).press("<enter>").expect(Step::Conflict),
        open(lost()).press("<esc>").expect(Step::Conflict),
        conflict().press("<esc>").expect(Step::Domain),
        listed_later.expect(Step::Conflict).press("<enter>").expect(Step::Records),
    ]
}

#[test]
fn the_stories_take_every_edge_of_the_table() {
    let taken: BTreeSet<Edge> = stories().into_iter().flat_map(|wizard| wizard.edges).collect();
    let missing: Vec<Edge> = TRANSITIONS
        .iter()
        .flat_map(|row| row.from.iter().flat_map(move |from| row.to.iter().map(move |to| (*from, row.on, *to))))
        .filter(|edge| !taken.contains(edge))
        .collect();
    assert_eq!(missing, [], "edges that no story takes");
}
