//! The service: this binary once more, as a child, so that the memory that is measured is the client's alone.

use std::io::{BufRead, BufReader, Write, stdin};
use std::net::Ipv4Addr;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use webex_emulator::{Chaos, Emulator, Fault, RateLimit};
use webex_sdk::WebexApi;
use webex_sdk::models::RoomId;
use webex_sdk::oauth::OAuth;
use webex_sdk::transport::WaitReason;

use super::load::PER_SECOND;

/// What the child is started with.
const SERVE: &str = "serve";
/// Half of the calls are posts.
pub const POSTS_PER_SECOND: u32 = PER_SECOND / 2 - 10;
/// What ends the misbehaviour.
const CALM: &str = "calm";

static REFUSED: AtomicUsize = AtomicUsize::new(0);

/// A running child, which ends when it is dropped.
pub struct Service {
    child: Child,
    commands: ChildStdin,
    /// As the child prints them: base URL, client id and secret, code, redirect URI, a token that lasts.
    words: Vec<String>,
}

impl Service {
    pub fn start() -> std::io::Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg(SERVE)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (commands, said) = (child.stdin.take(), child.stdout.take());
        let mut line = String::new();
        BufReader::new(said.expect("a pipe")).read_line(&mut line)?;
        Ok(Self {
            child,
            commands: commands.expect("a pipe"),
            words: line.split_whitespace().map(str::to_owned).collect(),
        })
    }

    /// A client with nothing set but where the service is, and tokens that renew themselves.
    pub fn client(&self) -> WebexApi {
        let [url, id, secret, code, redirect, _] = &self.words[..] else {
            panic!("the service did not start: {:?}", self.words);
        };
        let oauth = OAuth::code(
            id.as_str(),
            secret.as_str(),
            code.as_str(),
            redirect.as_str(),
        );
        WebexApi::builder()
            .base_url(url)
            .credentials(oauth)
            .on_wait(|wait| {
                let is_refused = wait.reason == WaitReason::RateLimited;
                REFUSED.fetch_add(usize::from(is_refused), Ordering::Relaxed);
            })
            .build()
            .expect("the defaults build")
    }

    /// How often the service has refused a call for its limit, and the call waited.
    pub fn refused() -> usize {
        REFUSED.load(Ordering::Relaxed)
    }

    /// Ends the misbehaviour, and gives a client that sees all that was posted.
    pub fn calm(&mut self) -> WebexApi {
        writeln!(self.commands, "{CALM}").expect("the service runs");
        let builder = WebexApi::builder().base_url(&self.words[0]);
        builder
            .token(&self.words[5])
            .build()
            .expect("the defaults build")
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Is the service, when this process was started as one; ends with its input.
pub fn serve() -> bool {
    if std::env::args().nth(1).as_deref() != Some(SERVE) {
        return false;
    }
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let _enter = runtime.enter();
    let webex = Emulator::new();
    let ana = webex.add_person("ana@example.com");
    let app = webex.add_integration("https://soak.example.com/agreed");
    webex.access_tokens_last(Duration::from_secs(60));
    let code = app.authorize(&ana, &["spark:all"]);
    let server = runtime
        .block_on(webex.serve((Ipv4Addr::LOCALHOST, 0)))
        .expect("a port");
    webex.faults().random(chaos());
    // Refusals come from a limit, a little below what is asked for, and not at random: the gate would take those for a
    // limit that is lower the slower it goes.
    let limit = RateLimit::bucket(POSTS_PER_SECOND, Duration::from_secs(1));
    webex.rate_limit(limit.family("messages"));
    println!(
        "{} {} {} {code} {} {}",
        server.base_url(),
        app.client_id(),
        app.client_secret(),
        app.redirect_uri(),
        ana.token(),
    );
    for line in stdin().lines() {
        if line.is_ok_and(|line| line == CALM) {
            webex.faults().clear();
            webex.clear_rate_limits();
        }
    }
    true
}

/// Of a hundred requests two fail, one loses its connection when it is done, one is slow.
fn chaos() -> Chaos {
    Chaos::new(fastrand::u64(..), 0.04)
        .fault(Fault::status(502))
        .fault(Fault::status(503))
        .fault(Fault::status(504))
        .fault(Fault::status(503))
        .fault(Fault::reset_before_head())
        .fault(Fault::cut_body(10))
        .fault(Fault::latency(Duration::from_millis(500)))
        .fault(Fault::slow_body(50, Duration::from_millis(50)))
}

/// Where everything is posted to.
pub(super) async fn room(api: &WebexApi) -> RoomId {
    let room = loop {
        // Not idempotent, and the service misbehaves already.
        if let Ok(room) = api.rooms().create("soak").await {
            break room;
        }
    };
    room.id
}
