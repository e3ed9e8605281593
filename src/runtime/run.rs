//! The loop: events become messages, messages become the next model and commands, and the screen is drawn when no
//! event is waiting. Between two events nothing runs.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::{Instant, timeout_at};

use super::command_runner::CommandRunner;
use super::drain::drain;
use super::events::{Event, Subscriptions};
use super::keyboard::{Input, Keyboard};
use super::terminal::Terminal;
use crate::core::exit::Exit;
use crate::ports::Ports;
use crate::tty::signals::{SignalRequest, Signals};
use crate::ui::{self, Styles};
use crate::wizard::{
    self, Command, DrawnScreen, Effect, InitOptions, Intent, Message, Model, PastedText, TerminalSize, keymap,
};

/// How long no key must come until a burst has ended: a paste without brackets may arrive in pieces. A person who answers
/// a new screen takes longer than this to see it.
const BURST_GAP: Duration = Duration::from_millis(50);

/// How many keys make a burst. Fewer may be those of a person, which a slow connection or a busy machine has delivered late.
const BURST_KEYS: usize = 3;

/// The result of a run.
pub(super) struct RunOutcome {
    /// The last model.
    pub(super) model: Model,
    /// The exit status of the program.
    pub(super) exit: Exit,
}

/// What the loop handles next. The keyboard is not among the events, because the loop reads it itself: so it knows which
/// frame was drawn before a key was read.
enum Next {
    Input(io::Result<Input>),
    Event(Event<Infallible>),
}

/// Runs the wizard until the user leaves it.
///
/// # Errors
/// If the terminal can no longer be drawn on.
pub(super) async fn run(
    start: InitOptions,
    ports: Arc<impl Ports>,
    styles: &Styles,
    terminal: &mut Terminal,
    signals: Signals,
) -> io::Result<RunOutcome> {
    let (event_tx, mut event_rx) = unbounded_channel();
    let _subscriptions = Subscriptions::start(signals, &event_tx);
    let mut keyboard = Keyboard::open()?;
    let mut runner = CommandRunner::new(ports, event_tx);
    // The wall clock, because the monotonic clock may stop while the machine sleeps.
    let started_at = SystemTime::now();
    let (mut model, mut commands) = wizard::init(start);
    let mut typed_ahead = keyboard.take_waiting();
    // The first frame is drawn before anything that takes time.
    draw(terminal, &model, styles)?;
    let mut is_drawn = true;
    let mut drawn_screen =
        if typed_ahead.is_empty() { DrawnScreen::new(&model) } else { DrawnScreen::before_first(&model) };
    let (mut burst_end, mut burst_keys) = (Instant::now(), 0);
    loop {
        for command in commands.drain(..) {
            match command {
                Command::Effect(Effect::Quit(exit)) => {
                    let model = drain(model, &mut event_rx, wait_for_quit(&mut keyboard)).await;
                    runner.flush_writes().await;
                    return Ok(RunOutcome { model, exit });
                }
                Command::Effect(Effect::Notify(text)) => terminal.notify(&text).await?,
                Command::Effect(Effect::SetTitle(title)) => terminal.set_title(&title)?,
                Command::Effect(Effect::Redraw) => terminal.redraw()?,
                Command::Effect(Effect::Suspend) => terminal.suspend_job()?,
                Command::Effect(Effect::ShowOnNormalScreen(text)) => {
                    terminal.show_raw(&text.title, &text.text)?;
                    drawn_screen = DrawnScreen::new(&model);
                }
                Command::Effect(Effect::ReturnToAlternateScreen) => terminal.hide_raw()?,
                other => runner.execute(other),
            }
        }
        // All waiting events are handled before the screen is drawn once.
        tokio::task::yield_now().await;
        let waiting = typed_ahead.pop_front().map(|input| Next::Input(Ok(input)));
        let next = if let Some(next) = waiting.or_else(|| take_waiting(&mut event_rx, &mut keyboard)) {
            next
        } else if !is_drawn {
            draw(terminal, &model, styles)?;
            is_drawn = true;
            // What came meanwhile was typed before this frame could be seen.
            continue;
        } else if burst_keys >= BURST_KEYS && burst_end > Instant::now() && drawn_screen.is_ahead_of(&model) {
            match timeout_at(burst_end, wait_for_next(&mut event_rx, &mut keyboard)).await {
                Ok(next) => next?,
                Err(_burst_is_over) => continue,
            }
        } else {
            drawn_screen = DrawnScreen::new(&model);
            wait_for_next(&mut event_rx, &mut keyboard).await?
        };
        if let Next::Input(_) = next {
            let now = Instant::now();
            burst_keys = if now < burst_end { burst_keys + 1 } else { 1 };
            burst_end = now + BURST_GAP;
        }
        let message = match next {
            Next::Input(Ok(Input::Key(key))) => drawn_screen.resolve_key(&model, &key).map(Message::Intent),
            Next::Input(Ok(Input::Paste(text))) => {
                drawn_screen.resolve_paste(PastedText::new(text)).map(Message::Intent)
            }
            // The terminal has gone.
            Next::Input(Err(_)) => Some(wizard::Event::ShutdownRequested(1).into()),
            Next::Event(Event::Message(message)) => Some(*message),
            Next::Event(Event::Signal(SignalRequest::Shutdown(signal))) => {
                Some(wizard::Event::ShutdownRequested(signal).into())
            }
            Next::Event(Event::Signal(SignalRequest::Resize)) => {
                let (columns, rows) = terminal.size();
                Some(wizard::Event::Resized(TerminalSize { columns, rows }).into())
            }
            Next::Event(Event::Signal(SignalRequest::Suspend)) => {
                terminal.suspend()?;
                None
            }
            Next::Event(Event::Signal(SignalRequest::Resume)) => {
                match &model.normal_screen_text {
                    Some(text) => {
                        // The shell may have changed modes, so all are set again, even if leaving fails.
                        let _ = terminal.leave();
                        terminal.show_raw(&text.title, &text.text)?;
                    }
                    None => terminal.resume()?,
                }
                is_drawn = false;
                None
            }
            Next::Event(Event::Input(never)) => match never {},
        };
        if let Some(message) = message {
            model.clock = started_at.elapsed().unwrap_or(model.clock);
            (model, commands) = wizard::update(model, message);
            drawn_screen.follow(&model);
            is_drawn = false;
        }
    }
}

/// Takes a waiting event: replies and signals first, since a key may be about them.
fn take_waiting(event_rx: &mut UnboundedReceiver<Event<Infallible>>, keyboard: &mut Keyboard) -> Option<Next> {
    match event_rx.try_recv() {
        Ok(event) => Some(Next::Event(event)),
        Err(_nothing_waits) => keyboard.try_next().transpose().map(Next::Input),
    }
}

async fn wait_for_next(
    event_rx: &mut UnboundedReceiver<Event<Infallible>>,
    keyboard: &mut Keyboard,
) -> io::Result<Next> {
    tokio::select! {
        event = event_rx.recv() => Ok(Next::Event(event.ok_or(io::ErrorKind::BrokenPipe)?)),
        input = keyboard.next() => Ok(Next::Input(input)),
    }
}

/// Waits for a second request to quit, which ends the wait for pending copies and saves.
async fn wait_for_quit(keyboard: &mut Keyboard) {
    loop {
        match keyboard.next().await {
            Ok(Input::Key(key)) if keymap::resolve_everywhere(&key) == Some(Intent::Quit) => return,
            Ok(_) => {}
            // The terminal has gone, but a copy or a save may still succeed.
            Err(_) => std::future::pending().await,
        }
    }
}

/// Draws the model. In a debug build, `AUTOSEND_DOMAINS_PANIC=draw` causes a panic during the draw, so that a test
/// can check that the terminal is restored; a release build ignores the variable.
fn draw(terminal: &mut Terminal, model: &Model, styles: &Styles) -> io::Result<()> {
    terminal.draw(|frame| {
        ui::view(model, styles, frame);
        #[cfg(debug_assertions)]
        assert!(std::env::var_os("AUTOSEND_DOMAINS_PANIC").is_none_or(|stage| stage != "draw"), "asked for");
    })
}
