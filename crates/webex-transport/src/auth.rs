//! The bearer token, for the origins it was given and no others.

use std::sync::Arc;
use std::task::{Context, Poll};

use http::Request;
use http::header::AUTHORIZATION;
use tower_layer::Layer;
use tower_service::Service;

use crate::{CallMeta, Error, Origin, Token};

/// Adds `Authorization: Bearer ...` to requests that go to one of its origins.
///
/// The call's own token, in its [`CallMeta`], goes before the layer's. A request to another origin passes without any;
/// so does one that already has an `Authorization` header. It sits inside of the retry, so that each attempt gets the
/// token of its moment.
#[derive(Clone, Debug)]
pub struct AuthLayer(Arc<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    token: Token,
    origins: Vec<Origin>,
}

impl AuthLayer {
    /// One token, for one origin.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) when `origin` is none, or is one that a token must not go to: plain
    /// http to another machine.
    pub fn bearer<O>(token: Token, origin: O) -> Result<Self, Error>
    where
        O: TryInto<Origin>,
        O::Error: Into<Error>,
    {
        let inner = Inner {
            token,
            origins: Vec::new(),
        };
        Self(Arc::new(inner)).and_origin(origin)
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

impl<S, B> Service<Request<B>> for Auth<S>
where
    S: Service<Request<B>>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<B>) -> S::Future {
        let trusted = self
            .auth
            .origins
            .iter()
            .any(|origin| origin.contains(request.uri()));
        if trusted && !request.headers().contains_key(AUTHORIZATION) {
            let own = request.extensions().get().and_then(CallMeta::own_token);
            let value = own.unwrap_or(&self.auth.token).header().clone();
            request.headers_mut().insert(AUTHORIZATION, value);
        }
        self.inner.call(request)
    }
}

#[cfg(test)]
mod tests {
    use tower::ServiceExt;

    use super::*;
    use crate::Body;
    use crate::probe::Probe;

    async fn authorization(uri: &str, meta: Option<CallMeta>) -> Option<String> {
        let probe = Probe::answering([200]);
        let layer =
            AuthLayer::bearer(Token::new("mine").unwrap(), "https://webexapis.com").unwrap();
        let mut request = Request::get(uri).body(Body::empty()).unwrap();
        if let Some(meta) = meta {
            request.extensions_mut().insert(meta);
        }
        layer.layer(probe.clone()).oneshot(request).await.unwrap();
        probe.seen()[0].header("authorization")
    }

    #[tokio::test]
    async fn the_token_goes_to_its_origin() {
        let sent = authorization("https://webexapis.com/v1/rooms", None).await;
        assert_eq!(sent.as_deref(), Some("Bearer mine"));
    }

    #[tokio::test]
    async fn the_token_goes_nowhere_else() {
        for uri in [
            "https://evil.example/v1/rooms",
            "https://webexapis.com.evil.example/",
            "https://webexapis.com:8443/",
            "http://webexapis.com/",
            "https://webexapis.com@evil.example/",
        ] {
            assert_eq!(authorization(uri, None).await, None, "{uri}");
        }
    }

    #[tokio::test]
    async fn a_call_may_bring_its_own() {
        let meta = CallMeta::default().token(Token::new("hers").unwrap());
        let sent = authorization("https://webexapis.com/v1/rooms", Some(meta)).await;
        assert_eq!(sent.as_deref(), Some("Bearer hers"));
    }

    #[test]
    fn no_token_over_plain_http_to_another_machine() {
        let token = Token::new("t").unwrap();
        assert!(AuthLayer::bearer(token.clone(), "http://webexapis.com").is_err());
        assert!(AuthLayer::bearer(token, "http://127.0.0.1:8080").is_ok());
    }
}
