//! The key goes into one header, and is found nowhere else.

use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use autosend_domains::core::api_key::ProjectId;

use super::*;

#[tokio::test]
async fn the_key_is_in_one_header_of_the_request_and_nowhere_else() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(401)).mount(&server).await;
    let client = client(&server.uri());
    let outcome = create_domain(&client).await;
    for shown in [format!("{client:?}"), format!("{client:#?}"), format!("{outcome:?}"), format!("{:?}", credentials())]
    {
        assert!(!shown.contains(KEY), "{shown}");
    }
    let requests = server.received_requests().await.unwrap();
    let request = requests.first().unwrap();
    assert!(!request.url.as_str().contains(KEY) && !String::from_utf8_lossy(&request.body).contains(KEY));
    let holding: Vec<_> = request
        .headers
        .iter()
        .filter(|(_, value)| value.to_str().is_ok_and(|value| value.contains(KEY)))
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(holding, ["authorization"]);
}

#[tokio::test]
async fn no_error_holds_the_key_or_an_address_with_a_path() {
    let mut shown = Vec::new();
    for script in [
        ServerScript::CloseAtOnce,
        ServerScript::AnswerAndClose(Vec::new()),
        ServerScript::AnswerAndClose(b"what?\r\n\r\n".to_vec()),
        ServerScript::AnswerAndHang(Vec::new()),
        ServerScript::AnswerAndClose(http_response("201 Created", "{")),
        ServerScript::AnswerAndClose(http_response("307 Temporary Redirect", "")),
        ServerScript::AnswerAndClose(http_response("500 Internal Server Error", "")),
    ] {
        let server = RawServer::start(script).await;
        shown.push(format!("{:?}", create_domain(&client_with_tight_limits(&server.address)).await.unwrap_err()));
    }
    for shown in shown {
        assert!(!shown.contains(KEY) && !shown.contains("/v1"), "{shown}");
    }
}

#[tokio::test]
async fn an_error_that_echoes_the_key_is_redacted() {
    let body = format!(r#"{{"error":{{"code":"{KEY}","message":"'{KEY}' is unknown, {KEY}!"}}}}"#);
    for body in [body, format!("no key: {KEY}"), format!("{}{KEY}", "x ".repeat(145))] {
        let server = RawServer::start(ServerScript::AnswerAndClose(http_response("403 Forbidden", &body))).await;
        let error = create_domain(&client(&server.address)).await.unwrap_err();
        let words =
            error.error_response().and_then(autosend_domains::core::api_error::ErrorResponse::full_message).unwrap();
        assert!(words.contains("…2key") && !format!("{error:?}").contains("marker"), "{error:?}");
    }
}

#[tokio::test]
async fn a_server_message_is_plain_text() {
    let server =
        RawServer::start(ServerScript::AnswerAndClose(http_response("400 Bad Request", "\u{1b}]52;c;QQ==\u{7}no")))
            .await;
    let error = create_domain(&client(&server.address)).await.unwrap_err();
    let words = error.error_response().and_then(autosend_domains::core::api_error::ErrorResponse::full_message);
    assert_eq!(words.as_deref(), Some("<U+001B>]52;c;QQ==<U+0007>no"));
}

#[tokio::test]
async fn a_header_that_echoes_the_key_is_redacted() {
    for head in [
        format!("403 Forbidden\r\nx-request-id: req-{KEY}"),
        format!("307 Temporary Redirect\r\nlocation: https://{}.example.org/", KEY.replace('_', "-")),
        format!("307 Temporary Redirect\r\nlocation: https://{KEY}.example.org/"),
    ] {
        let server = RawServer::start(ServerScript::AnswerAndClose(http_response(&head, ""))).await;
        let error = create_domain(&client(&server.address)).await.unwrap_err();
        assert!(!format!("{error:?}").to_lowercase().contains(&KEY.to_lowercase()), "{error:?}");
    }
}

#[tokio::test]
async fn only_an_account_key_sends_a_project() {
    for (key, named) in [("AS_project12345", false), ("ASA_account12345", true), ("other-key-12345", true)] {
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(ResponseTemplate::new(401)).mount(&server).await;
        let credentials = Credentials { key: ApiKey::parse(key).unwrap(), project: ProjectId::parse("prj_1").ok() };
        let _ = client(&server.uri()).list_domains(&credentials).await;
        let requests = server.received_requests().await.unwrap();
        assert_eq!(requests[0].headers.contains_key("x-project-id"), named, "{key}");
    }
}

#[tokio::test]
async fn an_escaped_echo_of_the_key_is_redacted() {
    let first = u32::from(KEY.chars().next().unwrap());
    let rest: String = KEY.chars().skip(1).collect();
    let (json, html) = (format!("\\u{first:04x}{rest}"), format!("&#{first};{rest}"));
    let json = format!(
        r#"{{"error":{{"code":"{json}","message":"{json}","details":[{{"field":"{json}","message":"{json}"}}]}}}}"#
    );
    for body in [json, format!("<html><body>{html}</body></html>")] {
        let server = RawServer::start(ServerScript::AnswerAndClose(http_response("403 Forbidden", &body))).await;
        let error = create_domain(&client(&server.address)).await.unwrap_err();
        assert!(error.error_response().is_some() && !format!("{error:?}").contains(KEY), "{error:?}");
    }
}

#[tokio::test]
async fn a_success_that_echoes_a_key_is_redacted() {
    let first = u32::from(KEY.chars().next().unwrap());
    let rest: String = KEY.chars().skip(1).collect();
    for echo in [KEY.to_owned(), KEY.to_uppercase(), format!("\\u{first:04x}{rest}"), format!("x {KEY}, {KEY}")] {
        let domain = format!(
            r#"{{"id":"1 {echo}","domainName":"{echo}.example.com","verificationStatus":"{echo}","regionKey":"{echo}",
            "dnsRecords":{{"{echo}":{{"name":"{echo}","type":"{echo}","value":"{echo}","priority":"{echo}","purpose":"{echo}"}},
            "dkim":[{{"value":["{echo}"]}}]}}}}"#
        );
        let list = format!(r#"{{"data":{{"domains":[{domain}],"projects":[{{"id":"1","name":"{echo}"}}]}}}}"#);
        let one = format!(r#"{{"data":{domain}}}"#);
        let respond = |body: &str| ServerScript::AnswerAndClose(http_response("200 OK", body));
        let address = RawServer::start(respond(&list)).await.address;
        let listed = format!("{:?}", client(&address).list_domains(&credentials()).await.unwrap());
        let address = RawServer::start(respond(&list)).await.address;
        let projects = format!("{:?}", client(&address).list_projects(&credentials()).await.unwrap());
        let address = RawServer::start(respond(&one)).await.address;
        let other = format!("{:?}", create_domain(&client(&address)).await.unwrap_err());
        let named = one.replace(&format!("{echo}.example.com"), "mail.example.com");
        let address = RawServer::start(respond(&named)).await.address;
        let created = format!("{:?}", create_domain(&client(&address)).await.unwrap());
        for decoded in [listed, projects, other, created] {
            assert!(decoded.contains("…2key") || decoded.contains("…2KEY"), "{decoded}");
            assert!(!decoded.to_lowercase().contains("marker"), "{decoded}");
        }
    }
}

#[tokio::test]
async fn an_earlier_key_is_redacted() {
    let server = MockServer::start().await;
    let list = json!({ "data": { "domains": [domain_json("1", KEY)] } });
    Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_json(list)).mount(&server).await;
    let client = client(&server.uri());
    client.list_domains(&credentials()).await.unwrap();
    let other = Credentials { key: ApiKey::parse("AS_another98765").unwrap(), project: None };
    let listed = client.list_domains(&other).await.unwrap();
    assert_eq!(listed[0].name.raw(), "…2key");
}
