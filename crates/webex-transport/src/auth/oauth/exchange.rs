//! The token endpoint.

use std::fmt;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Request, Response};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tower::retry::RetryLayer;
use tower::util::BoxCloneSyncService;
use tower::{ServiceBuilder, ServiceExt};
use tower_service::Service;
use webex_models::{AccessToken, Secret};

use super::{Grant, TokenSet};
use crate::{
    Body, BoxError, CallMeta, CollectLayer, Error, ErrorKind, ErrorLayer, RetryAfter, Token,
};

/// Asks for tokens. A refused grant is an error of kind [`ErrorKind::Credentials`], and final.
#[derive(Clone)]
pub(super) struct Exchange {
    service: BoxCloneSyncService<Request<Body>, Response<Body>, Error>,
    client_id: Box<str>,
    client_secret: Secret,
}

impl Exchange {
    pub(super) fn new<S, RB>(service: S, client_id: Box<str>, client_secret: Secret) -> Self
    where
        S: Service<Request<Body>, Response = Response<RB>> + Clone + Send + Sync + 'static,
        S::Future: Send + 'static,
        S::Error: Into<BoxError>,
        RB: http_body::Body<Data = Bytes> + Send + 'static,
        RB::Error: Into<BoxError>,
    {
        let service = ServiceBuilder::new()
            .layer(ErrorLayer::new())
            .layer(RetryLayer::new(RetryAfter::new()))
            .layer(CollectLayer::new().limit(1 << 20))
            .service(service);
        Self {
            service: BoxCloneSyncService::new(service),
            client_id,
            client_secret,
        }
    }

    /// One grant for one pair of tokens, by the deadline in `meta`.
    pub(super) async fn exchange(&self, grant: &Grant, meta: CallMeta) -> Result<TokenSet, Error> {
        let mut form = Form::default();
        match grant {
            Grant::Refresh(token) => {
                form.add("grant_type", "refresh_token");
                form.add("refresh_token", token.expose());
            }
            Grant::Code {
                code,
                redirect_uri,
                verifier,
            } => {
                form.add("grant_type", "authorization_code");
                form.add("code", code.expose());
                form.add("redirect_uri", redirect_uri);
                if let Some(verifier) = verifier {
                    form.add("code_verifier", verifier.expose());
                }
            }
            Grant::Issued => {}
        }
        form.add("client_id", &self.client_id);
        form.add("client_secret", self.client_secret.expose());

        let mut request = Request::new(Body::from(form.0));
        const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");
        request.headers_mut().insert(CONTENT_TYPE, FORM);
        *request.method_mut() = http::Method::POST;
        *request.uri_mut() = http::Uri::from_static("/access_token");
        request.extensions_mut().insert(meta);
        let response = self
            .service
            .clone()
            .oneshot(request)
            .await
            .map_err(refused)?;
        read(response.body().as_bytes().map_or(&[], |body| body), grant)
    }
}

/// Whatever the token endpoint refuses for good is a matter of credentials.
fn refused(error: Error) -> Error {
    let oauth = error.details().and_then(|body| body.error.as_deref());
    let spent = matches!(
        oauth,
        Some("invalid_grant" | "invalid_client" | "unauthorized_client")
    );
    if !spent && !error.is_unauthorized() {
        return error;
    }
    Error::new(ErrorKind::Credentials)
        .with_message(format_args!(
            "the authorisation is no longer good, somebody has to agree again: {}",
            error.message().unwrap_or_default()
        ))
        .with_source(error)
}

fn read(body: &[u8], grant: &Grant) -> Result<TokenSet, Error> {
    let answer: AccessToken = serde_json::from_slice(body).map_err(|_| {
        Error::new(ErrorKind::Decode)
            .with_message("the token endpoint's answer is not what it should be")
    })?;
    let mut tokens = TokenSet::try_from(answer)?;
    // What cannot be sent is no token: better said now than at each call.
    Token::new(tokens.access_token.expose())?;
    // An answer without one leaves the old one good.
    if let (None, Grant::Refresh(token)) = (&tokens.refresh_token, grant) {
        tokens.refresh_token = Some(token.clone());
    }
    Ok(tokens)
}

/// `application/x-www-form-urlencoded`.
#[derive(Default)]
struct Form(String);

impl Form {
    fn add(&mut self, name: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.push_str(name);
        self.0.push('=');
        self.0.extend(utf8_percent_encode(value, ENCODED));
    }
}

/// All but RFC 3986's unreserved characters.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange").finish_non_exhaustive()
    }
}
