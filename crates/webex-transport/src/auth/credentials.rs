//! Where tokens come from.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use http::{Request, Response};
use tower::util::BoxCloneSyncService;

use crate::{Body, Error, Token};

/// A boxed future, as [`Credentials`] give it.
pub type CredentialsFuture<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

/// A source of tokens. Any function that returns a future of a [`Token`] is one.
///
/// An error of kind [`Credentials`](crate::ErrorKind::Credentials) is the call's. Any other becomes the source of one of kind
/// [`Unsent`](crate::ErrorKind::Unsent), for the call did not leave: it is tried again if the error may pass.
///
/// ```
/// use webex_transport::{Credentials, CredentialsFuture, Error, Token};
///
/// struct Vault;
///
/// impl Credentials for Vault {
///     fn token(&self) -> CredentialsFuture<Token> {
///         Box::pin(async { Token::new(ask_the_vault().await) })
///     }
/// }
/// # async fn ask_the_vault() -> String { String::new() }
/// ```
pub trait Credentials: Send + Sync + 'static {
    /// A token for the next attempt.
    fn token(&self) -> CredentialsFuture<Token>;

    /// The token, where it is at hand without waiting. The default has none.
    fn at_hand(&self) -> Option<Token> {
        None
    }

    /// The service refused this token with 401. `true` when [`token`](Self::token) now gives another, so that sending
    /// again is worth it. The default has no other.
    ///
    /// Each call reports one refusal at most. Whoever renews should do so for a refusal once in a while only: a service
    /// that refuses every token would cost one renewal a call.
    fn refused(&self, token: Token) -> CredentialsFuture<bool> {
        let _ = token;
        Box::pin(std::future::ready(Ok(false)))
    }
}

impl<F, Fut> Credentials for F
where
    F: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<Token, Error>> + Send + 'static,
{
    fn token(&self) -> CredentialsFuture<Token> {
        Box::pin(self())
    }
}

impl<C: Credentials + ?Sized> Credentials for Arc<C> {
    fn token(&self) -> CredentialsFuture<Token> {
        C::token(self)
    }

    fn at_hand(&self) -> Option<Token> {
        C::at_hand(self)
    }

    fn refused(&self, token: Token) -> CredentialsFuture<bool> {
        C::refused(self, token)
    }
}

/// A service that [`OAuth`](super::oauth::OAuth) may ask for tokens through, without its type.
pub type TokenService = BoxCloneSyncService<Request<Body>, Response<Body>, Error>;

/// What a facade takes for credentials: any [`Credentials`], or an [`OAuth`](super::oauth::OAuth) that still lacks its
/// service.
pub trait IntoCredentials {
    /// The credentials, asking for tokens through this service if they ask for any.
    fn into_credentials(self, service: TokenService) -> Arc<dyn Credentials>;
}

impl<C: Credentials> IntoCredentials for C {
    fn into_credentials(self, _: TokenService) -> Arc<dyn Credentials> {
        Arc::new(self)
    }
}

/// A fixed token, or something to ask for one.
#[derive(Clone)]
pub(crate) enum Source {
    Token(Token),
    Credentials(Arc<dyn Credentials>),
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Token(_) => "Token(..)",
            Self::Credentials(_) => "Credentials(..)",
        })
    }
}
