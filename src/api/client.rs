//! The HTTP client: each call sends one request and decodes its response.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::header::{ACCEPT_ENCODING, HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::{Method, Response, StatusCode};
use tokio::sync::OnceCell;

use super::base_url::BaseUrl;
use super::http_client::{self, HttpClient};
use super::limits::Limits;
use super::rate_limiter::{MAX_PER_WINDOW, RateLimiter, RequestPriority, WINDOW};
use super::request::{self, PlannedRequest};
use super::request_trace::RequestTrace;
use super::wire::BodyError;
use super::{body, error_response, proxy_refusal, transport_error, wire};
use crate::core::api_error::{ApiError, Obstacle};
use crate::core::api_key::{ApiKey, Credentials, Project};
use crate::core::domain::{DomainId, SendingDomain};
use crate::core::domain_name::DomainName;
use crate::core::operation::Operation;
use crate::core::redaction::SentKeys;
use crate::core::region::Region;
use crate::core::retry_policy::RequestTimeout;
use crate::ports::{Api, RequestObserver, RequestPacer};

/// AutoSend's domains API over HTTP. Construction is cheap: the first request builds the HTTP client, and does so off
/// the caller's thread.
pub struct ApiClient {
    base: BaseUrl,
    limits: Limits,
    http: OnceCell<HttpClient>,
    rate_limiter: RateLimiter,
    /// Every key that the server was sent by this client.
    sent_keys: Mutex<SentKeys>,
    observer: Option<Arc<dyn RequestObserver>>,
    /// Keeps the rate limit together with other processes.
    pacer: Option<Arc<dyn RequestPacer>>,
}

impl ApiClient {
    /// Creates a client for the API at this base URL.
    pub fn new(base: BaseUrl) -> Self {
        Self::with_limits(base, Limits::default())
    }

    /// Creates a client with other limits than the default ones.
    pub fn with_limits(base: BaseUrl, limits: Limits) -> Self {
        Self {
            base,
            limits,
            http: OnceCell::new(),
            rate_limiter: RateLimiter::default(),
            sent_keys: Mutex::default(),
            observer: None,
            pacer: None,
        }
    }

    /// Reports every request to this observer.
    #[must_use]
    pub fn with_observer(mut self, observer: Option<Arc<dyn RequestObserver>>) -> Self {
        self.observer = observer;
        self
    }

    /// Keeps the rate limit together with other processes.
    #[must_use]
    pub fn with_pacer(mut self, pacer: Option<Arc<dyn RequestPacer>>) -> Self {
        self.pacer = pacer;
        self
    }

    /// The base URL of the API.
    pub const fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// Whether the client trusts the root certificates that are built into the program, because this system has none.
    /// Valid only after [`Self::prepare`] or a request.
    pub fn uses_embedded_roots(&self) -> bool {
        self.http.get().is_some_and(|connection| connection.embedded_roots)
    }

    /// Builds the HTTP client, which the first request would do otherwise: reads certificates and proxy settings. Sends
    /// nothing.
    ///
    /// # Errors
    /// [`ApiError::NotSent`] if the certificates that the environment names cannot be read.
    pub async fn prepare(&self) -> Result<(), ApiError> {
        self.http_client().await.map(|_connection| ())
    }

    /// `GET /account/projects`: the projects that an account key can use.
    ///
    /// # Errors
    /// The errors of every request. The server answers a project key with 403.
    pub async fn list_projects(&self, credentials: &Credentials) -> Result<Vec<Project>, ApiError> {
        self.execute(credentials, request::projects_request(&self.base), async |mut response, keys| {
            let body = body::read_all(&mut response, &self.limits).await;
            let projects = body.and_then(|body| wire::decode_projects(&body, &keys));
            projects.map_err(|error| unsuccessful_response(&response, error))
        })
        .await
        .map_err(ApiError::about_no_domain)
    }

    async fn http_client(&self) -> Result<&HttpClient, ApiError> {
        self.http
            .get_or_try_init(|| async {
                let (base, limits) = (self.base.clone(), self.limits);
                tokio::task::spawn_blocking(move || http_client::build_http_client(&base, &limits))
                    .await
                    .unwrap_or_else(|_gone| Err("could not set up the HTTP client".to_owned()))
                    .map_err(|reason| self.not_sent(&reason))
            })
            .await
    }

    /// Sends one request and decodes its response. `read` gets the keys that the server may repeat in it.
    async fn execute<T, F>(
        &self,
        credentials: &Credentials,
        planned: PlannedRequest,
        read: impl FnOnce(Response, SentKeys) -> F + Send,
    ) -> Result<T, ApiError>
    where
        F: Future<Output = Result<T, ApiError>> + Send,
    {
        let keys = self.add_sent_key(&credentials.key);
        let mut trace = RequestTrace::start(self.observer.as_deref(), &planned, &keys);
        let result = match self.send(credentials, planned, &keys, &mut trace).await {
            Ok(response) => read(response, keys.clone()).await,
            Err(error) => Err(error),
        };
        trace.finish(result)
    }

    /// Adds this key to those that were sent, and returns them all.
    fn add_sent_key(&self, key: &ApiKey) -> SentKeys {
        let mut keys = self.sent_keys.lock().unwrap_or_else(PoisonError::into_inner);
        keys.insert(key);
        keys.clone()
    }

    /// Sends one request and returns a successful response, whose body is not read yet.
    async fn send(
        &self,
        credentials: &Credentials,
        planned: PlannedRequest,
        keys: &SentKeys,
        trace: &mut RequestTrace<'_>,
    ) -> Result<Response, ApiError> {
        let connection = self.http_client().await?;
        let method = Method::from_bytes(planned.method.as_bytes())
            .map_err(|_error| self.not_sent("could not build the request"))?;
        let priority = if method == Method::GET { RequestPriority::Normal } else { RequestPriority::High };
        let mut request = connection
            .client
            .request(method, &planned.url)
            .headers(self.headers(&planned)?)
            .header(ACCEPT_ENCODING, "identity")
            .bearer_auth(credentials.key.expose());
        if !planned.body.is_empty() {
            request = request.body(planned.body);
        }
        self.rate_limiter.acquire(priority).await;
        self.wait_for_other_processes(&credentials.key).await;
        trace.mark_sent();
        let mut response = match request.send().await {
            Ok(response) => response,
            Err(error) => return Err(self.transport_error(&error, connection).await),
        };
        trace.record_head(&response);
        let status = response.status();
        let coding = body::foreign_coding(response.headers());
        if status.is_success() {
            let unreadable = |reason| ApiError::InvalidBody { status: status.as_u16(), reason };
            coding.map_or(Ok(response), |reason| Err(unreadable(reason)))
        } else if status.is_redirection() {
            let target = keys.redact(&self.redirect_host(response.headers())).into_owned().into();
            Err(ApiError::Redirected { status: status.as_u16(), target })
        } else {
            let body = match coding {
                Some(reason) => reason.into_bytes(),
                None => body::read_prefix(&mut response, &self.limits).await,
            };
            // Servers and proxies may echo the request, the key included, in the body and in headers.
            let clean = |text: &str| keys.redact(text).into_owned();
            let body = clean(&String::from_utf8_lossy(&body));
            let mut refusal = error_response::parse(status.as_u16(), response.headers(), body.as_bytes());
            // Redacts the key once more: it may have been written with escapes, which are decoded by now.
            let texts = [&mut refusal.request_id, &mut refusal.code, &mut refusal.message].into_iter().flatten();
            let details =
                refusal.details.iter_mut().flat_map(|detail| detail.field.iter_mut().chain([&mut detail.message]));
            for text in texts.chain(details) {
                *text = clean(text.raw()).into();
            }
            Err(ApiError::ErrorResponse(refusal))
        }
    }

    async fn wait_for_other_processes(&self, key: &ApiKey) {
        let Some(pacer) = self.pacer.clone() else { return };
        let key = key.clone();
        let wait = tokio::task::spawn_blocking(move || pacer.reserve(&key, MAX_PER_WINDOW, WINDOW)).await;
        tokio::time::sleep(wait.unwrap_or_default()).await;
    }

    /// The error of a request without a response. A proxy that was reached is asked why it does not connect.
    async fn transport_error(&self, error: &reqwest::Error, connection: &HttpClient) -> ApiError {
        let error = transport_error::to_api_error(error, &connection.route, &self.limits);
        match (error, &connection.proxy) {
            (ApiError::NotSent { reason, host, obstacle: Obstacle::Unreachable }, Some(proxy)) => {
                // Boxed: it is rare, and would make the future of every request larger.
                let status = Box::pin(proxy_refusal::refusal_status(proxy, self.base.url(), self.limits.connect));
                match status.await {
                    Some(status) => {
                        let reason = proxy_refusal::describe_refusal(status);
                        ApiError::NotSent { reason, host, obstacle: Obstacle::Proxy(status) }
                    }
                    None => ApiError::NotSent { reason, host, obstacle: Obstacle::Unreachable },
                }
            }
            (error, _) => error,
        }
    }

    /// Sends a request whose response is one domain. An answer about another domain is no success.
    async fn request_domain(
        &self,
        credentials: &Credentials,
        planned: PlannedRequest,
        is_asked_for: impl Fn(&SendingDomain) -> bool + Send + Sync,
    ) -> Result<SendingDomain, ApiError> {
        self.execute(credentials, planned, async |mut response, keys| {
            let body = body::read_all(&mut response, &self.limits).await;
            let domain = body.and_then(|body| wire::decode_domain(&body, &keys));
            domain
                .and_then(|domain| if is_asked_for(&domain) { Ok(domain) } else { Err(other_domain(&domain)) })
                .map_err(|error| unsuccessful_response(&response, error))
        })
        .await
    }

    /// Sends a request about the domain with this id, whose response is that domain.
    async fn request_by_id(
        &self,
        credentials: &Credentials,
        planned: Option<PlannedRequest>,
        id: &DomainId,
    ) -> Result<SendingDomain, ApiError> {
        let planned = planned.ok_or_else(|| self.invalid_id())?;
        // Hexadecimal ids are the same in either case.
        let is_asked_for = |domain: &SendingDomain| domain.id.raw().eq_ignore_ascii_case(id.raw());
        self.request_domain(credentials, planned, is_asked_for).await
    }

    fn headers(&self, planned: &PlannedRequest) -> Result<HeaderMap, ApiError> {
        let mut headers = HeaderMap::new();
        for (name, value) in &planned.headers {
            let name = HeaderName::try_from(name).map_err(|_error| self.not_sent("a header name is invalid"))?;
            let value = HeaderValue::try_from(value)
                .map_err(|_error| self.not_sent(&format!("the value of header {name} is invalid")))?;
            headers.insert(name, value);
        }
        Ok(headers)
    }

    /// The host that a redirect points to. The rest of the URL is not shown, because it may hold anything.
    fn redirect_host(&self, headers: &HeaderMap) -> String {
        let target = headers.get(LOCATION).and_then(|location| location.to_str().ok());
        let target = target.and_then(|location| self.base.url().join(location).ok());
        target.as_ref().and_then(url::Url::host_str).unwrap_or_default().to_owned()
    }

    fn invalid_id(&self) -> ApiError {
        self.not_sent("the domain's ID can't be used in a URL")
    }

    fn not_sent(&self, reason: &str) -> ApiError {
        ApiError::NotSent { reason: reason.to_owned(), host: self.base.host().to_owned(), obstacle: Obstacle::Local }
    }
}

impl Api for ApiClient {
    async fn create_domain(
        &self,
        credentials: &Credentials,
        name: &DomainName,
        region: &Region,
    ) -> Result<SendingDomain, ApiError> {
        let planned = request::create_request(&self.base, credentials.request_project(), name, region);
        let created = self.request_domain(credentials, planned, |domain| domain.is_answer_about(name)).await;
        created.map_err(ApiError::about_no_domain)
    }

    async fn list_domains(&self, credentials: &Credentials) -> Result<Vec<SendingDomain>, ApiError> {
        let planned = request::list_request(&self.base, credentials.request_project());
        self.execute(credentials, planned, async |mut response, keys| {
            body::read_list(&mut response, &self.limits, keys)
                .await
                .map_err(|error| unsuccessful_response(&response, error))
        })
        .await
        .map_err(ApiError::about_no_domain)
    }

    async fn fetch_domain(&self, credentials: &Credentials, id: &DomainId) -> Result<SendingDomain, ApiError> {
        let planned = request::fetch_request(&self.base, credentials.request_project(), id);
        self.request_by_id(credentials, planned, id).await
    }

    async fn run_operation(
        &self,
        credentials: &Credentials,
        id: &DomainId,
        operation: Operation,
    ) -> Result<SendingDomain, ApiError> {
        let planned = request::operation_request(&self.base, credentials.request_project(), id, operation);
        self.request_by_id(credentials, planned, id).await
    }

    async fn remove_domain(&self, credentials: &Credentials, id: &DomainId) -> Result<(), ApiError> {
        let planned =
            request::remove_request(&self.base, credentials.request_project(), id).ok_or_else(|| self.invalid_id())?;
        self.execute(credentials, planned, async |mut response, keys| {
            let result = match response.status() {
                StatusCode::NO_CONTENT => Ok(()),
                StatusCode::ACCEPTED => Err("the removal is only announced".into()),
                _ => {
                    let body = body::read_all(&mut response, &self.limits).await;
                    body.and_then(|body| wire::decode_removal(&body, &keys))
                }
            };
            result.map_err(|error| unsuccessful_response(&response, error))
        })
        .await
    }

    fn timeout(&self) -> RequestTimeout {
        self.limits.timeout
    }

    fn connection_note(&self) -> Option<String> {
        self.uses_embedded_roots().then(|| {
            "No system CA certificates found; using the built-in ones. Set SSL_CERT_FILE to override".to_owned()
        })
    }
}

impl fmt::Debug for ApiClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ApiClient")
            .field("base", &self.base)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// The error of a response whose status alone is a success.
fn unsuccessful_response(response: &Response, error: BodyError) -> ApiError {
    let status = response.status().as_u16();
    match error {
        BodyError::Incomplete(reason) => ApiError::Incomplete { status, reason },
        BodyError::EndsEarly(_) if !body::has_known_end(response) => {
            ApiError::Incomplete { status, reason: transport_error::CUT_OFF.to_owned() }
        }
        BodyError::Unusable(reason) | BodyError::EndsEarly(reason) => ApiError::InvalidBody { status, reason },
        BodyError::Refused(members) => {
            ApiError::ErrorResponse(error_response::from_unsuccessful(status, response.headers(), members))
        }
    }
}

fn other_domain(domain: &SendingDomain) -> BodyError {
    BodyError::Unusable(format!("it is about {}, another domain", domain.name.sanitized()))
}
