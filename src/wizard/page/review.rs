//! The steps Review and Adding: what will be sent, in words and to the letter, and how far sending is.

use super::domain::{existing_domain_text, warning_text};
use super::parts::{Audience, Content, Icon, Page, RowLimit, Text, Verbatim, VerbatimStyle, Waiting, Weight};
use crate::core::adding::MAX_LOOKUPS;
use crate::core::adding::create_domain_body;
use crate::core::domain_name::assess;
use crate::core::failure::describe_lost_answer;
use crate::core::retry_policy::MAX_RETRIES;
use crate::wizard::{Model, ReconcilePhase, ReviewScreen, Submission};

/// The width of the names before the facts.
const INDENT: usize = 9;

/// The most rows that a name has on a large screen: the request has it to the letter.
const MAX_NAME_ROWS: usize = 2;

/// The rows from which on there is room for the question too; the step's name asks it as well.
const MIN_ROWS_FOR_QUESTION: usize = 10;

pub(super) fn page<'m>(screen: &'m ReviewScreen, model: &'m Model) -> Page<'m> {
    let mut page = Page::default();
    match &screen.submission {
        Submission::Idle => add_review(&mut page, screen, model),
        submission => add_progress(&mut page, screen, submission),
    }
    page
}

fn add_review(page: &mut Page, screen: &ReviewScreen, model: &Model) {
    page.step(model);
    let question = Text::new("Add this domain to AutoSend?").weight(Weight::Bold);
    page.push(Audience::ALL, Content::Heading(question.rows(RowLimit::IfLeft(MIN_ROWS_FOR_QUESTION))));
    page.explanation("Domain and region can't be changed later.");
    page.text_for(Audience::ROOMY, name_fact(screen).rows(RowLimit::AtMost(MAX_NAME_ROWS)));
    // On a small screen the request matters more than the whole name, which it has too.
    let remarks = remarks(screen, model);
    let spare = if remarks.is_empty() { 1 } else { 2 };
    let rest = RowLimit::LeavingRest { at_most: usize::MAX, spare };
    page.text_for(Audience::COMPACT.or(Audience::LINES), name_fact(screen).rows(rest));
    page.text(region_fact(screen));
    page.gap();
    if remarks.is_empty() {
        page.text_for(Audience::COMPACT, Text::new("Neither can be changed later.").weight(Weight::Dim));
    } else {
        for remark in remarks {
            page.text(remark);
        }
        page.gap();
    }
    let request = model.config.create_request_line();
    page.text_for(Audience::ROOMY.or(Audience::LINES), Text::fact("Request", INDENT, &request));
    let verbatim = |text, indent, style| Content::Verbatim(Verbatim { text, indent, style });
    page.push(Audience::COMPACT, verbatim(request, 0, VerbatimStyle::Rows(Weight::Dim)));
    let body = create_domain_body(&screen.new_domain.name, &screen.new_domain.region);
    page.push(Audience::ROOMY, verbatim(format!("{body:#}"), INDENT, VerbatimStyle::Code));
    page.push(Audience::COMPACT.or(Audience::LINES), verbatim(body.to_string(), 0, VerbatimStyle::Code));
}

fn name_fact(screen: &ReviewScreen) -> Text {
    let name = &screen.new_domain.name;
    let text = name.unicode().map_or_else(|| name.to_string(), |unicode| format!("{unicode} ({name})"));
    Text::fact("Domain", INDENT, text).ascii(name.to_string()).weight(Weight::Bold)
}

fn region_fact(screen: &ReviewScreen) -> Text {
    Text::fact("Region", INDENT, screen.new_domain.region.label()).weight(Weight::Bold)
}

/// What to know before sending.
fn remarks(screen: &ReviewScreen, model: &Model) -> Vec<Text> {
    let name = &screen.new_domain.name;
    let mut remarks = Vec::new();
    if model.unconfirmed.contains_key(name) {
        let doubt = "This domain may already have been added.";
        let text = format!("{doubt} Press Enter to check; nothing is sent yet.");
        let spoken = format!("{doubt} Your domain list is checked first; nothing is sent yet.");
        remarks.push(Text::with_icon(Icon::Warning, text).spoken(spoken));
    } else if let Some(domain) = screen.session.find_domain(name) {
        remarks.push(existing_domain_text(domain));
    }
    if screen.was_stopped {
        remarks.push(Text::with_icon(Icon::Info, "Not added: you stopped it before AutoSend accepted it."));
    }
    remarks.extend(assess(name.as_str()).warnings().iter().map(warning_text));
    remarks
}

fn add_progress(page: &mut Page, screen: &ReviewScreen, submission: &Submission) {
    let is_reconciling = matches!(submission, Submission::Reconciling { .. });
    page.heading(if is_reconciling { "Was it added?" } else { "Adding the domain" });
    page.gap();
    // Lines have just said both.
    page.text_for(Audience::SCREEN, name_fact(screen).rows(RowLimit::AtMost(MAX_NAME_ROWS)));
    page.text_for(Audience::SCREEN, region_fact(screen));
    page.gap();
    match submission {
        Submission::Idle => {}
        Submission::Posting { adding, .. } if adding.retries() == 0 => page.spinner("Waiting for AutoSend"),
        Submission::Posting { adding, .. } => {
            page.spinner(format!("Retrying ({} of {MAX_RETRIES})", adding.retries()));
        }
        Submission::Waiting { seconds_left, adding, .. } => {
            let retries = adding.retries();
            let text = format!("AutoSend is rate-limiting. Retrying in {seconds_left} s ({retries} of {MAX_RETRIES}).");
            page.text(Text::with_icon(Icon::Warning, text).fingerprint(format!("try {retries}")));
            page.gap();
            page.text(Text::new("Not added yet.").weight(Weight::Dim));
            page.waiting = Some(Waiting::AnyKey);
        }
        Submission::Reconciling { phase, adding } => {
            let why = describe_lost_answer(adding.cause());
            page.text(Text::with_icon(Icon::Warning, why).rows(RowLimit::LeavingRows(3)));
            page.gap();
            let what = match phase {
                ReconcilePhase::Listing => "Looking for it in your domains",
                ReconcilePhase::Waiting(_) => "Not in your domain list yet. Checking again",
            };
            page.spinner(format!("{what} ({} of {MAX_LOOKUPS})", adding.lookups()));
        }
    }
}
