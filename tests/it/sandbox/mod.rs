//! The sandbox over real HTTP: its contract, its scenarios and switches, and its connections.

// Told to clippy: helpers of tests may unwrap as tests do.
#![cfg(test)]

mod connections;
mod contract;
mod diagnosis;
mod dns;
mod publishing;
mod resolver;
mod scenarios;
mod switches;
mod verification;

use std::time::{Duration, Instant};

use autosend_domains::sandbox::options::RateLimit;
use autosend_domains::sandbox::{Options, SANDBOX_KEY, Sandbox};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};

/// The longest that anything here may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// A sandbox and a client for it.
struct TestSandbox {
    sandbox: Sandbox,
    client: Client,
    key: &'static str,
}

impl TestSandbox {
    /// With no limit on the rate.
    async fn start_unlimited() -> Self {
        Self::start_with(Options { rate: RateLimit::Off, ..Options::default() }).await
    }

    async fn start_with(options: Options) -> Self {
        // An error means that another test was first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().no_proxy().timeout(TIMEOUT).build().unwrap();
        Self { sandbox: Sandbox::start(options, 0).await.unwrap(), client, key: SANDBOX_KEY }
    }

    /// A request without a key.
    fn request_without_key(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.sandbox.base_url()))
    }

    /// A request as the SDKs send it: a JSON content type on everything.
    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.request_without_key(method, path).bearer_auth(self.key).header("content-type", "application/json")
    }

    async fn send(&self, method: Method, path: &str) -> Response {
        self.request(method, path).send().await.unwrap()
    }

    fn add_request(&self, name: &str) -> RequestBuilder {
        self.request(Method::POST, "/domains").body(json!({ "domain": name }).to_string())
    }

    /// Adds a domain and returns its id.
    async fn add_domain(&self, name: &str) -> String {
        let response = self.add_request(name).send().await.unwrap();
        assert_eq!(response.status(), 201, "{name}");
        json_body(response).await["data"]["id"].as_str().unwrap().to_owned()
    }

    /// The names in the list.
    async fn list_names(&self) -> Vec<String> {
        let list = json_body(self.send(Method::GET, "/domains").await).await;
        let domains = list["data"]["domains"].as_array().unwrap().iter();
        domains.map(|domain| domain["domainName"].as_str().unwrap().to_owned()).collect()
    }
}

async fn json_body(response: Response) -> Value {
    serde_json::from_str(&response.text().await.unwrap()).unwrap()
}

fn header_value<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response.headers().get(name).map(|value| value.to_str().unwrap())
}

/// Asks again and again until the answer is right.
async fn poll_until<T>(mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(start.elapsed() < TIMEOUT, "it never came");
        tokio::task::yield_now().await;
    }
}
