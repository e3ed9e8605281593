//! Removing a domain: what it does, in words for every place that asks before.

/// What removing does (AutoSend's page "Delete domain").
pub const REMOVAL_CONSEQUENCES: &str =
    "Removing a domain cannot be undone. Senders and campaigns that use it may be affected.";

/// What it leaves alone.
pub const REMOVAL_KEEPS_DNS: &str = "Its DNS records are not touched: they are yours to remove.";
