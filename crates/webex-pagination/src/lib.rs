//! `Link` headers (RFC 8288) as streams of pages and items, over any tower service.
//!
//! ```
//! use futures_util::TryStreamExt;
//! use http::{Request, Response, header::LINK};
//! use webex_pagination::{BoxError, Pages};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), BoxError> {
//! // Any `Service<Request<B>>` will do: a hyper client, an axum router, a function.
//! let service = tower::service_fn(|request: Request<String>| async move {
//!     let (link, body) = match request.uri().query() {
//!         Some("page=2") => ("", r#"{"items":[3]}"#),
//!         _ => (r#"</numbers?page=2>; rel="next""#, r#"{"items":[1,2]}"#),
//!     };
//!     Response::builder().header(LINK, link).body(body.to_owned())
//! });
//!
//! let first = Request::get("https://api.example/numbers").body(String::new())?;
//! let numbers: Vec<u32> = Pages::new(service, first).items::<u32>().try_collect().await?;
//! assert_eq!(numbers, [1, 2, 3]);
//! # Ok(())
//! # }
//! ```
//!
//! A list is a chain of pages: each answer names the next one in a `Link` header with the relation `next`, until
//! one does not. [`Pages`] walks that chain and yields each [`Page`] as plain data; [`Items`] decodes the pages and
//! yields their records. Both are lazy, own their service, are `Unpin`, and need no runtime of their own.
//!
//! # What a listing does for you
//!
//! - **Empty pages** do not end it; only a page without a next link does.
//! - **One bad record** is one `Err` of kind [`Record`](ErrorKind::Record) with its [`index`](Error::index), and the
//!   stream goes on.
//! - **A failed page** is one `Err`, then `None`, so that a loop which logs and continues does not spin.
//!   [`Items::resume`] asks for that page again; nothing is lost and nothing comes twice.
//! - **A next link to another origin** (scheme, host, port) is an error, before any lookup or connection: no header of
//!   the first request, and so no token, leaves for a host that only the answer named. See [`Pages::allow_origin`].
//! - **A loop** is an error, after each of its pages was delivered, in constant memory.
//! - **[Prefetch](Pages::prefetch)** has the next page under way while you work on this one.
//! - **A [`Cursor`]** names where a listing stands; written down, it goes on from there in another process.
//! - **[Repair](Pages::repair)** mends links that lose the parameters of the first request.
//!
//! # Features
//!
//! - `tokio` (off): `Pages::prefetch_spawned`, which moves the next page on a task of its own.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod cursor;
mod decode;
mod error;
mod fetch;
mod flight;
mod follow;
mod items;
pub mod link;
mod origin;
mod page;
mod pages;
mod repair;
mod service;
#[cfg(test)]
mod testing;
mod uri;
mod visited;

pub use self::{
    cursor::Cursor,
    error::{BoxError, Error, ErrorKind},
    items::Items,
    page::Page,
    pages::Pages,
    service::HttpService,
};
