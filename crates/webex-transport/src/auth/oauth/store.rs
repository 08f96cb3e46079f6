//! Where tokens are kept between runs.

use std::fmt::Debug;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use super::TokenSet;
use crate::BoxError;

/// A boxed future, as a [`TokenStore`] gives it.
pub type StoreFuture<T> = Pin<Box<dyn Future<Output = Result<T, BoxError>> + Send>>;

/// A place for tokens that outlives the process, or does not.
///
/// A new pair is saved before anybody sees it. When that fails, or takes longer than a renewal may, the pair is used from
/// memory, a `tracing` event says so, and it is saved again when calls are made, every ten seconds at most.
pub trait TokenStore: Debug + Send + Sync + 'static {
    /// What was saved last, if anything was.
    fn load(&self) -> StoreFuture<Option<TokenSet>>;

    /// Keeps these tokens, in place of what was there.
    fn save(&self, tokens: TokenSet) -> StoreFuture<()>;
}

/// Keeps tokens for as long as the process lives.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<Option<TokenSet>>);

impl MemoryStore {
    /// An empty one.
    #[must_use]
    pub const fn new() -> Self {
        Self(Mutex::new(None))
    }
}

impl TokenStore for MemoryStore {
    fn load(&self) -> StoreFuture<Option<TokenSet>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Box::pin(ready(Ok(kept.clone())))
    }

    fn save(&self, tokens: TokenSet) -> StoreFuture<()> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(tokens);
        Box::pin(ready(Ok(())))
    }
}

/// The same store behind several handles.
impl<T: TokenStore + ?Sized> TokenStore for std::sync::Arc<T> {
    fn load(&self) -> StoreFuture<Option<TokenSet>> {
        T::load(self)
    }

    fn save(&self, tokens: TokenSet) -> StoreFuture<()> {
        T::save(self, tokens)
    }
}
