//! Where a key of AWS comes from: its variables, or a profile of its shared files. What those files say of roles and single
//! sign-on is not carried out: `aws configure export-credentials --format env` makes variables of it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use secrecy::SecretString;

use super::signature::AwsKey;
use crate::providers::error::ProviderError;
use crate::providers::variables::{Variables, read_limited};

/// The key and where it comes from.
///
/// # Errors
/// One half of it is missing, or the profile has none.
pub(super) fn find(variables: &Variables<'_>) -> Result<Option<(AwsKey, String)>, ProviderError> {
    if let Some(found) = variables.secret(&["AWS_SECRET_ACCESS_KEY"])? {
        let id = variables.secret(&["AWS_ACCESS_KEY_ID"])?.ok_or_else(|| {
            ProviderError::NoCredentials(format!("AWS_ACCESS_KEY_ID is missing; it goes with {}", found.source))
        })?;
        let session_token = variables.secret(&["AWS_SESSION_TOKEN"])?.map(|found| found.secret);
        let id = secrecy::ExposeSecret::expose_secret(&id.secret).to_owned();
        return Ok(Some((AwsKey { id, secret: found.secret, session_token }, found.source)));
    }
    let chosen = variables.first(&["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]);
    let profile = chosen.clone().unwrap_or_else(|| "default".to_owned());
    let shared = |variable: &str, name: &str| {
        let path = variables.text(variable).map(PathBuf::from);
        path.or_else(|| Some(variables.home()?.join(".aws").join(name))).and_then(|path| read_limited(&path))
    };
    let credentials = shared("AWS_SHARED_CREDENTIALS_FILE", "credentials").unwrap_or_default();
    let config = shared("AWS_CONFIG_FILE", "config").unwrap_or_default();
    let mut values = section(&config, &[&format!("profile {profile}"), &profile]);
    values.extend(section(&credentials, &[&profile]));
    let source = format!("the AWS profile {profile}");
    let id = values.remove("aws_access_key_id");
    let mut secret = |name: &str| values.remove(name).map(SecretString::from);
    match (id, secret("aws_secret_access_key"), secret("aws_session_token")) {
        (Some(id), Some(secret), session_token) => Ok(Some((AwsKey { id, secret, session_token }, source))),
        // A profile that was chosen is to be used, or nothing.
        _ if chosen.is_some() => Err(ProviderError::NoCredentials(format!(
            "{source} has no key; run: eval \"$(aws configure export-credentials --profile {profile} --format env)\""
        ))),
        _ => Ok(None),
    }
}

/// The values of the first section of these names.
fn section(text: &str, names: &[&str]) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    let mut is_inside = false;
    for line in text.lines() {
        let line = line.trim();
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            is_inside = names.contains(&name.trim());
        } else if is_inside
            && !line.starts_with(['#', ';'])
            && let Some((name, value)) = line.split_once('=')
        {
            values.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned());
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    /// Id, secret, session token and source.
    type Found = (String, String, Option<String>, String);

    fn find_with(variables: &[(&str, &str)]) -> Result<Option<Found>, ProviderError> {
        let get = |name: &str| variables.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned());
        let found = find(&Variables::new(&get))?;
        Ok(found.map(|(key, source)| {
            let token = key.session_token.map(|token| token.expose_secret().to_owned());
            (key.id, key.secret.expose_secret().to_owned(), token, source)
        }))
    }

    fn found(id: &str, secret: &str, token: Option<&str>, source: &str) -> Found {
        (id.to_owned(), secret.to_owned(), token.map(str::to_owned), source.to_owned())
    }

    #[test]
    fn variables_win_over_a_profile() {
        let variables = [
            ("AWS_ACCESS_KEY_ID", "AKID"),
            ("AWS_SECRET_ACCESS_KEY", "s"),
            ("AWS_SESSION_TOKEN", "t"),
            ("AWS_PROFILE", "x"),
        ];
        assert_eq!(find_with(&variables), Ok(Some(found("AKID", "s", Some("t"), "AWS_SECRET_ACCESS_KEY"))));
        assert!(matches!(find_with(&[("AWS_SECRET_ACCESS_KEY", "s")]), Err(ProviderError::NoCredentials(_))));
    }

    #[test]
    fn a_profile_is_read_from_the_shared_files() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("credentials");
        std::fs::write(
            &path,
            "[default]\naws_access_key_id = A\naws_secret_access_key = B\n\n# other\n[mail]\naws_access_key_id=C\n\
             aws_secret_access_key=D=\naws_session_token = E\n[empty]\n",
        )
        .expect("written");
        let path = path.display().to_string();
        let with = |profile: &str| {
            let file = ("AWS_SHARED_CREDENTIALS_FILE", path.as_str());
            find_with(&[file, ("AWS_CONFIG_FILE", "/nowhere"), ("AWS_PROFILE", profile)])
        };
        assert_eq!(with(""), Ok(Some(found("A", "B", None, "the AWS profile default"))));
        assert_eq!(with("mail"), Ok(Some(found("C", "D=", Some("E"), "the AWS profile mail"))));
        assert!(
            matches!(with("empty"), Err(ProviderError::NoCredentials(words)) if words.contains("export-credentials"))
        );
        assert_eq!(
            find_with(&[("AWS_SHARED_CREDENTIALS_FILE", "/nowhere"), ("AWS_CONFIG_FILE", "/nowhere")]),
            Ok(None)
        );
    }
}
