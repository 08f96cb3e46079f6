//! Files into messages: what goes over the wire, once and again, and what does not.

use std::fs;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::{Request, Response};
use http_body_util::BodyExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tower::service_fn;
use webex_emulator::Fault;
use webex_sdk::files::{Multipart, Upload};
use webex_sdk::models::{Message, Room};
use webex_sdk::prelude::*;
use webex_sdk::{Body, BoxError};

use super::{Folder, random_bytes, room, url};
use crate::support::World;

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
        assert!(error.to_string().contains("once only"), "{error}");
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
    // A stream of another length than it says, or one that fails, makes no message.
    for length in [4, 6] {
        let file = Upload::from_stream("a.txt", length, pieces());
        let error = api
            .messages()
            .create(&room.id)
            .file(file)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
    }
    let breaks = stream::iter([Ok("hel".into()), Err(BoxError::from("no more"))]);
    let file = Upload::from_stream("a.txt", 5, breaks);
    let error = api
        .messages()
        .create(&room.id)
        .file(file)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
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

/// The deadline that nobody set has room for the largest file; one that was set is kept.
#[tokio::test(start_paused = true)]
async fn the_largest_upload_has_the_time_that_it_is_promised() {
    let takes = service_fn(|request: Request<Body>| async {
        let mut body = request.into_body();
        while let Some(frame) = body.frame().await {
            frame?;
        }
        Ok::<_, BoxError>(Response::new(Body::from(r#"{"id":"M"}"#)))
    });
    let stream = || {
        let piece = Bytes::from(vec![0; 1 << 20]);
        stream::iter(0..100).then(move |_| {
            let piece = piece.clone();
            async {
                tokio::time::sleep(Duration::from_secs(7)).await;
                Ok::<_, BoxError>(piece)
            }
        })
    };
    let builder = || WebexApi::builder().token("t").transport(takes);
    let api = builder().build().unwrap();
    let room = RoomId::new("R").unwrap();
    let send = |api: &WebexApi| {
        let file = Upload::from_stream("a", 100 << 20, stream());
        api.messages().create(&room).file(file)
    };
    send(&api).await.unwrap();
    let frames = stream().map(|piece| piece.map(http_body::Frame::data));
    let body = Counted(100 << 20, Box::pin(http_body_util::StreamBody::new(frames)));
    let whole = api.request(Method::POST, "/files");
    whole.body("a/b", Body::new(body)).await.unwrap();

    let limit = Duration::from_secs(600);
    let strict = builder().deadline(limit).build().unwrap();
    for call in [send(&strict), send(&api).deadline(limit)] {
        let start = tokio::time::Instant::now();
        assert_eq!(call.await.unwrap_err().kind(), ErrorKind::Timeout);
        assert_eq!(start.elapsed().as_secs(), 600);
    }
}

/// A body that knows its length.
struct Counted<B>(u64, std::pin::Pin<Box<B>>);

impl<B: http_body::Body> http_body::Body for Counted<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<B::Data>, B::Error>>> {
        self.1.as_mut().poll_frame(cx)
    }

    fn size_hint(&self) -> http_body::SizeHint {
        http_body::SizeHint::with_exact(self.0)
    }
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

/// The raw door: forms, fields, and no token.
#[tokio::test]
async fn the_raw_door_takes_forms_and_fields() {
    let echoes = service_fn(|request: Request<Body>| async {
        let (head, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let answer = serde_json::json!({
            "type": head.headers["content-type"].to_str()?,
            "token": head.headers.contains_key("authorization"),
            "body": String::from_utf8_lossy(&body),
        });
        Ok::<_, BoxError>(Response::new(Body::from(answer.to_string())))
    });
    let builder = WebexApi::builder().token("t").transport(echoes);
    let api = builder.build().unwrap();
    let post = || api.request(Method::POST, "/things");
    let form = post().form([("a", "1 2")]).anonymous().await.unwrap();
    assert_eq!(form["type"], "application/x-www-form-urlencoded");
    assert_eq!(
        (&form["body"], &form["token"]),
        (&"a=1%202".into(), &false.into())
    );
    let form = Multipart::new().file("file", Upload::from_bytes("a.txt", "hello"));
    let form = post().multipart(form).field("name", "x").await.unwrap();
    assert!(form["type"].as_str().unwrap().starts_with("multipart/"));
    let body = form["body"].as_str().unwrap();
    assert!(body.contains("name=\"name\"\r\n\r\nx\r\n") && body.contains("hello"));
    let json = serde_json::json!({ "a": 1 });
    let fields = post().field("b", 2).json(&json).await.unwrap();
    assert_eq!(
        (&fields["body"], &fields["token"]),
        (&r#"{"a":1,"b":2}"#.into(), &true.into())
    );
}
