//! Entering a screen: builds it and starts what entering it starts. The update functions go to other screens only by
//! these methods, so that none of them uses another one.

use super::context::Context;
use super::{dns_check, verify_watch};
use crate::core::adding::{AddProgress, Fact as AddFact};
use crate::core::api_error::ApiError;
use crate::core::api_key::KeySource;
use crate::core::domain::{DomainId, SendingDomain};
use crate::core::domain_name::DomainName;
use crate::core::failure::{describe_error, gone_failure};
use crate::core::removing::{Fact as RemoveFact, Step as RemoveStep};
use crate::wizard::field::TextField;
use crate::wizard::model::NoticeLevel;
use crate::wizard::picker::{Picker, matching_rows};
use crate::wizard::screen::{
    ApiKeyScreen, DomainScreen, DomainsScreen, FailureScreen, KeyStage, NewDomain, RecordsScreen, RegionChoice,
    RegionMode, RegionScreen, RemovalScreen, RemovalStage, ReviewScreen, Screen, Submission, region_rows,
};
use crate::wizard::session::{RequestState, Session};

impl Context {
    /// Enters the first step after the Key step: Domain, or a later one if the command line gives enough.
    pub(in crate::wizard) fn enter_first_step(&mut self, session: Session) -> Screen {
        if let Some(name) = self.model.requested_domain.clone() {
            return self.enter_step_after_name(session, name);
        }
        let mut screen = DomainScreen::new(session, &self.model.draft.domain);
        if !self.model.draft.domain.is_empty() {
            screen.show_rejection();
        }
        Screen::Domain(screen)
    }

    /// Asks for another key after AutoSend rejected the current one, then continues at `screen`.
    pub(super) fn enter_key_prompt(&mut self, mut screen: Screen, error: &ApiError) -> Screen {
        self.cancel_pending(&mut screen);
        let Some(session) = screen.session() else { return screen };
        let credentials = session.credentials.clone();
        let tail = credentials.key.tail();
        let mut reason =
            format!("AutoSend rejected the key …{tail} {}. {}", session.key_source.label(), describe_error(error));
        if session.key_source == KeySource::Environment {
            reason.push_str(" Paste another key for this session, or fix the variable.");
        }
        self.model.overlay = None;
        let prefilled = ApiKeyScreen::prefilled(&credentials, screen, self.model.config.env_project.as_ref());
        Screen::ApiKey(ApiKeyScreen { reason: Some(reason), refused: Some(credentials), ..prefilled })
    }

    /// Enters the Domain step with the name that was typed last.
    pub(super) fn enter_domain(&self, session: Session) -> Screen {
        Screen::Domain(DomainScreen::new(session, &self.model.draft.domain))
    }

    /// Continues with a name: at its records if the project has it, otherwise at the choice of its region, or at
    /// Review if the command line gives the region.
    pub(super) fn enter_step_after_name(&mut self, session: Session, name: DomainName) -> Screen {
        if session.find_domain(&name).is_some() {
            self.enter_named_records(session, &name)
        } else if std::mem::take(&mut self.model.draft.region_given) {
            let region = self.model.draft.region.clone();
            self.enter_review(session, NewDomain { name, region })
        } else {
            Screen::Region(self.enter_region(session, name))
        }
    }

    /// Enters the Region step for a name; the draft's region is selected.
    pub(super) fn enter_region(&self, session: Session, name: DomainName) -> RegionScreen {
        let draft = &self.model.draft;
        let choice = RegionChoice::from_region(&draft.region);
        let rows = |filter: &str| matching_rows(region_rows(choice), filter);
        let position = |filter: &str| rows(filter).iter().position(|row| row.value == choice);
        // If the filter hid the selected region, the person could not see what Enter does.
        let (filter, cursor) = match position(&draft.region_filter) {
            Some(cursor) => (draft.region_filter.as_str(), cursor),
            None => ("", position("").unwrap_or_default()),
        };
        let mode = RegionMode::List(Picker { filter: TextField::with_text(filter), cursor });
        RegionScreen { session, name, last: choice, mode, error: None }
    }

    /// Enters the Review step. Loading the list keeps the connection warm for the POST.
    pub(super) fn enter_review(&mut self, mut session: Session, new_domain: NewDomain) -> Screen {
        self.reload_list_if_stale(&mut session);
        self.model.draft.region = new_domain.region.clone();
        Screen::Review(ReviewScreen { session, new_domain, submission: Submission::Idle, was_stopped: false })
    }

    /// Shows the records of a domain that AutoSend has just created, and saves them for the next run.
    pub(super) fn enter_created_records(&mut self, session: Session, domain: SendingDomain) -> Screen {
        self.save_to_cache(&session.credentials, &domain);
        Screen::Records(self.show_records(session, domain))
    }

    /// Shows the listed records of a domain, and fetches them again in the background.
    pub(super) fn enter_records(&mut self, session: Session, domain: SendingDomain) -> RecordsScreen {
        let refreshing = RequestState::Pending(self.fetch_domain(&session.credentials, &domain.id));
        RecordsScreen { refreshing, ..self.show_records(session, domain) }
    }

    /// Does the same for the domain with this name. If the list lacks the name, which would be a mistake of the caller,
    /// it enters the Domain step, which is always possible.
    pub(super) fn enter_named_records(&mut self, session: Session, name: &DomainName) -> Screen {
        match session.find_domain(name).cloned() {
            Some(domain) => Screen::Records(self.enter_records(session, domain)),
            None => self.enter_domain(session),
        }
    }

    /// Does the same for the domain that the command line names, if the project has it.
    pub(super) fn enter_requested_records(&mut self, session: &Session) -> Option<Screen> {
        let name = self.model.requested_domain.take()?;
        session.find_domain(&name)?;
        let screen = self.enter_named_records(session.clone(), &name);
        let text = match self.model.last_shown_age {
            Some(age) => format!("Showing {name} as of {}; refreshing…", age.label(self.model.clock)),
            None => format!("{name} is already in this project. Here are its records"),
        };
        self.show_notice(NoticeLevel::Info, text);
        Some(screen)
    }

    fn show_records(&mut self, session: Session, domain: SendingDomain) -> RecordsScreen {
        self.model.requested_domain = None;
        self.model.unconfirmed.retain(|name, _| !domain.is_named(name.as_str()));
        let age = session.cache.domain_age(&domain.id);
        self.model.last_shown = Some(domain.clone());
        self.model.last_shown_age = age;
        if age.is_none() {
            self.model.domain_states.update_check_history(&domain);
        }
        dns_check::start_if_unknown(&domain, self);
        self.model.has_shown_records = true;
        self.model.outcome = None;
        RecordsScreen { age, ..RecordsScreen::new(session, domain) }
    }

    /// Goes back from Records to the list that opened them, or to a list whose Esc leads to a new domain.
    pub(super) fn return_to_list(&mut self, records: &RecordsScreen) -> Screen {
        let mut list = self.list_above(records);
        self.reload_list_if_stale(&mut list.session);
        Screen::Domains(list)
    }

    /// Says that AutoSend answered 404 for the domain. Goes back to the list, loads it again, and drops the domain from
    /// the exit summary.
    pub(super) fn enter_gone(&mut self, records: &RecordsScreen, error: &ApiError) -> Screen {
        let text = format!("{} no longer exists", records.domain.name.sanitized());
        self.model.last_shown = None;
        self.model.last_shown_age = None;
        self.model.outcome = Some(format!("{text} (AutoSend answered 404)."));
        verify_watch::stop(&records.domain.id, self);
        let mut list = self.list_above(records);
        self.reload_list(&mut list.session);
        let failure = gone_failure(error, &records.domain.name.sanitized());
        Screen::Failure(FailureScreen::new(failure, Screen::Domains(list)))
    }

    /// Shows the list after one of its domains was removed. Loads it again; Esc does not lead to records of that domain.
    pub(super) fn return_to_list_after_removal(
        &mut self,
        parent: &Screen,
        session: Session,
        gone: &DomainId,
    ) -> Screen {
        let mut list = match parent {
            Screen::Domains(list) => list.clone(),
            Screen::Records(records) => self.list_above(records),
            other => DomainsScreen::new(session.clone(), Box::new(other.clone())),
        };
        list.session = session;
        self.reload_list(&mut list.session);
        if let Screen::Records(records) = &*list.parent
            && records.domain.id == *gone
        {
            list.parent = self.screen_above_list(records);
        }
        Screen::Domains(list)
    }

    /// Returns the list that Esc leads to from these records.
    fn list_above(&mut self, records: &RecordsScreen) -> DomainsScreen {
        if let RequestState::Pending(id) = records.refreshing {
            self.cancel(id);
        }
        let session = records.session.clone();
        match &records.parent_list {
            Some(list) => DomainsScreen { session, ..DomainsScreen::clone(list) },
            None => DomainsScreen::new(session, self.screen_above_list(records)),
        }
    }

    /// Returns the screen that Esc leads to from the list that opened these records.
    pub(super) fn screen_above_list(&self, records: &RecordsScreen) -> Box<Screen> {
        match &records.parent_list {
            Some(list) => list.parent.clone(),
            None => Box::new(self.enter_domain(records.session.clone())),
        }
    }

    /// Asks the person to confirm the removal of a domain.
    pub(super) fn enter_removal(&mut self, domain: SendingDomain, session: Session, mut parent: Screen) -> Screen {
        self.cancel_pending(&mut parent);
        Screen::Removal(RemovalScreen::new(session, domain, parent))
    }

    /// Cancels the requests that only this screen waits for, so that it can be left and returned to: their replies
    /// would find another screen.
    pub(super) fn cancel_pending(&mut self, screen: &mut Screen) {
        let pending = match screen {
            Screen::Records(records) => {
                if let RequestState::Pending(id) = std::mem::take(&mut records.refreshing) {
                    self.cancel(id);
                }
                let pending = records.pane.pending_id();
                records.pane = std::mem::take(&mut records.pane).without_pending();
                pending
            }
            Screen::ApiKey(key) => match key.stage {
                KeyStage::Checking { id, .. } => {
                    key.stage = KeyStage::Editing;
                    Some(id)
                }
                KeyStage::Editing | KeyStage::ConfirmingSave { .. } => None,
            },
            Screen::Conflict(conflict) => {
                conflict.is_loading_list = false;
                conflict.adding.next(AddFact::GivenUp);
                None
            }
            Screen::Removal(removal) => match std::mem::replace(&mut removal.stage, RemovalStage::Confirming) {
                RemovalStage::Removing(id) | RemovalStage::CheckingExistence(id) => {
                    while removal.removing.next(RemoveFact::GivenUp) != RemoveStep::Ignore {}
                    Some(id)
                }
                RemovalStage::Confirming => None,
            },
            Screen::Review(review) => {
                self.remember_unconfirmed(review);
                let pending = review.submission.pending_id();
                review.submission = Submission::Idle;
                pending
            }
            Screen::Failure(failure) => return self.cancel_pending(&mut failure.resume),
            Screen::Domain(_) | Screen::Region(_) | Screen::Domains(_) | Screen::Closed => None,
        };
        if let Some(id) = pending {
            self.cancel(id);
        }
    }

    /// Remembers a POST that may have been carried out, so that the name is not sent again before the list was loaded.
    pub(super) fn remember_unconfirmed(&mut self, review: &ReviewScreen) {
        if let Some(adding) = review.submission.adding().filter(|adding| adding.progress() == AddProgress::MaybeAdded) {
            self.model.unconfirmed.insert(review.new_domain.name.clone(), adding.cause().cloned());
        }
    }
}
