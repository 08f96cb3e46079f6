//! The handle that tests hold.

use std::{
    io,
    sync::{Arc, Mutex, atomic::AtomicBool},
    time::Duration,
};

use tokio::net::ToSocketAddrs;

use super::Shared;
use crate::{
    clock::Clock, delivery::Deliveries, fault::Faults, flaky::FlakyService, limit::Limits,
    outbound::Outbound, record::Recorder, routes::ROUTER, server::Server, service::EmulatorService,
    world::World,
};

/// A Webex in memory. Clones are cheap and share everything.
///
/// ```
/// use webex_emulator::Emulator;
///
/// let webex = Emulator::new();
/// let ana = webex.add_person("ana@example.com");
/// let bot = webex.add_bot("lunch");
/// assert_eq!(bot.email(), "lunch@webex.bot");
/// assert_ne!(ana.token(), bot.token());
/// ```
#[derive(Clone, Debug)]
pub struct Emulator {
    pub(crate) shared: Arc<Shared>,
}

impl Default for Emulator {
    fn default() -> Self {
        Self::new()
    }
}

impl Emulator {
    /// An organisation with nobody in it. Ids and tokens differ from run to run.
    #[must_use]
    pub fn new() -> Self {
        Self::with_seed(fastrand::u64(..))
    }

    /// As [`new`](Self::new), but the same calls give the same ids and tokens for the same seed.
    #[must_use]
    pub fn with_seed(seed: u64) -> Self {
        let clock = Clock::new();
        let shared = Shared {
            world: Mutex::new(World::new(clock.clone(), seed)),
            clock,
            faults: Faults::default(),
            limits: Limits::default(),
            recorder: Recorder::default(),
            deliveries: Deliveries::default(),
            outbound: Mutex::new(Outbound::tcp()),
            odd_links: Mutex::default(),
            is_controlled: AtomicBool::new(false),
            router: ROUTER.clone(),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// The API as a tower service, without a socket. Paths start with `/v1`, on any host.
    #[must_use]
    pub fn service(&self) -> EmulatorService {
        EmulatorService::new(self.shared.clone())
    }

    /// As [`service`](Self::service), but faults that break a connection are errors. There they are answers of the
    /// status 502, as from a gateway.
    #[must_use]
    pub fn flaky_service(&self) -> FlakyService {
        FlakyService::new(self.service().breaking())
    }

    /// Serves HTTP/1.1 and HTTP/2 on a TCP address; port 0 takes a free one.
    ///
    /// # Errors
    ///
    /// When the address cannot be bound.
    pub async fn serve(&self, addr: impl ToSocketAddrs) -> io::Result<Server> {
        Server::start(self.flaky_service(), addr).await
    }

    /// As [`serve`](Self::serve), by https, with a certificate made for `localhost` that clients have to trust:
    /// [`Server::certificate_pem`].
    ///
    /// # Errors
    ///
    /// When the address cannot be bound, or no certificate be made.
    #[cfg(feature = "tls")]
    pub async fn serve_tls(&self, addr: impl ToSocketAddrs) -> io::Result<Server> {
        Server::start_tls(self.flaky_service(), addr).await
    }

    /// The emulator's clock.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.shared.clock.clone()
    }

    /// Moves the emulator's clock forward.
    pub fn advance(&self, by: Duration) {
        self.shared.clock.advance(by);
    }
}
