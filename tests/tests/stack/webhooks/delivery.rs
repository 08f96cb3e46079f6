//! Real webhooks to real receivers, over TCP: what is lost, what comes twice, what is forged.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderValue, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use webex_sdk::WebexApi;
use webex_sdk::models::Email;

use super::support::{Office, SECRET, message, sign};
use super::tcp::{Http, http, serve_with_axum, serve_with_hyper};

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
