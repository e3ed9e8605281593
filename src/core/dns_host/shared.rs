//! Whom name servers can belong to where they prove no host.

use super::DnsHost;
use super::detect::ends_with_labels;

/// Services whose servers have the same names for all of their customers, hosts or not: how these end, and the service.
const SHARED_SERVICES: &[(&str, &str)] = &[("dns#.p#.nsone.net", "NS1")];

/// Whose the name servers can be, in words that go on from "the DNS host is": one of these candidates, or of a service's
/// customers, whom nobody can list. Nothing where there is no choice.
#[must_use]
pub fn format_candidates(candidates: &[&DnsHost], name_servers: &[&str]) -> Option<String> {
    let names: Vec<&str> = candidates.iter().map(|host| host.name).collect();
    let (last, most) = names.split_last().filter(|(_, most)| !most.is_empty())?;
    Some(match detect_shared_service(name_servers) {
        Some(service) => format!("{service}, as used by {} and others", names.join(", ")),
        None => format!("{} or {last}", most.join(", ")),
    })
}

/// The service whose servers these are, so that the customer may be at none of the candidates.
#[must_use]
pub fn detect_shared_service(name_servers: &[&str]) -> Option<&'static str> {
    let is_of = |end: &str| name_servers.iter().any(|server| ends_with_labels(server, end));
    SHARED_SERVICES.iter().find(|(end, _)| is_of(end)).map(|(_, service)| *service)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::dns_host::detect_hosts;

    fn words(name_servers: &[&str]) -> Option<String> {
        format_candidates(&detect_hosts(name_servers), name_servers)
    }

    #[test]
    fn a_service_is_told_from_its_customers() {
        assert_eq!(
            words(&["dns1.p01.nsone.net", "dns2.p01.nsone.net."]).as_deref(),
            Some("NS1, as used by Squarespace, Netlify and others")
        );
        assert_eq!(
            words(&["ns-cloud-a1.googledomains.com", "ns-cloud-a2.googledomains.com"]).as_deref(),
            Some("Squarespace or Google Cloud DNS")
        );
        for certain in [&["ada.ns.cloudflare.com"][..], &["ns01.squarespacedns.com", "dns1.p04.nsone.net"], &[]] {
            assert_eq!(words(certain), None);
        }
    }
}
