//! Pagination: the Link parser, a long list against a loop written by hand, memory, and prefetch.
//!
//! `cargo bench -p webex-benches --bench pagination`. Trust the ratios: both sides run in turn, in one process.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    hint::black_box,
    time::{Duration, Instant},
};

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use http::{HeaderMap, HeaderValue, Request, Response, header::LINK};
use http_body_util::{BodyExt, Full};
use serde::Deserialize;
use tokio::runtime::{Builder, Runtime};
use tower::{Service, ServiceExt, service_fn};
use webex_pagination::{Pages, link};

const ROUNDS: usize = 15;

fn main() {
    link_header();
    for size in [100, 1000] {
        long_list(100_000, size);
    }
    memory();
    prefetch();
}

fn link_header() {
    let fields = [
        (
            "messages",
            r#"<https://webexapis.com/v1/messages?roomId=Y2lzY29zcGFyazovL3VzL1JPT00vNjFiMjQ1&max=50&beforeMessage=Y2lzY29zcGFyazovL3VzL01FU1NBR0U>; rel="next""#,
        ),
        (
            "next last of three",
            r#"<https://webexapis.com/v1/rooms?cursor=f>; rel="first", <https://webexapis.com/v1/rooms?cursor=p>; rel="prev", <https://webexapis.com/v1/rooms?cursor=n>; rel="next""#,
        ),
    ];
    for (name, field) in fields {
        let mut headers = HeaderMap::new();
        headers.insert(LINK, HeaderValue::from_static(field));
        let find = || {
            link::in_headers(black_box(&headers))
                .flatten()
                .find(|link| link.has_rel("next"))
                .map(|link| link.target())
        };
        let time = median(|| {
            let start = Instant::now();
            for _ in 0..10_000 {
                black_box(find());
            }
            start.elapsed() / 10_000
        });
        let allocations =
            allocation_counter::measure(|| assert!(black_box(find()).is_some())).count_total;
        println!(
            "link header, {name}: {} B, {} ns, {allocations} allocations",
            field.len(),
            time.as_nanos()
        );
    }

    let shapes = [
        ("", r#"<https://webexapis.com/v1/rooms?c=1>; rel="prev", "#),
        ("", "<a>;"),
        ("", ","),
        ("<", "a"),
        ("<a>", r#"; x="y \" z""#),
        (r#"<a>; rel=""#, r"x \ "),
        ("<a>; ", "n"),
    ];
    for (start, shape) in shapes {
        let field = start.to_owned() + &shape.repeat((1 << 20) / shape.len());
        let time = median(|| {
            let start = Instant::now();
            black_box(
                link::parse(&field)
                    .flatten()
                    .filter(|link| link.has_rel("next"))
                    .count(),
            );
            start.elapsed()
        });
        println!(
            "link header, 1 MB of {start:?} and {shape:?}: {:.2} ms",
            time.as_secs_f64() * 1e3
        );
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "decoded, and looked at by nobody")]
struct Message {
    id: String,
    room_id: Option<String>,
    room_type: Option<String>,
    text: Option<String>,
    html: Option<String>,
    person_id: Option<String>,
    person_email: Option<String>,
    created: Option<String>,
}

#[derive(Deserialize)]
struct Envelope {
    items: Vec<Message>,
}

fn body(size: usize) -> Bytes {
    let message = serde_json::json!({
        "id": "Y2lzY29zcGFyazovL3VzL01FU1NBR0UvOTJkYjNiZTAtNDNiZC0xMWU2LThhZTktZGQ1YjNkZmM1NjVk",
        "roomId": "Y2lzY29zcGFyazovL3VzL1JPT00vYmJjZWIxYWQtNDNmMS0zYjU4LTkxNDctZjE0YmIwYzRkMTU0",
        "roomType": "group",
        "text": "PROJECT UPDATE - A new project plan has been published on Box, and here is where",
        "html": "<p>PROJECT UPDATE - A <b>new</b> project plan has been published</p>",
        "personId": "Y2lzY29zcGFyazovL3VzL1BFT1BMRS9mNWIzNjE4Ny1jOGRkLTQ3MjctOGIyZi1mOWM0NDdmMjkwNDY",
        "personEmail": "matt@example.com",
        "created": "2025-06-01T12:34:56.789Z"
    });
    serde_json::json!({ "items": vec![message; size] })
        .to_string()
        .into()
}

/// The same text for each page, never copied.
fn shared(body: Bytes) -> impl Fn() -> Bytes + Clone {
    move || body.clone()
}

type Answer = Result<Response<Full<Bytes>>, Infallible>;

/// `pages` times what `body` gives, each page linked to the next.
fn service(
    pages: usize,
    body: impl Fn() -> Bytes + Clone,
) -> impl Service<
    Request<String>,
    Response = Response<Full<Bytes>>,
    Error = Infallible,
    Future = Ready<Answer>,
> + Clone {
    service_fn(move |request: Request<String>| {
        let page: usize = request
            .uri()
            .query()
            .and_then(|query| query.strip_prefix("page=")?.parse().ok())
            .unwrap_or(0);
        let mut response = Response::new(Full::new(body()));
        if page + 1 < pages {
            let link = format!(
                "<https://webexapis.com/v1/messages?page={}>; rel=\"next\"",
                page + 1
            );
            response
                .headers_mut()
                .insert(LINK, link.parse().expect("a header value"));
        }
        ready(Ok(response))
    })
}

fn first() -> Request<String> {
    Request::get("https://webexapis.com/v1/messages")
        .body(String::new())
        .expect("a request")
}

/// The least that follows a list: the `Link` header taken apart by hand, nothing guarded, nothing kept.
async fn by_hand(
    mut service: impl Service<Request<String>, Response = Response<Full<Bytes>>, Error = Infallible>,
) -> usize {
    let (mut request, mut count) = (first(), 0);
    loop {
        let response = service
            .ready()
            .await
            .expect("ready")
            .call(request)
            .await
            .expect("a page");
        let next = response.headers().get(LINK).and_then(|link| {
            let link = link.to_str().ok()?;
            link.ends_with("rel=\"next\"")
                .then(|| link[1..link.find('>')?].parse().ok())?
        });
        let body = response
            .into_body()
            .collect()
            .await
            .expect("a body")
            .to_bytes();
        let page: Envelope = serde_json::from_slice(&body).expect("messages");
        for message in page.items {
            black_box(&message);
            count += 1;
        }
        let Some(next) = next else { return count };
        request = Request::new(String::new());
        *request.uri_mut() = next;
    }
}

async fn by_stream(
    service: impl Service<Request<String>, Response = Response<Full<Bytes>>, Error = Infallible> + Clone,
    prefetch: bool,
) -> usize {
    let mut items = Pages::new(service, first())
        .prefetch(prefetch)
        .items::<Message>();
    let mut count = 0;
    while let Some(message) = items.try_next().await.expect("a message") {
        black_box(&message);
        count += 1;
    }
    count
}

fn long_list(messages: usize, size: usize) {
    let runtime = runtime();
    let service = service(messages / size, shared(body(size)));
    let time = |run: &mut dyn FnMut() -> usize| {
        let start = Instant::now();
        assert_eq!(run(), messages);
        start.elapsed()
    };
    let (mut hand, mut stream, mut ahead) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        hand.push(time(&mut || runtime.block_on(by_hand(service.clone()))));
        stream.push(time(&mut || {
            runtime.block_on(by_stream(service.clone(), false))
        }));
        ahead.push(time(&mut || {
            runtime.block_on(by_stream(service.clone(), true))
        }));
    }
    let [hand, stream, ahead] = [hand, stream, ahead].map(|mut times| {
        times.sort();
        times[times.len() / 2].as_secs_f64()
    });
    println!(
        "{messages} messages in pages of {size}: by hand {:.1} ms, items {:.3} x, with prefetch {:.3} x",
        hand * 1e3,
        stream / hand,
        ahead / hand
    );
}

fn memory() {
    let size = 1000;
    let body = body(size);
    let peak = |run: &dyn Fn()| allocation_counter::measure(run).bytes_max;
    let page = {
        let body = body.clone();
        peak(&move || drop(black_box(serde_json::from_slice::<Envelope>(&body)).expect("messages")))
    };
    let page = page + body.len() as u64;
    println!(
        "memory: a page of {size}, text and records, is {} KiB",
        page >> 10
    );
    for prefetch in [false, true] {
        for messages in [10_000, 100_000, 1_000_000] {
            // A text of its own for each page, as from a socket.
            let body = body.clone();
            let service = service(messages / size, move || Bytes::copy_from_slice(&body));
            let peak = peak(&|| {
                assert_eq!(
                    runtime().block_on(by_stream(service.clone(), prefetch)),
                    messages
                )
            });
            println!(
                "memory: {messages} messages, prefetch {prefetch}: peak {} KiB, {:.2} pages",
                peak >> 10,
                peak as f64 / page as f64
            );
        }
    }
}

/// Ten pages of 50 ms, a consumer of 50 ms a page, on a paused clock.
fn prefetch() {
    #[derive(Clone, Copy, Debug)]
    enum Mode {
        Off,
        Held,
        Spawned,
    }
    let half = Duration::from_millis(50);
    for steps in [1, 2, 5] {
        for mode in [Mode::Off, Mode::Held, Mode::Spawned] {
            let elapsed = runtime().block_on(async {
                tokio::time::pause();
                let inner = service(10, shared(body(1)));
                let service = service_fn(move |request| {
                    let inner = inner.clone();
                    async move {
                        for _ in 0..steps {
                            tokio::time::sleep(half / steps).await;
                        }
                        inner.oneshot(request).await
                    }
                });
                let service = service.map_future(|future| {
                    Box::pin(future) as futures_util::future::BoxFuture<'_, Answer>
                });
                let pages = Pages::new(service, first());
                let mut items = match mode {
                    Mode::Off => pages,
                    Mode::Held => pages.prefetch(true),
                    Mode::Spawned => pages.prefetch_spawned(),
                }
                .items::<Message>();
                let start = tokio::time::Instant::now();
                while items.next().await.is_some() {
                    tokio::time::sleep(half).await;
                }
                start.elapsed()
            });
            println!(
                "ten pages of 50 ms in {steps} steps, consumer 50 ms a page, prefetch {mode:?}: {} ms",
                elapsed.as_millis()
            );
        }
    }
}

fn runtime() -> Runtime {
    Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime")
}

fn median(mut run: impl FnMut() -> Duration) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS).map(|_| run()).collect();
    times.sort();
    times[times.len() / 2]
}
