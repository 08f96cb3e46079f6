//! A page under way: held by the stream, or on a task of its own.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use crate::{Error, HttpService, Page, fetch::Fetch};

/// Boxed, so that it can be moved while under way.
pub(crate) enum Flight<S: HttpService<B>, B> {
    Held(Pin<Box<Fetch<S, B>>>),
    #[cfg(feature = "tokio")]
    Spawned(spawned::Task),
}

impl<S: HttpService<B>, B> Flight<S, B> {
    pub(crate) fn held(fetch: Fetch<S, B>) -> Self {
        Self::Held(Box::pin(fetch))
    }
}

impl<S: HttpService<B>, B> Future for Flight<S, B> {
    type Output = Result<Page, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.get_mut() {
            Self::Held(fetch) => fetch.as_mut().poll(cx),
            #[cfg(feature = "tokio")]
            Self::Spawned(task) => Pin::new(task).poll(cx),
        }
    }
}

#[cfg(feature = "tokio")]
mod spawned {
    use std::{
        future::Future,
        pin::Pin,
        task::{Context, Poll},
    };

    use tokio::{runtime::Handle, task::JoinHandle};

    use super::{Fetch, Flight};
    use crate::{Error, ErrorKind, HttpService, Page};

    /// A task that ends when this is dropped.
    pub(crate) struct Task(JoinHandle<Result<Page, Error>>);

    impl<S, B> Flight<S, B>
    where
        S: HttpService<B>,
        Fetch<S, B>: Send + 'static,
    {
        pub(crate) fn spawned(fetch: Fetch<S, B>) -> Self {
            match Handle::try_current() {
                Ok(runtime) => Self::Spawned(Task(runtime.spawn(fetch))),
                Err(_) => Self::held(fetch),
            }
        }
    }

    impl Future for Task {
        type Output = Result<Page, Error>;

        fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
            Pin::new(&mut self.0).poll(cx).map(|joined| {
                joined
                    .unwrap_or_else(|fault| Err(Error::new(ErrorKind::Service).with_source(fault)))
            })
        }
    }

    impl Drop for Task {
        fn drop(&mut self) {
            self.0.abort();
        }
    }
}
