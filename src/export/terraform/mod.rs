//! Terraform: resources for Cloudflare and for Route 53, and the records as locals for any other provider.

mod cloudflare;
mod locals;
mod route53;

pub(super) use cloudflare::export_cloudflare;
pub(super) use locals::export_locals;
pub(super) use route53::export_route53;

use super::quote::{AstralEscape, quote};
use super::valid_record::ValidRecord;

/// A string of HCL: quoted, and nothing in it is a template (HCL native syntax, "Template Expressions").
fn hcl_string(text: &str) -> String {
    quote(text, AstralEscape::EightDigits).replace("${", "$${").replace("%{", "%%{")
}

/// A name for each of these records that Terraform takes and that no other of them has: `dkim`, `mail_from_mx`.
fn resource_names<'s, 'r: 's>(records: impl Iterator<Item = &'s ValidRecord<'r>>) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    for record in records {
        let title = record.record.label();
        let letters = title.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' });
        let name: String = letters.collect::<String>().to_ascii_lowercase();
        // Identifiers begin with a letter or an underscore.
        let name = if name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_') {
            name
        } else {
            format!("record_{name}")
        };
        let mut unique = name.clone();
        let mut count = 2_usize;
        while taken.contains(&unique) {
            unique = format!("{name}_{count}");
            count += 1;
        }
        taken.push(unique);
    }
    taken
}
