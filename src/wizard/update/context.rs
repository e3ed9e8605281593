//! What every screen's update works with: the model around the screen, fresh ids, and the commands so far.

use std::mem;
use std::time::Duration;

use super::super::command::Command;
use super::super::model::{Busy, Model, Notice, Tone};
use super::super::screen::{KeyStage, RemovalStage, Screen};
use super::super::session::{Kept, Remote, RequestId, Session, Task};
use crate::core::api_error::ApiError;
use crate::core::api_key::{Credentials, KeySource};
use crate::core::domain::SendingDomain;
use crate::core::domain_name::DomainName;

/// A list of domains that is younger is not asked for again; a connection silent for longer may be closed.
const FRESH: Duration = Duration::from_secs(30);

/// How long good news, and bad news, stay.
const GOOD_NEWS: Duration = Duration::from_secs(6);
const BAD_NEWS: Duration = Duration::from_secs(12);

/// The model while a message is handled.
pub(in crate::wizard) struct Context {
    /// The model. While a screen handles a message, `Closed` stands in its place.
    pub(in crate::wizard) model: Model,
    commands: Vec<Command>,
}

impl Context {
    pub(in crate::wizard) const fn new(model: Model) -> Self {
        Self { model, commands: Vec::new() }
    }

    /// The result of an update.
    pub(in crate::wizard) fn finish(self) -> (Model, Vec<Command>) {
        (self.model, self.commands)
    }

    /// Takes the screen out, to be put back or replaced.
    pub(super) const fn take_screen(&mut self) -> Screen {
        mem::replace(&mut self.model.screen, Screen::Closed)
    }

    /// Asks for a side effect.
    pub(super) fn command(&mut self, command: Command) {
        self.commands.push(command);
    }

    /// A fresh id.
    pub(super) const fn id(&mut self) -> RequestId {
        self.model.ids.next()
    }

    /// Starts a timer.
    pub(super) fn timer(&mut self, after: Duration) -> RequestId {
        let id = self.id();
        self.command(Command::StartTimer { id, after });
        id
    }

    /// Nobody waits for this any more.
    pub(super) fn cancel(&mut self, id: RequestId) {
        self.command(Command::Cancel(id));
    }

    /// Says something in one line, for some seconds.
    pub(super) fn notice(&mut self, tone: Tone, text: impl Into<String>) {
        self.drop_notice();
        let timer = self.timer(if tone == Tone::Bad { BAD_NEWS } else { GOOD_NEWS });
        self.model.notice = Some(Notice { text: text.into(), tone, timer });
    }

    /// The timer of the notice that is shown.
    pub(super) fn notice_timer(&self) -> Option<RequestId> {
        self.model.notice.as_ref().map(|notice| notice.timer)
    }

    /// Takes the notice away before its time.
    pub(super) fn drop_notice(&mut self) {
        if let Some(notice) = self.model.notice.take() {
            self.cancel(notice.timer);
        }
    }

    /// A session with this key: its list asked for, and what an earlier run has kept of it looked for.
    pub(in crate::wizard) fn open_session(&mut self, credentials: Credentials, source: KeySource) -> Session {
        let (id, recall) = (self.id(), self.id());
        self.command(Command::ListDomains { id, credentials: credentials.clone(), unless_younger: None });
        self.command(Command::Recall { id: recall, credentials: credentials.clone() });
        let kept = Kept { recalling: Task::Running(recall), ..Kept::default() };
        Session { credentials, source, domains: Remote::Loading { id, last: None }, kept }
    }

    /// Keeps a domain that was just read for the next run.
    pub(super) fn remember(&mut self, session: &Session, domain: &SendingDomain) {
        let credentials = session.credentials.clone();
        self.command(Command::RememberDomain { credentials, domain: Box::new(domain.clone()) });
    }

    /// The session, its list asked for now, whatever is under way.
    pub(super) fn list_now(&mut self, mut session: Session) -> Session {
        if let Some(id) = session.domains.request() {
            self.cancel(id);
        }
        let id = self.id();
        self.command(Command::ListDomains { id, credentials: session.credentials.clone(), unless_younger: None });
        session.domains = session.domains.reloading(id);
        session
    }

    /// The session, its list asked for where it is missing or old; which also warms the connection.
    pub(super) fn list_if_old(&mut self, mut session: Session) -> Session {
        if session.domains.request().is_some() {
            return session;
        }
        let unless_younger = matches!(session.domains, Remote::Ready(_)).then_some(FRESH);
        let id = self.id();
        self.command(Command::ListDomains { id, credentials: session.credentials.clone(), unless_younger });
        session.domains = session.domains.reloading(id);
        session
    }

    /// Whether the list of the session in use is awaited under this id.
    pub(super) fn awaits_list(&self, id: RequestId) -> bool {
        !super::checks_key(&self.model.screen, id)
            && self.model.screen.session().is_some_and(|session| session.domains.awaits(id))
    }

    /// The POST of this name was lost; `None`: nobody waited for its answer.
    pub(super) fn doubt(&mut self, name: &DomainName, cause: Option<ApiError>) {
        self.model.doubt.insert(name.clone(), cause);
    }

    /// The screen as it can be left and come back to: nothing that it alone waits for is under way any more, since
    /// the answer would find another screen.
    pub(super) fn set_aside(&mut self, screen: Screen) -> Screen {
        match screen {
            Screen::Records(mut records) => {
                if let Task::Running(id) = mem::take(&mut records.refreshing) {
                    self.cancel(id);
                }
                if let Some(id) = records.pane.request() {
                    self.cancel(id);
                }
                records.pane = records.pane.set_aside();
                Screen::Records(records)
            }
            Screen::ApiKey(mut key) => {
                if let KeyStage::Checking { id, .. } = key.stage {
                    self.cancel(id);
                    key.stage = KeyStage::Asking;
                }
                Screen::ApiKey(key)
            }
            Screen::Conflict(mut conflict) => {
                conflict.opening = false;
                Screen::Conflict(conflict)
            }
            Screen::Failure(mut failure) => {
                *failure.resume = self.set_aside(*failure.resume);
                Screen::Failure(failure)
            }
            Screen::Removal(mut removal) => {
                if let RemovalStage::Removing(id) | RemovalStage::Looking(id) = removal.stage {
                    self.cancel(id);
                    (removal.stage, removal.in_doubt) = (RemovalStage::Asking, true);
                }
                Screen::Removal(removal)
            }
            Screen::Review(review) => super::review::stopped(review, self),
            Screen::Domain(_) | Screen::Region(_) | Screen::Domains(_) | Screen::Closed => screen,
        }
    }

    /// Whether this is the timer of what the person waits for.
    pub(super) fn is_busy_timer(&self, id: RequestId) -> bool {
        self.model.busy.is_some_and(|busy| busy.timer == id)
    }

    /// An eighth of a second has passed while the person waits.
    pub(super) fn tick(&mut self) {
        let ticks = self.model.busy.map_or(0, |busy| busy.ticks.saturating_add(1));
        self.model.busy = Some(Busy { timer: self.timer(busy_tick()), ticks });
    }

    /// Starts the timer of waiting where something is waited for, and stops it where nothing is.
    pub(super) fn keep_busy(&mut self) {
        match (self.model.screen.waits(), self.model.busy) {
            (true, None) => self.model.busy = Some(Busy { timer: self.timer(busy_tick()), ticks: 0 }),
            (false, Some(busy)) => {
                self.cancel(busy.timer);
                self.model.busy = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
}

impl Context {
    /// Whether this is the timer that counts the seconds.
    pub(super) fn is_pulse(&self, id: RequestId) -> bool {
        self.model.pulse == Some(id)
    }

    /// A second has passed where seconds are shown.
    pub(super) fn pulse(&mut self) {
        self.model.pulse = None;
    }

    /// Starts the timer of seconds where they are shown, and stops it where they are not.
    pub(super) fn keep_pulse(&mut self) {
        let is_watched = super::follow::is_watched(&self.model) || super::dns::is_watched(&self.model);
        match (is_watched, self.model.pulse) {
            (true, None) => self.model.pulse = Some(self.timer(Duration::from_secs(1))),
            (false, Some(timer)) => {
                self.cancel(timer);
                self.model.pulse = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
}

fn busy_tick() -> Duration {
    Duration::from_millis(1000 / u64::from(Busy::PER_SECOND))
}
