//! Options of the transport that comes with the crate: proxies, TLS, the time to connect.

use std::time::Duration;

use webex_transport::{Error, HyperTransport, Proxy};

use super::WebexApiBuilder;

/// What is set so far.
#[derive(Debug)]
pub(super) struct Wire {
    connect_timeout: Duration,
    proxies: Option<Vec<Proxy>>,
    /// Those of the environment, for when none are set.
    pub(super) env_proxies: Result<Vec<Proxy>, Error>,
    #[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
    tls: Option<webex_transport::Tls>,
}

impl Wire {
    pub(super) const fn new() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            proxies: None,
            env_proxies: Ok(Vec::new()),
            #[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
            tls: None,
        }
    }

    pub(super) fn transport(self) -> Result<HyperTransport, Error> {
        let mut hyper = HyperTransport::builder().connect_timeout(self.connect_timeout);
        let proxies = match self.proxies {
            Some(proxies) => proxies,
            None => self.env_proxies?,
        };
        for proxy in proxies {
            hyper = hyper.proxy(proxy);
        }
        #[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
        if let Some(tls) = self.tls {
            hyper = hyper.tls(tls);
        }
        hyper.build()
    }

    /// Refuses what another transport would leave out without a word.
    pub(super) fn check_unused(&self) -> Result<(), Error> {
        let proxies = self
            .proxies
            .as_ref()
            .is_some_and(|proxies| !proxies.is_empty());
        #[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
        let tls = self.tls.is_some();
        #[cfg(not(any(feature = "ring", feature = "aws-lc-rs")))]
        let tls = false;
        if proxies || tls {
            return Err(Error::invalid_input(
                "`proxy` and `tls` are for the transport that comes with the crate, and another one is set: give them to that \
                 one, such as by `HyperTransport::builder()`",
            ));
        }
        Ok(())
    }
}

impl WebexApiBuilder {
    /// How long a connection may take to be made (name, TCP, proxy and TLS together), with the transport that comes with the crate.
    pub const fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.wire.connect_timeout = timeout;
        self
    }

    /// Goes through this proxy, and takes none from the environment. Of several, the first that is for a request takes it.
    ///
    /// Without it connections are direct, unless [`env`](Self::env) finds proxies in the environment.
    ///
    /// ```
    /// use webex_sdk::{Proxy, WebexApi};
    ///
    /// # fn main() -> webex_sdk::Result<()> {
    /// let api = WebexApi::builder()
    ///     .token("a-token")
    ///     .proxy(Proxy::all("http://proxy.corp.example:3128")?.basic_auth("ana", "correct-horse"))
    ///     .build()?;
    /// # Ok(()) }
    /// ```
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.wire.proxies.get_or_insert_default().push(proxy);
        self
    }

    /// Goes through no proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.wire.proxies = Some(Vec::new());
        self
    }

    /// How https is done: roots to trust besides the platform's, a client certificate, the oldest version.
    ///
    /// ```no_run
    /// use webex_sdk::{Tls, WebexApi};
    ///
    /// # fn demo() -> Result<(), Box<dyn std::error::Error>> {
    /// let tls = Tls::new().add_root_pem(std::fs::read("/etc/corp/ca.pem")?)?;
    /// let api = WebexApi::builder().token("a-token").tls(tls).build()?;
    /// # Ok(()) }
    /// ```
    #[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
    pub fn tls(mut self, tls: webex_transport::Tls) -> Self {
        self.wire.tls = Some(tls);
        self
    }
}
