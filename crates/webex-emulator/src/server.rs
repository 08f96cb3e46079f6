//! The emulator on TCP.

use std::{
    io,
    net::SocketAddr,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use http::Request;
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto::Builder,
    service::TowerToHyperService,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, ToSocketAddrs},
    sync::{Notify, watch},
    task::{JoinHandle, JoinSet},
};
use tower::ServiceExt;

use crate::{fault::GoAway, flaky::FlakyService, wire::Wire};

/// A running server. It ends when it is dropped, or gracefully with [`shutdown`](Self::shutdown).
#[derive(Debug)]
pub struct Server {
    addr: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
    #[cfg(feature = "tls")]
    certificate: Option<crate::tls::Certificate>,
}

/// What is spoken below HTTP.
#[derive(Clone)]
enum Below {
    Tcp,
    #[cfg(feature = "tls")]
    Tls(tokio_rustls::TlsAcceptor),
}

impl Server {
    pub(crate) async fn start(service: FlakyService, addr: impl ToSocketAddrs) -> io::Result<Self> {
        Self::start_on(TcpListener::bind(addr).await?, service, Below::Tcp)
    }

    #[cfg(feature = "tls")]
    pub(crate) async fn start_tls(
        service: FlakyService,
        addr: impl ToSocketAddrs,
    ) -> io::Result<Self> {
        let (acceptor, certificate) = crate::tls::acceptor()?;
        let mut server = Self::start_on(
            TcpListener::bind(addr).await?,
            service,
            Below::Tls(acceptor),
        )?;
        server.certificate = Some(certificate);
        Ok(server)
    }

    fn start_on(listener: TcpListener, service: FlakyService, below: Below) -> io::Result<Self> {
        let addr = listener.local_addr()?;
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(accept(listener, service, below, stopped));
        Ok(Self {
            addr,
            stop,
            task,
            #[cfg(feature = "tls")]
            certificate: None,
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// What a client takes as its base URL: `http://127.0.0.1:8080/v1`.
    #[must_use]
    pub fn base_url(&self) -> String {
        #[cfg(feature = "tls")]
        if self.certificate.is_some() {
            return format!("https://{}/v1", self.addr);
        }
        format!("http://{}/v1", self.addr)
    }

    /// The certificate that clients have to trust, in PEM; none over plain TCP.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn certificate_pem(&self) -> Option<String> {
        self.certificate.as_ref().map(crate::tls::Certificate::pem)
    }

    /// The certificate that clients have to trust, in DER; none over plain TCP.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn certificate_der(&self) -> Option<&[u8]> {
        self.certificate
            .as_ref()
            .map(|certificate| certificate.0.as_slice())
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

async fn accept(
    listener: TcpListener,
    service: FlakyService,
    below: Below,
    mut stopped: watch::Receiver<bool>,
) {
    // Aborted with this task, and with it all connections.
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.changed() => break,
            Some(_) = connections.join_next() => continue,
        };
        let Ok((stream, _)) = accepted else {
            // Out of descriptors, most likely: others must go before the next one can come.
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let (wire, reset) = Wire::new(stream);
        if service.faults().take_refusal() {
            reset.store(true, Ordering::Relaxed);
            continue;
        }
        connections.spawn(connect(
            wire,
            reset,
            below.clone(),
            service.clone(),
            stopped.clone(),
        ));
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn connect(
    wire: Wire,
    reset: Arc<AtomicBool>,
    below: Below,
    service: FlakyService,
    stopped: watch::Receiver<bool>,
) {
    match below {
        Below::Tcp => serve(wire, reset, service, stopped).await,
        #[cfg(feature = "tls")]
        Below::Tls(acceptor) => {
            if let Ok(stream) = acceptor.accept(wire).await {
                serve(stream, reset, service.https(), stopped).await;
            }
        }
    }
}

async fn serve<I>(
    stream: I,
    reset: Arc<AtomicBool>,
    service: FlakyService,
    mut stopped: watch::Receiver<bool>,
) where
    I: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let service = ServiceExt::<Request<Incoming>>::map_err(service, move |error| {
        reset.store(true, Ordering::Relaxed);
        error
    });
    let told = Arc::new(Notify::new());
    let tell = told.clone();
    let service = ServiceExt::<Request<Incoming>>::map_response(service, move |response| {
        if response.extensions().get::<GoAway>().is_some() {
            tell.notify_one();
        }
        response
    });
    let builder = Builder::new(TokioExecutor::new());
    let connection =
        builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let mut connection = pin!(connection);
    let mut is_ending = false;
    loop {
        tokio::select! {
            // A client that breaks off is its own affair.
            _ = connection.as_mut() => return,
            () = told.notified(), if !is_ending => {}
            _ = stopped.changed(), if !is_ending => {}
        }
        is_ending = true;
        connection.as_mut().graceful_shutdown();
    }
}
