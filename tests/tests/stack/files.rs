//! Files, into messages and out of them: what goes over the wire, what comes back, what is on the disk.

use std::fs;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use http::{Request, Response};
use http_body_util::BodyExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tower::service_fn;
use webex_emulator::{Fault, Scan};
use webex_sdk::files::{Multipart, Upload};
use webex_sdk::models::{Message, Room};
use webex_sdk::prelude::*;
use webex_sdk::{Body, BoxError};

use crate::support::World;

/// A folder that goes with its test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("webex-files-{:016x}", fastrand::u64(..)));
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
        let mut names: Vec<_> = entries
            .map(|entry| name(entry).into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

async fn room(api: &WebexApi) -> Room {
    api.rooms().create("Files").await.unwrap()
}

/// The URL of the one file.
fn url(message: &Message) -> String {
    let urls: Vec<_> = message.files.iter().flatten().collect();
    assert_eq!(urls.len(), 1);
    urls[0].to_string()
}

async fn sent(api: &WebexApi, file: impl Into<Upload>) -> String {
    let room = room(api).await;
    url(&api.messages().create(&room.id).file(file).await.unwrap())
}

fn random_bytes(length: usize) -> Vec<u8> {
    std::iter::repeat_with(|| fastrand::u8(..))
        .take(length)
        .collect()
}

/// D-65: a file of this machine goes in a form, with its name and type, beside everything else.
#[tokio::test]
async fn a_file_comes_back_as_it_was_sent() {
    let world = World::new();
    let (api, _server) = world.over_tcp().await;
    let (room, folder) = (room(&api).await, Folder::new());
    let content = random_bytes(300_000);
    let path = folder.file("Plan \u{e9}.pdf", &content);
    world.webex.clear_requests();
    let call = api
        .messages()
        .create(&room.id)
        .markdown("**the** plan")
        .file(&path);
    let message = call.field("isStarred", true).await.unwrap();
    assert_eq!(message.room_id.as_ref(), Some(&room.id));
    assert!(
        message
            .html
            .as_deref()
            .unwrap()
            .contains("<strong>the</strong>")
    );

    let request = world.webex.requests().pop().unwrap();
    let content_type = request.headers["content-type"].to_str().unwrap();
    assert!(content_type.starts_with("multipart/form-data; boundary=webex-"));
    let announced = request.headers["content-length"].to_str().unwrap();
    assert_eq!(announced, request.body_size.to_string());
    let text = String::from_utf8_lossy(&request.body);
    assert!(text.contains("name=\"isStarred\"\r\n\r\ntrue\r\n"));
    assert!(text.contains("name=\"markdown\"\r\n\r\n**the** plan\r\n"));

    let info = api.contents().head(url(&message)).await.unwrap();
    assert_eq!(info.file_name().as_deref(), Some("Plan \u{e9}.pdf"));
    assert_eq!(info.content_type(), Some("application/pdf"));
    assert_eq!(info.content_length(), Some(300_000));
    let file = api.contents().get(url(&message)).await.unwrap();
    assert_eq!(file.file_name().as_deref(), Some("Plan \u{e9}.pdf"));
    assert_eq!(file.bytes().await.unwrap(), content);
}

/// R4: every peer sends an empty form here, or none.
#[tokio::test]
async fn a_refused_upload_is_sent_again_whole() {
    let world = World::new();
    let (api, _server) = world.over_tcp().await;
    let (room, folder, content) = (room(&api).await, Folder::new(), random_bytes(50_000));
    let bytes = Bytes::from(content.clone());
    let factory = {
        let bytes = bytes.clone();
        let make = move || Body::new(http_body_util::Full::new(bytes.clone()));
        Body::replayable(50_000, make)
    };
    for file in [
        Upload::from_path(folder.file("a.bin", &content)),
        Upload::from_bytes("a.bin", bytes),
        Upload::from_body("a.bin", factory),
    ] {
        world.webex.clear_requests();
        let fault = |status| Fault::status(status).path("/messages").retry_after(1);
        world.webex.faults().next(fault(429));
        let message = api.messages().create(&room.id).file(file).await.unwrap();
        let requests = world.webex.requests();
        assert_eq!(requests.len(), 2);
        assert_eq!(requests[0].body, requests[1].body);
        assert_eq!(requests[0].body_size, requests[1].body_size);
        for header in ["content-type", "content-length"] {
            assert_eq!(requests[0].headers[header], requests[1].headers[header]);
        }
        let file = api.contents().get(url(&message)).await.unwrap();
        assert_eq!(file.bytes().await.unwrap(), content);
    }
}

/// R5, D-27.
#[tokio::test]
async fn a_stream_that_was_refused_is_not_sent_empty_or_short() {
    let world = World::new();
    let (api, _server) = world.over_tcp().await;
    let room = room(&api).await;
    let pieces = || stream::iter(["hel", "lo"]).map(|piece| Ok::<_, BoxError>(piece.into()));
    let length = |known: bool| known.then_some(5);
    for known in [true, false] {
        world.webex.clear_requests();
        world
            .webex
            .faults()
            .next(Fault::status(429).path("/messages").retry_after(1));
        let file = Upload::from_stream("a.txt", length(known), pieces());
        let call = api.messages().create(&room.id).file(file);
        let again = call.clone();
        let error = call.await.unwrap_err();
        assert!(
            error.is_rate_limited() && error.attempts() == 1,
            "{error:?}"
        );
        let error = again.await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::InvalidInput, 0)
        );
        assert_eq!(world.webex.requests().len(), 1);

        let file = Upload::from_stream("a.txt", length(known), pieces());
        let message = api.messages().create(&room.id).file(file).await.unwrap();
        let file = api.contents().get(url(&message)).await.unwrap();
        assert_eq!(file.bytes().await.unwrap(), "hello");
    }
    // A stream that is no longer than it says breaks off, and no message comes of it.
    for length in [4, 6] {
        let file = Upload::from_stream("a.txt", length, pieces());
        let error = api
            .messages()
            .create(&room.id)
            .file(file)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error:?}");
    }
    let messages = api.messages().list(&room.id).all().await.unwrap();
    assert_eq!(messages.len(), 2);
}

/// A peer that refuses the first request when it has read no more than its head. Gives the length of the second's body.
async fn hasty_peer() -> (String, tokio::task::JoinHandle<usize>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let base_url = format!("http://{}/v1", listener.local_addr().unwrap());
    let peer = tokio::spawn(async move {
        let (mut first, _) = listener.accept().await.unwrap();
        read_head(&mut first).await;
        let refusal = "HTTP/1.1 429 Too Many Requests\r\nretry-after: 1\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
        first.write_all(refusal.as_bytes()).await.unwrap();
        let mut unread = Vec::new();
        let drained = tokio::spawn(async move { first.read_to_end(&mut unread).await });

        let (mut second, _) = listener.accept().await.unwrap();
        let head = read_head(&mut second).await.to_ascii_lowercase();
        let length = head.split("content-length: ").nth(1).unwrap();
        let length: usize = length.split("\r\n").next().unwrap().parse().unwrap();
        let mut body = vec![0; length];
        second.read_exact(&mut body).await.unwrap();
        assert!(body.ends_with(b"--\r\n"));
        let answer = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{\"id\":\"M\"}";
        second.write_all(answer.as_bytes()).await.unwrap();
        drop(drained);
        length
    });
    (base_url, peer)
}

async fn read_head(socket: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(socket.read_u8().await.unwrap());
    }
    String::from_utf8(head).unwrap()
}

/// R4: a service that is busy need not hear a large file to its end to say so.
#[tokio::test]
async fn a_refusal_is_heard_before_all_is_sent() {
    let (base_url, peer) = hasty_peer().await;
    let builder = WebexApi::builder().token("t").base_url(base_url);
    let api = builder.build().unwrap();
    let file = Upload::from_bytes("a.bin", vec![7; 20_000_000]);
    let room = RoomId::new("R").unwrap();
    api.messages().create(room).file(file).await.unwrap();
    assert!(peer.await.unwrap() > 20_000_000);
}

/// R4, over forms and refusals at random.
#[tokio::test(start_paused = true)]
async fn every_attempt_of_an_upload_is_the_same_request() {
    let folder = Folder::new();
    for _ in 0..100 {
        let refusals = fastrand::usize(1..4);
        let seen = Arc::new(Mutex::new(Vec::new()));
        let sees = seen.clone();
        let service = service_fn(move |request: Request<Body>| {
            let sees = sees.clone();
            async move {
                let (head, body) = request.into_parts();
                let body = body.collect().await?.to_bytes();
                let mut seen = sees.lock().unwrap();
                seen.push((
                    head.method,
                    head.uri,
                    head.headers["content-type"].clone(),
                    body,
                ));
                let status = if seen.len() > refusals {
                    200
                } else {
                    [429, 423][fastrand::usize(..2)]
                };
                Ok::<_, BoxError>(
                    Response::builder()
                        .status(status)
                        .body(Body::from(r#"{"id":"M"}"#))?,
                )
            }
        });
        let api = WebexApi::builder()
            .token("t")
            .transport(service)
            .build()
            .unwrap();
        let content = random_bytes(fastrand::usize(..100_000));
        let file = match fastrand::bool() {
            true => Upload::from_path(folder.file("a.bin", &content)),
            false => Upload::from_bytes("a.bin", content),
        };
        let room = RoomId::new("R").unwrap();
        api.messages()
            .create(room)
            .text("x")
            .file(file)
            .await
            .unwrap();
        let seen = seen.lock().unwrap();
        assert_eq!(seen.len(), refusals + 1);
        assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
    }
}

#[tokio::test]
async fn what_cannot_be_sent_is_an_error_with_nothing_sent() {
    let world = World::new();
    let api = world.api();
    let (room, folder) = (room(&api).await, Folder::new());
    let huge = folder.0.join("huge.bin");
    let file = fs::File::create(&huge).unwrap();
    file.set_len((100 << 20) + 1).unwrap(); // takes no room on the disk
    world.webex.clear_requests();
    let create = || api.messages().create(&room.id);
    for (call, message) in [
        (
            create().file(folder.0.join("none.txt")),
            "none.txt cannot be sent",
        ),
        (create().file(&*folder.0), "not a regular file"),
        (create().file(&huge), "104857601 bytes"),
        (create().file(""), "cannot be sent"),
        (create().file_url("./a.png"), "no public URL"),
        (
            create().file("a").file_url("https://x.example/a"),
            "one file",
        ),
        (
            create().file(Upload::from_bytes("a", "").content_type("a/b\r\nX: 1")),
            "content type",
        ),
    ] {
        let error = call.await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::InvalidInput, 0),
            "{error}"
        );
        assert!(error.to_string().contains(message), "{error}");
        assert_eq!(error.operation(), Some("messages.create"));
    }
    assert_eq!(world.wire(), [""; 0]);
    // 100 MiB are the service's to judge.
    file.set_len(100 << 20).unwrap();
    let counts = service_fn(|request: Request<Body>| async {
        let mut body = request.into_body();
        let mut length = 0;
        while let Some(frame) = body.frame().await {
            length += frame?.into_data().unwrap().len();
        }
        assert!(length > 100 << 20);
        Ok::<_, BoxError>(Response::new(Body::from(r#"{"id":"M"}"#)))
    });
    let builder = WebexApi::builder().token("t").transport(counts);
    let api = builder.build().unwrap();
    api.messages().create(&room.id).file(&huge).await.unwrap();
}

/// A slow connection is not cut by the timeout that JSON has.
#[tokio::test(start_paused = true)]
async fn a_large_upload_may_take_longer() {
    let world = World::new();
    let api = world.api();
    let room = room(&api).await;
    let slow = |pieces: usize| {
        let stream = stream::iter(0..pieces).then(|_| async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            Ok::<_, BoxError>(Bytes::from(vec![0; 256 << 10]))
        });
        Upload::from_stream("a", (pieces as u64) * (256 << 10), stream)
    };
    api.messages()
        .create(&room.id)
        .file(slow(200))
        .await
        .unwrap();
    // A body that never goes on ends all the same.
    let stuck = Upload::from_stream("a", 256 << 10, stream::pending::<Result<Bytes, BoxError>>());
    let start = tokio::time::Instant::now();
    let error = api
        .messages()
        .create(&room.id)
        .file(stuck)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(start.elapsed().as_secs(), 62);
}

/// An endpoint of one's own, with a form.
#[tokio::test]
async fn a_form_of_ones_own_is_sent_as_any_other() {
    struct Announce(RoomId);
    impl Endpoint for Announce {
        type Output = Message;

        fn parts(&self) -> Parts {
            let form = Multipart::new().text("roomId", self.0.to_string());
            Parts::post("/messages").multipart(form.file("files", Upload::from_bytes("a.txt", "a")))
        }
    }
    let api = World::new().api();
    let room = room(&api).await;
    let message = api.call(Announce(room.id)).await.unwrap();
    assert!(api.contents().get(url(&message)).await.is_ok());
}

/// The raw door: a body of any kind, headers, and a type.
#[tokio::test]
async fn the_raw_door_takes_headers_and_gives_types() {
    let world = World::new();
    let api = world.api();
    let room = api
        .request(Method::POST, "/rooms")
        .body("application/json", r#"{"title":"Raw"}"#)
        .header(http::header::ACCEPT_LANGUAGE, "de")
        .output::<Room>()
        .await
        .unwrap();
    assert_eq!(room.title.as_deref(), Some("Raw"));
    assert_eq!(world.webex.requests()[0].headers["accept-language"], "de");
}

#[tokio::test(start_paused = true)]
async fn a_scan_is_waited_for() {
    let world = World::new();
    let api = world.api();
    world
        .webex
        .scan_next_file(Scan::Pending(Duration::from_secs(20)));
    let url = sent(&api, Upload::from_bytes("a.txt", "hello")).await;
    let start = tokio::time::Instant::now();
    world.webex.clear_requests();
    let file = api.contents().get(&url).await.unwrap();
    assert_eq!(file.bytes().await.unwrap(), "hello");
    assert!((20..23).contains(&start.elapsed().as_secs()));
    assert_eq!(world.webex.requests().len(), 2);

    world
        .webex
        .scan_next_file(Scan::Pending(Duration::from_secs(20)));
    let url = sent(&api, Upload::from_bytes("a.txt", "hello")).await;
    let hasty = api
        .contents()
        .get(&url)
        .deadline(Duration::from_secs(5))
        .await;
    let error = hasty.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Locked);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(20)));
}

#[tokio::test]
async fn infected_is_gone_and_unscannable_comes_only_when_it_is_allowed() {
    let world = World::new();
    let api = world.api();
    world.webex.scan_next_file(Scan::Infected);
    let url = sent(&api, Upload::from_bytes("a.txt", "hello")).await;
    assert_eq!(
        api.contents().get(&url).await.unwrap_err().kind(),
        ErrorKind::Gone
    );
    assert_eq!(
        api.contents().head(&url).await.unwrap_err().kind(),
        ErrorKind::Gone
    );

    world.webex.scan_next_file(Scan::Unscannable);
    let url = sent(&api, Upload::from_bytes("a.txt", "hello")).await;
    let error = api.contents().get(&url).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 428);
    let id = url.rsplit('/').next().unwrap();
    for which in [&*url, id] {
        let file = api.contents().get(which).allow_unscannable().await.unwrap();
        assert_eq!(file.bytes().await.unwrap(), "hello");
        let info = api
            .contents()
            .head(which)
            .allow_unscannable()
            .await
            .unwrap();
        assert_eq!(info.content_length(), Some(5));
    }
}

/// A5, T3: a file of another host is asked of nobody, and the token goes nowhere.
#[tokio::test]
async fn a_url_of_another_origin_is_refused_before_anything_is_sent() {
    let world = World::new();
    let api = world.api();
    let url = sent(&api, Upload::from_bytes("a.txt", "hello")).await;
    world.webex.clear_requests();
    for foreign in [
        "https://evil.example/v1/contents/Y2lz",
        "http://webexapis.com/v1/contents/Y2lz",
        "https://webexapis.com:8443/v1/contents/Y2lz",
        "https://webexapis.com.evil.example/v1/contents/Y2lz",
        "https://webexapis.com@evil.example/v1/contents/Y2lz",
        "https://api@webexapis.com/v1/contents/Y2lz",
        "ftp://webexapis.com/v1/contents/Y2lz",
    ] {
        for error in [
            api.contents().get(foreign).await.unwrap_err(),
            api.contents().head(foreign).await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{foreign}");
            assert_eq!(error.attempts(), 0);
        }
    }
    assert_eq!(world.wire(), [""; 0]);
    // The API's older name is its own.
    let older = url.replace("webexapis.com", "api.ciscospark.com");
    assert!(api.contents().get(&older).await.is_ok());
    assert_eq!(world.webex.requests()[0].headers["authorization"], "Bearer");
}

/// A cut download is an error and never a short file, whoever is to notice it.
#[tokio::test]
async fn a_cut_download_is_an_error_and_leaves_nothing_behind() {
    let world = World::new();
    let (api, _server) = world.over_tcp().await;
    let folder = Folder::new();
    let content = random_bytes(200_000);
    let url = sent(&api, Upload::from_bytes("a.bin", content.clone())).await;
    for cut in [0, 1, 100_000, 199_999] {
        let fault = Fault::cut_body(cut).path("/contents");
        world.webex.faults().next(fault.clone());
        let file = api.contents().get(&url).await.unwrap();
        let error = file.to_folder(&folder.0).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Body, "{error:?}");
        assert!(error.tracking_id().is_some());
        assert_eq!(folder.names(), [""; 0]);
    }
    let file = api.contents().get(&url).await.unwrap();
    let path = file.to_folder(&folder.0).await.unwrap();
    assert_eq!(fs::read(path).unwrap(), content);
    assert_eq!(folder.names(), ["a.bin"]);
}

/// The emulator gives the whole again, of which what came before is left out.
#[tokio::test]
async fn a_download_that_resumes_has_every_byte_once() {
    let world = World::new();
    let (api, _server) = world.over_tcp().await;
    let content = random_bytes(200_000);
    let url = sent(&api, Upload::from_bytes("a.bin", content.clone())).await;
    let cut = |bytes| {
        world
            .webex
            .faults()
            .next(Fault::cut_body(bytes).path("/contents"))
    };
    for times in [3, 2] {
        for bytes in [100_000, 50_000, 150_000] {
            cut(bytes);
        }
        let file = api.contents().get(&url).await.unwrap();
        let came = file.resume(times).bytes().await;
        match times {
            3 => assert_eq!(came.unwrap(), content),
            _ => assert_eq!(came.unwrap_err().kind(), ErrorKind::Body),
        }
        world.webex.faults().clear();
    }
}

/// A service that gives rests, of a file that may change; each answer breaks off after 30 bytes.
fn giving_rests(content: String, versions: &'static [&'static str]) -> (WebexApi, Asked) {
    let asked = Asked::default();
    let asks = asked.clone();
    let service = service_fn(move |request: Request<Body>| {
        let header = |name| {
            request
                .headers()
                .get(name)
                .map(|value| value.to_str().unwrap())
        };
        let (range, if_range) = (header("range"), header("if-range"));
        let version = {
            let mut asks = asks.lock().unwrap();
            asks.push(range.unwrap_or("whole").to_owned());
            versions[(asks.len() - 1).min(versions.len() - 1)]
        };
        let begin = range.map(|range| range.strip_prefix("bytes=").unwrap());
        let begin = begin.map(|begin| begin.strip_suffix('-').unwrap().parse::<usize>().unwrap());
        let begin = begin.filter(|_| if_range.is_none_or(|known| known == version));
        let mut response = Response::builder().header("etag", version);
        if let Some(begin) = begin {
            let (last, all) = (content.len() - 1, content.len());
            let range = format!("bytes {begin}-{last}/{all}");
            response = response.status(206).header("content-range", range);
        } else {
            response = response.header("content-length", content.len());
        }
        let rest = content[begin.unwrap_or_default()..].to_owned();
        let broken = (rest.len() > 30).then(|| Err(std::io::ErrorKind::ConnectionReset.into()));
        let piece = Bytes::from(rest[..rest.len().min(30)].to_owned());
        let frames = [Ok(http_body::Frame::data(piece))]
            .into_iter()
            .chain(broken);
        let body = http_body_util::StreamBody::new(stream::iter(
            frames.collect::<Vec<std::io::Result<_>>>(),
        ));
        std::future::ready(Ok::<_, BoxError>(response.body(Body::new(body)).unwrap()))
    });
    let builder = WebexApi::builder().token("t").transport(service);
    (builder.build().unwrap(), asked)
}

type Asked = Arc<Mutex<Vec<String>>>;

#[tokio::test]
async fn only_the_rest_of_the_same_file_is_taken() {
    let content: String = ('a'..='z').cycle().take(100).collect();
    let (api, asked) = giving_rests(content.clone(), &["\"1\""]);
    let file = api.contents().get("Y2lz").await.unwrap();
    assert_eq!(file.resume(3).bytes().await.unwrap(), content);
    assert_eq!(
        *asked.lock().unwrap(),
        ["whole", "bytes=30-", "bytes=60-", "bytes=90-"]
    );

    let (api, _) = giving_rests(content.clone(), &["\"1\""]);
    let mut file = api.contents().get("Y2lz").await.unwrap();
    let first = file.try_next().await.unwrap().unwrap();
    let rest = file.resume(3).bytes().await.unwrap();
    assert_eq!([first, rest].concat(), content.as_bytes());

    let (api, _) = giving_rests(content.clone(), &["\"1\"", "\"2\""]);
    let file = api.contents().get("Y2lz").await.unwrap();
    let error = file.resume(3).bytes().await.unwrap_err();
    assert!(error.to_string().contains("another"), "{error}");
}

/// Over a transport that hands on whatever came.
fn answering(headers: &'static [(&'static str, &'static str)], body: &'static str) -> WebexApi {
    let service = service_fn(move |_: Request<Body>| async move {
        let mut response = Response::builder();
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        Ok::<_, BoxError>(response.body(Body::from(body))?)
    });
    WebexApi::builder()
        .token("t")
        .transport(service)
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_length_that_is_not_kept_is_an_error() {
    for length in [&[("content-length", "4")], &[("content-length", "6")]] {
        let file = answering(length, "hello")
            .contents()
            .get("Y2lz")
            .await
            .unwrap();
        assert_eq!(file.bytes().await.unwrap_err().kind(), ErrorKind::Body);
    }
    let packed = answering(&[("content-encoding", "gzip")], "hello");
    let error = packed.contents().get("Y2lz").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let huge = answering(&[("content-length", "104857601")], "");
    let error = huge
        .contents()
        .get("Y2lz")
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    let unknown = answering(&[], "hello")
        .contents()
        .get("Y2lz")
        .await
        .unwrap();
    assert_eq!(
        (unknown.file_name(), unknown.content_length()),
        (None, None)
    );
    assert_eq!(unknown.bytes().await.unwrap(), "hello");
}

/// T8: slowness is borne, beyond the call's deadline too; silence is not.
#[tokio::test(start_paused = true)]
async fn a_slow_download_goes_on_and_a_silent_one_ends() {
    let world = World::new();
    let api = world.api();
    let url = sent(&api, Upload::from_bytes("a.txt", "x".repeat(30))).await;
    let slow = |seconds| Fault::slow_body(1, Duration::from_secs(seconds)).path("/contents");
    world.webex.faults().next(slow(59));
    let file = api.contents().get(&url).await.unwrap();
    assert_eq!(file.bytes().await.unwrap().len(), 30);
    world.webex.faults().next(slow(61));
    let file = api.contents().get(&url).await.unwrap();
    assert_eq!(file.bytes().await.unwrap_err().kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn a_download_is_a_stream_that_tells_how_far_it_is() {
    let world = World::new();
    let api = world.api();
    let url = sent(&api, Upload::from_bytes("a.txt", "x".repeat(30))).await;
    world
        .webex
        .faults()
        .next(Fault::slow_body(10, Duration::ZERO).path("/contents"));
    let told = Arc::new(Mutex::new(Vec::new()));
    let hears = told.clone();
    let file = api.contents().get(&url).await.unwrap();
    let file = file.on_progress(move |came, all| hears.lock().unwrap().push((came, all)));
    let pieces: Vec<Bytes> = file.try_collect().await.unwrap();
    assert_eq!(pieces, ["x".repeat(10).as_str(); 3]);
    let all = Some(30);
    assert_eq!(*told.lock().unwrap(), [(10, all), (20, all), (30, all)]);
}

/// I4.
#[tokio::test]
async fn nothing_is_overwritten_unless_told() {
    let world = World::new();
    let api = world.api();
    let url = sent(&api, Upload::from_bytes("a.txt", "new")).await;
    let folder = Folder::new();
    let path = folder.file("a.txt", b"old");
    let get = || async { api.contents().get(&url).await.unwrap() };
    let exists = |error: webex_sdk::Error| {
        assert_eq!(error.kind(), ErrorKind::File);
        assert!(
            error.to_string().contains("a.txt cannot be saved"),
            "{error}"
        );
    };
    exists(get().await.to_folder(&folder.0).await.unwrap_err());
    exists(get().await.to_file(&path).await.unwrap_err());
    assert_eq!(fs::read(&path).unwrap(), b"old");
    assert_eq!(
        get().await.to_file(&path).overwrite(true).await.unwrap(),
        path
    );
    assert_eq!(fs::read(&path).unwrap(), b"new");
    let named = folder.0.join("b.txt");
    assert_eq!(get().await.to_file(&named).await.unwrap(), named);
    assert_eq!(folder.names(), ["a.txt", "b.txt"]);

    let none = get()
        .await
        .to_folder(folder.0.join("none"))
        .await
        .unwrap_err();
    assert_eq!(none.kind(), ErrorKind::File);
    let folder_itself = get().await.to_file(&folder.0).overwrite(true).await;
    assert_eq!(folder_itself.unwrap_err().kind(), ErrorKind::File);
    assert_eq!(folder.names(), ["a.txt", "b.txt"]);
}

/// Who loses the race for a name gets an error, not the other's file.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_save_at_once_one_has_the_name() {
    let world = World::new();
    let api = world.api();
    let url = sent(&api, Upload::from_bytes("a.txt", "new")).await;
    let folder = Folder::new();
    let save = || async { api.contents().get(&url).await?.to_folder(&folder.0).await };
    let saved = futures_util::future::join_all((0..10).map(|_| save())).await;
    assert_eq!(saved.iter().filter(|saved| saved.is_ok()).count(), 1);
    assert_eq!(folder.names(), ["a.txt"]);
    assert_eq!(fs::read(folder.0.join("a.txt")).unwrap(), b"new");
}

/// I4: a link in the place of the file is not followed, wherever it leads.
#[cfg(unix)]
#[tokio::test]
async fn no_link_is_followed() {
    let world = World::new();
    let api = world.api();
    let url = sent(&api, Upload::from_bytes("a.txt", "new")).await;
    let (folder, outside) = (Folder::new(), Folder::new());
    let target = outside.file("precious.txt", b"old");
    let link = folder.0.join("a.txt");
    for leads_to in [&target, &outside.0.join("none.txt")] {
        std::os::unix::fs::symlink(leads_to, &link).unwrap();
        let get = || async { api.contents().get(&url).await.unwrap() };
        let error = get().await.to_folder(&folder.0).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::File);
        get()
            .await
            .to_folder(&folder.0)
            .overwrite(true)
            .await
            .unwrap();
        assert!(!fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&link).unwrap(), b"new");
        fs::remove_file(&link).unwrap();
    }
    assert_eq!(fs::read(&target).unwrap(), b"old");
    assert_eq!(outside.names(), ["precious.txt"]);
}

/// I4, D-69: whatever a file is called, it lands in its folder, alone.
#[tokio::test]
async fn no_name_leads_out_of_the_folder() {
    let outer = Folder::new();
    outer.file("precious.txt", b"old");
    let inner = outer.0.join("inner");
    for name in [
        "../precious.txt",
        "..\\\\precious.txt",
        "../../precious.txt",
        "/tmp/precious.txt",
        "..",
        ".",
        "",
        "inner/../../precious.txt",
        "%2e%2e%2fprecious.txt",
        "....//precious.txt",
        "CON",
        "a.txt\\0.png",
    ] {
        let headers = [
            format!("attachment; filename=\"{name}\""),
            format!(
                "attachment; filename*=UTF-8''{}",
                name.replace('/', "%2F").replace('\\', "%5C")
            ),
        ];
        for header in headers {
            fs::create_dir(&inner).unwrap();
            let shown = header.clone();
            let service = service_fn(move |_: Request<Body>| {
                let response = Response::builder().header("content-disposition", &header);
                std::future::ready(Ok::<_, BoxError>(response.body(Body::from("new")).unwrap()))
            });
            let api = WebexApi::builder()
                .token("t")
                .transport(service)
                .build()
                .unwrap();
            let file = api.contents().get("Y2lz").await.unwrap();
            let path = file.to_folder(&inner).await.unwrap();
            assert_eq!(path.parent(), Some(&*inner), "{shown}");
            assert_eq!(fs::read_dir(&inner).unwrap().count(), 1, "{shown}");
            assert_eq!(outer.names(), ["inner", "precious.txt"], "{shown}");
            fs::remove_dir_all(&inner).unwrap();
        }
    }
    assert_eq!(fs::read(outer.0.join("precious.txt")).unwrap(), b"old");
}

/// C1: saving can be dropped at any await.
#[tokio::test]
async fn a_download_that_is_dropped_leaves_no_file() {
    let world = World::new();
    let api = world.api();
    let url = sent(&api, Upload::from_bytes("a.txt", "x".repeat(100))).await;
    let folder = Folder::new();
    let fault = Fault::slow_body(10, Duration::from_secs(3600)).path("/contents");
    world.webex.faults().next(fault);
    let file = api.contents().get(&url).await.unwrap();
    let mut save = Box::pin(std::future::IntoFuture::into_future(
        file.to_folder(&folder.0),
    ));
    let begun = async {
        loop {
            let step = tokio::time::timeout(Duration::from_millis(5), &mut save);
            assert!(step.await.is_err(), "it waits for the first bytes");
            if folder.names().len() == 1 {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(10), begun)
        .await
        .unwrap();
    assert!(!Path::new(&folder.0).join("a.txt").exists());
    drop(save);
    assert_eq!(folder.names(), [""; 0]);
}
