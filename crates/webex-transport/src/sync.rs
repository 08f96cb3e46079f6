//! What threads share, so that a model checker can put itself in its place.
//!
//! In any normal build these are the standard library's and tokio's own. With `--cfg model_check` they are loom's, which
//! runs a test through every order that its threads can take; see the tests called `model`.

#[cfg(not(model_check))]
pub(crate) use std::sync::{Mutex, MutexGuard, atomic};

#[cfg(model_check)]
pub(crate) use loom::sync::{Mutex, MutexGuard, atomic};

#[cfg(not(model_check))]
pub(crate) use tokio::spawn;

#[cfg(model_check)]
pub(crate) use self::model::{spawn, spawn_on};

/// Runs a task of its own, for nobody to wait for.
#[cfg(not(model_check))]
pub(crate) fn spawn_on(
    runtime: &tokio::runtime::Handle,
    task: impl Future<Output = ()> + Send + 'static,
) {
    runtime.spawn(task);
}

#[cfg(model_check)]
pub(crate) mod model {
    use std::convert::Infallible;
    use std::pin::pin;
    use std::sync::Arc;
    use std::task::{Context, Poll, Wake};

    use loom::thread;

    /// Runs the model with three threads beside each other, each preempted at most three times in all.
    ///
    /// The clock stands still: an order of threads is the same each time it is tried.
    pub(crate) fn check(model: impl Fn() + Send + Sync + 'static) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        let _entered = runtime.enter();
        let mut builder = loom::model::Builder::new();
        builder.preemption_bound = Some(3);
        builder.check(move || {
            fastrand::seed(1);
            model();
        });
    }

    pub(crate) fn thread<T: Send + 'static>(
        work: impl FnOnce() -> T + Send + 'static,
    ) -> thread::JoinHandle<T> {
        const STACK: usize = 1 << 16; // in words
        thread::Builder::new()
            .stack_size(STACK)
            .spawn(work)
            .unwrap()
    }

    /// loom's own waker may change threads when it is cloned or dropped, which tokio does with locks held that loom knows
    /// nothing of.
    struct Unpark(thread::Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
        let mut future = pin!(future);
        let waker = Arc::new(Unpark(thread::current())).into();
        loop {
            match future.as_mut().poll(&mut Context::from_waker(&waker)) {
                Poll::Ready(output) => return output,
                Poll::Pending => thread::park(),
            }
        }
    }

    pub(crate) fn spawn_on(
        _: &tokio::runtime::Handle,
        task: impl Future<Output = ()> + Send + 'static,
    ) {
        thread(move || block_on(task));
    }

    pub(crate) async fn spawn<F: Future>(task: F) -> Result<F::Output, Infallible> {
        Ok(task.await)
    }
}
