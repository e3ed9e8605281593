//! The request log of `sandbox`, written by a thread of its own, so that a blocked reader blocks nothing else.

use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;

/// How many lines may wait to be written. Further ones are left out.
const MAX_WAITING: usize = 1_024;

/// How long the end of the command waits for the lines to be written.
const END_TIMEOUT: Duration = Duration::from_millis(100);

/// The lines that are waiting to be written.
pub(super) struct RequestLog {
    lines: SyncSender<String>,
    /// How many lines were left out since the last one that was not.
    left_out: usize,
    /// Ends when all lines are written.
    written: oneshot::Receiver<()>,
}

impl RequestLog {
    /// Starts the thread. It first greets the user, whose outcome is sent, and then writes each line.
    ///
    /// # Errors
    /// The system has no thread left.
    pub(super) fn start<T: Send + 'static>(
        greet: impl FnOnce() -> T + Send + 'static,
        write: impl Fn(&str) + Send + 'static,
    ) -> io::Result<(Self, oneshot::Receiver<T>)> {
        let (lines, receiver): (_, Receiver<String>) = sync_channel(MAX_WAITING);
        let (greeting, greeted) = oneshot::channel();
        let (end, written) = oneshot::channel();
        thread::Builder::new().spawn(move || {
            // An error means that the command has ended.
            let _ = greeting.send(greet());
            for line in receiver {
                write(&line);
            }
            drop(end);
        })?;
        Ok((Self { lines, left_out: 0, written }, greeted))
    }

    /// Writes a line once the earlier ones are written; leaves it out if too many are waiting.
    pub(super) fn write(&mut self, line: String) {
        if self.left_out > 0 {
            let count = self.left_out;
            let requests = if count == 1 { "1 request is" } else { &format!("{count} requests are") };
            let notice = format!("{requests} not listed: the lines before were not read in time.");
            if self.lines.try_send(notice).is_ok() {
                self.left_out = 0;
            }
        }
        if self.left_out > 0 || self.lines.try_send(line).is_err() {
            self.left_out += 1;
        }
    }

    /// Waits for the lines to be written, but not for a reader who does not read.
    pub(super) async fn finish(self) {
        drop(self.lines);
        // An error in time is the end of the thread.
        let _ = timeout(END_TIMEOUT, self.written).await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[tokio::test]
    async fn a_slow_reader_gets_the_number_of_dropped_lines() {
        let (go, wait) = channel::<()>();
        let (written, lines) = channel();
        let (mut log, greeted) =
            RequestLog::start(move || wait.recv().is_ok(), move |line| written.send(line.to_owned()).unwrap()).unwrap();
        for number in 0..MAX_WAITING + 3 {
            log.write(number.to_string());
        }
        go.send(()).unwrap();
        assert_eq!(greeted.await, Ok(true));
        let first: Vec<String> = lines.iter().take(MAX_WAITING).collect();
        assert_eq!((first[0].as_str(), first.last().unwrap().as_str()), ("0", "1023"));
        log.write("later".to_owned());
        log.finish().await;
        let rest: Vec<String> = lines.iter().collect();
        assert_eq!(rest, ["3 requests are not listed: the lines before were not read in time.", "later"]);
    }

    #[tokio::test]
    async fn the_end_does_not_wait_for_a_blocked_reader() {
        // The thread waits for as long as the test runs.
        let (go, wait) = channel::<()>();
        let (mut log, _) = RequestLog::start(|| (), move |_| assert!(wait.recv().is_err())).unwrap();
        log.write("x".to_owned());
        timeout(20 * END_TIMEOUT, log.finish()).await.unwrap();
        drop(go);
    }
}
