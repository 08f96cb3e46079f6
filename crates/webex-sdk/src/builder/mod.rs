//! Every option of a connection, with its default.

mod attempt;
mod env;
mod layers;
mod wire;

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, Uri};
use tower_layer::Layer;
use tower_service::Service;
use webex_models::Secret;
use webex_transport::auth::IntoCredentials;
use webex_transport::auth::oauth::OAuth;
use webex_transport::{
    BaseUriLayer, Body, BoxError, CollectLayer, Error, GateLayer, HeadersLayer, OnWait, RetryAfter,
    RetryLayer, TimeoutLayer, Token, Wait,
};

use self::attempt::{Layers, MakeCredentials, Source};
use self::layers::UserLayers;
use self::wire::Wire;
use crate::api::{Shared, WebexApi};
use crate::stack::Stack;

/// Where Webex is, unless told otherwise.
pub(crate) const WEBEX: &str = "https://webexapis.com/v1";
/// An older name of the same service, which its next links have been said to use.
const WEBEX_ALIAS: &str = "https://api.ciscospark.com";

/// Makes a [`WebexApi`].
///
/// | option | default |
/// |---|---|
/// | [`token`](Self::token), or [`credentials`](Self::credentials) | none: without either, `build` is an error |
/// | [`base_url`](Self::base_url) | `https://webexapis.com/v1`; links and URLs of files may name `https://api.ciscospark.com` then, an older name of it, and get the token there, too |
/// | [`timeout`](Self::timeout), of one attempt | 60 s |
/// | [`connect_timeout`](Self::connect_timeout) | 10 s |
/// | [`deadline`](Self::deadline), of a call with all its waits | 10 min, and for a file a second more for each 128 KiB |
/// | [`wait_on_rate_limit`](Self::wait_on_rate_limit) | yes |
/// | [`max_retry_after`](Self::max_retry_after) | 5 min; a longer wait is an error at once, with the wait inside |
/// | [`max_attempts`](Self::max_attempts), of a call that meets faults | 4 |
/// | [`body_limit`](Self::body_limit), of an answer that is not streamed | 16 MiB |
/// | [`user_agent`](Self::user_agent) | this crate's |
/// | `metrics`, with the feature of that name | nothing is counted |
/// | [`layer`](Self::layer), [`attempt_layer`](Self::attempt_layer) | none |
/// | [`transport`](Self::transport) | hyper over TCP and TLS, with a pool of its own |
/// | [`proxy`](Self::proxy) | none, and with [`env`](Self::env) those of the environment |
/// | [`tls`](Self::tls) | the platform's roots |
///
/// Building needs no runtime, reads no clock, and opens nothing; only [`env`](Self::env) reads the environment.
#[must_use]
pub struct WebexApiBuilder {
    token: Option<Result<Token, Error>>,
    credentials: Option<MakeCredentials>,
    base_url: Option<String>,
    timeout: Duration,
    wire: Wire,
    deadline: Option<Duration>,
    body_limit: usize,
    retry: RetryAfter,
    gate: GateLayer,
    on_wait: OnWait,
    headers: Result<HeadersLayer, Error>,
    users: Option<UserLayers>,
    transport: Option<Transport>,
}

/// Puts the layers over a transport of some type, and takes the type away.
type Transport = Box<dyn FnOnce(Layers) -> Result<Stack, Error> + Send>;

impl WebexApiBuilder {
    pub(crate) fn new() -> Self {
        Self {
            token: None,
            credentials: None,
            base_url: None,
            timeout: Duration::from_secs(60),
            wire: Wire::new(),
            deadline: None,
            body_limit: CollectLayer::DEFAULT_LIMIT,
            retry: RetryAfter::new().alone(),
            gate: GateLayer::new(),
            on_wait: OnWait::default(),
            headers: Ok(HeadersLayer::new()),
            users: None,
            transport: None,
        }
    }

    /// The access token. White space around it, and a scheme in front of it, do not matter.
    pub fn token(mut self, token: impl AsRef<str>) -> Self {
        self.token = Some(Token::new(token));
        self.credentials = None;
        self
    }

    /// Where tokens come from, in place of a fixed [`token`](Self::token): a
    /// [`OAuth`] integration, or [`Credentials`](crate::transport::Credentials) of your own.
    ///
    /// OAuth asks for its tokens at the same base URL and through the same transport as all calls. A call waits for a token
    /// for 60 s at most, which is no time of its attempts.
    pub fn credentials(mut self, credentials: impl IntoCredentials + Send + 'static) -> Self {
        self.credentials = Some(Box::new(|service| credentials.into_credentials(service)));
        self
    }

    /// The code that a user's agreement came back with: it is exchanged at the first call, and the tokens renew themselves.
    ///
    /// For [`credentials`](Self::credentials) with [`OAuth::code`], which has more to set.
    pub fn oauth_code(
        self,
        client_id: impl Into<Box<str>>,
        client_secret: impl Into<Secret>,
        code: impl Into<Secret>,
        redirect_uri: impl Into<Box<str>>,
    ) -> Self {
        self.credentials(OAuth::code(client_id, client_secret, code, redirect_uri))
    }

    /// No token at all, for calls that need none: those that ask for one
    /// ([`access_tokens`](crate::WebexApi::access_tokens)). Every other call is an error of kind
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials), before anything is sent.
    pub fn anonymous(self) -> Self {
        self.credentials(|| std::future::ready(Err(env::no_token())))
    }

    /// Another place for Webex: scheme, host and the path up to the version, with or without a slash at the end. For US
    /// government customers it is `https://api-usgov.webex.com/v1`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// How long one attempt may take, its answer's body included; one that sends a file has a second more for each 128 KiB.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long a call may take in all: attempts, queueing and waits. Each page of a list is a call. Unlike the default, it
    /// is the same for a call that sends a file.
    pub const fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// How many bytes of an answer are read into memory before it is an error.
    pub const fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Whether a 429 is waited out, and calls are paced after it; and a 423, of a file that is being scanned. If not, it is an
    /// error at once, with the wait in [`Error::retry_after`](crate::Error::retry_after).
    pub fn wait_on_rate_limit(mut self, yes: bool) -> Self {
        self.retry = self.retry.wait_on_rate_limit(yes);
        self.gate = self.gate.wait_on_rate_limit(yes);
        self
    }

    /// The longest `Retry-After` that is waited out.
    pub fn max_retry_after(mut self, longest: Duration) -> Self {
        self.retry = self.retry.max_retry_after(longest);
        self
    }

    /// How often a call that meets faults is sent, the first time included.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.retry = self.retry.max_attempts(attempts);
        self
    }

    /// A function that is told of each wait before it begins, after those that were given before. It must not block.
    pub fn on_wait(mut self, hook: impl Fn(&Wait) + Send + Sync + 'static) -> Self {
        self.on_wait = self.on_wait.and(OnWait::new(hook));
        self
    }

    /// Counts and times calls, attempts and waits for the `metrics` crate, under the names in
    /// [`webex_transport::metrics`]. Renewals of tokens are counted with
    /// [`OAuth::on_renewal`].
    #[cfg(feature = "metrics")]
    pub fn metrics(mut self) -> Self {
        use webex_transport::metrics;
        self.on_wait = self.on_wait.and(metrics::waits());
        self.layer(metrics::calls())
            .attempt_layer(metrics::attempts())
    }

    /// The name of your application for the `User-Agent` header, in front of this crate's: `my-bot/1.2`.
    pub fn user_agent(mut self, application: &str) -> Self {
        self.headers = HeadersLayer::new().user_agent(application);
        self
    }

    /// A tower layer around each call: it sees one request and one answer, however often the call is sent. The first one
    /// added is the outermost.
    ///
    /// Its service may have any body and any error.
    pub fn layer<L, RB>(mut self, layer: L) -> Self
    where
        L: Layer<Stack> + Send + 'static,
        L::Service: Service<Request<Body>, Response = Response<RB>> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request<Body>>>::Future: Send + 'static,
        <L::Service as Service<Request<Body>>>::Error: Into<BoxError>,
        RB: http_body::Body<Data = Bytes> + Send + 'static,
        RB::Error: Into<BoxError>,
    {
        let users = self.users.get_or_insert_default();
        users.outer.push(layers::erase(layer));
        self
    }

    /// A tower layer around each attempt: it sees every sending, and every wait of the gate is over before. The first one
    /// added is the outermost.
    ///
    /// Its service may have any body and any error.
    pub fn attempt_layer<L, RB>(mut self, layer: L) -> Self
    where
        L: Layer<Stack> + Send + 'static,
        L::Service: Service<Request<Body>, Response = Response<RB>> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request<Body>>>::Future: Send + 'static,
        <L::Service as Service<Request<Body>>>::Error: Into<BoxError>,
        RB: http_body::Body<Data = Bytes> + Send + 'static,
        RB::Error: Into<BoxError>,
    {
        let users = self.users.get_or_insert_default();
        users.inner.push(layers::erase(layer));
        self
    }

    /// Any service that answers HTTP requests, in place of hyper over TCP: an in-process router, a client of your own.
    ///
    /// Its requests are absolute and have their headers and token; it may have any body and any error. Its errors are
    /// judged by [`classify`](crate::transport::classify): one that it knows nothing of is taken for an unknown outcome.
    ///
    /// Given a clone of one [`HyperTransport`](crate::transport::HyperTransport), several connections share its pool. The
    /// client that a service has already is shared by turning the body into its own:
    ///
    /// ```
    /// use hyper_util::client::legacy::{Client, connect::HttpConnector};
    /// use hyper_util::rt::TokioExecutor;
    /// use http_body_util::combinators::UnsyncBoxBody;
    /// use http_body_util::BodyExt;
    /// use tower::ServiceExt;
    /// use webex_sdk::{Body, BoxError, WebexApi};
    /// # use bytes::Bytes;
    ///
    /// # fn main() -> webex_sdk::Result<()> {
    /// # let client: Client<HttpConnector, UnsyncBoxBody<Bytes, BoxError>> = Client::builder(TokioExecutor::new()).build_http();
    /// let client = client.map_request(|request: http::Request<Body>| {
    ///     request.map(|body| body.map_err(Into::into).boxed_unsync())
    /// });
    /// let api = WebexApi::builder().token("a-token").transport(client).build()?;
    /// # Ok(()) }
    /// ```
    pub fn transport<S, RB>(mut self, service: S) -> Self
    where
        S: Service<Request<Body>, Response = Response<RB>> + Clone + Send + Sync + 'static,
        S::Future: Send + 'static,
        S::Error: Into<BoxError>,
        RB: http_body::Body<Data = Bytes> + Send + 'static,
        RB::Error: Into<BoxError>,
    {
        self.transport = Some(Box::new(|layers| layers.over(service)));
        self
    }

    /// The connection.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials) when there is no token, or it is none; [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) when the base URL or
    /// the user agent is none, when the token would go over plain http to another machine, and when a proxy or TLS option
    /// cannot be used, or not with the transport that is set.
    pub fn build(self) -> Result<WebexApi, Error> {
        let base_url = self.base_url.as_deref().unwrap_or(WEBEX);
        let base = BaseUriLayer::new(base_url)?;
        let origin = base
            .origin()
            .ok_or_else(|| Error::invalid_input("the base URL has no host"))?;
        let alias = (origin == WEBEX.parse()?).then_some(WEBEX_ALIAS);
        let credentials = match self.credentials {
            Some(credentials) => Source::Credentials(credentials),
            None => Source::Token(self.token.unwrap_or_else(|| Err(env::no_token()))?),
        };
        let collect = CollectLayer::new().limit(self.body_limit);
        let layers = Layers {
            timeout: TimeoutLayer::new(self.timeout),
            collect,
            credentials,
            origin,
            alias,
            base: base.clone(),
            headers: self.headers?,
            users: self.users,
            retry: RetryLayer::new(self.retry.on_wait(self.on_wait.clone())),
            gate: self.gate.on_wait(self.on_wait),
        };
        let stack = match self.transport {
            Some(transport) => {
                self.wire.check_unused()?;
                transport(layers)?
            }
            None => layers.over(self.wire.transport()?)?,
        };
        Ok(WebexApi::new(Shared {
            stack,
            base,
            aliases: alias.map(Uri::from_static).into_iter().collect(),
            deadline: self.deadline,
        }))
    }
}

impl fmt::Debug for WebexApiBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebexApiBuilder")
            .field("base_url", &self.base_url)
            .field("token", &self.token)
            .finish_non_exhaustive()
    }
}
