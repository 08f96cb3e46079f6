//! Tower layers for the Webex REST API, and a hyper transport under them.
//!
//! Each layer is of use alone, over any `tower::Service<http::Request<B>>`. Together, in this order, they are what
//! `webex-sdk` sends every call through:
//!
//! | layer | what it does |
//! |---|---|
//! | [`DeadlineLayer`] | ends a call by its deadline, whatever it waits for |
//! | [`BaseUriLayer`] | turns `/rooms` into `https://webexapis.com/v1/rooms` |
//! | [`TraceLayer`] | one `tracing` span for a call, whatever it takes to answer it |
//! | [`ErrorLayer`] | turns an answer that is no success into an [`Error`] |
//! | [`RetryLayer`] with [`RetryAfter`] | waits out 429 and 423, backs off from faults, resends only where that is safe |
//! | [`GateLayer`] | slows all callers down while the service is refusing some of them |
//! | [`AuthLayer`] | adds the bearer token, for the origins it was given and no others |
//! | [`TimeoutLayer`] | bounds one attempt |
//! | [`CollectLayer`] | reads the body into memory, up to a limit, so that a reset in the middle is a retryable fault |
//! | [`HeadersLayer`] | `User-Agent`, `Accept`, `TrackingID` |
//!
//! A stack of one's own, over any HTTP client:
//!
//! ```
//! # fn demo<S>(any_http_client: S) -> Result<(), webex_transport::Error>
//! # where S: tower::Service<http::Request<webex_transport::Body>, Response = http::Response<webex_transport::Body>> + Clone,
//! #       S::Error: Into<webex_transport::BoxError> {
//! use tower::ServiceBuilder;
//! use webex_transport::{AuthLayer, BaseUriLayer, ErrorLayer, GateLayer, RetryAfter, RetryLayer, Token};
//!
//! let webex = ServiceBuilder::new()
//!     .layer(BaseUriLayer::new("https://webexapis.com/v1")?)
//!     .layer(ErrorLayer::new())
//!     .layer(RetryLayer::new(RetryAfter::default()))
//!     .layer(GateLayer::new())
//!     .layer(AuthLayer::bearer(Token::new("a-token")?, "https://webexapis.com")?)
//!     .service(any_http_client);
//! # let _ = webex; Ok(())
//! # }
//! ```
//!
//! What the layers know of a call beyond its HTTP request travels in one extension, [`CallMeta`]. A request without it
//! gets the defaults.
//!
//! # Features
//!
//! * `client` (on): [`HyperTransport`], HTTP/1.1 and HTTP/2 by hyper-util.
//! * `gzip`: `GzipLayer`, which asks for packed answers and unpacks them. Without it nothing is asked for packed, and what
//!   comes packed is an error.
//! * `metrics`: hooks that count and time for the `metrics` crate.
//! * `test-util`: for tests of programs that call Webex, a transport that answers by script, and one that records and
//!   replays (`testing`).
//! * `ring` (on) and `aws-lc-rs`: https by rustls, with that cryptography. Both may be on; `ring` is then used, unless
//!   [`Tls::provider`](client::Tls::provider) says otherwise. For the log lines of rustls, depend on it with its feature
//!   `logging`.
//! * `webpki-roots`: Mozilla's root certificates, for `Tls::webpki_roots`.
//! * `webhook`: what Webex sends to a webhook, verified: `webhook::VerifySignatureLayer`. Needs no other feature.

#[macro_use]
mod macros;

pub mod auth;
mod base_uri;
pub mod body;
#[cfg(feature = "client")]
pub mod client;
mod collect;
mod deadline;
mod error;
mod error_layer;
mod fault;
pub mod gate;
#[cfg(feature = "gzip")]
mod gzip;
mod headers;
mod meta;
#[cfg(feature = "metrics")]
pub mod metrics;
mod observe;
mod origin;
#[cfg(test)]
mod probe;
#[cfg(feature = "client")]
pub mod proxy;
pub mod retry;
#[cfg(test)]
mod stack_tests;
mod sync;
#[cfg(feature = "test-util")]
pub mod testing;
mod timeout;
mod token;
mod trace;
mod wait;
#[cfg(feature = "webhook")]
pub mod webhook;

#[doc(no_inline)]
pub use tower::retry::RetryLayer;

pub use self::auth::{Auth, AuthFuture, AuthLayer, Credentials, CredentialsFuture};
pub use self::base_uri::{BaseUri, BaseUriLayer};
pub use self::body::{Body, Resend};
#[cfg(feature = "client")]
pub use self::client::HyperTransport;
#[cfg(feature = "__rustls")]
pub use self::client::Tls;
pub use self::collect::{Collect, CollectFuture, CollectLayer};
pub use self::deadline::{Deadline, DeadlineFuture, DeadlineLayer};
pub use self::error::{BoxError, Error, ErrorKind, TimeoutPhase, classify};
pub use self::error_layer::{ErrorFuture, ErrorLayer, MapErrors};
pub use self::fault::{Fault, FaultFuture, FaultLayer};
pub use self::gate::{Gate, GateFuture, GateLayer};
#[cfg(feature = "gzip")]
pub use self::gzip::{Gzip, GzipFuture, GzipLayer, Unpacked};
pub use self::headers::{Headers, HeadersLayer};
pub use self::meta::CallMeta;
pub use self::observe::{Observe, ObserveFuture, ObserveLayer, Outcome};
pub use self::origin::Origin;
#[cfg(feature = "client")]
pub use self::proxy::{Proxy, ProxyLayer};
pub use self::retry::RetryAfter;
pub use self::timeout::{Timeout, TimeoutFuture, TimeoutLayer};
pub use self::token::Token;
pub use self::trace::{Trace, TraceFuture, TraceLayer};
pub use self::wait::{OnWait, Wait, WaitReason};

/// The result of a fallible operation of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;
