//! The emulator on TCP.

use std::{io, net::SocketAddr, sync::atomic::Ordering};

use http::Request;
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, ToSocketAddrs},
    sync::watch,
    task::JoinHandle,
};

use tower::ServiceExt;

use crate::{flaky::FlakyService, wire::Wire};

/// A running server. It ends when it is dropped, or gracefully with [`shutdown`](Self::shutdown).
#[derive(Debug)]
pub struct Server {
    addr: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start(service: FlakyService, addr: impl ToSocketAddrs) -> io::Result<Self> {
        let listener = TcpListener::bind(addr).await?;
        let addr = listener.local_addr()?;
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(accept(listener, service, stopped));
        Ok(Self { addr, stop, task })
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// What a client takes as its base URL: `http://127.0.0.1:8080/v1`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}/v1", self.addr)
    }

    /// Takes no more connections, lets the requests in progress finish, and returns when all are done.
    pub async fn shutdown(mut self) {
        // Nobody listens only when the task has ended, which is what is wanted.
        let _ = self.stop.send(true);
        let _ = (&mut self.task).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, service: FlakyService, mut stopped: watch::Receiver<bool>) {
    let graceful = GracefulShutdown::new();
    // Aborted with this task, and with it all connections.
    let mut connections = tokio::task::JoinSet::new();
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.changed() => break,
            Some(_) = connections.join_next() => continue,
        };
        // Out of descriptors, or the peer is gone already: the next one may do better.
        let Ok((stream, _)) = stream else { continue };
        let _ = stream.set_nodelay(true);
        let (wire, reset) = Wire::new(stream);
        if service.faults().take_refusal() {
            reset.store(true, Ordering::Relaxed);
            continue;
        }
        let service = ServiceExt::<Request<Incoming>>::map_err(service.clone(), move |error| {
            reset.store(true, Ordering::Relaxed);
            error
        });
        let service = TowerToHyperService::new(service);
        let builder = Builder::new(TokioExecutor::new());
        let connection = builder
            .serve_connection(TokioIo::new(wire), service)
            .into_owned();
        let connection = graceful.watch(connection);
        connections.spawn(async move {
            // A client that breaks off is its own affair.
            let _ = connection.await;
        });
    }
    drop(listener);
    graceful.shutdown().await;
    while connections.join_next().await.is_some() {}
}
