//! A client for the Webex REST API: one connection object, typed calls, lists that page by themselves, rate limits
//! waited out.
//!
//! ```toml
//! [dependencies]
//! webex-sdk = { path = "../webex-sdk/crates/webex-sdk" } # a checkout, or `git = ..`, until it is on crates.io
//! tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
//! futures-util = "0.3" # `try_next`, for lists
//! ```
//!
//! ```no_run
//! use futures_util::TryStreamExt;
//! use webex_sdk::prelude::*;
//!
//! #[tokio::main]
//! async fn main() -> webex_sdk::Result<()> {
//!     let api = WebexApi::from_env()?; // WEBEX_ACCESS_TOKEN
//!     let me = api.people().me().await?;
//!
//!     let room = api.rooms().create("Release train").await?;
//!     api.messages().create(&room.id).markdown("**Hello**, world").await?;
//!
//!     match api.memberships().create(&room.id, &me.id).await {
//!         Err(e) if e.is_conflict() => println!("already in: {e}"), // [409] Conflict - ... [Tracking ID: ...]
//!         other => drop(other?),
//!     }
//!
//!     let rooms = api.rooms().list().room_type(RoomType::Group).page_size(100); // recorded, nothing sent yet
//!     let mut stream = rooms.stream();
//!     while let Some(room) = stream.try_next().await? {
//!         println!("{}", room.title.as_deref().unwrap_or_default());
//!     }
//!     Ok(())
//! }
//! ```
//!
//! A token comes from <https://developer.webex.com>, after a login: that of a bot that is made there, which lasts, or for trying
//! things out the personal one, which acts as yourself and ends after 12 hours. For programs that act for others there is
//! OAuth: [`oauth`].
//!
//! # How it is laid out
//!
//! * [`WebexApi`] is the connection object; [`WebexApi::builder`] has every option and their defaults.
//! * Each resource has a module in [`resources`] and a method of its name: `api.rooms().create(..)`. Required arguments are
//!   positional, optional ones are setters, and `.await` sends the call.
//! * Lists are recorded calls ([`List`]): `stream`, `pages`, `first(n)`, `all`, each of which asks anew.
//! * Files go up by `api.messages().create(..).file(..)` and come down by `api.contents().get(..)`: [`files`].
//! * What the service has and this crate does not: parameters by [`Call::query`] and [`Call::field`], attributes by the
//!   `extra` of every model, whole calls by an [`Endpoint`] of your own or [`WebexApi::request`].
//! * Every error is an [`Error`], with a [`kind`](Error::kind) to decide on.
//! * What Webex sends to webhooks is received by a `WebhookReceiver`, with the feature `webhook`.
//!
//! The layers below are crates of their own, re-exported as [`models`], [`pagination`] and [`transport`].
//!
//! # Features
//!
//! | feature | brings |
//! |---|---|
//! | `ring` (default) | https by rustls, with ring as the provider |
//! | `aws-lc-rs` | https by rustls, with aws-lc-rs as the provider |
//! | `webpki-roots` | Mozilla's root certificates, for machines that have none |
//! | `webhook` | receiving: `WebhookReceiver`, and the module `webhook` |
//! | `guest-issuer` | guests of a guest issuer, the older way |
//! | `gzip` | answers packed with gzip |
//! | `metrics` | counters and clocks for the `metrics` crate: `WebexApiBuilder::metrics` |
//! | `pkce` | Proof Key for Code Exchange, for signing users in: `oauth::Pkce` |
//! | `test-util` | `transport::testing`, which answers by script, records and replays |

mod api;
pub mod builder;
mod call;
pub mod endpoint;
pub mod files;
mod list;
pub mod oauth;
pub mod prelude;
mod raw;
pub mod resources;
mod stack;
#[cfg(feature = "webhook")]
pub mod webhook;

#[doc(no_inline)]
pub use http;
#[doc(no_inline)]
pub use {webex_models as models, webex_pagination as pagination, webex_transport as transport};

pub use self::api::WebexApi;
pub use self::builder::WebexApiBuilder;
pub use self::call::{Call, CallFuture};
pub use self::endpoint::{AllItems, Answer, Endpoint, ListEndpoint, Parts};
pub use self::list::{Items, List, Pages};
pub use self::raw::RawCall;
pub use self::stack::{Stack, StackFuture};
#[cfg(feature = "webhook")]
pub use self::webhook::WebhookReceiver;
#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
pub use webex_transport::Tls;
pub use webex_transport::{Body, BoxError, Error, ErrorKind, Proxy, TimeoutPhase, Token};

/// The result of a call.
pub type Result<T, E = Error> = std::result::Result<T, E>;
