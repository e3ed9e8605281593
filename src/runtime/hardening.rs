//! Protects the API key in memory from core dumps and from other processes of the same user.

use rustix::process::{Resource, Rlimit, setrlimit};

/// Forbids core dumps and, on Linux, attaching to the process. A failure is ignored, since the program works without
/// this protection.
pub fn harden() {
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}
