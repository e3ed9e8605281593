//! The state that every screen's update shares: the model without the screen, new ids, and the collected commands.

use std::mem;
use std::time::Duration;

use crate::core::api_error::ApiError;
use crate::core::api_key::{Credentials, KeySource};
use crate::core::domain::SendingDomain;
use crate::core::domain_name::DomainName;
use crate::wizard::command::{Command, Effect, Request};
use crate::wizard::model::{Notice, NoticeKind, NoticeLevel, SharedState, Spinner};
use crate::wizard::screen::{KeyStage, Screen};
use crate::wizard::session::{CacheState, RemoteData, RequestId, RequestState, Session};

/// A list of domains younger than this is not loaded again. An idle connection may be closed after this time.
const LIST_MAX_AGE: Duration = Duration::from_secs(30);

/// How long a notice of success or information stays; errors stay longer.
const NOTICE_DURATION: Duration = Duration::from_secs(6);
const ERROR_NOTICE_DURATION: Duration = Duration::from_secs(12);

/// The model, without its screen, while a message is handled.
pub(in crate::wizard) struct Context {
    pub(in crate::wizard) model: SharedState,
    commands: Vec<Command>,
}

impl Context {
    pub(in crate::wizard) const fn new(model: SharedState) -> Self {
        Self { model, commands: Vec::new() }
    }

    /// Returns the model and the commands.
    pub(in crate::wizard) fn finish(self) -> (SharedState, Vec<Command>) {
        (self.model, self.commands)
    }

    /// Emits a side effect that has no reply.
    pub(super) fn emit(&mut self, effect: Effect) {
        self.commands.push(Command::Effect(effect));
    }

    /// Sends a request and returns its id, which its reply will carry.
    pub(super) fn request(&mut self, request: Request) -> RequestId {
        let id = self.next_id();
        self.commands.push(Command::Request(id, request));
        id
    }

    /// Returns an unused id.
    pub(super) const fn next_id(&mut self) -> RequestId {
        self.model.ids.next()
    }

    /// Starts a timer.
    pub(super) fn start_timer(&mut self, after: Duration) -> RequestId {
        let id = self.next_id();
        self.emit(Effect::StartTimer { id, after });
        id
    }

    /// Cancels a request or a timer.
    pub(super) fn cancel(&mut self, id: RequestId) {
        self.emit(Effect::Cancel(id));
    }

    /// Shows a notice, which is one line, for some seconds.
    pub(super) fn show_notice(&mut self, level: NoticeLevel, text: impl Into<String>) {
        self.show_notice_of_kind(NoticeKind::General, level, text.into());
    }

    /// Says that the records are being fetched again. Only while this notice is shown does the reply get a notice.
    pub(super) fn show_refetching_notice(&mut self) {
        let text = "Fetching the records again".to_owned();
        self.show_notice_of_kind(NoticeKind::Refetching, NoticeLevel::Info, text);
    }

    /// Whether the current notice says that the records are being fetched again.
    pub(super) fn shows_refetching_notice(&self) -> bool {
        self.model.notice.as_ref().is_some_and(|notice| notice.kind == NoticeKind::Refetching)
    }

    fn show_notice_of_kind(&mut self, kind: NoticeKind, level: NoticeLevel, text: String) {
        self.clear_notice();
        let timer = self.start_timer(if level == NoticeLevel::Error { ERROR_NOTICE_DURATION } else { NOTICE_DURATION });
        self.model.notice = Some(Notice { text, level, kind, timer });
    }

    /// Returns the timer of the current notice.
    pub(super) fn notice_timer(&self) -> Option<RequestId> {
        self.model.notice.as_ref().map(|notice| notice.timer)
    }

    /// Removes the notice early.
    pub(super) fn clear_notice(&mut self) {
        if let Some(notice) = self.model.notice.take() {
            self.cancel(notice.timer);
        }
    }

    /// Opens a session with this key; requests its list and the cache of an earlier run.
    pub(in crate::wizard) fn open_session(&mut self, credentials: Credentials, source: KeySource) -> Session {
        let id = self.request(Request::ListDomains { credentials: credentials.clone(), max_age: None });
        let loading = RequestState::Pending(self.request(Request::LoadCache(credentials.clone())));
        let cache = CacheState { loading, ..CacheState::default() };
        Session { credentials, key_source: source, domains: RemoteData::Loading { id, previous: None }, cache }
    }

    /// Saves a domain that AutoSend has just returned for the next run.
    pub(super) fn save_to_cache(&mut self, session: &Session, domain: &SendingDomain) {
        let credentials = session.credentials.clone();
        self.emit(Effect::SaveDomainToCache { credentials, domain: Box::new(domain.clone()) });
    }

    /// Requests the session's list, even if a request is pending.
    pub(super) fn reload_list(&mut self, mut session: Session) -> Session {
        if let Some(id) = session.domains.pending_id() {
            self.cancel(id);
        }
        let id = self.request(Request::ListDomains { credentials: session.credentials.clone(), max_age: None });
        session.domains = session.domains.into_loading(id);
        session
    }

    /// Requests the session's list if it is missing or old; this also warms the connection.
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

    /// Remembers that the POST of this name had no answer. `cause` is `None` if the person stopped waiting for it.
    pub(super) fn mark_unconfirmed(&mut self, name: &DomainName, cause: Option<ApiError>) {
        self.model.unconfirmed.insert(name.clone(), cause);
    }

    /// Cancels the requests that only this screen waits for, so that it can be left and returned to: their replies
    /// would find another screen.
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

    /// Whether this is the spinner's timer.
    pub(super) fn is_spinner_timer(&self, id: RequestId) -> bool {
        self.model.spinner.is_some_and(|busy| busy.timer == id)
    }

    /// Advances the spinner by one tick, an eighth of a second.
    pub(super) fn tick_spinner(&mut self) {
        let ticks = self.model.spinner.map_or(0, |busy| busy.ticks.saturating_add(1));
        self.model.spinner = Some(Spinner { timer: self.start_timer(spinner_interval()), ticks });
    }

    /// Starts the spinner if the screen waits for something, and stops it otherwise.
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

    /// Forgets the seconds timer after it has fired.
    pub(super) fn clear_seconds_timer(&mut self) {
        self.model.seconds_timer = None;
    }

    /// Starts the seconds timer if seconds are shown, and stops it otherwise.
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
