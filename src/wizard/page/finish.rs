//! The finish: the domain can send, and the next steps one by one.

use super::inputs::{OptionRow, Options, OptionsDetail};
use super::parts::{Audience, Content, Icon, Page, Text, Verbatim, VerbatimStyle, Weight};
use crate::core::check_history::{Check, CheckState};
use crate::core::duration::format_duration;
use crate::core::next_steps::DAILY_LIMIT_NOTE;
use crate::wizard::{FinishStep, Model, RecordsScreen, VerifyWatch};

pub(super) fn page<'m>(screen: &RecordsScreen, cursor: usize, model: &Model) -> Page<'m> {
    let mut page = Page::default();
    let name = screen.domain.name.sanitized();
    let duration = model.domain_states.verify_watch(&screen.domain.id).and_then(VerifyWatch::verified_after);
    let note = duration.map(|duration| format!("verified in {}", format_duration(duration)));
    let title = Text::with_icon(Icon::Success, format!("{name} can send")).weight(Weight::Bold);
    page.push(Audience::ALL, Content::Title(title, note.into_iter().collect()));
    page.gap();
    page.push(
        Audience::ALL,
        Content::Signs(Check::ALL.into_iter().map(|check| check_sign(check, screen, model)).collect()),
    );
    page.gap();
    page.text_for(Audience::ROOMY, Text::new("Next").weight(Weight::Bold));
    let steps = model.finish_steps(&screen.domain, &screen.session.credentials);
    let rows = steps.iter().enumerate().map(|(index, step)| OptionRow {
        label: format!("{}  {}", index.saturating_add(1), step.label()),
        description: step.hint().to_owned(),
        spoken: Some(step.label()),
        ..OptionRow::default()
    });
    let options = Options { rows: rows.collect(), cursor, detail: OptionsDetail::None, ..Options::default() };
    page.push(Audience::ALL, Content::Options(options));
    page.gap();
    for (index, step) in steps.iter().enumerate() {
        let audience = if index == cursor { Audience::SCREEN } else { continue };
        add_details(&mut page, audience, step, model);
    }
    let spoken = steps.iter().filter_map(FinishStep::text);
    for text in spoken {
        let style = VerbatimStyle::Rows(Weight::Normal);
        page.push(Audience::LINES, Content::Verbatim(Verbatim { text, indent: 0, style }));
    }
    page.gap();
    page.text_for(Audience::ROOMY.or(Audience::LINES), Text::new(DAILY_LIMIT_NOTE).weight(Weight::Dim));
    page.ask("What next?");
    page
}

/// The command or the link of the chosen step.
fn add_details(page: &mut Page, audience: Audience, step: &FinishStep, model: &Model) {
    let Some(text) = step.text() else { return };
    let style = match step {
        FinishStep::Command(_) => VerbatimStyle::Rows(Weight::Normal),
        FinishStep::Dashboard | FinishStep::AddAnother => VerbatimStyle::Link,
    };
    page.push(audience, Content::Verbatim(Verbatim { text, indent: 0, style }));
    if model.config.sandbox && matches!(step, FinishStep::Command(_)) {
        let text = "This command works with the real AutoSend API, not the sandbox.";
        page.text_for(Audience::ROOMY, Text::new(text).weight(Weight::Dim));
    }
}

/// A group of records, and whether AutoSend has accepted it.
fn check_sign(check: Check, screen: &RecordsScreen, model: &Model) -> (Icon, String) {
    let label = match check {
        Check::Ownership => "Ownership",
        Check::Dkim => "DKIM",
        Check::MailFrom => "Mail-from",
        Check::Dmarc => "DMARC",
    };
    match model.domain_states.check_history(&screen.domain).state(check) {
        CheckState::Accepted => (Icon::Success, label.to_owned()),
        state if check.is_required() => (Icon::Warning, format!("{label} {}", state.column_label())),
        state => (Icon::Info, format!("{label} {}", state.short_label(check, true))),
    }
}
