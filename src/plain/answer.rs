//! From a line to what it means: a number, a word, a sign that means the same everywhere, or a text.

use super::question::{Offer, Question, Reply};
use crate::core::api_key::contains_api_key;
use crate::core::redaction::mask_api_keys;
use crate::wizard::{Message, Model, Motion, PastedText, Screen, Step};

/// What a line means that answers this question; `None` where it asks for what was said to be said again.
pub(super) fn reply(question: &Question, model: &Model, line: &str) -> Option<Reply> {
    let typed = line.trim();
    if typed.is_empty() {
        let nothing = || Reply::words("Nothing was answered.");
        return Some(question.enter.as_ref().map_or_else(nothing, |(_, reply)| reply.clone()));
    }
    if typed == "again" {
        return None;
    }
    if contains_api_key(typed) && model.screen.step() != Step::ApiKey {
        // The wizard says what is to be said to a key in a wrong place.
        return Some(Reply::messages([Message::Paste(PastedText::new(typed))]));
    }
    Some(everywhere(question, typed).or_else(|| offered(question, model, typed)).unwrap_or_else(
        || match question.text {
            Some(take) => take(model, line),
            None => guessed(question, model, typed),
        },
    ))
}

/// What a line means that was typed while something is waited for; `None` where it is no answer to that.
pub(super) fn meanwhile(offers: &[Offer], line: &str) -> Option<Reply> {
    let typed = line.trim();
    offers.iter().find(|offer| offer.is_called(typed)).map(|offer| offer.reply.clone())
}

/// What means the same at every question.
fn everywhere(question: &Question, typed: &str) -> Option<Reply> {
    match typed {
        "q" => Some(Reply::messages([Message::Quit])),
        "?" => Some(Reply { say: help(question), messages: Vec::new() }),
        "b" => Some(match &question.back {
            Some(back) => back.reply.clone(),
            None => Reply::words("There is no way back from here."),
        }),
        _ => None,
    }
}

/// One of the answers by its number, its key or all of its words; with a number behind it where that names something.
fn offered(question: &Question, model: &Model, typed: &str) -> Option<Reply> {
    if question.is_secret {
        // Nothing that could be a part of a secret is taken for an answer.
        let offer = question.worded.iter().find(|offer| offer.words.eq_ignore_ascii_case(typed))?;
        return Some(given(offer, model, None));
    }
    if let Some(reply) = unnumbered(question, typed) {
        return Some(reply);
    }
    if let Some(offer) = named(question, typed) {
        return Some(given(offer, model, None));
    }
    let (answer, thing) = with_thing(question, typed)?;
    // Where a text is asked for, the beginning of a word is one.
    let beginning = || unique(question, answer).filter(|_| question.text.is_none());
    let offer = named(question, answer).or_else(beginning)?;
    if (1..=question.things).contains(&thing) {
        Some(given(offer, model, Some(thing.saturating_sub(1))))
    } else {
        Some(Reply::words(format!("There is no {thing} here: there are 1 to {}.", question.things)))
    }
}

/// What an answer leads to, for the thing at a place or the one in focus.
fn given(offer: &Offer, model: &Model, place: Option<usize>) -> Reply {
    let mut reply = offer.reply.clone();
    if let Some(place) = place {
        reply.messages.insert(0, Message::Move(Motion::To(place)));
    }
    if let Some(show) = offer.shows {
        reply.say.extend(show(model, place.unwrap_or_else(|| focus(model))));
    }
    reply
}

/// Which record is in focus.
const fn focus(model: &Model) -> usize {
    match &model.screen {
        Screen::Records(screen) => screen.cursor,
        _ => 0,
    }
}

/// An answer and the number behind it.
fn with_thing<'t>(question: &Question, typed: &'t str) -> Option<(&'t str, usize)> {
    let (answer, thing) = typed.rsplit_once(' ')?;
    let thing = thing.parse().ok().filter(|_| question.things > 0)?;
    Some((answer.trim(), thing))
}

fn is_number(typed: &str) -> bool {
    typed.bytes().all(|octet| octet.is_ascii_digit())
}

/// The answer of that number, key or words.
fn named<'q>(question: &'q Question, typed: &str) -> Option<&'q Offer> {
    if is_number(typed) {
        let number = typed.parse::<usize>().ok()?;
        let place = number.checked_sub(question.before.saturating_add(1))?;
        return question.numbered.get(place);
    }
    let mut everything = question.numbered.iter().chain(&question.worded).chain(&question.back);
    everything.find(|offer| offer.is_called(typed))
}

/// What is said to a number that no answer has, where answers have numbers.
fn unnumbered(question: &Question, typed: &str) -> Option<Reply> {
    if question.numbered.is_empty() || !is_number(typed) || named(question, typed).is_some() {
        return None;
    }
    let first = question.before.saturating_add(1);
    let last = question.before.saturating_add(question.numbered.len());
    Some(Reply::words(format!("There is no {typed} here: there are {first} to {last}.")))
}

/// The one answer that begins so.
fn unique<'q>(question: &'q Question, typed: &str) -> Option<&'q Offer> {
    match beginning_with(question, typed).as_slice() {
        [offer] => Some(offer),
        _ => None,
    }
}

fn beginning_with<'q>(question: &'q Question, typed: &str) -> Vec<&'q Offer> {
    let everything = question.numbered.iter().chain(&question.worded);
    everything.filter(|offer| offer.begins_with(typed)).collect()
}

/// An answer by the beginning of its words, where no text is asked for.
fn guessed(question: &Question, model: &Model, typed: &str) -> Reply {
    if let Some(offer) = unique(question, typed) {
        return given(offer, model, None);
    }
    let several: Vec<&str> = beginning_with(question, typed).iter().map(|offer| offer.words.as_str()).collect();
    let typed = mask_api_keys(typed);
    if several.is_empty() {
        Reply::words(format!("There is no answer {typed} here. ? lists the answers."))
    } else {
        Reply::words(format!("{typed} can be: {}. Type more of it.", several.join("; ")))
    }
}

/// Every answer, and what means the same everywhere.
fn help(question: &Question) -> Vec<String> {
    let mut lines = question.answers();
    if question.things > 0 {
        lines.push("A number behind an answer names the one it is for.".to_owned());
    }
    let back = question.back.as_ref().map(|_| "b goes back");
    let everywhere = ["q leaves", "again says all of it again", "? says this"];
    let everywhere: Vec<&str> = back.into_iter().chain(everywhere).collect();
    lines.push(format!("At any question: {}.", everywhere.join(", ")));
    lines
}
