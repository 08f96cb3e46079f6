//! The options of the hyper transport, with their defaults.

use std::sync::Arc;
use std::time::Duration;

use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::HyperTransport;
use super::connector::connector;
use super::in_time::InTime;
#[cfg(feature = "__rustls")]
use super::tls::Tls;
use crate::{Error, Proxy, ProxyLayer};

/// Bytes. Smaller costs more for a large body, and larger does, too: such memory is had from the system each time.
const READ_AT_ONCE: usize = 256 << 10;

/// Makes a [`HyperTransport`].
///
/// | option | default | why |
/// |---|---|---|
/// | [`connect_timeout`](Self::connect_timeout), for the name, TCP, a proxy and TLS together | 10 s | the attempt timeout is far longer |
/// | [`pool_idle_timeout`](Self::pool_idle_timeout) | 60 s | shorter than what servers and balancers usually keep, to meet fewer dead ones |
/// | [`pool_max_idle_per_host`](Self::pool_max_idle_per_host) | 256 | a quarter of the 1024 files that a process usually may open; HTTP/2 needs one |
/// | [`nodelay`](Self::nodelay) | on | requests are small and wait for an answer |
/// | [`http2_only`](Self::http2_only) | off | HTTP/2 by ALPN, HTTP/1.1 else |
/// | [`max_header_bytes`](Self::max_header_bytes) | 64 KiB | next links carry whole cursors; more is an attack |
/// | [`proxy`](Self::proxy) | none | nothing here reads the environment; there is [`Proxy::from_variables`] |
/// | [`tls`](Self::tls) | the platform's roots | |
///
/// and these, which are not to be changed:
///
/// | setting | value | why |
/// |---|---|---|
/// | HTTP/2 keep-alive | ping each 20 s, also while idle, 10 s to answer | a silently dead connection would hang everyone on it |
/// | read at once by HTTP/1.1, at most | 256 KiB | large bodies; the head of an answer has its own limit |
/// | HTTP/2 window | 2 MiB a stream, 5 MiB a connection | a page comes in one go: a window that adapts begins at 64 KiB |
/// | resend on a pooled connection found dead | on | hyper-util does so only when nothing was written |
#[derive(Clone, Debug)]
#[must_use]
pub struct HyperTransportBuilder {
    pub(super) connect_timeout: Duration,
    pub(super) pool_idle_timeout: Option<Duration>,
    pub(super) pool_max_idle_per_host: usize,
    pub(super) nodelay: bool,
    pub(super) http2_only: bool,
    pub(super) max_header_bytes: u32,
    pub(super) proxies: Vec<Proxy>,
    #[cfg(feature = "__rustls")]
    pub(super) tls: Tls,
}

impl HyperTransportBuilder {
    pub(super) fn new() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            pool_idle_timeout: Some(Duration::from_secs(60)),
            pool_max_idle_per_host: 256,
            nodelay: true,
            http2_only: false,
            max_header_bytes: 64 * 1024,
            proxies: Vec::new(),
            #[cfg(feature = "__rustls")]
            tls: Tls::new(),
        }
    }

    /// How long a connection may take to be made: the name, TCP, a proxy's tunnel and TLS together.
    pub const fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long a connection that nobody uses is kept; `None` for as long as the other side keeps it.
    pub fn pool_idle_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.pool_idle_timeout = timeout.into();
        self
    }

    /// How many connections that nobody uses are kept for a host; 0 for one connection a request.
    pub const fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
        self.pool_max_idle_per_host = connections;
        self
    }

    /// Whether small packets are sent at once (`TCP_NODELAY`).
    pub const fn nodelay(mut self, yes: bool) -> Self {
        self.nodelay = yes;
        self
    }

    /// Whether HTTP/2 is spoken without asking: over TLS nothing else is offered, and over plain TCP it is begun with
    /// (prior knowledge).
    pub const fn http2_only(mut self, yes: bool) -> Self {
        self.http2_only = yes;
        self
    }

    /// How many bytes the head of an answer may have; at least 8192. HTTP/1.1 allows 100 headers besides.
    pub const fn max_header_bytes(mut self, bytes: u32) -> Self {
        self.max_header_bytes = if bytes < 8192 { 8192 } else { bytes };
        self
    }

    /// Goes through this proxy. Of several, the first that is for a request takes it.
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.proxies.push(proxy);
        self
    }

    /// How https is done.
    #[cfg(feature = "__rustls")]
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = tls;
        self
    }

    /// The transport, with a pool of its own: connections are shared by its clones, and with nothing that has other
    /// proxies, credentials or TLS options.
    ///
    /// # Errors
    ///
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when the user or password of a proxy cannot be sent, or a client
    /// certificate cannot be used.
    pub fn build(self) -> Result<HyperTransport, Error> {
        let proxies = ProxyLayer::new(self.proxies.iter().cloned())?;
        #[cfg(feature = "__rustls")]
        self.tls.check()?;
        Ok(self.over(&proxies))
    }

    pub(super) fn over(self, proxies: &ProxyLayer) -> HyperTransport {
        let mut client = Client::builder(TokioExecutor::new());
        client
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(self.pool_idle_timeout)
            .pool_max_idle_per_host(self.pool_max_idle_per_host)
            .http1_max_buf_size(READ_AT_ONCE.max(self.max_header_bytes as usize))
            .http2_max_header_list_size(self.max_header_bytes)
            .http2_only(self.http2_only)
            .http2_keep_alive_interval(Duration::from_secs(20))
            .http2_keep_alive_timeout(Duration::from_secs(10))
            .http2_keep_alive_while_idle(true);
        let (within, max_header_bytes) = (self.connect_timeout, self.max_header_bytes);
        let connector = InTime::new(connector(self, proxies), within);
        HyperTransport {
            client: Arc::new(client.build(connector)),
            max_header_bytes: max_header_bytes as usize,
        }
    }
}
