//! Tests of the machine that publishes.

use std::collections::BTreeSet;
use std::time::Duration;

use proptest::prelude::*;

use super::publication::READ_BACK_DELAYS;
use super::{Fact, Plan, PlannedData, PlannedRecord, Publication, RecordState, Step, WriteOutcome};

fn plan(states: &[RecordState]) -> Plan {
    let records = states.iter().enumerate().map(|(index, state)| PlannedRecord {
        index,
        title: format!("Record {index}"),
        name: format!("r{index}.example.com"),
        data: Some(PlannedData::Txt("text".to_owned())),
        state: state.clone(),
        is_selected: *state == RecordState::Add,
    });
    Plan { zone: "example.com".to_owned(), records: records.collect() }
}

fn two() -> Plan {
    plan(&[RecordState::Add, RecordState::There, RecordState::Add])
}

fn set<const N: usize>(indexes: [usize; N]) -> BTreeSet<usize> {
    BTreeSet::from(indexes)
}

/// The last step that follows from these facts.
fn after(facts: impl IntoIterator<Item = Fact>) -> (Publication, Step) {
    let mut publication = Publication::default();
    let mut last = Step::Ignore;
    for fact in facts {
        last = publication.next(fact);
    }
    (publication, last)
}

fn submitted() -> [Fact; 3] {
    [Fact::Started, Fact::Looked(Some(two())), Fact::Submitted]
}

fn read_back(seconds: u64) -> Step {
    Step::ReadBack { after: Duration::from_secs(seconds), written: set([0, 2]) }
}

#[test]
fn a_plan_is_shown_and_then_written_once() {
    let (mut publication, step) = after(submitted());
    let Step::Write(records) = step else { panic!("{step:?}") };
    assert_eq!(records.iter().map(|record| record.index).collect::<Vec<_>>(), [0, 2]);
    assert_eq!(publication.next(Fact::Submitted), Step::Ignore);
    assert_eq!(publication.next(Fact::Written(WriteOutcome::Done)), Step::Done);
    assert_eq!(publication.next(Fact::Submitted), Step::Ignore);
    assert!(!publication.is_unconfirmed());
}

#[test]
fn a_record_that_is_taken_out_is_not_written_and_an_empty_plan_is_never_written() {
    let (mut publication, _) = after([Fact::Started, Fact::Looked(Some(two())), Fact::Toggled(0), Fact::Toggled(1)]);
    let Step::Write(records) = publication.next(Fact::Submitted) else { panic!() };
    assert_eq!(records.iter().map(|record| record.index).collect::<Vec<_>>(), [2]);
    let (mut publication, step) =
        after([Fact::Started, Fact::Looked(Some(plan(&[RecordState::Add]))), Fact::Toggled(0), Fact::Submitted]);
    assert_eq!(step, Step::Ignore);
    assert!(matches!(publication.next(Fact::Toggled(0)), Step::ShowPlan(_)), "the plan is still there");
    assert!(matches!(publication.next(Fact::Submitted), Step::Write(_)));
}

#[test]
fn a_zone_that_has_moved_is_read_again_and_the_new_plan_needs_a_submit() {
    let (mut publication, step) = after(submitted().into_iter().chain([Fact::Written(WriteOutcome::Moved)]));
    assert_eq!(step, Step::Look { has_moved: true });
    assert!(matches!(publication.next(Fact::Looked(Some(two()))), Step::ShowPlan(_)));
}

#[test]
fn a_lost_answer_is_resolved_by_reading_at_0_1_and_3_seconds() {
    let lost = || submitted().into_iter().chain([Fact::Written(WriteOutcome::Unknown)]);
    let (mut publication, step) = after(lost());
    assert_eq!(step, read_back(0));
    assert_eq!(publication.next(Fact::ReadBack(Some(set([])))), read_back(1));
    assert_eq!(publication.next(Fact::ReadBack(None)), read_back(3));
    assert_eq!(publication.next(Fact::ReadBack(Some(set([])))), Step::Unknown);
    assert!(publication.is_unconfirmed() && publication.is_resting());
    assert_eq!(publication.next(Fact::Submitted), Step::Ignore);
    assert_eq!(publication.next(Fact::ReadAgain), read_back(0));
    assert_eq!(publication.next(Fact::ReadBack(Some(set([0, 1, 2])))), Step::Done);

    let (mut publication, _) = after(lost());
    publication.next(Fact::ReadBack(None));
    publication.next(Fact::ReadBack(Some(set([2]))));
    let partly = publication.next(Fact::ReadBack(Some(set([2]))));
    assert_eq!(partly, Step::Partly { done: set([2]), missing: set([0]) });
}

#[test]
fn leaving_during_a_write_makes_its_outcome_unknown_and_leaving_before_does_not() {
    let (mut publication, step) = after(submitted().into_iter().chain([Fact::GivenUp]));
    assert_eq!(step, read_back(0));
    assert_eq!(publication.next(Fact::GivenUp), Step::Unknown);
    let (publication, step) = after([Fact::Started, Fact::Looked(Some(two())), Fact::GivenUp]);
    assert_eq!((step, publication.is_unconfirmed()), (Step::Stop, false));
}

#[test]
fn a_plan_that_was_written_in_part_has_its_halves() {
    let (_, step) = after(submitted().into_iter().chain([Fact::Written(WriteOutcome::Partly(set([0])))]));
    assert_eq!(step, Step::Partly { done: set([0]), missing: set([2]) });
}

fn indexes() -> impl Strategy<Value = BTreeSet<usize>> {
    prop::collection::btree_set(0_usize..4, 0..4)
}

fn fact() -> impl Strategy<Value = Fact> {
    let state = prop_oneof![Just(RecordState::Add), Just(RecordState::There)];
    let plans = prop::collection::vec(state, 0..4).prop_map(|states| plan(&states));
    let outcome = prop_oneof![
        Just(WriteOutcome::Done),
        indexes().prop_map(WriteOutcome::Partly),
        Just(WriteOutcome::Moved),
        Just(WriteOutcome::Nothing),
        Just(WriteOutcome::Unknown),
    ];
    prop_oneof![
        2 => Just(Fact::Started),
        3 => prop::option::weighted(0.9, plans).prop_map(Fact::Looked),
        1 => (0_usize..4).prop_map(Fact::Toggled),
        3 => Just(Fact::Submitted),
        3 => outcome.prop_map(Fact::Written),
        2 => prop::option::of(indexes()).prop_map(Fact::ReadBack),
        1 => Just(Fact::ReadAgain),
        1 => Just(Fact::GivenUp),
    ]
}

proptest! {
    /// Whatever happens in whatever order: a write follows only a submit on a shown plan, with what that plan selects;
    /// none follows from an unknown outcome before a new plan; and reading back comes to an end.
    #[test]
    fn a_plan_is_written_at_most_once_for_each_submit(facts in prop::collection::vec(fact(), 0..120)) {
        let mut publication = Publication::default();
        let mut shown: Option<Plan> = None;
        let mut reads = 0;
        for fact in facts {
            let before = publication.clone();
            let step = publication.next(fact.clone());
            match &step {
                Step::Ignore => prop_assert_eq!(&publication, &before),
                Step::Write(records) => {
                    prop_assert_eq!(&fact, &Fact::Submitted);
                    prop_assert!(!before.is_unconfirmed());
                    let plan = shown.take();
                    prop_assert!(plan.is_some(), "no plan was shown since the last write");
                    let selected: Vec<PlannedRecord> = plan.iter().flat_map(Plan::selected).cloned().collect();
                    prop_assert!(!records.is_empty());
                    prop_assert_eq!(records, &selected);
                }
                Step::ShowPlan(plan) => shown = Some(plan.clone()),
                _ => {}
            }
            reads = if matches!(step, Step::ReadBack { .. }) && fact != Fact::ReadAgain { reads + 1 } else { 0 };
            prop_assert!(reads <= READ_BACK_DELAYS.len(), "no end");
            prop_assert!(step != Step::Unknown || publication.is_unconfirmed());
        }
    }
}
