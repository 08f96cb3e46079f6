//! How fast the emulator is: `cargo run --release -p webex-emulator --example figures`.

use std::{
    error::Error,
    time::{Duration, Instant},
};

use axum::body::Body;
use http::Request;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tower::ServiceExt;
use webex_emulator::{Emulator, PersonHandle};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let start = Instant::now();
    let webex = Emulator::new();
    let server = webex.serve("127.0.0.1:0").await?;
    println!("start: {:?}", start.elapsed());
    let ana = webex.add_person("ana@example.com");

    let (count, start) = (100_000, Instant::now());
    for _ in 0..count {
        send(&webex, &ana, "GET", "/people/me", None).await?;
    }
    rate("people/me in process", count, start.elapsed());

    let mut stream = TcpStream::connect(server.addr()).await?;
    let request = format!(
        "GET /v1/people/me HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\r\n",
        ana.token()
    );
    let mut buffer = vec![0; 64 * 1024];
    let (count, start) = (50_000, Instant::now());
    for _ in 0..count {
        stream.write_all(request.as_bytes()).await?;
        let mut got = 0;
        // The answer ends with its JSON object.
        while got == 0 || buffer.get(got - 1) != Some(&b'}') {
            got += stream
                .read(buffer.get_mut(got..).unwrap_or_default())
                .await?;
        }
    }
    rate(
        "people/me over TCP, client on the same core",
        count,
        start.elapsed(),
    );

    for size in [1_000, 10_000, 100_000] {
        list(size).await?;
    }
    Ok(())
}

/// Fills a room, and lists it from one end to the other.
async fn list(size: u32) -> Result<()> {
    let webex = Emulator::new();
    let ana = webex.add_person("ana@example.com");
    let room = send(
        &webex,
        &ana,
        "POST",
        "/rooms",
        Some(json!({ "title": "x" })),
    )
    .await?
    .0;
    let room = room
        .get("id")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let start = Instant::now();
    for n in 0..size {
        let body = json!({ "roomId": room, "text": format!("message {n}") });
        send(&webex, &ana, "POST", "/messages", Some(body)).await?;
    }
    rate(&format!("posts, {size} of them"), size, start.elapsed());
    let (mut next, mut seen, mut pages) = (
        Some(format!("/messages?roomId={room}&max=100")),
        0,
        Vec::new(),
    );
    while let Some(path) = next {
        let start = Instant::now();
        let (body, link) = send(&webex, &ana, "GET", &path, None).await?;
        pages.push(start.elapsed());
        seen += body
            .get("items")
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        next = link;
    }
    let total: Duration = pages.iter().sum();
    println!(
        "  list of {seen}: {total:?}, {:?} a page, the last one {:?}",
        total / pages.len() as u32,
        pages.last()
    );
    Ok(())
}

async fn send(
    webex: &Emulator,
    who: &PersonHandle,
    method: &str,
    path: &str,
    body: Option<Value>,
) -> Result<(Value, Option<String>)> {
    let request = Request::builder()
        .method(method)
        .uri(format!("http://x/v1{path}"));
    let request = request.header("authorization", format!("Bearer {}", who.token()));
    let request = request.header("content-type", "application/json");
    let response = webex
        .service()
        .oneshot(request.body(body.map_or(Body::empty(), |body| body.to_string().into()))?)
        .await?;
    let link = response
        .headers()
        .get("link")
        .and_then(|link| link.to_str().ok());
    let next = link.and_then(|link| Some(link.split_once("/v1")?.1.split_once('>')?.0.to_owned()));
    let bytes = response.into_body().collect().await?.to_bytes();
    Ok((serde_json::from_slice(&bytes)?, next))
}

fn rate(what: &str, count: u32, elapsed: Duration) {
    println!(
        "{what}: {:.0} a second",
        f64::from(count) / elapsed.as_secs_f64()
    );
}
