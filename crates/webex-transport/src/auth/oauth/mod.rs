//! OAuth: an access token that renews itself.
//!
//! [`OAuth`] describes it: who the integration is, and what it has to begin with (a refresh token, or the code of a user
//! who just agreed). [`OAuth::over`] gives it a service to ask for tokens through, and makes [`Credentials`] of it; the
//! facade does that with its own connections, so that tokens are asked for through the same proxy and TLS as all else.
//!
//! * The token is renewed when a tenth of its life is left, a day at most, with jitter, while the old one is still served;
//!   and when the service refuses it.
//! * One renewal serves all clones and callers. It runs in a task of its own, with a time limit of its own, so that no
//!   caller's end can lose a refresh token that was just replaced.
//! * When a renewal fails, the token that is still valid is served, and the next try waits a while, longer each time, or as
//!   long as it is told to, up to 5 minutes. A token that the service has refused is not served meanwhile.
//! * `invalid_grant` is final: somebody has to agree again. Until then the last token is served, even a refused one, for as
//!   long as it lives.
//! * A new pair of tokens is given to the [`TokenStore`] before anybody sees it.
//!
//! [`Refreshing::issued_by`] does the same for tokens that are had otherwise, such as those of guests.
//!
//! Times and form are those that Webex documents: access tokens live for 14 days, refresh tokens for 90, and using one may
//! or may not replace it.

mod exchange;
mod file_store;
mod hook;
#[cfg(all(test, model_check))]
mod model;
mod refresh;
mod renewal;
mod source;
mod state;
mod store;
#[cfg(test)]
mod tests;
mod token_set;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use tower_service::Service;
use webex_models::Secret;

use self::exchange::Exchange;
pub use self::file_store::FileStore;
pub use self::hook::{OnRenewal, Renewal};
pub use self::refresh::Refreshing;
use self::source::Source;
pub(super) use self::state::FAR;
pub use self::store::{MemoryStore, StoreFuture, TokenStore};
pub use self::token_set::TokenSet;
use super::{IntoCredentials, TokenService};
use crate::{Body, BoxError, Credentials};

/// An integration's way to its tokens.
///
/// ```
/// use webex_transport::auth::oauth::{FileStore, OAuth};
///
/// let oauth = OAuth::refresh("client id", "client secret", "refresh token")
///     .store(FileStore::at("tokens.json"));
/// ```
#[derive(Clone, Debug)]
pub struct OAuth {
    client_id: Box<str>,
    client_secret: Secret,
    grant: Grant,
    store: Arc<dyn TokenStore>,
    timeout: Duration,
    on_renewal: OnRenewal,
}

/// What there is to begin with.
#[derive(Clone, Debug)]
enum Grant {
    Refresh(Secret),
    Code {
        code: Secret,
        redirect_uri: Box<str>,
        verifier: Option<Secret>,
    },
    /// Nothing: a function knows how.
    Issued,
}

impl OAuth {
    /// With a refresh token. One that the store has from an earlier run goes before it.
    pub fn refresh(
        client_id: impl Into<Box<str>>,
        client_secret: impl Into<Secret>,
        refresh_token: impl Into<Secret>,
    ) -> Self {
        Self::new(
            client_id.into(),
            client_secret.into(),
            Grant::Refresh(refresh_token.into()),
        )
    }

    /// With the code that a user's agreement came back with. It is good once and for minutes; what the store has from an
    /// earlier run goes before it.
    pub fn code(
        client_id: impl Into<Box<str>>,
        client_secret: impl Into<Secret>,
        code: impl Into<Secret>,
        redirect_uri: impl Into<Box<str>>,
    ) -> Self {
        let grant = Grant::Code {
            code: code.into(),
            redirect_uri: redirect_uri.into(),
            verifier: None,
        };
        Self::new(client_id.into(), client_secret.into(), grant)
    }

    fn new(client_id: Box<str>, client_secret: Secret, grant: Grant) -> Self {
        Self {
            client_id,
            client_secret,
            grant,
            store: Arc::new(MemoryStore::new()),
            timeout: Duration::from_secs(30),
            on_renewal: OnRenewal::default(),
        }
    }

    /// The verifier of PKCE, whose challenge the user's agreement was asked with. Of use with a code only.
    #[must_use]
    pub fn code_verifier(mut self, verifier: impl Into<Secret>) -> Self {
        if let Grant::Code { verifier: own, .. } = &mut self.grant {
            *own = Some(verifier.into());
        }
        self
    }

    /// Where the tokens are kept between runs. Default: in memory, that is, nowhere.
    #[must_use]
    pub fn store(mut self, store: impl TokenStore) -> Self {
        self.store = Arc::new(store);
        self
    }

    /// How long asking for new tokens may take, its waits included, and how long the store may take to keep them. Default:
    /// 30 s.
    #[must_use]
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// What is told of each renewal. (A `tracing` event tells of those that fail in any case.)
    #[must_use]
    pub fn on_renewal(mut self, hook: OnRenewal) -> Self {
        self.on_renewal = hook;
        self
    }

    /// Credentials that ask this service for tokens: its requests are `POST /access_token`, relative to the API's base.
    ///
    /// It must be one without these credentials in it: the layers below them, with a base URI. What is sent there is the
    /// client secret and the refresh token, and where that is the service alone knows: its base must be https, or this
    /// machine itself ([`Origin::is_confidential`](crate::Origin::is_confidential) tells), as [`AuthLayer`](crate::AuthLayer)
    /// checks it for access tokens.
    pub fn over<S, RB>(self, service: S) -> Refreshing
    where
        S: Service<Request<Body>, Response = Response<RB>> + Clone + Send + Sync + 'static,
        S::Future: Send + 'static,
        S::Error: Into<BoxError>,
        RB: http_body::Body<Data = Bytes> + Send + 'static,
        RB::Error: Into<BoxError>,
    {
        let exchange = Exchange::new(service, self.client_id, self.client_secret);
        Refreshing::new(
            Source::Endpoint(exchange),
            self.grant,
            self.store,
            self.timeout,
            self.on_renewal,
        )
    }
}

impl IntoCredentials for OAuth {
    fn into_credentials(self, service: TokenService) -> Arc<dyn Credentials> {
        Arc::new(self.over(service))
    }
}
