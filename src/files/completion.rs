//! Completes a path as shells do: as far as it is unambiguous, with the candidates for the rest.

use std::fs;
use std::path::PathBuf;

use crate::core::file_save::PathCompletion;
use crate::core::text::escape_hidden;

/// The most candidates that are returned.
const MAX_CANDIDATES: usize = 24;

/// Completes the typed path; `expand` converts its folder to a path.
pub(super) fn complete_path(typed: &str, expand: impl Fn(&str) -> PathBuf) -> PathCompletion {
    let (dir, prefix) = match typed.rsplit_once('/') {
        Some((dir, prefix)) => (format!("{dir}/"), prefix),
        None if typed == "~" => return PathCompletion { path: "~/".to_owned(), candidates: Vec::new() },
        None => (String::new(), typed),
    };
    let dir_path = if dir.is_empty() { PathBuf::from(".") } else { expand(&dir) };
    let mut names: Vec<String> =
        fs::read_dir(dir_path).into_iter().flatten().flatten().filter_map(|entry| entry_name(&entry)).collect();
    // Hidden files are candidates only if the user has typed the dot.
    names.retain(|name| name.starts_with(prefix) && (prefix.starts_with('.') || !name.starts_with('.')));
    names.sort();
    let Some(common) = common_prefix(&names) else {
        return PathCompletion { path: typed.to_owned(), candidates: Vec::new() };
    };
    let path = format!("{dir}{common}");
    let candidates = if names.len() == 1 { Vec::new() } else { display_candidates(&names) };
    PathCompletion { path, candidates }
}

/// The name of an entry; a folder's name ends with a slash. `None` for a name that is not UTF-8, which cannot be typed
/// either.
fn entry_name(entry: &fs::DirEntry) -> Option<String> {
    let name = entry.file_name().into_string().ok()?;
    // A link is classified by its target.
    let is_dir = fs::metadata(entry.path()).is_ok_and(|metadata| metadata.is_dir());
    Some(if is_dir { name + "/" } else { name })
}

/// The longest common prefix.
fn common_prefix(names: &[String]) -> Option<&str> {
    let (first, rest) = names.split_first()?;
    let common = rest.iter().fold(first.as_str(), |common, name| {
        let same = common.char_indices().zip(name.chars()).find(|((_, one), other)| one != other);
        let end = same.map_or_else(|| common.len().min(name.len()), |((index, _), _)| index);
        common.get(..end).unwrap_or_default()
    });
    Some(common)
}

/// The candidates, safe to draw; at most [`MAX_CANDIDATES`].
fn display_candidates(names: &[String]) -> Vec<String> {
    let mut shown: Vec<String> =
        names.iter().take(MAX_CANDIDATES).map(|name| escape_hidden(name).into_owned()).collect();
    if names.len() > MAX_CANDIDATES {
        shown.push(format!("and {} more", names.len() - MAX_CANDIDATES));
    }
    shown
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn completed(folder: &Path, typed: &str) -> (String, Vec<String>) {
        let completion = complete_path(typed, |path| folder.join(path.trim_start_matches("~/")));
        (completion.path, completion.candidates)
    }

    #[test]
    fn a_path_is_completed_up_to_the_first_ambiguity() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["zone-a.txt", "zone-b.txt", "other", ".hidden"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        fs::create_dir(folder.path().join("dns")).unwrap();
        fs::write(folder.path().join("dns/ä.zone"), "").unwrap();
        for (typed, path, candidates) in [
            ("~/o", "~/other", vec![]),
            ("~/d", "~/dns/", vec![]),
            ("~/dns/", "~/dns/ä.zone", vec![]),
            ("~/z", "~/zone-", vec!["zone-a.txt", "zone-b.txt"]),
            ("~/", "~/", vec!["dns/", "other", "zone-a.txt", "zone-b.txt"]),
            ("~/.h", "~/.hidden", vec![]),
            ("~/x", "~/x", vec![]),
            ("~/none/x", "~/none/x", vec![]),
            ("~", "~/", vec![]),
        ] {
            let expected = (path.to_owned(), candidates.into_iter().map(str::to_owned).collect());
            assert_eq!(completed(folder.path(), typed), expected, "{typed}");
        }
    }

    #[test]
    fn many_names_are_counted() {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..30 {
            fs::write(folder.path().join(format!("a{number}")), "").unwrap();
        }
        let (path, candidates) = completed(folder.path(), "~/");
        assert_eq!((path.as_str(), candidates.len()), ("~/a", 25));
        assert_eq!(candidates.last().map(String::as_str), Some("and 6 more"));
    }
}
