//! The loop: events become messages, messages become the next model and commands, and the screen is drawn when no
//! event is waiting. Between two events nothing runs.

use std::io;
use std::sync::Arc;
use std::time::SystemTime;

use tokio::sync::mpsc::unbounded_channel;

use super::command_runner::CommandRunner;
use super::drain::drain;
use super::events::{self, Event, Subscriptions, TerminalInput};
use super::signals::SignalRequest;
use super::terminal::Terminal;
use crate::core::exit::Exit;
use crate::ports::Ports;
use crate::ui::{self, Styles};
use crate::wizard::{self, Command, Effect, InitOptions, Intent, Model};

/// The result of a run.
pub(super) struct RunOutcome {
    /// The last model.
    pub(super) model: Model,
    /// The exit status of the program.
    pub(super) exit: Exit,
}

/// Runs the wizard until the user leaves it.
///
/// # Errors
/// If the terminal can no longer be read or written.
pub(super) async fn run(
    start: InitOptions,
    ports: Arc<impl Ports>,
    styles: &Styles,
    terminal: &mut Terminal,
) -> io::Result<RunOutcome> {
    let (event_tx, mut event_rx) = unbounded_channel();
    let _subscriptions = Subscriptions::start(&event_tx)?;
    let mut runner = CommandRunner::new(ports, event_tx);
    // The wall clock, because the monotonic clock may stop while the machine sleeps.
    let started_at = SystemTime::now();
    let (mut model, mut commands) = wizard::init(start);
    // The first frame is drawn before anything that takes time.
    draw(terminal, &model, styles)?;
    let mut is_drawn = true;
    loop {
        for command in commands.drain(..) {
            match command {
                Command::Effect(Effect::Quit(exit)) => {
                    // A second request to quit ends the wait.
                    let is_quit = |model: &Model, input: &TerminalInput| match input {
                        Some(Ok(event)) => events::to_message(model, event.clone()) == Some(Intent::Quit.into()),
                        Some(Err(_)) | None => false,
                    };
                    let model = drain(model, &mut event_rx, is_quit).await;
                    runner.flush_writes().await;
                    return Ok(RunOutcome { model, exit });
                }
                Command::Effect(Effect::Notify(text)) => terminal.notify(&text)?,
                Command::Effect(Effect::Redraw) => terminal.redraw()?,
                Command::Effect(Effect::Suspend) => terminal.suspend_job()?,
                Command::Effect(Effect::ShowOnNormalScreen(text)) => terminal.show_raw(&text.title, &text.text)?,
                Command::Effect(Effect::ReturnToAlternateScreen) => terminal.hide_raw()?,
                other => runner.execute(other),
            }
        }
        // All waiting events are handled before the screen is drawn once.
        tokio::task::yield_now().await;
        let next_event = match event_rx.try_recv() {
            Ok(next_event) => next_event,
            Err(_nothing_waits) => {
                if !is_drawn {
                    draw(terminal, &model, styles)?;
                    is_drawn = true;
                }
                event_rx.recv().await.ok_or(io::ErrorKind::BrokenPipe)?
            }
        };
        let message = match next_event {
            Event::Message(message) => Some(*message),
            Event::Input(Some(event)) => events::to_message(&model, event?),
            // The terminal has gone.
            Event::Input(None) | Event::Signal(SignalRequest::Shutdown(1)) => {
                Some(wizard::Event::ShutdownRequested(1).into())
            }
            Event::Signal(SignalRequest::Shutdown(signal)) => Some(wizard::Event::ShutdownRequested(signal).into()),
            Event::Signal(SignalRequest::Suspend) => {
                terminal.suspend()?;
                None
            }
            Event::Signal(SignalRequest::Resume) => {
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
        };
        if let Some(message) = message {
            model.clock = started_at.elapsed().unwrap_or(model.clock);
            (model, commands) = wizard::update(model, message);
            is_drawn = false;
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
