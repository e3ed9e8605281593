//! The state that every screen's update shares: the model without the screen, new ids, and the collected commands.

use std::time::Duration;

use crate::core::api_key::{Credentials, KeySource};
use crate::core::domain::{DomainId, SendingDomain};
use crate::core::exit::Exit;
use crate::core::text::escape_hidden;
use crate::wizard::command::{Command, Effect, Request};
use crate::wizard::model::{NormalScreenText, Notice, NoticeKind, NoticeLevel, SharedState, Spinner};
use crate::wizard::screen::Screen;
use crate::wizard::session::{CacheState, RemoteData, RequestId, RequestState, Session};
use crate::wizard::window_title::window_title;

/// A list of domains younger than this is not loaded again. An idle connection may be closed after this time.
const LIST_MAX_AGE: Duration = Duration::from_secs(30);

/// How long a notice of success or information stays; errors stay longer.
const NOTICE_DURATION: Duration = Duration::from_secs(6);
const ERROR_NOTICE_DURATION: Duration = Duration::from_secs(12);

/// The screen that follows a message.
pub(super) enum Next {
    /// The current one, which may have changed.
    Stay,
    /// Another one.
    Go(Box<Screen>),
    /// None: the program is left.
    Leave(Exit),
}

impl Next {
    /// Goes to this screen.
    pub(super) fn go(screen: Screen) -> Self {
        Self::Go(Box::new(screen))
    }

    /// Goes back to this screen with the latest session.
    pub(super) fn go_back(mut screen: Box<Screen>, session: Session) -> Self {
        if let Some(old) = screen.session_mut() {
            *old = session;
        }
        Self::Go(screen)
    }
}

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
        let text = "Refreshing the records".to_owned();
        self.show_notice_of_kind(NoticeKind::Refetching, NoticeLevel::Info, text);
    }

    /// Says something that ends with DNS being checked: the notice goes when the check is done.
    pub(super) fn show_checking_notice(&mut self, level: NoticeLevel, text: String) {
        self.show_notice_of_kind(NoticeKind::CheckingDns, level, text);
    }

    /// Removes a notice that DNS is being checked.
    pub(super) fn clear_checking_notice(&mut self) {
        if self.model.notice.as_ref().is_some_and(|notice| notice.kind == NoticeKind::CheckingDns) {
            self.clear_notice();
        }
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

    /// Whether nothing covers the screen.
    pub(super) const fn is_screen_visible(&self) -> bool {
        self.model.overlay.is_none() && self.model.normal_screen_text.is_none()
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

    /// Shows a text alone on the terminal's normal screen, where the terminal can select it.
    pub(super) fn show_on_normal_screen(&mut self, what: &str, text: &str) {
        let count = text.chars().count();
        let shown = escape_hidden(text).into_owned();
        let hidden = if shown == text { "" } else { ", hidden ones shown as <U+…>" };
        let characters = if count == 1 { "character" } else { "characters" };
        let title = format!("{what} ({count} {characters}{hidden}). Press any key to return.");
        let shown = NormalScreenText { title, text: shown };
        self.model.normal_screen_text = Some(shown.clone());
        self.emit(Effect::ShowOnNormalScreen(shown));
    }

    /// Opens a session with this key; requests its list and the cache of an earlier run.
    pub(in crate::wizard) fn open_session(&mut self, credentials: Credentials, source: KeySource) -> Session {
        let id = self.list_domains(&credentials, None);
        let loading = RequestState::Pending(self.request(Request::LoadCache(credentials.clone())));
        let cache = CacheState { loading, ..CacheState::default() };
        Session { credentials, key_source: source, domains: RemoteData::Loading { id, previous: None }, cache }
    }

    /// Requests the list of domains, unless it is known and younger than `max_age`.
    pub(super) fn list_domains(&mut self, credentials: &Credentials, max_age: Option<Duration>) -> RequestId {
        self.request(Request::ListDomains { credentials: credentials.clone(), max_age })
    }

    /// Requests the session's list, even if a request is pending.
    pub(super) fn reload_list(&mut self, session: &mut Session) {
        if let Some(id) = session.domains.pending_id() {
            self.cancel(id);
        }
        session.domains.start_loading(self.list_domains(&session.credentials, None));
    }

    /// Requests the session's list if it is missing or old; this also warms the connection.
    pub(super) fn reload_list_if_stale(&mut self, session: &mut Session) {
        if session.domains.pending_id().is_none() {
            let max_age = matches!(session.domains, RemoteData::Ready(_)).then_some(LIST_MAX_AGE);
            session.domains.start_loading(self.list_domains(&session.credentials, max_age));
        }
    }

    /// Requests a domain.
    pub(super) fn fetch_domain(&mut self, credentials: &Credentials, domain: &DomainId) -> RequestId {
        self.request(Request::FetchDomain { credentials: credentials.clone(), domain: domain.clone() })
    }

    /// Saves a domain that AutoSend has just returned for the next run.
    pub(super) fn save_to_cache(&mut self, credentials: &Credentials, domain: &SendingDomain) {
        self.emit(Effect::SaveDomainToCache { credentials: credentials.clone(), domain: Box::new(domain.clone()) });
    }

    /// Starts a copy. Cancels a running copy, which might otherwise finish later and replace this one.
    pub(super) fn start_copy(&mut self, request: Request, what: String) -> RequestId {
        if let Some((running, _)) = self.model.pending_copy.take() {
            self.cancel(running);
        }
        self.model.domain_states.forget_clipboard();
        let id = self.request(request);
        self.model.pending_copy = Some((id, what));
        id
    }

    /// Handles a timer of the notice, the spinner or the seconds. Returns whether it was one of these.
    pub(super) fn handle_timer(&mut self, id: RequestId) -> bool {
        if self.notice_timer() == Some(id) {
            self.model.notice = None;
        } else if let Some(spinner) = self.model.spinner.filter(|spinner| spinner.timer == id) {
            let timer = self.start_timer(spinner_interval());
            self.model.spinner = Some(Spinner { timer, ticks: spinner.ticks.saturating_add(1) });
        } else if self.model.seconds_timer == Some(id) {
            self.model.seconds_timer = None;
        } else {
            return false;
        }
        true
    }

    /// Starts the spinner if the screen waits for something, and stops it otherwise.
    pub(super) fn sync_spinner(&mut self, screen: &Screen) {
        let spinner = self.model.spinner;
        let timer = self.sync_timer(screen.is_waiting(), spinner.map(|spinner| spinner.timer), spinner_interval());
        self.model.spinner = timer.map(|timer| Spinner { timer, ticks: spinner.map_or(0, |spinner| spinner.ticks) });
    }

    /// Starts the seconds timer if seconds are shown, and stops it otherwise.
    pub(super) fn sync_seconds_timer(&mut self, are_seconds_shown: bool) {
        self.model.seconds_timer = self.sync_timer(are_seconds_shown, self.model.seconds_timer, Duration::from_secs(1));
    }

    /// Changes the title of the terminal's window, if it is another one now. The end of the program gives the old one back.
    pub(super) fn sync_window_title(&mut self, screen: &Screen) {
        let title = window_title(screen, &self.model.domain_states);
        if title != self.model.window_title && !matches!(screen, Screen::Closed) {
            self.model.window_title.clone_from(&title);
            self.emit(Effect::SetTitle(title));
        }
    }

    /// Starts a timer that is missing, or cancels one that is not needed. Returns the timer that runs.
    fn sync_timer(&mut self, is_needed: bool, running: Option<RequestId>, after: Duration) -> Option<RequestId> {
        match (is_needed, running) {
            (true, None) => Some(self.start_timer(after)),
            (false, Some(timer)) => {
                self.cancel(timer);
                None
            }
            (true, Some(_)) | (false, None) => running,
        }
    }
}

fn spinner_interval() -> Duration {
    Duration::from_millis(1000 / u64::from(Spinner::TICKS_PER_SECOND))
}
