//! Detects a zone's DNS host by the names of its name servers.

use super::{DnsHost, HOSTS};

/// The hosts that all of these name servers can belong to: first those that own them, then those that share them with other
/// hosts, each in the order of the table. Empty if the name servers are unknown or belong to several hosts.
///
/// Names are compared label by label from the end, ignoring ASCII case and a trailing dot (RFC 4343).
pub fn detect_hosts(name_servers: &[&str]) -> Vec<&'static DnsHost> {
    if name_servers.is_empty() {
        return Vec::new();
    }
    let serves =
        |host: &DnsHost| name_servers.iter().all(|server| is_exclusive(host, server) || is_shared(host, server));
    let (mut certain, shared): (Vec<_>, Vec<_>) =
        HOSTS.iter().filter(|host| serves(host)).partition(|host| is_certain(host, name_servers));
    certain.extend(shared);
    certain
}

/// Whether the name servers can only belong to this host: all may be its own, and no other host has at least one of them.
/// Shared ones, such as `googledomains.com` of Google Cloud and Squarespace, only make the host a candidate.
pub fn is_certain(host: &DnsHost, name_servers: &[&str]) -> bool {
    name_servers.iter().any(|server| is_exclusive(host, server))
        && name_servers.iter().all(|server| is_exclusive(host, server) || is_shared(host, server))
}

fn is_exclusive(host: &DnsHost, server: &str) -> bool {
    host.name_servers.iter().any(|pattern| ends_with_labels(server, pattern))
}

fn is_shared(host: &DnsHost, server: &str) -> bool {
    host.shared_name_servers.iter().any(|pattern| ends_with_labels(server, pattern))
}

/// Whether the last labels of a name match the pattern.
fn ends_with_labels(name: &str, pattern: &str) -> bool {
    let mut labels = name.strip_suffix('.').unwrap_or(name).rsplit('.');
    pattern
        .rsplit('.')
        .all(|wanted| labels.next().is_some_and(|label| matches_label(label.as_bytes(), wanted.as_bytes())))
}

/// Whether a label matches the pattern, in which `#` stands for one or more digits.
fn matches_label(label: &[u8], pattern: &[u8]) -> bool {
    match (pattern, label) {
        ([], []) => true,
        ([b'#', rest @ ..], [b'0'..=b'9', ..]) => {
            let digits = label.iter().take_while(|octet| octet.is_ascii_digit()).count();
            // No pattern has a digit after `#`, so `#` takes all digits.
            label.get(digits..).is_some_and(|label| matches_label(label, rest))
        }
        ([wanted, rest @ ..], [octet, after @ ..]) => wanted.eq_ignore_ascii_case(octet) && matches_label(after, rest),
        _ => false,
    }
}

/// Services whose name servers have the same names for all customers: a pattern for the names, and the service. DNS hosts
/// are among the customers.
const SHARED_SERVICES: &[(&str, &str)] = &[("dns#.p#.nsone.net", "NS1")];

/// The candidates as a phrase that follows "the DNS host is". If a service runs the name servers, its other customers are
/// mentioned. `None` if there are fewer than two candidates.
pub fn format_candidates(candidates: &[&DnsHost], name_servers: &[&str]) -> Option<String> {
    let names: Vec<&str> = candidates.iter().map(|host| host.name).collect();
    let (last, most) = names.split_last().filter(|(_, most)| !most.is_empty())?;
    Some(match detect_shared_service(name_servers) {
        Some(service) => format!("{service} (used by {} and others)", names.join(", ")),
        None => format!("{} or {last}", most.join(", ")),
    })
}

/// The service that runs these name servers for its customers. The host may then be none of the candidates.
pub fn detect_shared_service(name_servers: &[&str]) -> Option<&'static str> {
    let is_of = |end: &str| name_servers.iter().any(|server| ends_with_labels(server, end));
    SHARED_SERVICES.iter().find(|(end, _)| is_of(end)).map(|(_, service)| *service)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys(name_servers: &[&str]) -> Vec<&'static str> {
        detect_hosts(name_servers).iter().map(|host| host.code).collect()
    }

    #[test]
    fn a_host_is_detected_by_its_name_servers() {
        for (servers, host) in [
            (["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"], "cloudflare"),
            (["NS-1.AWSDNS-00.CO.UK.", "ns-2047.awsdns-63.com"], "route53"),
            (["ns-512.awsdns-00.net.", "ns-1024.awsdns-00.org."], "route53"),
            (["ns43.domaincontrol.com", "ns44.domaincontrol.com"], "godaddy"),
            (["dns1.registrar-servers.com", "dns2.registrar-servers.com"], "namecheap"),
            (["nsd1.squarespacedns.com", "nsd2.squarespacedns.com"], "squarespace"),
            (["ns1.dns-parking.com", "solar.dns-parking.com"], "hostinger"),
            (["ns1039.ui-dns.de", "ns1086.ui-dns.com"], "ionos"),
            (["ns1066.ui-dns.org", "ns1073.ui-dns.biz"], "ionos"),
            (["ns1.digitalocean.com", "ns3.digitalocean.com"], "digitalocean"),
            (["ns1.vercel-dns.com", "ns2.vercel-dns.com"], "vercel"),
            (["curitiba.ns.porkbun.com", "salvador.ns.porkbun.com"], "porkbun"),
            (["ns1-04.azure-dns.com", "ns4-04.azure-dns.info"], "azure"),
            (["hydrogen.ns.hetzner.com", "helium.ns.hetzner.de"], "hetzner"),
            (["dns19.ovh.net", "ns19.ovh.net"], "ovh"),
            (["ns4.wixdns.net", "ns5.wixdns.net"], "wix"),
            (["ns-12-a.gandi.net", "ns-345-c.gandi.net"], "gandi"),
            (["ns1cjp.name.com", "ns4fmw.name.com"], "name-com"),
            (["ns1.linode.com", "ns5.linode.com"], "linode"),
            (["ns1.hover.com", "ns2.hover.com"], "hover"),
            (["ns1.dnsimple.com", "ns2.dnsimple-edge.net"], "dnsimple"),
        ] {
            assert_eq!(keys(&servers), [host], "{servers:?}");
            assert!(is_certain(detect_hosts(&servers)[0], &servers), "{servers:?}");
        }
    }

    #[test]
    fn servers_that_several_share_name_each_of_them_and_prove_none() {
        for (servers, hosts) in [
            (["ns-cloud-a1.googledomains.com", "ns-cloud-a2.googledomains.com"], ["squarespace", "google-cloud"]),
            (["dns1.p01.nsone.net", "dns4.p01.nsone.net."], ["squarespace", "netlify"]),
        ] {
            assert_eq!(keys(&servers), hosts);
            assert!(detect_hosts(&servers).iter().all(|host| !is_certain(host, &servers)));
        }
        let mixed = ["ns01.squarespacedns.com", "dns1.p04.nsone.net"];
        assert_eq!(keys(&mixed), ["squarespace"]);
        assert!(is_certain(detect_hosts(&mixed)[0], &mixed));
    }

    #[test]
    fn unknown_or_mixed_name_servers_detect_no_host() {
        for servers in [
            &[][..],
            &[""],
            &["."],
            &["ns1.example.com"],
            &["notdomaincontrol.com"],
            &["ns1.domaincontrol.com.example.org"],
            &["ns1.googledomains.com.evil.example"],
            &["ns-x.awsdns-00.com"],
            &["ns-1.awsdns-.com"],
            &["ns1.awsdns-00.com"],
            &["ada.ns.cloudflare.com", "ns1.digitalocean.com"],
            &["ada.ns.cloudflare.com", "ns1.example.com"],
        ] {
            assert_eq!(keys(servers), Vec::<&str>::new(), "{servers:?}");
        }
    }

    #[test]
    fn every_host_can_be_detected() {
        for host in HOSTS {
            let patterns = host.name_servers.iter().chain(host.shared_name_servers);
            let servers: Vec<_> = patterns.map(|pattern| format!("x.{}", pattern.replace('#', "42"))).collect();
            assert!(!servers.is_empty(), "{}", host.code);
            for server in servers {
                assert!(detect_hosts(&[&server]).contains(&host), "{}: {server}", host.code);
            }
            for pattern in host.name_servers.iter().chain(host.shared_name_servers) {
                let parts: Vec<_> = pattern.split('#').collect();
                let digit = |part: &&str| part.starts_with(|character: char| character.is_ascii_digit());
                assert!(!parts.iter().skip(1).any(digit), "{pattern}: a digit after digits");
                assert!(pattern.contains('.') && !pattern.starts_with('.'), "{pattern}");
            }
        }
    }

    #[test]
    fn no_two_hosts_share_a_name_server_suffix() {
        for host in HOSTS {
            for pattern in host.name_servers {
                let server = pattern.replace('#', "7");
                let own: Vec<_> =
                    HOSTS.iter().filter(|other| is_exclusive(other, &server)).map(|other| other.code).collect();
                assert_eq!(own, [host.code]);
            }
        }
    }

    fn words(name_servers: &[&str]) -> Option<String> {
        format_candidates(&detect_hosts(name_servers), name_servers)
    }

    #[test]
    fn a_service_is_distinguished_from_its_customers() {
        assert_eq!(
            words(&["dns1.p01.nsone.net", "dns2.p01.nsone.net."]).as_deref(),
            Some("NS1 (used by Squarespace, Netlify and others)")
        );
        assert_eq!(
            words(&["ns-cloud-a1.googledomains.com", "ns-cloud-a2.googledomains.com"]).as_deref(),
            Some("Squarespace or Google Cloud DNS")
        );
        for certain in [&["ada.ns.cloudflare.com"][..], &["ns01.squarespacedns.com", "dns1.p04.nsone.net"], &[]] {
            assert_eq!(words(certain), None);
        }
    }

    proptest! {
        #[test]
        fn no_name_causes_a_panic(servers in prop::collection::vec(any::<String>(), 0..4)) {
            let servers: Vec<_> = servers.iter().map(String::as_str).collect();
            let _ = detect_hosts(&servers);
        }
    }
}
