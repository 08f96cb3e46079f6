//! The handle that tests hold.

use std::{
    io,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{Router, body::Body};
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{Request, Response};
use tokio::net::ToSocketAddrs;
use tower::BoxError;
use tower_service::Service;

use crate::{
    clock::Clock,
    delivery::{Deliveries, Delivery},
    fault::Faults,
    flaky::FlakyService,
    handles::{AppHandle, GuestIssuerHandle, PersonHandle},
    id::Kind,
    limit::{Limits, RateLimit},
    links::OddLinks,
    outbound::Outbound,
    record::{RecordedRequest, Recorder},
    routes::router,
    server::Server,
    service::EmulatorService,
    world::{PersonType, Scan, Token, World},
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

#[derive(Debug)]
pub(crate) struct Shared {
    world: Mutex<World>,
    pub(crate) clock: Clock,
    pub(crate) faults: Faults,
    pub(crate) limits: Limits,
    pub(crate) recorder: Recorder,
    pub(crate) deliveries: Deliveries,
    outbound: Mutex<Outbound>,
    odd_links: Mutex<OddLinks>,
    pub(crate) is_controlled: AtomicBool,
    pub(crate) router: Router,
}

impl Shared {
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shared {
    pub(crate) fn odd_links(&self) -> OddLinks {
        self.odd_links
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn outbound(&self) -> Outbound {
        self.outbound
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
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
            router: router(),
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

    /// Adds a user with an access token that does not expire. An address that is known gives the same person, with
    /// another token.
    #[must_use]
    pub fn add_person(&self, email: &str) -> PersonHandle {
        self.add(PersonType::Person, email, &[])
    }

    /// Adds a bot with its token. A bare name gets the address `name@webex.bot`.
    #[must_use]
    pub fn add_bot(&self, name_or_email: &str) -> PersonHandle {
        if name_or_email.contains('@') {
            self.add(PersonType::Bot, name_or_email, &[])
        } else {
            self.add(PersonType::Bot, &format!("{name_or_email}@webex.bot"), &[])
        }
    }

    /// Adds a full administrator.
    #[must_use]
    pub fn add_admin(&self, email: &str) -> PersonHandle {
        self.add(PersonType::Person, email, &["Full Administrator"])
    }

    /// Adds a compliance officer, who sees every room and message of the organisation.
    #[must_use]
    pub fn add_compliance_officer(&self, email: &str) -> PersonHandle {
        self.add(PersonType::Person, email, &["Compliance Officer"])
    }

    fn add(&self, kind: PersonType, email: &str, roles: &[&str]) -> PersonHandle {
        let mut world = self.shared.world();
        let known = world.person_by_email(email).map(|person| person.key);
        let key = known.unwrap_or_else(|| {
            let name = email.split('@').next().unwrap_or(email);
            world.add_person(kind, email, &display_name(name))
        });
        for role in roles {
            world.grant(key, role);
        }
        PersonHandle::new(key, email, world.issue(Token::of(key)))
    }

    /// Adds an integration: an app that acts for people who consent, by OAuth.
    #[must_use]
    pub fn add_integration(&self, redirect_uri: &str) -> AppHandle {
        AppHandle::integration(self, redirect_uri)
    }

    /// Adds a service app, which acts as itself: `POST /applications/{id}/token` gives its tokens.
    #[must_use]
    pub fn add_service_app(&self, name: &str, scopes: &[&str]) -> AppHandle {
        AppHandle::service_app(self, name, scopes)
    }

    /// Adds a guest issuer, for `/jwt/login`.
    #[must_use]
    pub fn add_guest_issuer(&self) -> GuestIssuerHandle {
        let mut world = self.shared.world();
        let id = Kind::Organization.id(world.new_key());
        let secret = STANDARD.encode(world.secret());
        world.issuers.insert(id.clone(), secret.clone());
        GuestIssuerHandle { id, secret }
    }

    /// Signs somebody in: `/authorize` gives codes for them, and a device's page is approved by them.
    pub fn sign_in(&self, person: &PersonHandle) {
        self.shared.world().signed_in = Some(person.key);
    }

    /// Approves a device that waits with this user code. False when there is none.
    #[must_use]
    pub fn approve_device(&self, user_code: &str, person: &PersonHandle) -> bool {
        let mut world = self.shared.world();
        let device = world
            .device(user_code)
            .map(|device| device.approved_by = Some(person.key));
        device.is_some()
    }

    /// How long the access tokens of apps are good: 14 days at the start.
    pub fn access_tokens_last(&self, lifetime: Duration) {
        self.shared.world().access_lifetime = Some(lifetime);
    }

    /// Whether a refresh gives another refresh token and spends the old one. The service may do either; at the
    /// start the token stays.
    pub fn rotate_refresh_tokens(&self, rotate: bool) {
        self.shared.world().rotates_refresh_tokens = rotate;
    }

    /// Ends all access tokens that apps got until now. Refresh tokens stay good.
    pub fn expire_access_tokens(&self) {
        let mut world = self.shared.world();
        let now = world.now();
        world.tokens.expire_all(now);
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

    /// The faults that wait for their request.
    #[must_use]
    pub fn faults(&self) -> Faults {
        self.shared.faults.clone()
    }

    /// Whether `/_emulator` answers, for users of other languages; the README lists what it does. Off at the start:
    /// whoever reaches it can become anybody.
    pub fn control(&self, on: bool) {
        self.shared.is_controlled.store(on, Ordering::Relaxed);
    }

    /// Gives links between pages the odd forms they sometimes have.
    pub fn odd_links(&self, links: OddLinks) {
        *self
            .shared
            .odd_links
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = links;
    }

    /// Limits requests from now on. There is no limit at the start.
    ///
    /// ```
    /// use std::time::Duration;
    /// use webex_emulator::{Emulator, RateLimit};
    ///
    /// let webex = Emulator::new();
    /// webex.rate_limit(RateLimit::window(300, Duration::from_secs(60)));
    /// webex.rate_limit(RateLimit::bucket(600, Duration::from_secs(60)).family("messages"));
    /// ```
    pub fn rate_limit(&self, limit: RateLimit) {
        self.shared.limits.set(limit);
    }

    /// Removes all rate limits.
    pub fn clear_rate_limits(&self) {
        self.shared.limits.clear();
    }

    /// The requests received, oldest first: the last 10 000, with at most 32 MiB of bodies.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.shared.recorder.all()
    }

    /// Forgets the requests received so far.
    pub fn clear_requests(&self) {
        self.shared.recorder.clear();
    }

    /// Sends webhooks, and fetches files that are given by URL, through this service instead of TCP: an
    /// `axum::Router`, say, so that a test needs no socket.
    pub fn send_through<S, B>(&self, service: S)
    where
        S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
        S::Future: Send,
        S::Error: Into<BoxError>,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        *self
            .shared
            .outbound
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Outbound::new(service);
    }

    /// Returns when every webhook that was set off so far has been answered, or has failed.
    pub async fn settle(&self) {
        self.shared.deliveries.settle().await;
    }

    /// What was sent to webhooks, oldest first: the last 10 000.
    #[must_use]
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.shared.deliveries.all()
    }

    /// What the malware scan says of the next file that is sent. Files are clean otherwise.
    pub fn scan_next_file(&self, scan: Scan) {
        self.shared.world().next_scan = Some(scan);
    }
}

/// `ana.maria` becomes `Ana Maria`.
fn display_name(local: &str) -> String {
    let words = local.split(['.', '-', '_']).filter(|word| !word.is_empty());
    let words = words.map(|word| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    });
    words.collect::<Vec<_>>().join(" ")
}
