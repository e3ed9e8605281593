//! `sandbox`: the sandbox alone, for other clients of the API.

use std::io::ErrorKind;

use super::block_on;
use super::interrupt::Interrupt;
use crate::api::BASE_URL_VARIABLE;
use crate::cli::args::SandboxArgs;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::api_key::KEY_VARIABLE;
use crate::core::exit::Exit;
use crate::sandbox::{REFUSED_KEY, ReceivedRequest, SANDBOX_KEY, Sandbox, StartError};

/// Runs the command until it is told to end, which is how it is meant to end.
pub(in crate::cli) fn run(args: SandboxArgs) -> Exit {
    let output = Output::new(false);
    block_on(serve(args, output)).map_or_else(|problem| output.print_error(&problem), |()| Exit::Success)
}

async fn serve(args: SandboxArgs, output: Output) -> Result<(), CliError> {
    let port = args.port;
    let mut interrupt = Interrupt::listen()?;
    let sandbox = Sandbox::start(args.into(), port).await.map_err(|error| start_error(&error))?;
    let mut requests = sandbox.watch();
    let [(_, first), (_, second)] = sandbox.name_server_addresses();
    output.note(&format!(
        "The sandbox listens at {}. Any key works but {REFUSED_KEY}.\nIts DNS answers at {first} and, as the second name \
         server, at {second}; a resolver at {}.\nEverything is forgotten at its end: Ctrl+C. To use it from a shell:",
        sandbox.base_url(),
        sandbox.resolver_address(),
    ));
    Output::print_text(format!(
        "export {BASE_URL_VARIABLE}={}\nexport {KEY_VARIABLE}={SANDBOX_KEY}\n",
        sandbox.base_url()
    ))?;
    loop {
        tokio::select! {
            Some(request) = requests.recv() => output.note(&format_request(&request)),
            _ = interrupt.wait() => return Ok(()),
        }
    }
}

/// A request for the log: `POST /v1/domains 201`.
fn format_request(request: &ReceivedRequest) -> String {
    let ReceivedRequest { method, path, status } = request;
    let status = status.map_or_else(|| "connection cut".to_owned(), |status| status.to_string());
    format!("{method} {path} {status}")
}

fn start_error(error: &StartError) -> CliError {
    let StartError { port, is_dns, source } = error;
    let (what, hint) = if *is_dns {
        let hint = "Choose another port for DNS with --dns-port N, which takes the next two as well, or any that is free \
                    with --dns-port 0.";
        ("its DNS", hint)
    } else {
        ("its API", "Choose another port with --port N, or any that is free with --port 0.")
    };
    let problem = |title: String| CliError::new("sandbox-failed", Exit::Failed, title).with_hint(hint);
    match source.kind() {
        ErrorKind::AddrInUse => problem(format!("Port {port} of 127.0.0.1 is taken, perhaps by another sandbox")),
        ErrorKind::PermissionDenied => problem(format!("Port {port} may not be used by this user")),
        _ => problem(format!("Port {port} of 127.0.0.1 cannot be used for {what}")).with_detail(format!("{source}.")),
    }
}
