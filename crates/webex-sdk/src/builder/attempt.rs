//! All layers, over a transport of some type.

use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use tower::ServiceBuilder;
use tower::util::BoxCloneSyncService;
use tower_layer::Layer;
use tower_service::Service;
use webex_transport::auth::TokenService;
use webex_transport::{
    AuthLayer, BaseUriLayer, Body, BoxError, CollectLayer, Credentials, DeadlineLayer, Error,
    ErrorLayer, GateLayer, HeadersLayer, Origin, RetryAfter, RetryLayer, TimeoutLayer, Token,
    TraceLayer,
};

use super::layers::UserLayers;
use crate::stack::Stack;

/// A fixed token, or what makes credentials once there is a service to ask for tokens through.
pub(super) enum Source {
    Token(Token),
    Credentials(MakeCredentials),
}

pub(super) type MakeCredentials = Box<dyn FnOnce(TokenService) -> Arc<dyn Credentials> + Send>;

/// Around a call and whatever the user's layers do to it.
pub(super) type Whole = (DeadlineLayer, BaseUriLayer);

/// Around all attempts of a call.
pub(super) type Call = (TraceLayer, ErrorLayer, RetryLayer<RetryAfter>, GateLayer);

/// The layers, or what makes them.
pub(super) struct Layers {
    pub(super) timeout: TimeoutLayer,
    pub(super) collect: CollectLayer,
    pub(super) credentials: Source,
    /// Where the token may go.
    pub(super) origin: Origin,
    pub(super) alias: Option<&'static str>,
    pub(super) base: BaseUriLayer,
    pub(super) headers: HeadersLayer,
    pub(super) users: Option<UserLayers>,
    pub(super) retry: RetryLayer<RetryAfter>,
    pub(super) gate: GateLayer,
}

impl Layers {
    /// Puts them over a transport, and takes its type away.
    pub(super) fn over<S, RB>(self, transport: S) -> Result<Stack, Error>
    where
        S: Service<Request<Body>, Response = Response<RB>> + Clone + Send + Sync + 'static,
        S::Future: Send + 'static,
        S::Error: Into<BoxError>,
        RB: http_body::Body<Data = Bytes> + Send + 'static,
        RB::Error: Into<BoxError>,
    {
        // Below everything that counts bytes.
        #[cfg(feature = "gzip")]
        let transport = webex_transport::GzipLayer::new().layer(transport);
        let mut auth = match self.credentials {
            Source::Token(token) => AuthLayer::bearer(token, self.origin)?,
            Source::Credentials(made) => {
                // All that an attempt has, but for the token.
                let tokens = ServiceBuilder::new()
                    .layer(self.base.clone())
                    .layer(self.timeout)
                    .layer(self.collect)
                    .layer(self.headers.clone())
                    .service(transport.clone());
                AuthLayer::new(made(BoxCloneSyncService::new(tokens)), self.origin)?
            }
        };
        if let Some(alias) = self.alias {
            auth = auth.and_origin(alias)?;
        }
        let attempt = ServiceBuilder::new()
            .layer(auth)
            .layer(self.timeout)
            .layer(self.collect)
            .layer(self.headers)
            .service(transport);
        let whole = (DeadlineLayer::new(), self.base);
        let call = (TraceLayer::new(), ErrorLayer::new(), self.retry, self.gate);
        Ok(match self.users {
            // Nothing is boxed between.
            None => Stack::new(whole.layer(call.layer(attempt))),
            Some(users) => (users.between)(users, whole, call, Stack::part(attempt), self.collect),
        })
    }
}
