//! What every screen's update works with: the model around the screen, fresh ids, and the commands so far.

use std::mem;
use std::time::Duration;

use crate::core::api_error::ApiError;
use crate::core::api_key::{Credentials, KeySource};
use crate::core::domain::SendingDomain;
use crate::core::domain_name::DomainName;
use crate::wizard::command::{Command, Effect, Request};
use crate::wizard::model::{Notice, NoticeLevel, SharedState, Spinner};
use crate::wizard::screen::{KeyStage, Screen};
use crate::wizard::session::{CacheState, RemoteData, RequestId, RequestState, Session};

/// A list of domains that is younger is not asked for again; a connection silent for longer may be closed.
const LIST_MAX_AGE: Duration = Duration::from_secs(30);

/// How long good news, and bad news, stay.
const NOTICE_DURATION: Duration = Duration::from_secs(6);
const ERROR_NOTICE_DURATION: Duration = Duration::from_secs(12);

/// The model while a message is handled.
pub(in crate::wizard) struct Context {
    /// The model but for the screen.
    pub(in crate::wizard) model: SharedState,
    commands: Vec<Command>,
}

impl Context {
    pub(in crate::wizard) const fn new(model: SharedState) -> Self {
        Self { model, commands: Vec::new() }
    }

    /// The result of an update.
    pub(in crate::wizard) fn finish(self) -> (SharedState, Vec<Command>) {
        (self.model, self.commands)
    }

    /// Asks for a side effect that is not answered.
    pub(super) fn emit(&mut self, effect: Effect) {
        self.commands.push(Command::Effect(effect));
    }

    /// Sends a request; returns the id of its reply.
    pub(super) fn request(&mut self, request: Request) -> RequestId {
        let id = self.next_id();
        self.commands.push(Command::Request(id, request));
        id
    }

    /// A fresh id.
    pub(super) const fn next_id(&mut self) -> RequestId {
        self.model.ids.next()
    }

    /// Starts a timer.
    pub(super) fn start_timer(&mut self, after: Duration) -> RequestId {
        let id = self.next_id();
        self.emit(Effect::StartTimer { id, after });
        id
    }

    /// Nobody waits for this any more.
    pub(super) fn cancel(&mut self, id: RequestId) {
        self.emit(Effect::Cancel(id));
    }

    /// Says something in one line, for some seconds.
    pub(super) fn show_notice(&mut self, tone: NoticeLevel, text: impl Into<String>) {
        self.clear_notice();
        let timer = self.start_timer(if tone == NoticeLevel::Error { ERROR_NOTICE_DURATION } else { NOTICE_DURATION });
        self.model.notice = Some(Notice { text: text.into(), level: tone, timer });
    }

    /// The timer of the notice that is shown.
    pub(super) fn notice_timer(&self) -> Option<RequestId> {
        self.model.notice.as_ref().map(|notice| notice.timer)
    }

    /// Takes the notice away before its time.
    pub(super) fn clear_notice(&mut self) {
        if let Some(notice) = self.model.notice.take() {
            self.cancel(notice.timer);
        }
    }

    /// A session with this key: its list asked for, and what an earlier run has kept of it looked for.
    pub(in crate::wizard) fn open_session(&mut self, credentials: Credentials, source: KeySource) -> Session {
        let id = self.request(Request::ListDomains { credentials: credentials.clone(), max_age: None });
        let loading = RequestState::Pending(self.request(Request::LoadCache(credentials.clone())));
        let cache = CacheState { loading, ..CacheState::default() };
        Session { credentials, key_source: source, domains: RemoteData::Loading { id, previous: None }, cache }
    }

    /// Keeps a domain that was just read for the next run.
    pub(super) fn save_to_cache(&mut self, session: &Session, domain: &SendingDomain) {
        let credentials = session.credentials.clone();
        self.emit(Effect::SaveDomainToCache { credentials, domain: Box::new(domain.clone()) });
    }

    /// The session, its list asked for now, whatever is under way.
    pub(super) fn reload_list(&mut self, mut session: Session) -> Session {
        if let Some(id) = session.domains.pending_id() {
            self.cancel(id);
        }
        let id = self.request(Request::ListDomains { credentials: session.credentials.clone(), max_age: None });
        session.domains = session.domains.into_loading(id);
        session
    }

    /// The session, its list asked for where it is missing or old; which also warms the connection.
    pub(super) fn reload_list_if_stale(&mut self, mut session: Session) -> Session {
        if session.domains.pending_id().is_some() {
            return session;
        }
        let unless_younger = matches!(session.domains, RemoteData::Ready(_)).then_some(LIST_MAX_AGE);
        let id =
            self.request(Request::ListDomains { credentials: session.credentials.clone(), max_age: unless_younger });
        session.domains = session.domains.into_loading(id);
        session
    }

    /// The POST of this name was lost; `None`: nobody waited for its answer.
    pub(super) fn mark_unconfirmed(&mut self, name: &DomainName, cause: Option<ApiError>) {
        self.model.unconfirmed.insert(name.clone(), cause);
    }

    /// The screen as it can be left and come back to: nothing that it alone waits for is under way any more, since
    /// the answer would find another screen.
    pub(super) fn cancel_pending(&mut self, screen: Screen) -> Screen {
        match screen {
            Screen::Records(mut records) => {
                if let RequestState::Pending(id) = mem::take(&mut records.refreshing) {
                    self.cancel(id);
                }
                if let Some(id) = records.pane.pending_id() {
                    self.cancel(id);
                }
                records.pane = records.pane.without_pending();
                Screen::Records(records)
            }
            Screen::ApiKey(mut key) => {
                if let KeyStage::Checking { id, .. } = key.stage {
                    self.cancel(id);
                    key.stage = KeyStage::Editing;
                }
                Screen::ApiKey(key)
            }
            Screen::Conflict(conflict) => super::conflict::cancel_pending(conflict),
            Screen::Failure(mut failure) => {
                *failure.resume = self.cancel_pending(*failure.resume);
                Screen::Failure(failure)
            }
            Screen::Removal(removal) => super::removal::cancel_pending(removal, self),
            Screen::Review(review) => super::review::cancel_pending(review, self),
            Screen::Domain(_) | Screen::Region(_) | Screen::Domains(_) | Screen::Closed => screen,
        }
    }

    /// Whether this is the timer of what the person waits for.
    pub(super) fn is_spinner_timer(&self, id: RequestId) -> bool {
        self.model.spinner.is_some_and(|busy| busy.timer == id)
    }

    /// An eighth of a second has passed while the person waits.
    pub(super) fn tick_spinner(&mut self) {
        let ticks = self.model.spinner.map_or(0, |busy| busy.ticks.saturating_add(1));
        self.model.spinner = Some(Spinner { timer: self.start_timer(spinner_interval()), ticks });
    }

    /// Starts the timer of waiting where something is waited for, and stops it where nothing is.
    pub(super) fn sync_spinner(&mut self, screen: &Screen) {
        match (screen.is_waiting(), self.model.spinner) {
            (true, None) => {
                self.model.spinner = Some(Spinner { timer: self.start_timer(spinner_interval()), ticks: 0 });
            }
            (false, Some(busy)) => {
                self.cancel(busy.timer);
                self.model.spinner = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }

    /// Whether this is the timer that counts the seconds.
    pub(super) fn is_seconds_timer(&self, id: RequestId) -> bool {
        self.model.seconds_timer == Some(id)
    }

    /// A second has passed where seconds are shown.
    pub(super) fn clear_seconds_timer(&mut self) {
        self.model.seconds_timer = None;
    }

    /// Starts the timer of seconds where they are shown, and stops it where they are not.
    pub(super) fn sync_seconds_timer(&mut self, are_seconds_shown: bool) {
        match (are_seconds_shown, self.model.seconds_timer) {
            (true, None) => self.model.seconds_timer = Some(self.start_timer(Duration::from_secs(1))),
            (false, Some(timer)) => {
                self.cancel(timer);
                self.model.seconds_timer = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
}

fn spinner_interval() -> Duration {
    Duration::from_millis(1000 / u64::from(Spinner::TICKS_PER_SECOND))
}
