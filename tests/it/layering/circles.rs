//! Files that import each other.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::source::{ModuleTree, SourceFile};

/// Which files each file imports.
type Graph = BTreeMap<String, BTreeSet<String>>;

/// The circles among the files of a room, each as the path from a file back to itself; the shortest through each import
/// that is part of one, and each circle once.
pub(super) fn circles(files: &[SourceFile]) -> Vec<Vec<String>> {
    let graph = imports(files);
    let mut found = BTreeMap::new();
    for (from, imported) in &graph {
        for to in imported {
            if let Some(back) = shortest_path(&graph, to, from) {
                let members: BTreeSet<String> = back.iter().cloned().collect();
                let circle = [from.clone()].into_iter().chain(back).collect();
                found.entry(members).or_insert(circle);
            }
        }
    }
    found.into_values().collect()
}

fn imports(files: &[SourceFile]) -> Graph {
    let tree = ModuleTree::new(files);
    let room = |name: &str| name.split(['/', '.']).next().map(str::to_owned);
    let mut graph = Graph::new();
    for file in files {
        let bound = file.imports().into_iter().filter(|import| !import.is_public).map(|import| import.path);
        let paths: BTreeSet<Vec<String>> = bound.chain(file.inline_paths()).collect();
        let defining = paths.iter().filter_map(|path| tree.defining_file(&file.module, path));
        let in_room = defining.filter(|name| *name != file.name && room(name) == room(&file.name));
        graph.insert(file.name.clone(), in_room.map(str::to_owned).collect());
    }
    graph
}

/// The files from one to another, both included.
fn shortest_path(graph: &Graph, from: &str, to: &str) -> Option<Vec<String>> {
    let mut waiting = VecDeque::from([vec![from.to_owned()]]);
    let mut seen = BTreeSet::new();
    while let Some(path) = waiting.pop_front() {
        let last = path.last()?;
        if last == to {
            return Some(path);
        }
        if seen.insert(last.clone()) {
            let next = graph.get(last).into_iter().flatten();
            waiting.extend(next.map(|name| path.iter().chain([name]).cloned().collect()));
        }
    }
    None
}
