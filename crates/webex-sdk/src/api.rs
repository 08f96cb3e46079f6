//! The connection object.

use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::{Method, Request, Response, Uri};
use tokio::time::Instant;
use tower_service::Service;
use webex_transport::{BaseUriLayer, Body, CallMeta, Error, Origin, Token};

use crate::builder::WebexApiBuilder;
use crate::call::{Call, CallFuture, Unopened};
use crate::endpoint::{Answer, Endpoint, ListEndpoint, OwnOrigin, Parts};
use crate::list::List;
use crate::raw::RawCall;
use crate::stack::Stack;

/// Of a call, where none was set.
const DEADLINE: Duration = Duration::from_secs(600);

/// A connection to Webex: cheap to clone, `Send`, `Sync`, and of one concrete type, whatever it is built of.
///
/// Clones share the connections, the rate limit gate and the retry budget.
///
/// ```
/// use webex_sdk::WebexApi;
///
/// # fn main() -> webex_sdk::Result<()> {
/// let api = WebexApi::builder().token("a-token").build()?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct WebexApi {
    shared: Arc<Shared>,
    token: Option<Token>,
}

pub(crate) struct Shared {
    pub(crate) stack: Stack,
    pub(crate) base: BaseUriLayer,
    /// Other origins that the next link of a list may name.
    pub(crate) aliases: Vec<Uri>,
    /// Of each call, where it was set.
    pub(crate) deadline: Option<Duration>,
}

/// In a request's extensions: how long each call of its list may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Within(pub(crate) Duration);

impl WebexApi {
    /// Takes token, base URL and proxies from the environment; see [`WebexApiBuilder::env`] for the variables.
    ///
    /// # Errors
    ///
    /// When no variable holds a token (the error names them), or one holds what cannot be a token, a URL or a proxy.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().env().build()
    }

    /// Every option, with its default.
    pub fn builder() -> WebexApiBuilder {
        WebexApiBuilder::new()
    }

    pub(crate) fn new(shared: Shared) -> Self {
        Self {
            shared: Arc::new(shared),
            token: None,
        }
    }

    /// The same connection for another token: same connections and layers, own place at the rate limit gate.
    ///
    /// For services that act for many users.
    #[must_use]
    pub fn with_token(&self, token: Token) -> Self {
        Self {
            shared: self.shared.clone(),
            token: Some(token),
        }
    }

    /// A call to an endpoint of your own. It passes the same layers as every other.
    pub fn call<E: Endpoint>(&self, endpoint: E) -> Call<E> {
        Call::new(self.clone(), endpoint)
    }

    /// A list from an endpoint of your own.
    pub fn list<E: ListEndpoint>(&self, endpoint: E) -> List<E> {
        List::new(self.clone(), endpoint)
    }

    /// A call without a type: any method, any path below the base URL, any body, and JSON or a type that you name.
    ///
    /// ```no_run
    /// # use webex_sdk::models::Room;
    /// # use webex_sdk::prelude::*;
    /// # async fn demo(api: WebexApi) -> webex_sdk::Result<()> {
    /// let body = serde_json::json!({ "roomId": "..." });
    /// let pin: serde_json::Value = api.request(Method::POST, "/rooms/pins").json(&body).await?;
    /// let room = api.request(Method::GET, "/rooms/pins/first").output::<Room>().await?;
    /// # Ok(()) }
    /// ```
    pub fn request(&self, method: Method, path: &str) -> RawCall {
        RawCall::new(self.clone(), method, path)
    }

    /// Sends a request through all layers, with a deadline where it has none.
    pub(crate) fn send<T: Answer>(&self, parts: Parts) -> CallFuture<T> {
        let moves_deadline = parts.meta().ends_at().is_none() && self.shared.deadline.is_none();
        let parts = parts.with_meta(|meta| self.stamped(meta.streams(T::STREAMS), None));
        match parts.split(Some(&self.shared.base)) {
            Ok((request, form)) => {
                let form = form.map(|form| Unopened {
                    form,
                    moves_deadline,
                });
                self.send_stamped(request, form, T::from_response)
            }
            Err(error) => CallFuture::failed(error),
        }
    }

    fn send_stamped<T>(
        &self,
        request: Request<Body>,
        form: Option<Unopened>,
        decode: fn(Response<Body>) -> Result<T, Error>,
    ) -> CallFuture<T> {
        if self.is_foreign(&request) {
            let error = Error::invalid_input("the URL is not one of the API's own");
            return CallFuture::failed(error.of_call(
                request.extensions().get().unwrap_or(&CallMeta::default()),
                request.method(),
            ));
        }
        CallFuture::new(&self.shared.stack, request, form, decode)
    }

    /// How long a call may take that says nothing of it.
    pub(crate) fn within(&self) -> Duration {
        self.shared.deadline.unwrap_or(DEADLINE)
    }

    /// With this call's token and deadline.
    fn stamped(&self, mut meta: CallMeta, within: Option<Duration>) -> CallMeta {
        if meta.ends_at().is_none() {
            meta = match within.or(self.shared.deadline) {
                Some(time) => meta.deadline(after(time)),
                None => with_time_to_send(meta, after(DEADLINE)),
            };
        }
        match &self.token {
            Some(token) if meta.own_token().is_none() => meta.token(token.clone()),
            _ => meta,
        }
    }

    pub(crate) fn absolute(&self, uri: Uri) -> Uri {
        self.shared.base.absolute(uri)
    }

    /// Whether a request that is for the API alone would go elsewhere.
    fn is_foreign(&self, request: &Request<Body>) -> bool {
        if request.extensions().get::<OwnOrigin>().is_none() {
            return false;
        }
        let to = self.absolute(request.uri().clone());
        let own = self.shared.base.origin();
        let aliases = self.aliases().iter().filter_map(Origin::of);
        !own.into_iter()
            .chain(aliases)
            .any(|origin| origin.contains(&to))
    }

    pub(crate) fn aliases(&self) -> &[Uri] {
        &self.shared.aliases
    }
}

/// Moves a deadline that nobody set by what the body takes to send, where it is known how much that is.
pub(crate) fn with_time_to_send(meta: CallMeta, deadline: Instant) -> CallMeta {
    let later = deadline.checked_add(meta.longer());
    meta.deadline(later.unwrap_or(deadline))
}

/// A moment from now; one too far to be reckoned is in thirty years.
pub(crate) fn after(time: Duration) -> Instant {
    const FAR: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);
    Instant::now() + time.min(FAR)
}

/// The connection as a tower service: what lists send their pages through, and what a stack of your own can end in.
impl Service<Request<Body>> for WebexApi {
    type Response = Response<Body>;
    type Error = Error;
    type Future = CallFuture<Response<Body>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(())) // each call readies a clone of the stack in its own future
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let within = request.extensions().get().map(|Within(time)| *time);
        let meta = request.extensions_mut().get_or_insert_default::<CallMeta>();
        let own = match meta.attempts() {
            0 => meta.clone(),
            _ => meta.clone().for_another(), // the next page of a list
        };
        *meta = self.stamped(own, within);
        self.send_stamped(request, None, Ok)
    }
}

impl fmt::Debug for WebexApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebexApi")
            .field("base", &self.absolute(Uri::default()))
            .field("own_token", &self.token.is_some())
            .finish_non_exhaustive()
    }
}
