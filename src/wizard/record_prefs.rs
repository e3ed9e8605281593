//! The user's choices for the records of one domain, and what DNS says about its zone. The model keeps them when the user
//! leaves the screen.

use super::guide_progress::GuideProgress;
use crate::core::cache::{HostChoice, RecordChoices};
use crate::core::dns::ZoneInfo;
use crate::core::dns_host::{DnsHost, detect_hosts, format_candidates};
use crate::core::domain::SendingDomain;
use crate::core::export_format::ExportFormat;
use crate::core::guide::{PanelEntry, RecordAction, build_entries, name_form};
use crate::core::record::DnsRecord;
use crate::core::zone::{NameForm, Zone, ZoneSource};

/// The choices for a domain's records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordPrefs {
    zone: Option<Zone>,
    host_choice: HostChoice,
    /// The zone that DNS reports, and the DNS hosts that its name servers may belong to.
    detected_zone: Option<DetectedZone>,
    /// Whether the guided copy has asked for the DNS host.
    has_asked_for_host: bool,
    /// The path that the user typed for each export format.
    export_paths: Vec<(ExportFormat, String)>,
    /// The progress of the guided copy.
    pub guide: GuideProgress,
}

/// What DNS says about the zone.
#[derive(Clone, Debug, PartialEq, Eq)]
struct DetectedZone {
    zone: Zone,
    /// The DNS hosts that its name servers may belong to.
    hosts: Vec<&'static DnsHost>,
    /// Those hosts as a phrase, if there are several.
    candidates: Option<String>,
}

impl RecordPrefs {
    /// Returns the chosen zone, otherwise the one that DNS reports, otherwise a guess.
    pub fn zone(&self, domain: &SendingDomain) -> Zone {
        let found = self.detected_zone.as_ref().map(|detected| &detected.zone);
        self.zone.as_ref().or(found).cloned().unwrap_or_else(|| Zone::guess(domain.name.raw()))
    }

    /// Returns a sentence on the source of the zone.
    pub fn zone_message(&self, domain: &SendingDomain) -> String {
        let found = self.detected_zone.as_ref().map(|detected| detected.zone.name());
        match (self.zone(domain).source(), found) {
            (ZoneSource::Chosen, Some(found)) => format!("You chose this zone; DNS reports {found}."),
            (ZoneSource::Chosen, None) => "You chose this zone.".to_owned(),
            (ZoneSource::Dns, found) => format!("DNS reports {}.", found.unwrap_or_default()),
            (ZoneSource::Guessed, _) => "Guessed from the name; check at your DNS provider.".to_owned(),
        }
    }

    /// Returns the chosen DNS host, otherwise the detected one.
    pub fn host(&self) -> Option<&'static DnsHost> {
        match self.host_choice {
            HostChoice::Detected => self.detected_host(),
            HostChoice::Unknown => None,
            HostChoice::Known(host) => Some(host),
        }
    }

    /// Returns the DNS host of the name servers, if they can belong to only one.
    pub fn detected_host(&self) -> Option<&'static DnsHost> {
        match self.candidate_hosts() {
            [host] => Some(host),
            _ => None,
        }
    }

    /// Returns the DNS hosts that the name servers may belong to.
    pub fn candidate_hosts(&self) -> &[&'static DnsHost] {
        self.detected_zone.as_ref().map(|detected| detected.hosts.as_slice()).unwrap_or_default()
    }

    /// Returns the name of the DNS provider, or of those that it may be; `None` if nothing is known.
    pub fn provider_label(&self) -> Option<String> {
        match self.host_choice {
            HostChoice::Detected => self.detected_label(),
            HostChoice::Unknown => None,
            HostChoice::Known(host) => Some(host.name.to_owned()),
        }
    }

    /// Returns the names of the DNS providers that the name servers belong to, or may belong to.
    pub fn detected_label(&self) -> Option<String> {
        let host = self.detected_host().map(|host| host.name.to_owned());
        host.or_else(|| self.detected_zone.as_ref()?.candidates.clone())
    }

    /// Returns the DNS provider in a sentence: its name, or "your DNS provider".
    pub fn provider(&self) -> &'static str {
        self.host().map_or("your DNS provider", |host| host.name)
    }

    /// Returns what outlives a run: the provider that the user chose, and the progress of the guide.
    pub(super) fn choices(&self, domain: &SendingDomain) -> RecordChoices {
        RecordChoices { host: self.host_choice, guide: self.guide.memory(&domain.records) }
    }

    /// Takes what an earlier run has stored, unless the user has chosen something in this one.
    pub(super) fn restore(&mut self, choices: RecordChoices, domain: &SendingDomain) {
        if self.host_choice == HostChoice::Detected {
            self.host_choice = choices.host;
        }
        if self.guide == GuideProgress::default() {
            self.guide.restore(choices.guide, &domain.records);
        }
    }

    /// Takes the zone that DNS reports.
    pub(super) fn apply_zone_info(&mut self, zone: &ZoneInfo) {
        let names: Vec<&str> = zone.name_servers.iter().map(String::as_str).collect();
        self.detected_zone = zone.is_certain.then(|| {
            let hosts = detect_hosts(&names);
            let candidates = format_candidates(&hosts, &names);
            DetectedZone { zone: Zone::from_dns(&zone.name), hosts, candidates }
        });
    }

    /// Returns the form in which names are copied: that of the DNS host's panel. If the host is unknown, names are
    /// relative to the zone, as most panels want them, but only to a known zone: to a wrong guess, they would be wrong.
    pub fn name_form(&self) -> NameForm {
        let is_zone_known = self.zone.is_some() || self.detected_zone.is_some();
        match self.host() {
            None if is_zone_known => NameForm::Relative,
            host => name_form(host),
        }
    }

    /// Returns the name of a record in that form.
    pub fn record_name(&self, record: &DnsRecord, domain: &SendingDomain) -> String {
        self.zone(domain).format_name(record.name.raw(), self.name_form())
    }

    /// Returns the full name of a record, without a final dot.
    pub fn full_record_name(&self, record: &DnsRecord, domain: &SendingDomain) -> String {
        self.zone(domain).format_name(record.name.raw(), NameForm::Full)
    }

    /// Returns the entries that `action` requires for a record in the DNS host's panel. If the host is unknown, names are
    /// relative to the zone, as most panels want them.
    pub fn panel_entries(&self, record: &DnsRecord, domain: &SendingDomain, action: &RecordAction) -> Vec<PanelEntry> {
        build_entries(record, &self.zone(domain), self.host(), NameForm::Relative, action)
    }

    /// Whether to ask for the DNS host; true only the first time.
    pub(super) fn take_host_prompt(&mut self) -> bool {
        self.host().is_none()
            && self.host_choice == HostChoice::Detected
            && !std::mem::replace(&mut self.has_asked_for_host, true)
    }

    /// Returns the path that was typed for this format.
    pub(super) fn export_path(&self, format: ExportFormat) -> Option<&str> {
        self.export_paths.iter().find(|(saved, _)| *saved == format).map(|(_, path)| path.as_str())
    }

    /// Keeps the typed path for this format.
    pub(super) fn set_export_path(&mut self, format: ExportFormat, path: &str) {
        self.export_paths.retain(|(saved, _)| *saved != format);
        self.export_paths.push((format, path.to_owned()));
    }

    pub(super) fn set_zone(&mut self, name: &str) {
        self.zone = Some(Zone::chosen(name));
    }

    /// Sets the DNS host, whose name form then applies. If the host changes, the guide restarts the current record,
    /// since another panel has its fields in another order.
    pub(super) fn set_host(&mut self, host: Option<&'static DnsHost>) {
        if self.host() != host {
            self.guide.restart_record();
        }
        self.host_choice = host.map_or(HostChoice::Unknown, HostChoice::Known);
    }
}
