//! From Enter on Review to the records on the screen, over a line with a round trip of 100 ms: the connection that
//! the list has opened is used again, so that one round trip is all it takes.

mod support;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use support::{Wizard, milliseconds, quantile, sandbox, tell};

const ONE_WAY: Duration = Duration::from_millis(50);
const RUNS: usize = 9;

fn main() {
    let (_runtime, sandbox) = sandbox();
    let connections = Arc::new(AtomicUsize::new(0));
    let port = relay(sandbox.address(), Arc::clone(&connections));
    let url = format!("http://127.0.0.1:{port}/v1");
    let mut times = Vec::new();
    for run in 0..RUNS {
        let key = format!("AS_benchmark{run}");
        let mut wizard = Wizard::start(&[], &[("AUTOSEND_API_KEY", key.as_str()), ("AUTOSEND_BASE_URL", url.as_str())]);
        wizard.until("Enter");
        // The list, and with it the warm connection, takes two round trips.
        wizard.octets_within(Duration::from_millis(400));
        wizard.send(b"example.com\r");
        wizard.until("Frankfurt");
        wizard.send(b"\r");
        wizard.until("POST");
        let pressed = wizard.send(b"\r");
        times.push(wizard.until_since(pressed, "_autosend-verify"));
    }
    let median = quantile(&mut times, 0.5);
    let trips = median.as_secs_f64() / (2.0 * ONE_WAY.as_secs_f64());
    let figure = format!("{} = {trips:.2} round trips", milliseconds(median));
    tell("Enter to records, round trip 100 ms, median", &figure, "1.1 round trips", trips <= 1.1);
    let used = connections.load(Ordering::Relaxed);
    tell("connections opened by a run", &format!("{}", used / RUNS), "1", used == RUNS);
}

/// Passes octets on after [`ONE_WAY`], in both directions, each piece on its own: a long line, not a thin one.
fn relay(to: SocketAddr, connections: Arc<AtomicUsize>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    thread::spawn(move || {
        for client in listener.incoming().map_while(Result::ok) {
            connections.fetch_add(1, Ordering::Relaxed);
            let server = TcpStream::connect(to).expect("the sandbox");
            for stream in [&client, &server] {
                stream.set_nodelay(true).expect("a socket");
            }
            late(client.try_clone().expect("a socket"), server.try_clone().expect("a socket"));
            late(server, client);
        }
    });
    port
}

fn late(mut from: TcpStream, mut to: TcpStream) {
    let (sender, pieces) = channel::<(Instant, Vec<u8>)>();
    thread::spawn(move || {
        let mut buffer = vec![0; 65536];
        while let Ok(length @ 1..) = from.read(&mut buffer) {
            if sender.send((Instant::now() + ONE_WAY, buffer[..length].to_vec())).is_err() {
                break;
            }
        }
    });
    thread::spawn(move || {
        for (due, piece) in pieces {
            thread::sleep(due.saturating_duration_since(Instant::now()));
            if to.write_all(&piece).is_err() {
                break;
            }
        }
    });
}
