//! What lies with the servers of a zone and holds for every record alike: it is said once.

use super::RecordCheck;
use super::cause::Cause;

impl Cause {
    /// The same of two records in one; nothing where they differ.
    fn merged_with(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            // Answers come a moment apart.
            (Self::OldAnswer { seconds: one }, Self::OldAnswer { seconds: two }) => {
                Some(Self::OldAnswer { seconds: (*one).max(*two) })
            }
            (one, two) => (one == two).then(|| one.clone()),
        }
    }
}

/// The causes of the zone that all of several records share.
pub(super) fn shared_causes(judged: &[&RecordCheck]) -> Vec<Cause> {
    let Some((first, others)) = judged.split_first().filter(|(_, others)| !others.is_empty()) else {
        return Vec::new();
    };
    let of_zone = first.causes.iter().filter(|cause| cause.is_zone_wide());
    let shared = of_zone.filter_map(|cause| {
        others
            .iter()
            .try_fold(cause.clone(), |shared, other| other.causes.iter().find_map(|cause| shared.merged_with(cause)))
    });
    shared.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::check::tests::check_with_causes;

    fn lame(server: &str) -> Cause {
        Cause::Lame { servers: vec![server.to_owned()] }
    }

    fn old(seconds: Option<u32>) -> Cause {
        Cause::OldAnswer { seconds }
    }

    #[test]
    fn what_all_records_share_is_said_once_and_what_one_lacks_is_not() {
        for (each, expected) in [
            (vec![vec![lame("a"), Cause::Quotes], vec![Cause::Quotes, lame("a")]], vec![lame("a")]),
            (vec![vec![lame("a")], vec![lame("b")]], vec![]),
            (vec![vec![lame("a"), Cause::Dnssec], vec![Cause::Dnssec], vec![Cause::Dnssec]], vec![Cause::Dnssec]),
            (vec![vec![Cause::Dnssec], vec![]], vec![]),
            (vec![vec![old(Some(59))], vec![old(Some(60))], vec![old(None)]], vec![old(Some(60))]),
            (vec![vec![Cause::Dnssec]], vec![]),
            (vec![], vec![]),
        ] {
            let judged: Vec<RecordCheck> = each.into_iter().map(check_with_causes).collect();
            assert_eq!(shared_causes(&judged.iter().collect::<Vec<_>>()), expected, "{judged:#?}");
        }
    }
}
