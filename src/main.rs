//! The program: reads its arguments and hands over to a command or to the wizard.

use std::process::ExitCode;

use autosend_domains::cli::{self, Args};
use autosend_domains::core::region::Region;
use autosend_domains::runtime::{LaunchOptions, harden, launch};

fn main() -> ExitCode {
    harden();
    let exit = match cli::parse() {
        Err(exit) => exit,
        Ok(Args { command: Some(command), .. }) => cli::run(command),
        Ok(args) => launch(LaunchOptions {
            colour: args.forced_colour(),
            domain: args.domain,
            region: args.region.map(Region::Key),
            sandbox: args.sandbox,
            profile: args.profile,
            project: args.project,
            log: args.log,
            api_key_file: args.api_key_file,
            no_summary: args.no_summary,
            no_cache: args.no_cache,
            clipboard: args.clipboard,
            plain: args.plain,
            name_servers: args.nameserver,
        }),
    };
    ExitCode::from(exit.code())
}
