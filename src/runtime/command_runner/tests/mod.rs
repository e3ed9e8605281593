mod fake_ports;

use self::fake_ports::*;
use super::*;
use crate::core::copy::CopyOutcome;
use crate::core::domain::DomainId;
use crate::core::record::DnsRecord;
use crate::core::region::Region;
use crate::core::retry_policy::MAX_RETRIES;

#[tokio::test(start_paused = true)]
async fn a_command_is_run_once_and_gets_one_reply_with_its_id() {
    let mut bench = Bench::in_a(Mood::Answers);
    let id = bench.create();
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::DomainCreated(Ok(domain()))));
    let id = bench.ids.next();
    let fetch = Command::Request(
        id,
        Request::FetchDomain { credentials: credentials("AS_one12345"), domain: DomainId::new("1") },
    );
    bench.effects.execute(fetch);
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::DomainFetched(Ok(domain()))));
    let id = bench.ids.next();
    bench.effects.execute(Command::Request(id, Request::CopyText("héé".to_owned())));
    assert_eq!(
        bench.answer().await,
        Message::Reply(
            id,
            Reply::TextCopied(CopyReply { char_count: 3, counts: None, result: Ok(CopyOutcome::Terminal) })
        )
    );
    let id = bench.ids.next();
    bench.effects.execute(Command::Request(id, Request::OpenLink(LINK.to_owned())));
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::LinkOpened(Ok(()))));
    let id = bench.ids.next();
    let two = Box::new(SendingDomain { records: vec![record("TXT"), record("CAA")], ..domain() });
    let (format, zone) = (ExportFormat::Zone, Zone::guess("example.com"));
    bench
        .effects
        .execute(Command::Request(id, Request::CopyExport { format, domain: two.clone(), zone: zone.clone() }));
    let Message::Reply(_, Reply::TextCopied(CopyReply { char_count, counts, .. })) = bench.answer().await else {
        panic!("copied")
    };
    assert!(char_count > 27, "more than the heading");
    assert_eq!(counts, Some(ExportCounts { written: 1, omitted: 1 }));
    bench.effects.execute(Command::Request(id, Request::SaveKey(credentials("AS_one12345"))));
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::KeySaved(Ok("a file".to_owned()))));
    let id = bench.ids.next();
    bench.effects.execute(Command::Request(id, Request::RenderExport { format, domain: two, zone }));
    assert!(matches!(bench.answer().await, Message::Reply(made, Reply::ExportRendered(_)) if made == id));
    let (path, text) = ("a".to_owned(), "text".to_owned());
    bench.effects.execute(Command::Request(id, Request::SaveFile { path, text, overwrite: false }));
    assert!(matches!(bench.answer().await, Message::Reply(_, Reply::FileSaved(Ok(file))) if file.octets == 4));
    bench.effects.execute(Command::Request(id, Request::CompletePath("a".to_owned())));
    assert!(
        matches!(bench.answer().await, Message::Reply(_, Reply::PathCompleted(completion)) if completion.path == "ab")
    );
    bench.effects.execute(Command::Request(id, Request::LoadCache(credentials("AS_one12345"))));
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::CacheLoaded(CachedProject::default())));
    assert_eq!(bench.asked(), 9);
    bench.assert_silent().await;
}

#[tokio::test(start_paused = true)]
async fn a_timer_fires_in_time_and_not_again() {
    let mut bench = Bench::in_a(Mood::Answers);
    let (start, id) = (Instant::now(), bench.ids.next());
    bench.effects.execute(Command::Effect(Effect::StartTimer { id, after: 3 * SECOND }));
    assert_eq!(bench.answer().await, wizard::Event::TimerFired(id).into());
    assert_eq!(start.elapsed().as_secs(), 3);
    bench.assert_silent().await;
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_request_gets_no_reply() {
    let mut bench = Bench::in_a(Mood::Answers);
    let (post, timer, other) = (bench.create(), bench.ids.next(), bench.ids.next());
    bench.effects.execute(Command::Effect(Effect::StartTimer { id: timer, after: SECOND }));
    bench.effects.execute(Command::Effect(Effect::StartTimer { id: other, after: SECOND }));
    tokio::task::yield_now().await;
    for id in [post, timer] {
        bench.effects.execute(Command::Effect(Effect::Cancel(id)));
        // A second cancellation does no harm.
        bench.effects.execute(Command::Effect(Effect::Cancel(id)));
    }
    assert_eq!(bench.answer().await, wizard::Event::TimerFired(other).into());
    bench.assert_silent().await;
}

#[tokio::test(start_paused = true)]
async fn dropping_the_runner_ends_its_tasks() {
    let mut bench = Bench::in_a(Mood::Answers);
    bench.create();
    tokio::task::yield_now().await;
    drop(bench.effects);
    assert!(bench.answers.recv().await.is_none(), "nobody is left who could answer");
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_a_reply() {
    let mut bench = Bench::in_a(Mood::Fails);
    let id = bench.create();
    let lost = ApiError::ResponseLost { reason: "cut".to_owned() };
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::DomainCreated(Err(lost))));
}

#[tokio::test(start_paused = true)]
async fn an_export_with_hidden_characters_is_not_copied() {
    let mut bench = Bench::in_a(Mood::Answers);
    let id = bench.ids.next();
    let hostile = DnsRecord { value: "v\u{200b}".into(), ..record("TXT") };
    let domain = Box::new(SendingDomain { records: vec![hostile], ..domain() });
    // Only the cells of this format are copied verbatim; its line ends do not count as hidden characters.
    let command = Command::Request(
        id,
        Request::CopyExport { format: ExportFormat::Csv, domain, zone: Zone::guess("example.com") },
    );
    bench.effects.execute(command);
    let Message::Reply(_, Reply::TextCopied(CopyReply { result, .. })) = bench.answer().await else { panic!("copied") };
    assert!(
        matches!(&result, Err(CopyError::HiddenCharacter { code_point, .. }) if code_point == "U+200B"),
        "{result:?}"
    );
    assert_eq!(bench.fake.asked.load(Ordering::Relaxed), 0, "the clipboard was not asked");
}

#[tokio::test(start_paused = true)]
async fn a_task_that_panics_is_a_failure() {
    let mut bench = Bench::in_a(Mood::Panics);
    let unexpected = || ApiError::Internal { reason: PANIC_MESSAGE.to_owned() };
    let id = bench.create();
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::DomainCreated(Err(unexpected()))));
    let id = bench.list("AS_one12345", None);
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::DomainsListed(Err(unexpected()))));
    let id = bench.ids.next();
    bench.effects.execute(Command::Request(id, Request::CopyText("x".to_owned())));
    let Message::Reply(_, Reply::TextCopied(CopyReply { result: Err(error), .. })) = bench.answer().await else {
        panic!("copied")
    };
    assert!(error.message("the value", "").contains(PANIC_MESSAGE), "{error:?}");
    bench.effects.execute(Command::Request(id, Request::OpenLink(LINK.to_owned())));
    let broken = Err(OpenError::Failed(PANIC_MESSAGE.to_owned()));
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::LinkOpened(broken)));
    bench.effects.execute(Command::Request(id, Request::SaveKey(credentials("AS_one12345"))));
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::KeySaved(Err(PANIC_MESSAGE.to_owned()))));
    // The runner itself still works.
    *bench.fake.mood.lock().unwrap() = Mood::Answers;
    let id = bench.create();
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::DomainCreated(Ok(domain()))));
}

#[tokio::test(start_paused = true)]
async fn a_recent_list_is_not_requested_again() {
    let mut bench = Bench::in_a(Mood::Answers);
    let id = bench.list("AS_one12345", Some(30 * SECOND));
    assert_eq!(bench.answer().await, wizard::Event::Noted("good to know".to_owned()).into());
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::DomainsListed(Ok(vec![domain()]))));
    tokio::time::advance(29 * SECOND).await;
    let id = bench.list("AS_one12345", Some(30 * SECOND));
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::ListingSkipped));
    assert_eq!(bench.asked(), 1);
    tokio::time::advance(SECOND).await;
    for (key, unless_younger) in [
        // A list that is too old; a list of another key; a request for any age.
        ("AS_one12345", Some(30 * SECOND)),
        ("AS_two12345", Some(30 * SECOND)),
        ("AS_two12345", None),
    ] {
        let id = bench.list(key, unless_younger);
        assert_eq!(bench.answer().await, Message::Reply(id, Reply::DomainsListed(Ok(vec![domain()]))));
    }
    assert_eq!(bench.asked(), 4);
    bench.assert_silent().await;
}

#[tokio::test(start_paused = true)]
async fn a_failed_list_is_requested_again() {
    let mut bench = Bench::in_a(Mood::Fails);
    for asked in 1..=2 {
        bench.list("AS_one12345", Some(30 * SECOND));
        assert!(matches!(bench.answer().await, Message::Reply(_, Reply::DomainsListed(Err(_)))));
        // The request itself, and its retries.
        assert_eq!(bench.asked(), asked * (1 + usize::from(MAX_RETRIES)));
    }
}

#[tokio::test]
async fn pending_writes_are_finished_before_the_end() {
    let mut bench = Bench::in_a(Mood::Answers);
    for _ in 0..5 {
        bench.effects.execute(Command::Effect(Effect::SaveRegion(Region::Primary)));
    }
    bench.effects.flush_writes().await;
    assert_eq!(bench.fake.asked.load(Ordering::Relaxed), 5);
}
