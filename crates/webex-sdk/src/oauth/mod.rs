//! Where a user agrees to what an integration wants to do, and what comes of it.
//!
//! With the feature `pkce`:
//!
#![cfg_attr(feature = "pkce", doc = "```")]
#![cfg_attr(not(feature = "pkce"), doc = "```ignore")]
//! use webex_sdk::oauth::{AuthorizeUrl, Pkce};
//!
//! # fn main() -> webex_sdk::Result<()> {
//! let pkce = Pkce::new()?; // keep it, with the state, until the user comes back
//! let url = AuthorizeUrl::new("client id", "https://bot.example.com/agreed")
//!     .scopes(["spark:people_read", "spark:rooms_read"])
//!     .state("an unguessable text of this session")
//!     .pkce(&pkce)
//!     .to_string();
//! assert!(url.starts_with("https://webexapis.com/v1/authorize?response_type=code&client_id=client%20id&"));
//! # Ok(()) }
//! ```
//!
//! The user comes back to the redirect URI with `code` and `state`. Compare the state; then
//! `builder().credentials(OAuth::code(..).code_verifier(pkce.verifier().clone()))` makes a connection of the code (without
//! PKCE, [`WebexApiBuilder::oauth_code`](crate::WebexApiBuilder::oauth_code) is shorter), or
//! [`access_tokens`](crate::WebexApi::access_tokens) exchanges it by hand.

mod authorize_url;
#[cfg(feature = "pkce")]
mod pkce;

#[doc(no_inline)]
pub use webex_transport::auth::oauth::{FileStore, MemoryStore, OAuth, TokenSet, TokenStore};

pub use self::authorize_url::AuthorizeUrl;
#[cfg(feature = "pkce")]
pub use self::pkce::Pkce;
