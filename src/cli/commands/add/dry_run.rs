//! `add --dry-run`: the request that would be sent, told instead.

use serde_json::{Map, Value, json};

use super::super::super::args::KeyArgs;
use super::super::super::output::Output;
use super::super::super::problem::Problem;
use super::super::super::surroundings;
use super::super::many::Item;
use super::super::naming::{Warning, warnings_json};
use crate::api::{BaseUrl, PlannedRequest, create_request};
use crate::core::api_key::ProjectId;
use crate::core::domain_name::DomainName;
use crate::core::exit::Exit;
use crate::core::region::Region;

/// Tells the request for one domain.
pub(super) fn one(
    name: &DomainName,
    region: &Region,
    args: &KeyArgs,
    mut warnings: Vec<Warning>,
    output: Output,
) -> Result<Exit, Problem> {
    let place = Place::find(args)?;
    let request = create_request(&place.base, place.project.as_ref(), name, region);
    warnings.extend(place.remark(output));
    output.note("This would be sent, with the key in the header authorization:");
    output.data(|| text(&request), || document(&request, &warnings_json(&warnings)))?;
    Ok(Exit::Done)
}

/// Tells the request for each of several; which of them the project has already is not known without asking.
pub(super) fn several(
    items: &[Item<DomainName>],
    region: &Region,
    args: &KeyArgs,
    output: Output,
) -> Result<Exit, Problem> {
    let place = Place::find(args)?;
    let remark = place.remark(output);
    output.note("This would be sent, with the key in the header authorization, for each that the project lacks:");
    for item in items {
        let request = create_request(&place.base, place.project.as_ref(), &item.what, region);
        let warnings: Vec<Warning> = item.warnings.iter().cloned().chain(remark.clone()).collect();
        output.line(|| text(&request), || document(&request, &warnings_json(&warnings)))?;
    }
    Ok(Exit::Done)
}

/// Where it would be sent to.
struct Place {
    base: BaseUrl,
    project: Option<ProjectId>,
    remark: Option<&'static str>,
}

impl Place {
    fn find(args: &KeyArgs) -> Result<Self, Problem> {
        let base = surroundings::base_url()?;
        let (project, remark) = surroundings::project(&base, args)?;
        Ok(Self { base, project, remark })
    }

    /// What to know of it, said to people.
    fn remark(&self, output: Output) -> Option<Warning> {
        let words = self.remark?;
        output.note(&format!("note: {words}"));
        Some(("project-asked-later", words.to_owned()))
    }
}

/// The request as JSON; `warnings` go with it. The key is no part of a planned request.
fn document(request: &PlannedRequest, warnings: &Value) -> Value {
    let headers: Map<String, Value> =
        request.headers.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    json!({
        "method": request.method,
        "url": request.url,
        "headers": headers,
        "body": body(request),
        "warnings": warnings,
    })
}

/// The request for people, as HTTP has it.
fn text(request: &PlannedRequest) -> String {
    let first = format!("{} {}\n", request.method, request.url);
    let head = request.headers.iter().fold(first, |text, (name, value)| text + name + ": " + value + "\n");
    format!("{head}\n{}\n", request.body)
}

/// The body is JSON that was made here, so it can be read again.
fn body(request: &PlannedRequest) -> Value {
    serde_json::from_str(&request.body).unwrap_or_default()
}
