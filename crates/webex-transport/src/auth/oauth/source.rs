//! What a renewal asks for tokens.

use std::fmt;
use std::sync::Arc;

use super::exchange::Exchange;
use super::{Grant, TokenSet};
use crate::auth::CredentialsFuture;
use crate::{CallMeta, Error};

/// The token endpoint, or a function.
pub(super) enum Source {
    Endpoint(Exchange),
    Function(Arc<Issue>),
}

pub(super) type Issue = dyn Fn() -> CredentialsFuture<TokenSet> + Send + Sync;

impl Source {
    pub(super) async fn ask(&self, grant: &Grant, meta: CallMeta) -> Result<TokenSet, Error> {
        match self {
            Self::Endpoint(exchange) => exchange.exchange(grant, meta).await,
            Self::Function(issue) => issue().await,
        }
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Endpoint(_) => "Endpoint(..)",
            Self::Function(_) => "Function(..)",
        })
    }
}
