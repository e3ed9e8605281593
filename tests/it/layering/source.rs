//! A source file as tokens, and the paths that it names.

use std::collections::{BTreeMap, BTreeSet};

/// The token sequence of one source file, and where the file is in the module tree.
pub(super) struct SourceFile {
    /// Below `src`, such as `core/dns/mod.rs`.
    pub(super) name: String,
    /// The module: `["core", "dns"]`.
    pub(super) module: Vec<String>,
    pub(super) tokens: Vec<String>,
    /// The contents of its strings, each on one line; escapes are as in the code.
    pub(super) texts: Vec<String>,
}

/// What a `use` line binds: the name in this file, and the path behind it.
pub(super) struct Import {
    pub(super) alias: String,
    pub(super) path: Vec<String>,
    /// Whether other modules reach the name through this one.
    pub(super) is_public: bool,
}

impl SourceFile {
    pub(super) fn new(name: &str, code: &str) -> Self {
        let stem = name.trim_end_matches(".rs").trim_end_matches("/mod");
        let module = if stem == "lib" { Vec::new() } else { stem.split('/').map(str::to_owned).collect() };
        let (tokens, texts) = tokens_and_texts(code);
        Self { name: name.to_owned(), module, tokens, texts }
    }

    /// The identifiers, keywords included.
    pub(super) fn identifiers(&self) -> BTreeSet<&str> {
        self.tokens.iter().map(String::as_str).filter(|token| is_identifier(token)).collect()
    }

    /// The functions with an attribute such as `#[test]` or `#[tokio::test(…)]`.
    pub(super) fn test_names(&self) -> Vec<&str> {
        let functions = self.tokens.iter().enumerate().filter(|(_, token)| *token == "fn");
        let is_test = |index: usize| {
            let before = self.tokens.get(..index).unwrap_or_default().iter().rev();
            let attributes: Vec<&String> =
                before.take_while(|token| !["{", "}", ";"].contains(&token.as_str())).collect();
            attributes.windows(2).any(|pair| pair[0] == "]" && pair[1] == "test")
                || attributes.windows(3).any(|three| three[0] == "(" && three[1] == "test" && three[2] == "::")
        };
        functions
            .filter(|(index, _)| is_test(*index))
            .filter_map(|(index, _)| self.tokens.get(index + 1).map(String::as_str))
            .collect()
    }

    /// What the `use` lines bind.
    pub(super) fn imports(&self) -> Vec<Import> {
        let mut imports = Vec::new();
        for (index, _) in self.tokens.iter().enumerate().filter(|(_, token)| *token == "use") {
            let before = index.checked_sub(1).and_then(|before| self.tokens.get(before)).map(String::as_str);
            let is_public = matches!(before, Some("pub" | ")"));
            let mut rest = self.tokens.get(index + 1..).unwrap_or_default();
            if rest.first().is_some_and(|token| token == "<") {
                continue; // The `use<'_>` of a returned `impl` captures lifetimes.
            }
            for (alias, path) in use_tree(&mut rest, &[]) {
                imports.push(Import { alias, path, is_public });
            }
        }
        imports
    }

    /// The paths in the code outside `use` lines, single names included; no methods and fields.
    pub(super) fn inline_paths(&self) -> BTreeSet<Vec<String>> {
        let mut paths = BTreeSet::new();
        let mut index = 0;
        while let Some(token) = self.tokens.get(index) {
            if token == "use" && self.tokens.get(index + 1).is_none_or(|next| next != "<") {
                index += self.tokens.iter().skip(index).take_while(|token| *token != ";").count();
            } else if is_identifier(token) && index.checked_sub(1).is_none_or(|before| self.tokens[before] != ".") {
                let mut path = vec![token.clone()];
                while let Some([colons, next, ..]) = self.tokens.get(index + 1..)
                    && colons == "::"
                    && is_identifier(next)
                {
                    path.push(next.clone());
                    index += 2;
                }
                paths.insert(path);
            }
            index += 1;
        }
        paths
    }

    /// How many times `super` comes in a row, at most.
    pub(super) fn longest_super_chain(&self) -> usize {
        let chains = self.inline_paths().into_iter().chain(self.imports().into_iter().map(|import| import.path));
        chains.map(|path| path.iter().take_while(|segment| *segment == "super").count()).max().unwrap_or_default()
    }
}

fn is_identifier(token: &str) -> bool {
    token.starts_with(|character: char| character.is_alphabetic() || character == '_')
}

/// The tokens of code: identifiers, `::`, and every other character, without comments; and the contents of its strings.
fn tokens_and_texts(code: &str) -> (Vec<String>, Vec<String>) {
    let (mut tokens, mut texts) = (Vec::new(), Vec::new());
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let raw_string = rest.strip_prefix('r').map(|after| after.trim_start_matches('#'));
        let length = if let Some(after) = raw_string.filter(|after| after.starts_with('"')) {
            let hashes = "#".repeat(rest.len() - after.len() - 1);
            let end = format!("\"{hashes}");
            let opening = hashes.len() + 2;
            rest.get(opening..)
                .and_then(|inside| inside.find(&end))
                .map_or(rest.len(), |length| opening + length + end.len())
        } else if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if first.is_alphanumeric() || first == '_' {
            rest.find(|character: char| !character.is_alphanumeric() && character != '_').unwrap_or(rest.len())
        } else if first == '"' {
            string_length(rest)
        } else if rest.starts_with("'\"'") {
            3
        } else if rest.starts_with("'\\") {
            // The character after the backslash may be a quote itself.
            rest.get(3..).and_then(|after| after.find('\'')).map_or(1, |end| end + 4)
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        let (token, after) = rest.split_at(length);
        if token.len() > 1 && token.trim_end_matches('#').ends_with('"') {
            texts.push(string_content(token));
        } else if !first.is_whitespace() && !token.starts_with("//") {
            tokens.push(token.to_owned());
        }
        rest = after;
    }
    (tokens, texts)
}

/// What a string holds, without its quotes and the line breaks that its code escapes.
fn string_content(string: &str) -> String {
    let inside = string.trim_start_matches('r').trim_matches('#').trim_matches('"');
    let mut lines = inside.split("\\\n");
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |text, line| text + line.trim_start())
}

/// The length of the string that the text begins with.
fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (index, character) in text.char_indices().skip(1) {
        if character == '"' && !is_escaped {
            return index + 1;
        }
        is_escaped = character == '\\' && !is_escaped;
    }
    text.len()
}

/// The names that a tree of `use` binds, with their paths; the tokens up to its end are taken.
fn use_tree(rest: &mut &[String], prefix: &[String]) -> Vec<(String, Vec<String>)> {
    let mut path = prefix.to_vec();
    while let Some((token, after)) = rest.split_first() {
        match token.as_str() {
            "{" => {
                *rest = after;
                let mut found = Vec::new();
                while rest.first().is_some_and(|token| token != "}" && token != ";") {
                    found.extend(use_tree(rest, &path));
                    if rest.first().is_some_and(|token| token == ",") {
                        *rest = rest.get(1..).unwrap_or_default();
                    }
                }
                *rest = rest.get(1..).unwrap_or_default();
                return found;
            }
            "," | "}" | ";" => break,
            "as" => {
                let alias = after.first().cloned().unwrap_or_default();
                *rest = after.get(1..).unwrap_or_default();
                return vec![(alias, path)];
            }
            "::" => {}
            segment => path.push(segment.to_owned()),
        }
        *rest = after;
    }
    if path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
    vec![(path.last().cloned().unwrap_or_default(), path)]
}

/// All modules, and which module defines what a path names.
pub(super) struct ModuleTree {
    files: BTreeMap<Vec<String>, String>,
    imports: BTreeMap<Vec<String>, BTreeMap<String, Vec<String>>>,
}

impl ModuleTree {
    pub(super) fn new(files: &[SourceFile]) -> Self {
        let names = files.iter().map(|file| (file.module.clone(), file.name.clone()));
        let imports = files.iter().map(|file| {
            let bound = file.imports().into_iter().map(|import| (import.alias, import.path));
            (file.module.clone(), bound.collect())
        });
        Self { files: names.collect(), imports: imports.collect() }
    }

    /// The file that defines what a path in this module names; none for a module, a local name and another crate's.
    pub(super) fn defining_file(&self, module: &[String], path: &[String]) -> Option<&str> {
        self.resolve(module, path, 0)
    }

    fn resolve(&self, module: &[String], path: &[String], depth: usize) -> Option<&str> {
        let (first, rest) = path.split_first().filter(|_| depth < 16)?;
        match first.as_str() {
            "crate" | "autosend_domains" => self.descend(&[], rest, depth),
            "self" => self.descend(module, rest, depth),
            "super" if rest.first().is_some_and(|next| next == "super") => {
                self.resolve(module.split_last()?.1, rest, depth + 1)
            }
            "super" => self.descend(module.split_last()?.1, rest, depth),
            name => {
                let is_bound = self.imports.get(module).is_some_and(|bound| bound.contains_key(name));
                let is_child = self.files.contains_key(&child(module, name));
                if is_bound || is_child { self.descend(module, path, depth) } else { None }
            }
        }
    }

    /// Down from a module along the segments: through modules, then through what the last of them binds.
    fn descend(&self, module: &[String], segments: &[String], depth: usize) -> Option<&str> {
        let (first, rest) = segments.split_first()?;
        let below = child(module, first);
        if self.files.contains_key(&below) {
            return self.descend(&below, rest, depth);
        }
        if let Some(path) = self.imports.get(module).and_then(|bound| bound.get(first)) {
            // A binding such as `use self::find::find` names itself no further.
            let whole: Vec<String> = path.iter().chain(rest).cloned().collect();
            return self.resolve(module, &whole, depth + 1);
        }
        self.files.get(module).map(String::as_str)
    }
}

fn child(module: &[String], name: &str) -> Vec<String> {
    module.iter().cloned().chain([name.to_owned()]).collect()
}
