//! A client for the Webex REST API: one connection object, typed calls, lists that page by themselves, rate limits
//! waited out.
//!
//! ```no_run
//! use futures_util::TryStreamExt;
//! use webex_sdk::prelude::*;
//!
//! # async fn demo() -> webex_sdk::Result<()> {
//! let api = WebexApi::from_env()?; // WEBEX_ACCESS_TOKEN
//! let me = api.people().me().await?;
//!
//! let room = api.rooms().create("Release train").await?;
//! api.messages().create(&room.id).markdown("**Hello**, world").await?;
//!
//! match api.memberships().create(&room.id, &me.id).await {
//!     Err(e) if e.is_conflict() => println!("already in: {e}"), // [409] Conflict - ... [Tracking ID: ...]
//!     other => {
//!         other?;
//!     }
//! }
//!
//! let rooms = api.rooms().list().room_type(RoomType::Group).page_size(100); // recorded, nothing sent yet
//! let mut stream = rooms.stream();
//! while let Some(room) = stream.try_next().await? {
//!     println!("{}", room.title.as_deref().unwrap_or_default());
//! }
//! # Ok(())
//! # }
//! ```
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
#[cfg(feature = "webhook")]
pub mod webhook;

#[doc(no_inline)]
pub use http;
#[doc(no_inline)]
pub use {webex_models as models, webex_pagination as pagination, webex_transport as transport};

pub use self::api::WebexApi;
pub use self::builder::WebexApiBuilder;
pub use self::call::{Call, CallFuture};
pub use self::endpoint::{Answer, Endpoint, ListEndpoint, Parts};
pub use self::list::{Items, List, Pages};
pub use self::raw::RawCall;
#[cfg(feature = "webhook")]
pub use self::webhook::WebhookReceiver;
#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
pub use webex_transport::Tls;
pub use webex_transport::{Body, BoxError, Error, ErrorKind, Proxy, TimeoutPhase, Token};

/// The result of a call.
pub type Result<T, E = Error> = std::result::Result<T, E>;
