//! Files that cannot be used are set aside under another name: nothing is deleted, and no earlier one overwritten.

use std::fs;
use std::path::Path;

use super::display_path;

/// How many files of one name are set aside at the most.
const MAX_QUARANTINED: u32 = 9;

/// Gives the file another name: what is to be said of it.
pub(super) fn quarantine(path: &Path, extension: &str, reason: &str) -> String {
    for count in 1..=MAX_QUARANTINED {
        let ending = if count == 1 { extension.to_owned() } else { format!("{extension}-{count}") };
        let Some(name) = path.file_name() else { break };
        let target = path.with_file_name(format!("{}.{ending}", name.to_string_lossy()));
        // A link made first, since it is refused where there is a file: a rename would replace it.
        if fs::hard_link(path, &target).is_ok() {
            // Where the old name stays, the file is only found broken again.
            let _ = fs::remove_file(path);
            return format!(
                "What was kept of these domains could not be used ({reason}); it is set aside as {}",
                display_path(&target)
            );
        }
    }
    format!("What was kept of these domains could not be used ({reason}): {}", display_path(path))
}
