//! Real webhooks to real receivers, over TCP: what is lost, what comes twice, what is forged.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use http::{HeaderValue, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use webex_sdk::WebexApi;
use webex_sdk::prelude::*;
use webex_sdk::webhook::WebhookReceiver;

use super::support::{Office, SECRET, message, sign};

async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = url(listener.local_addr().unwrap());
    (listener, url)
}

fn url(addr: SocketAddr) -> String {
    format!("http://{addr}/webex")
}

async fn serve_with_axum(receiver: WebhookReceiver) -> String {
    let (listener, url) = listen().await;
    let app = Router::new().route_service("/webex", receiver);
    tokio::spawn(async move { axum::serve(listener, app).await });
    url
}

async fn serve_with_hyper(receiver: WebhookReceiver) -> String {
    let (listener, url) = listen().await;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = TowerToHyperService::new(receiver.clone());
            tokio::spawn(async move {
                let builder = Builder::new(TokioExecutor::new());
                builder
                    .serve_connection(TokioIo::new(stream), service)
                    .await
                    .unwrap();
            });
        }
    });
    url
}

type Http = Client<HttpConnector, Full<Bytes>>;

fn http() -> Http {
    Client::builder(TokioExecutor::new()).build_http()
}

/// How often each message was handled.
#[derive(Clone, Default)]
struct Handled(Arc<Mutex<HashMap<String, u32>>>);

impl Handled {
    fn add(&self, id: impl ToString) {
        *self.0.lock().unwrap().entry(id.to_string()).or_default() += 1;
    }

    fn all(&self) -> HashMap<String, u32> {
        self.0.lock().unwrap().clone()
    }
}

/// Stands between the emulator and the receivers, and adds what should not be there.
struct Meddler {
    http: Http,
    random: Mutex<fastrand::Rng>,
    /// What was sent a second time, and what nobody but the meddler made.
    counts: Mutex<(u64, u64)>,
}

impl Meddler {
    async fn send(&self, request: Request<Body>) -> http::Response<Body> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let genuine = Request::from_parts(parts, Full::new(body));
        let (chance, how) = {
            let mut random = self.random.lock().unwrap();
            (random.u32(0..100), random.u32(0..5))
        };
        if chance < 5 {
            let forged = forge(genuine.clone(), how).await;
            let answer = self.http.request(forged).await.unwrap();
            assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
            self.counts.lock().unwrap().1 += 1;
        } else if chance == 5 {
            self.counts.lock().unwrap().0 += 1;
            // Side by side, or one after the other.
            let again = self.http.request(genuine.clone());
            let first = self.http.request(genuine.clone());
            let again = match how {
                0 => tokio::join!(first, again).1,
                _ => {
                    first.await.unwrap();
                    again.await
                }
            };
            return again.unwrap().map(Body::new);
        }
        self.http.request(genuine).await.unwrap().map(Body::new)
    }
}

/// Another body under the signature of this one, or this one under another signature.
async fn forge(request: Request<Full<Bytes>>, how: u32) -> Request<Full<Bytes>> {
    const HEADER: &str = "x-spark-signature";
    let (mut parts, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let forged = String::from_utf8(body.to_vec()).unwrap();
    let forged = forged.replacen("\"data\":{", "\"data\":{\"forged\":true,", 1);
    assert_ne!(forged.as_bytes(), body);
    match how {
        0 => {}
        1 => drop(parts.headers.remove(HEADER)),
        2 => drop(parts.headers.append(
            HEADER,
            HeaderValue::from_str(&sign(forged.as_bytes())).unwrap(),
        )),
        3 => drop(parts.headers.insert(
            HEADER,
            HeaderValue::from_static("da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        )),
        _ => {
            let upper = sign(forged.as_bytes()).to_uppercase();
            parts
                .headers
                .insert(HEADER, HeaderValue::from_str(&upper).unwrap());
        }
    }
    Request::from_parts(parts, Full::from(forged))
}

/// The emulator fires a webhook for each message; each bot has a server of another kind.
async fn storm(messages: usize, seed: u64) {
    println!("seed {seed}");
    let office = Office::new();
    let meddler = Arc::new(Meddler {
        http: http(),
        random: Mutex::new(fastrand::Rng::with_seed(seed)),
        counts: Mutex::default(),
    });
    let between = meddler.clone();
    office.webex.send_through(tower::service_fn(move |request| {
        let between = between.clone();
        async move { Ok::<_, std::convert::Infallible>(between.send(request).await) }
    }));
    let handled = Handled::default();
    let receivers = [(); 2].map(|()| {
        let handled = handled.clone();
        office.receiver().on_message_created(move |message, _| {
            let handled = handled.clone();
            async move {
                assert!(message.extra.get("forged").is_none());
                tokio::task::yield_now().await;
                handled.add(&message.id);
                Ok(())
            }
        })
    });
    let dinner = office.webex.add_bot("dinner");
    let builder = WebexApi::builder().token(dinner.token());
    let dinner_api = builder.transport(office.webex.service()).build().unwrap();
    let urls = (
        serve_with_axum(receivers[0].clone()).await,
        serve_with_hyper(receivers[1].clone()).await,
    );
    for (api, url) in [(&office.bot, urls.0), (&dinner_api, urls.1)] {
        api.webhooks()
            .ensure("bot", url)
            .secret(SECRET)
            .await
            .unwrap();
    }

    let bots = [office.bot_is.email(), dinner.email()].map(|bot| Email::new(bot).unwrap());
    let mut sent = Vec::new();
    for n in 0..messages {
        let bot = bots[n % 2].clone();
        let message = office.ana.messages().create(bot).text("hello").await;
        sent.push(message.unwrap().id.to_string());
        if n % 1000 == 999 {
            office.webex.settle().await; // it keeps no more than 10 000 for each webhook
        }
    }
    office.webex.settle().await;
    for receiver in &receivers {
        receiver.shutdown().await;
    }

    let (repeats, forged) = *meddler.counts.lock().unwrap();
    println!("{messages} messages, {repeats} repeats, {forged} forged");
    assert!(repeats > 0 && forged > 0);
    let handled = handled.all();
    let lost = sent.iter().filter(|id| !handled.contains_key(*id)).count();
    let twice = handled.values().filter(|times| **times > 1).count();
    assert_eq!((lost, twice, handled.len()), (0, 0, messages));
    let stats = receivers.map(|receiver| receiver.stats());
    let sum = |count: fn(&webex_sdk::webhook::WebhookStats) -> u64| stats.iter().map(count).sum();
    let refused: u64 = sum(|stats| stats.refused);
    let repeated: u64 = sum(|stats| stats.repeated);
    let was_handled: u64 = sum(|stats| stats.handled);
    assert_eq!(
        (refused, repeated, was_handled),
        (forged, repeats, messages as u64)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_ten_thousand_none_is_lost_none_comes_twice_none_is_forged() {
    storm(10_000, 1).await;
}

fn posted(url: &str, id: &str) -> Request<Full<Bytes>> {
    let mut request = message(id);
    *request.uri_mut() = url.parse().unwrap();
    request
}

#[tokio::test]
async fn the_end_in_the_middle_loses_nothing_that_was_acknowledged() {
    let handled = Handled::default();
    let notes = handled.clone();
    let receiver = Office::new().receiver().max_in_flight(20);
    let receiver = receiver.on_message_created(move |message, _| {
        let notes = notes.clone();
        async move {
            tokio::time::sleep(Duration::from_millis(fastrand::u64(0..20))).await;
            notes.add(&message.id);
            Ok(())
        }
    });
    let url = serve_with_hyper(receiver.clone()).await;
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let senders: Vec<_> = (0..16)
        .map(|sender| {
            let (http, url, acknowledged) = (http(), url.clone(), acknowledged.clone());
            tokio::spawn(async move {
                for n in 0.. {
                    let id = format!("{sender}-{n}");
                    match http.request(posted(&url, &id)).await.unwrap().status() {
                        StatusCode::OK => acknowledged.lock().unwrap().push(id),
                        StatusCode::SERVICE_UNAVAILABLE => break,
                        other => panic!("{other}"),
                    }
                }
            })
        })
        .collect();
    while acknowledged.lock().unwrap().len() < 300 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    receiver.shutdown().await;
    let at_the_end = handled.all();
    for sender in senders {
        sender.await.unwrap();
    }
    let acknowledged = acknowledged.lock().unwrap();
    for id in &*acknowledged {
        assert_eq!(at_the_end.get(id), Some(&1), "{id}");
    }
    assert_eq!(handled.all().len(), at_the_end.len(), "nothing runs on");
}

/// A receiver in a process of its own. What it has handled it says, line by line.
struct Process {
    child: Child,
    lines: mpsc::Receiver<String>,
}

impl Process {
    fn start() -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "webhooks::delivery::receives_until_it_is_killed"])
            .args(["--ignored", "--nocapture"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            stdout
                .lines()
                .map_while(Result::ok)
                .try_for_each(|line| sender.send(line))
        });
        Self { child, lines }
    }

    /// The next line that begins so; none when the process is no more.
    fn says(&self, what: &str) -> Option<String> {
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(20)).ok()?;
            if let Some((_, rest)) = line.split_once(what) {
                return Some(rest.to_owned());
            }
        }
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[tokio::test]
#[ignore = "started by the test below, as a process of its own"]
async fn receives_until_it_is_killed() {
    let api = WebexApi::builder()
        .token("none")
        .base_url("http://127.0.0.1:9/v1");
    let receiver = WebhookReceiver::new(api.build().unwrap(), SECRET)
        .me(PersonId::new("BOT").unwrap())
        .ack_after_handling()
        .on_message_created(|message, _| async move {
            tokio::time::sleep(Duration::from_millis(2)).await;
            println!("<handled>{}", message.id);
            tokio::time::sleep(Duration::from_millis(2)).await;
            Ok(())
        });
    println!("<url>{}", serve_with_axum(receiver).await);
    std::future::pending::<()>().await;
}

/// With acknowledgement after handling: what a killed receiver did not acknowledge is delivered again, and nothing is lost.
#[tokio::test(flavor = "multi_thread")]
async fn a_killed_receiver_loses_nothing_that_comes_again() {
    const MESSAGES: usize = 100;
    let office = Office::new();
    let mut first = Process::start();
    office.tell(&first.says("<url>").unwrap()).await;
    let mut sent = Vec::new();
    for _ in 0..MESSAGES {
        sent.push(office.write("hello").await.to_string());
    }
    let mut handled: Vec<_> = (0..30).map_while(|_| first.says("<handled>")).collect();
    assert_eq!(handled.len(), 30);
    first.kill();
    office.webex.settle().await;
    handled.extend(std::iter::from_fn(|| first.says("<handled>")));
    let deliveries = office.webex.deliveries();
    let (acknowledged, failed): (Vec<_>, Vec<_>) = deliveries
        .iter()
        .partition(|delivery| delivery.status == Some(StatusCode::OK));
    assert_eq!(deliveries.len(), MESSAGES);
    assert!(
        acknowledged.len() >= 29 && !failed.is_empty(),
        "{} were acknowledged",
        acknowledged.len()
    );
    let id = |body: &[u8]| {
        let event: webex_sdk::models::WebhookEvent = serde_json::from_slice(body).unwrap();
        event.data.unwrap()["id"].as_str().unwrap().to_owned()
    };
    for delivery in &acknowledged {
        assert!(
            handled.contains(&id(&delivery.body)),
            "acknowledged and not handled"
        );
    }

    let mut second = Process::start();
    let url = second.says("<url>").unwrap();
    for delivery in &failed {
        let again = Request::post(&url).header("x-spark-signature", sign(&delivery.body));
        let again = again.body(Full::new(delivery.body.clone())).unwrap();
        assert_eq!(
            http().request(again).await.unwrap().status(),
            StatusCode::OK
        );
    }
    second.kill();
    handled.extend(std::iter::from_fn(|| second.says("<handled>")));
    for id in &sent {
        assert!(handled.contains(id), "lost");
    }
    assert!(
        handled.len() <= sent.len() + 1,
        "the one in the middle may be handled twice"
    );
}
