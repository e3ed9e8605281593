//! The answers that the table of keys gives: whatever a key does on this screen now.

use super::question::Offer;
use crate::wizard::keymap::{Hint, active_hints};
use crate::wizard::{CopyTarget, Message, Model};

/// From this rank on a key of the table is there for the screen alone.
const FOR_THE_SCREEN: u8 = 9;

/// Every key that does something here, as an answer, in the order of the table. What means the same everywhere (back,
/// leave, help) is none of them, nor is what concerns a drawn screen.
pub(super) fn offers(model: &Model) -> Vec<Offer> {
    let mut offers: Vec<Offer> = Vec::new();
    let back = back(model).map(|back| back.words);
    for hint in active_hints(model) {
        let words = words(&hint);
        let is_twice = back.as_ref() == Some(&words) || offers.iter().any(|offer| offer.words == words);
        if is_offered(&hint) && !is_twice {
            offers.push(offer(words, &hint, model));
        }
    }
    offers
}

/// The same without going on, where numbers do that.
pub(super) fn offers_but_submit(model: &Model) -> Vec<Offer> {
    let mut offers = offers(model);
    offers.retain(|offer| offer.reply.messages != [Message::Submit]);
    offers
}

/// Where back leads, if there is a way back.
pub(super) fn back(model: &Model) -> Option<Offer> {
    let hint = active_hints(model)
        .into_iter()
        .find(|hint| hint.message == Message::GoBack && hint.footer_rank < FOR_THE_SCREEN)?;
    Some(Offer::new(hint.label, [Message::GoBack]).called("b").called("back").called("Esc"))
}

fn is_offered(hint: &Hint) -> bool {
    let is_elsewhere = matches!(
        hint.message,
        Message::Edit(_)
            | Message::Paste(_)
            | Message::Move(_)
            | Message::CompletePath
            | Message::GoBack
            | Message::ToggleHelp
            | Message::Redraw
            | Message::Suspend
            | Message::Quit
    );
    !is_elsewhere && hint.footer_rank < FOR_THE_SCREEN
}

/// The label of the key, or more where a line has room for it.
fn words(hint: &Hint) -> String {
    match hint.message {
        Message::Copy(CopyTarget::GuideEntry) if hint.label == "copy" => "copy it and go on",
        Message::StepGuideBack => "the field before",
        Message::ShowOnNormalScreen if hint.label == "alone" => "value alone",
        _ => hint.label,
    }
    .to_owned()
}

fn offer(words: String, hint: &Hint, model: &Model) -> Offer {
    let offer = match &hint.message {
        // Said here: there is nothing that it could be shown above of.
        Message::ToggleDetails => Offer::saying(words, details(model)),
        message => Offer::new(words, [message.clone()]),
    };
    hint.keys.split(", ").fold(offer, Offer::called)
}

/// What is known of the error that is shown.
fn details(model: &Model) -> Vec<String> {
    let lines = model.error_details().unwrap_or_default().lines;
    if lines.is_empty() {
        return vec!["No more is known: there was no answer.".to_owned()];
    }
    lines.into_iter().map(|(name, value)| format!("{name}: {value}")).collect()
}
