//! The stories together take every edge of the table. Random walks must not be relied on for that.

use std::collections::BTreeSet;

use autosend_domains::wizard::{InitOptions, Intent, Step, TRANSITIONS};

use super::story::{Edge, Story, domain, lost, not_sent, refused};

/// A story that stands on each step that has a key, with example.com on its way and nothing under way.
fn keyed() -> Vec<Story> {
    let known = || vec![domain("example.com")];
    vec![
        Story::with_list(vec![]).keys("example.com").at(Step::Domain),
        Story::with_list(vec![]).keys("example.com<enter>").at(Step::Region),
        Story::at_review(),
        Story::posting().created(Ok(domain("example.com"))).at(Step::Records),
        Story::with_list(known()).keys("<f2>").still_fresh().at(Step::Domains),
        Story::posting().created(Ok(domain("example.com"))).keys("x").at(Step::Removal),
        Story::posting().created(refused(409)).at(Step::Conflict),
        Story::posting().created(refused(402)).at(Step::Failure),
    ]
}

/// The same steps, their list being asked for: reached by the list, which is left again.
fn keyed_listing() -> Vec<Story> {
    let mut stories: Vec<Story> = vec![
        Story::with_key().keys("exam").at(Step::Domain),
        Story::with_key().keys("example.com<enter>").at(Step::Region),
        Story::with_key().keys("example.com<enter><enter>").at(Step::Review),
        Story::with_key().keys("<f2>").at(Step::Domains),
        Story::with_list(vec![domain("example.com")]).keys("<f2>").still_fresh().keys("<c-r><del>").at(Step::Removal),
    ];
    let behind = [
        Story::posting().created(Ok(domain("example.com"))),
        Story::posting().created(refused(409)),
        Story::posting().created(refused(402)),
    ];
    for story in behind {
        stories.push(story.keys("<f2><c-r>").still_fresh().keys("<c-r><esc>"));
    }
    stories
}

fn stories() -> Vec<Story> {
    let mut told = Vec::new();
    let leaving = keyed().into_iter().chain([Story::begin(InitOptions::default()), Story::posting()]);
    told.extend(leaving.map(|story| story.send(Intent::Quit).at(Step::Closed)));
    // The list, from every step and back; from the Key step too.
    told.extend(
        keyed().into_iter().filter(|story| !matches!(story.model.screen.step(), Step::Domains | Step::Removal)).map(
            |story| {
                let step = story.model.screen.step();
                story.keys("<f2>").at(Step::Domains).keys("<esc>").at(step)
            },
        ),
    );
    told.push(Story::with_list(vec![]).keys("<esc><f2>").at(Step::Domains).keys("<esc>").at(Step::ApiKey));
    // A key refused on every step, then: the same again, another one, or back.
    for follow in 0..3 {
        told.extend(keyed_listing().into_iter().map(|story| {
            let step = story.model.screen.step();
            let story = story.listed(refused(401)).at(Step::ApiKey);
            match follow {
                0 => story.keys("<esc>").at(step),
                1 => story.keys("<enter>").listed(Ok(vec![])).at(step),
                _ => kept(story).at(step),
            }
        }));
    }
    told.push(Story::posting().created(refused(401)).at(Step::ApiKey));
    told.push(Story::begin(InitOptions::default()).keys("AS_key12345<enter>").listed(lost()).keys("<enter>"));
    told.push(Story::begin(InitOptions::default()).keys("AS_key12345<enter>").listed(lost()).keys("<esc>"));
    // The way of the wizard.
    told.push(Story::posting().created(Ok(domain("example.com"))).keys("<esc>").at(Step::Domains));
    told.push(Story::with_list(vec![domain("example.com")]).keys("example.com<enter>").at(Step::Records));
    told.push(Story::at_review().keys("<esc>").at(Step::Region).keys("<esc>").at(Step::Domain));
    told.push(Story::with_list(vec![domain("one.com")]).keys("<f2><enter>").fetched(refused(404)).at(Step::Domains));
    told.push(
        Story::with_key().keys("example.com<enter><enter>").listed(Ok(vec![domain("example.com")])).keys("<enter>"),
    );
    for region in [None, Some(autosend_domains::core::region::Region::Primary)] {
        let key =
            Some((super::story::credentials("AS_key12345"), autosend_domains::core::api_key::KeySource::Environment));
        let start = InitOptions { key, domain: Some("example.com".to_owned()), region, ..InitOptions::default() };
        told.push(Story::begin(start).listed(Ok(vec![domain("example.com")])).at(Step::Records));
    }
    let key = Some((super::story::credentials("AS_key12345"), autosend_domains::core::api_key::KeySource::Environment));
    let region = Some(autosend_domains::core::region::Region::Primary);
    let start = InitOptions { key, domain: Some("example..com".to_owned()), region, ..InitOptions::default() };
    told.push(Story::begin(start).at(Step::Domain).keys("<enter><enter>").at(Step::Review));
    // Every answer to the POST.
    let details = |field: &str| {
        Err(autosend_domains::core::api_error::ApiError::ErrorResponse(
            autosend_domains::core::api_error::ErrorResponse {
                status: 400,
                details: vec![autosend_domains::core::api_error::ErrorDetail {
                    field: Some(field.into()),
                    message: "no".into(),
                }],
                ..autosend_domains::core::api_error::ErrorResponse::default()
            },
        ))
    };
    told.push(Story::posting().created(details("domain")).at(Step::Domain));
    told.push(Story::posting().created(details("regionKey")).at(Step::Region));
    told.push(Story::posting().created(not_sent()).at(Step::Failure).keys("<enter>").at(Step::Adding));
    told.push(Story::posting().created(refused(403)).at(Step::Failure).keys("<esc>").at(Step::Review));
    told.push((0..4).fold(Story::posting(), |story, _| story.created(refused(429)).keys("<enter>")));
    told.push(
        (0..3).fold(Story::posting(), |story, _| story.created(refused(429)).keys("<enter>")).created(refused(429)),
    );
    told.push(Story::posting().created(refused(429)).keys("<esc>").at(Step::Review));
    told.push(Story::posting().created(lost()).listed(Ok(vec![domain("example.com")])).at(Step::Records));
    told.push(Story::posting().created(lost()).listed(not_sent()).at(Step::Failure));
    let absent = Story::posting().created(lost()).listed(Ok(vec![])).timer(1000).listed(Ok(vec![])).timer(2000);
    told.push(absent.listed(Ok(vec![])).at(Step::Failure));
    // What an earlier run has kept.
    told.push(super::kept::opened());
    told.push(super::kept::opened_at_review());
    // Removing a domain.
    let removing = || Story::posting().created(Ok(domain("example.com"))).keys("xexample.com<enter>");
    told.push(removing().removed(Ok(())).at(Step::Domains));
    told.push(removing().removed(lost()).fetched(refused(404)).at(Step::Domains));
    told.push(Story::posting().created(Ok(domain("example.com"))).keys("x<esc>").at(Step::Records));
    told.push(Story::with_list(vec![domain("a.com")]).keys("<f2>").still_fresh().keys("<del><esc>").at(Step::Domains));
    // There already.
    told.push(Story::posting().created(refused(409)).keys("<enter>").listed(Ok(vec![domain("example.com")])));
    told.push(
        Story::posting().created(refused(409)).keys("<enter>").listed(Ok(vec![])).keys("<enter>").at(Step::Domain),
    );
    told.push(Story::posting().created(refused(409)).keys("<enter>").listed(Ok(vec![])).keys("<esc>").at(Step::Domain));
    told.push(Story::posting().created(refused(409)).keys("<enter>").listed(lost()).keys("<enter>").at(Step::Conflict));
    told.push(Story::posting().created(refused(409)).keys("<enter>").listed(lost()).keys("<esc>").at(Step::Conflict));
    told.push(Story::posting().created(refused(409)).keys("<esc>").at(Step::Domain));
    let late = Story::posting().created(refused(409)).keys("<f2><c-r>").listed(Ok(vec![domain("example.com")]));
    told.push(late.keys("<esc>").at(Step::Conflict).keys("<enter>").at(Step::Records));
    told
}

/// Gives another key, which is asked about and kept.
fn kept(mut story: Story) -> Story {
    story.model.config = super::story::keeping();
    story.keys("AS_another12345<enter>").listed(Ok(vec![])).at(Step::ApiKey).keys("<enter>")
}

#[test]
fn the_stories_take_every_edge_of_the_table() {
    let taken: BTreeSet<Edge> = stories().into_iter().flat_map(|story| story.edges).collect();
    let missing: Vec<Edge> = TRANSITIONS
        .iter()
        .flat_map(|row| row.from.iter().flat_map(move |from| row.to.iter().map(move |to| (*from, row.on, *to))))
        .filter(|edge| !taken.contains(edge))
        .collect();
    assert_eq!(missing, [], "edges that no story takes");
}
