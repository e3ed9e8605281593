//! What stands on the normal screen when the wizard is gone.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use crate::export::summary;
use crate::wizard::Model;

/// Prints what was learnt, and which names are in doubt. A terminal that is gone is nobody to tell.
pub(super) fn print(model: &Model) {
    let _ = io::stdout().lock().write_all(words(model).as_bytes());
}

/// The records that were shown last, and every name whose POST has no known outcome, with the command that tells.
fn words(model: &Model) -> String {
    let mut text = model.learnt.as_ref().map(summary).unwrap_or_default();
    for name in model.doubt.keys() {
        if !text.is_empty() {
            text.push('\n');
        }
        let _ = writeln!(text, "{name} may have been added: the answer was not awaited or got lost.");
        if !model.setting.sandbox {
            let _ = writeln!(text, "To see: autosend-domains {name}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::domain_name::assess;
    use crate::wizard::{Start, start};

    #[test]
    fn a_name_in_doubt_is_told_with_the_command_that_shows_it() {
        let (mut model, _) = start(Start::default());
        assert_eq!(words(&model), "");
        model.doubt.extend(assess("example.com").name().cloned().map(|name| (name, None)));
        assert_eq!(
            words(&model),
            "example.com may have been added: the answer was not awaited or got lost.\n\
             To see: autosend-domains example.com\n"
        );
    }
}
