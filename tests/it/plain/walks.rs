//! Any lines in any order, and any answers of the server: a question stands there at the end, or the program has been
//! left.

use autosend_domains::core::terminal_caps::Charset;
use autosend_domains::core::text::is_hidden;
use autosend_domains::plain::PlainView;
use autosend_domains::wizard::{Command, Effect, Event, InitOptions, Intent, Message, PaneKind, RequestId, Step};
use proptest::prelude::*;

use crate::support::wizard::{Wizard, config_with_key_file};
use crate::walks::{Answer, answer_to};

/// A text that occurs in the key and nowhere else.
const SECRET: &str = "gEhEiM";

/// How often something may happen before something is asked.
const MAX_STEPS: usize = 500;

fn line() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "",
        "1",
        "1",
        "1",
        "2",
        "3",
        "5",
        "6",
        "12",
        "b",
        "b",
        "?",
        "again",
        "y",
        "n",
        "c",
        "c 2",
        "copy",
        "copy value 9",
        "C",
        "e",
        "save",
        "copy",
        "print",
        "g",
        "h",
        "cloudflare",
        "o",
        "open the DNS provider's page",
        "z",
        "s",
        "record 2",
        "record",
        "show the record 2",
        "r",
        "n 3",
        "N",
        "u",
        "i",
        "details",
        "domains",
        "refresh",
        "all",
        "frank",
        "sa-east-1",
        "mail.example.com",
        "example.com",
        "www.example.org",
        "example,com",
        "192.0.2.1",
        "AS_gEhEiM12345",
        "ASA_gEhEiM12345",
        "prj_1",
        "next field",
        "first page",
        "99999999999999999999",
        "-",
        "~/x",
        "x\u{1b}[2J",
        "\u{202e}",
        "ü",
        "retry now",
    ])
}

fn answers() -> impl Strategy<Value = Answer> {
    prop_oneof![
        4 => Just(Answer::Good),
        3 => Just(Answer::WithName),
        2 => prop::sample::select(vec![400, 401, 402, 403, 404, 409, 422, 429, 500]).prop_map(Answer::Status),
        1 => Just(Answer::NotSent),
        1 => Just(Answer::Lost),
    ]
}

/// A talk without a program: the wizard, how much of it was answered, and the timers that have not run out.
struct PlainWalk {
    wizard: Wizard,
    dialogue: PlainView,
    answered: usize,
    timers: Vec<RequestId>,
}

impl PlainWalk {
    fn send(mut self, message: impl Into<Message>) -> Self {
        self.wizard = self.wizard.send(message);
        let shows = self
            .wizard
            .commands
            .iter()
            .any(|command| matches!(command, Command::Effect(Effect::ShowOnNormalScreen(_))));
        if shows { self.send(Intent::GoBack) } else { self }
    }

    /// Has everything answered, and timers run out, until something is asked.
    fn settle(mut self, answer: Answer) -> Self {
        for _ in 0..MAX_STEPS {
            if let Some(command) = self.wizard.all_commands.get(self.answered).cloned() {
                self.answered += 1;
                if let Command::Effect(Effect::StartTimer { id, .. }) = command {
                    self.timers.push(id);
                }
                if let Command::Request(id, request) = &command
                    && let Some(reply) = answer_to(request, answer)
                {
                    self = self.send(Message::Reply(*id, reply));
                }
                self.check_updates();
                continue;
            }
            if PlainView::is_asking(&self.wizard.model) || self.wizard.model.screen.step() == Step::Closed {
                return self;
            }
            // The clock stands still here, so that what is followed may never end: one goes back.
            if matches!(self.wizard.model.screen.pane_kind(), Some(PaneKind::Verify | PaneKind::Dns)) {
                self = self.send(Intent::GoBack);
                continue;
            }
            assert!(!self.timers.is_empty(), "nothing more happens: {:?}", self.wizard.model.screen);
            let timer = self.timers.remove(0);
            self = self.send(Event::TimerFired(timer));
        }
        panic!("nothing is asked: {:?}", self.wizard.model.screen);
    }

    fn check_updates(&mut self) {
        check(&self.dialogue.render_updates(&self.wizard.model));
    }
}

fn check(lines: &[String]) {
    for line in lines {
        assert!(!line.chars().any(is_hidden) && !line.contains(SECRET), "{line:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_lines_lead_to_a_prompt_or_an_end(
        with_key in any::<bool>(),
        is_live in any::<bool>(),
        steps in prop::collection::vec((line(), answers()), 1..40),
    ) {
        let wizard = if with_key {
            Wizard::with_key()
        } else {
            Wizard::start(InitOptions { config: config_with_key_file(), ..InitOptions::default() })
        };
        let dialogue = PlainView::new(Charset::Unicode, is_live);
        let mut walk = PlainWalk { wizard, dialogue, answered: 0, timers: Vec::new() }.settle(Answer::Good);
        for (line, answer) in steps {
            walk.check_updates();
            let prompt = walk.dialogue.render_prompt(&walk.wizard.model).expect("a question");
            check(&prompt.lines);
            // A key is given where one is asked for, and only echo could show it elsewhere.
            let reply = walk.dialogue.interpret(&walk.wizard.model, line);
            check(&reply.output);
            for message in reply.intents {
                walk = walk.send(message);
            }
            walk = walk.settle(answer);
        }
        let quit = walk.dialogue.interpret(&walk.wizard.model, "q");
        prop_assert_eq!(quit.intents, vec![Intent::Quit]);
    }
}
