//! What can be answered on a screen with a page beyond what its page and its keys say.

use crate::core::domain_name::{Assessment, assess};
use crate::core::region::RegionKey;
use crate::plain::choices::list_choices;
use crate::plain::output::Section;
use crate::plain::question::{Choice, InputAction, Question};
use crate::wizard::page::describe_name;
use crate::wizard::{
    DomainScreen, Intent, Model, Motion, Pane, PastedText, PickerRow, RegionChoice, RegionMode, RegionScreen,
    ReviewScreen, Screen, host_rows, matching_rows, publish_rows, region_rows,
};

/// Adds to the question what the screen alone knows.
pub(super) fn refine(question: &mut Question, model: &Model) {
    match &model.screen {
        Screen::Domain(screen) => refine_domain(question, screen, model),
        Screen::Region(screen) => refine_region(question, screen),
        Screen::Review(screen) => refine_review(question, screen, model),
        // Nothing is removed by an empty line.
        Screen::Removal(_) => question.on_enter = None,
        Screen::Failure(screen) => {
            // The rows do what the keys do, so that the keys choose them.
            question.unnumbered.retain(|choice| choice.action.intents.is_empty());
            for (choice, action) in question.numbered.iter_mut().zip(screen.actions()) {
                choice.action = InputAction::from_intents([action.intent()]);
                choice.aliases.push(action.key_label().to_owned());
            }
        }
        Screen::Records(screen) if matches!(screen.pane, Pane::Dns { .. }) => {
            question.target_count = screen.domain.records.len();
        }
        Screen::Records(screen) if matches!(screen.pane, Pane::Hosts { .. } | Pane::Publish { .. }) => {
            question.on_text = Some(choose_or_narrow_rows);
        }
        _ => {}
    }
}

/// The answer that does what Enter does.
fn submit_choice(question: &mut Question) -> Option<&mut Choice> {
    question.numbered.iter_mut().find(|choice| choice.action.intents == [Intent::Submit])
}

/// Offers what can be done with the name that stands there; the other answers have no numbers.
fn refine_domain(question: &mut Question, screen: &DomainScreen, model: &Model) {
    let (numbered, unnumbered): (Vec<Choice>, Vec<Choice>) =
        list_choices(model).into_iter().partition(|choice| name_intent(choice).is_some());
    let is_empty = screen.field.text().is_empty();
    let recent = std::mem::take(&mut question.numbered);
    question.numbered =
        numbered.into_iter().filter(|_| !is_empty).filter_map(|choice| with_name(choice, screen)).collect();
    let prompt = match (question.numbered.is_empty(), recent.is_empty()) {
        (false, _) => "Type a number, or another domain.",
        (true, false) => "Type the domain, or a number to continue with one.",
        (true, true) => "Type the domain.",
    };
    question.numbered.extend(recent);
    question.unnumbered = unnumbered;
    prompt.clone_into(&mut question.prompt);
    question.on_text = Some(take_name);
    question.on_enter = None;
}

/// What an answer does with the name that stands there, if it does anything.
fn name_intent(choice: &Choice) -> Option<&Intent> {
    match choice.action.intents.as_slice() {
        [message @ (Intent::Submit | Intent::AcceptSuggestion)] => Some(message),
        _ => None,
    }
}

/// The answer with the name that it leads to; `None` if it would only say again what is wrong.
fn with_name(mut choice: Choice, screen: &DomainScreen) -> Option<Choice> {
    let name = match name_intent(&choice)? {
        Intent::Submit => screen.assessment.name()?.to_string(),
        _ => screen.suggestion()?.into_owned(),
    };
    choice.label = format!("{}: {name}", choice.label);
    Some(choice)
}

/// A name that is taken as it is, or corrected, is submitted at once; a doubtful one is asked about.
fn take_name(model: &Model, text: &str) -> InputAction {
    let assessment = assess(&PastedText::new(text).one_line());
    let Screen::Domain(screen) = &model.screen else { return InputAction::default() };
    let existing = assessment.name().and_then(|name| screen.session.find_domain(name));
    let mut action = InputAction::replace_text(text);
    if existing.is_none() && matches!(assessment, Assessment::Accepted(_) | Assessment::Fixed { .. }) {
        let sections = Section::read_parts(&describe_name(&assessment, None));
        action.output = sections.into_iter().flat_map(|section| section.lines).collect();
        action.intents.push(Intent::Submit);
    }
    action
}

fn refine_region(question: &mut Question, screen: &RegionScreen) {
    if matches!(screen.mode, RegionMode::Other { .. }) {
        return;
    }
    question.on_text = Some(choose_or_narrow_regions);
    let RegionMode::List(list) = &screen.mode else { return };
    question.on_enter = screen.rows().get(list.cursor).map(|row| {
        let label = match row.value {
            RegionChoice::Other => "enter a region ID".to_owned(),
            choice => format!("{}, {}", list.cursor.saturating_add(1), choice.columns().0),
        };
        (label, InputAction::from_intents([Intent::Submit]))
    });
}

/// The key of a region is that region, whether it is in the list or not; any other text narrows the list.
fn choose_or_narrow_regions(model: &Model, text: &str) -> InputAction {
    let Screen::Region(screen) = &model.screen else { return InputAction::default() };
    let rows = matching_rows(region_rows(screen.last), text.trim());
    let row = rows.iter().position(|row| row.label.eq_ignore_ascii_case(text.trim()));
    let is_unknown = rows.iter().all(|row| row.is_pinned);
    let mut action = InputAction::replace_text(text);
    if let Some(row) = row {
        return action.then([Intent::Move(Motion::To(row)), Intent::Submit]);
    }
    // Known regions are words with hyphens, and so is most likely an unknown one.
    if is_unknown && text.contains('-') && RegionKey::parse(text).is_ok() {
        return action.then([Intent::Submit, Intent::Submit]);
    }
    if is_unknown {
        action.output.push("No matching region.".to_owned());
    }
    action
}

/// A text that only one row has is that row; any other text narrows the list.
fn choose_or_narrow_rows(model: &Model, text: &str) -> InputAction {
    let Screen::Records(screen) = &model.screen else { return InputAction::default() };
    let found = match &screen.pane {
        Pane::Publish { all_records, .. } => count_matching(publish_rows(screen, *all_records), text),
        _ => count_matching(host_rows(&model.likely_hosts(&screen.domain)), text),
    };
    let chosen = if found == 1 { vec![Intent::Move(Motion::To(0)), Intent::Submit] } else { Vec::new() };
    let mut action = InputAction::replace_text(text).then(chosen);
    if found == 0 {
        action.output.push("Nothing matches.".to_owned());
    }
    action
}

/// The number of rows that match a text, without those that are always there.
fn count_matching<T>(rows: Vec<PickerRow<T>>, text: &str) -> usize {
    matching_rows(rows, text).iter().filter(|row| !row.is_pinned).count()
}

/// Yes and no, if the answer adds the domain: not if it asks the list first or opens the records.
fn refine_review(question: &mut Question, screen: &ReviewScreen, model: &Model) {
    let name = &screen.new_domain.name;
    if model.unconfirmed.contains_key(name) || screen.session.find_domain(name).is_some() {
        return;
    }
    if let Some(add) = submit_choice(question) {
        add.aliases.extend(["y", "yes"].map(str::to_owned));
        "Add it?".clone_into(&mut question.prompt);
        question.back = question.back.take().map(|back| back.with_alias("n").with_alias("no"));
    }
}
