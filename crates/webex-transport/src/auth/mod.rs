//! The bearer token, for the origins it was given and no others.

mod credentials;
mod failure;
mod future;
pub mod oauth;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{Request, Response};
use tower_layer::Layer;
use tower_service::Service;

use self::credentials::Source;
pub use self::credentials::{Credentials, CredentialsFuture, IntoCredentials, TokenService};
pub use self::future::AuthFuture;
pub(crate) use self::future::TokenReplaced;
use self::future::Watch;
use crate::{BoxError, CallMeta, Error, Origin, Token, classify};

/// Adds `Authorization: Bearer ...` to requests that go to one of its origins.
///
/// The call's own token, in its [`CallMeta`], goes before the layer's. A request to another origin passes without any;
/// so does one that already has an `Authorization` header, and a call that is anonymous.
///
/// It sits inside of the retry, so that each attempt gets the token of its moment. After a 401 it has the credentials
/// replace the token, once a call, and marks the answer; [`RetryAfter`](crate::RetryAfter) then sends the call again.
/// Outside of the attempt's [`TimeoutLayer`](crate::TimeoutLayer), waiting for a token takes none of the attempt's time.
///
/// ```
/// use std::time::Duration;
/// use tower::ServiceBuilder;
/// use webex_transport::{AuthLayer, RetryAfter, RetryLayer, TimeoutLayer, Token};
///
/// let stack = ServiceBuilder::new()
///     .layer(RetryLayer::new(RetryAfter::new()))
///     .layer(AuthLayer::bearer(Token::new("a-token")?, "https://webexapis.com")?)
///     .layer(TimeoutLayer::new(Duration::from_secs(60)));
/// # Ok::<(), webex_transport::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct AuthLayer(Arc<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    source: Source,
    origins: Vec<Origin>,
    timeout: Duration,
}

impl AuthLayer {
    /// One token, for one origin.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) when `origin` is none, or is one that a token must not
    /// go to: plain http to another machine.
    pub fn bearer<O>(token: Token, origin: O) -> Result<Self, Error>
    where
        O: TryInto<Origin>,
        O::Error: Into<Error>,
    {
        Self::of(Source::Token(token), origin)
    }

    /// Whatever token the credentials give, for one origin.
    ///
    /// # Errors
    ///
    /// As [`bearer`](Self::bearer).
    pub fn new<O>(credentials: Arc<dyn Credentials>, origin: O) -> Result<Self, Error>
    where
        O: TryInto<Origin>,
        O::Error: Into<Error>,
    {
        Self::of(Source::Credentials(credentials), origin)
    }

    fn of<O>(source: Source, origin: O) -> Result<Self, Error>
    where
        O: TryInto<Origin>,
        O::Error: Into<Error>,
    {
        let inner = Inner {
            source,
            origins: Vec::new(),
            timeout: Duration::from_secs(60),
        };
        Self(Arc::new(inner)).and_origin(origin)
    }

    /// How long a call may wait for its credentials to give a token, within its deadline. Default: 60 s, which is more
    /// than [`OAuth`](oauth::OAuth) takes to ask for one.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        Arc::make_mut(&mut self.0).timeout = timeout;
        self
    }

    /// One more origin, such as another name of the same service.
    ///
    /// # Errors
    ///
    /// As for the first.
    pub fn and_origin<O>(mut self, origin: O) -> Result<Self, Error>
    where
        O: TryInto<Origin>,
        O::Error: Into<Error>,
    {
        let origin = origin.try_into().map_err(Into::into)?;
        if !origin.is_confidential() {
            return Err(Error::invalid_input(format_args!(
                "a token does not go over http to another machine: {origin}"
            )));
        }
        Arc::make_mut(&mut self.0).origins.push(origin);
        Ok(self)
    }
}

impl<S> Layer<S> for AuthLayer {
    type Service = Auth<S>;

    fn layer(&self, inner: S) -> Auth<S> {
        Auth {
            inner,
            auth: self.0.clone(),
        }
    }
}

/// The service of [`AuthLayer`].
#[derive(Clone, Debug)]
pub struct Auth<S> {
    inner: S,
    auth: Arc<Inner>,
}

impl<S> Auth<S> {
    inner_access!();
}

impl<S, B, RB> Service<Request<B>> for Auth<S>
where
    S: Service<Request<B>, Response = Response<RB>> + Clone,
    S::Error: Into<BoxError>,
{
    type Response = Response<RB>;
    type Error = Error;
    type Future = AuthFuture<S, Request<B>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(cx).map_err(classify)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let trusted = self
            .auth
            .origins
            .iter()
            .any(|origin| origin.contains(request.uri()));
        let anonymous = request
            .extensions()
            .get()
            .is_some_and(CallMeta::is_anonymous);
        if !trusted || anonymous || request.headers().contains_key(AUTHORIZATION) {
            return AuthFuture::sent(self.inner.call(request));
        }
        let own = request.extensions().get().and_then(CallMeta::own_token);
        let credentials = match (own, &self.auth.source) {
            (Some(token), _) | (None, Source::Token(token)) => {
                let header = token.header().clone();
                request.headers_mut().insert(AUTHORIZATION, header);
                return AuthFuture::sent(self.inner.call(request));
            }
            (None, Source::Credentials(credentials)) => credentials.clone(),
        };
        // One 401 a call has its token replaced.
        let meta = CallMeta::of(request.extensions_mut());
        let mut watch = Watch {
            token: None,
            credentials,
            counts: meta.counts(),
            timeout: self.auth.timeout,
            ends_at: meta.ends_at(),
        };
        match watch.credentials.at_hand() {
            Some(token) => {
                let header = token.header().clone();
                request.headers_mut().insert(AUTHORIZATION, header);
                watch.token = Some(token);
                AuthFuture::sent(self.inner.call(request)).watched(watch)
            }
            None => {
                // Waiting for a token must not keep what the inner service reserved for a readied clone.
                let fresh = self.inner.clone();
                self.inner = fresh.clone();
                AuthFuture::asking(watch, fresh, request)
            }
        }
    }
}
