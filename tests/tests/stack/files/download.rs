//! Files out of messages: scans, broken connections, other hosts.

use std::fs;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{TryStreamExt, stream};
use http::{Request, Response};
use tower::{ServiceExt, service_fn};
use webex_emulator::{Fault, Scan};
use webex_sdk::files::{Download, Upload};
use webex_sdk::prelude::*;
use webex_sdk::resources::contents::GetContent;
use webex_sdk::{Body, BoxError};

use super::{Folder, random_bytes, sent};
use crate::support::World;

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

/// What bounds an answer in memory does not bound a file.
#[tokio::test]
async fn a_file_may_be_larger_than_an_answer() {
    let world = World::new();
    let (api, server) = world.over_tcp().await;
    let url = sent(&api, Upload::from_bytes("a.txt", "x".repeat(10_000))).await;
    let over_tcp = WebexApi::builder().base_url(server.base_url());
    for builder in [
        over_tcp,
        WebexApi::builder().transport(world.webex.service()),
    ] {
        let builder = builder.token(world.ana.token()).body_limit(1000);
        let api = builder.build().unwrap();
        let id = url.rsplit('/').next().unwrap();
        let info = api.contents().head(id).await.unwrap();
        assert_eq!(info.content_length(), Some(10_000));
        let file = api.contents().get(id).await.unwrap();
        assert_eq!(file.bytes().await.unwrap().len(), 10_000);
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
        let by_hand = GetContent::new(foreign).parts().into_request();
        for error in [
            api.contents().get(foreign).await.unwrap_err(),
            api.contents().head(foreign).await.unwrap_err(),
            api.clone().oneshot(by_hand.unwrap()).await.unwrap_err(),
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

/// Whether the rest comes or the whole again, of which what came before is left out.
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
        for bytes in [100_000, 50_000, 10_000] {
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

/// All of it came, and then the connection broke before it was said that this is the end: there is no rest to ask for.
#[tokio::test]
async fn what_breaks_off_behind_its_last_byte_is_whole() {
    let service = service_fn(|request: Request<Body>| {
        let response = match request.headers().get("range") {
            None => Response::builder().header("content-length", 3),
            Some(_) => Response::builder().status(416),
        };
        let frames = [
            Ok(http_body::Frame::data(Bytes::from("abc"))),
            Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset)),
        ];
        let body = http_body_util::StreamBody::new(stream::iter(frames));
        std::future::ready(Ok::<_, BoxError>(response.body(Body::new(body)).unwrap()))
    });
    let builder = WebexApi::builder().token("t").transport(service);
    let api = builder.build().unwrap();
    let file = api.contents().get("Y2lz").await.unwrap();
    assert_eq!(file.resume(1).bytes().await.unwrap(), "abc");
}

/// Answers one after the other, each with what is to be said of its length, and its body.
fn in_pieces(
    answers: &'static [(&'static str, &'static str)],
    method: Method,
) -> (webex_sdk::RawCall<Download>, Asked) {
    let asked = Asked::default();
    let asks = asked.clone();
    let service = service_fn(move |request: Request<Body>| {
        let mut asks = asks.lock().unwrap();
        let (range, body) = answers[asks.len()];
        asks.push(request.method().to_string());
        let mut response = Response::builder();
        if !range.is_empty() {
            response = response.status(206).header("content-range", range);
        }
        let mut frames = vec![Ok(http_body::Frame::data(Bytes::from(body)))];
        if asks.len() == 1 {
            frames.push(Err(std::io::Error::from(
                std::io::ErrorKind::ConnectionReset,
            )));
        }
        let body = http_body_util::StreamBody::new(stream::iter(frames));
        std::future::ready(Ok::<_, BoxError>(response.body(Body::new(body)).unwrap()))
    });
    let builder = WebexApi::builder().token("t").transport(service);
    let call = builder.build().unwrap().request(method, "/contents/a");
    (call.output(), asked)
}

/// Where the first answer did not say how long the file is, the next ones may.
#[tokio::test]
async fn what_ends_before_its_end_is_no_whole_file() {
    for answers in [
        &[("", "abc"), ("bytes 3-5/9", "def")][..],
        &[("", "abc"), ("bytes 3-8/*", "def")],
        &[("", "abc"), ("", "ab")],
    ] {
        let (call, _) = in_pieces(answers, Method::GET);
        let error = call.await.unwrap().resume(1).bytes().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Body, "{answers:?}");
    }
    for answers in [
        &[("", "abc"), ("bytes 3-5/9", "def"), ("bytes 6-8/9", "ghi")][..],
        &[("", "abc"), ("bytes 3-8/*", "def"), ("bytes 6-8/*", "ghi")],
        &[("", "abc"), ("", "ab"), ("", "abcdefghi")],
    ] {
        let (call, asked) = in_pieces(answers, Method::GET);
        let whole = call.await.unwrap().resume(3).bytes().await.unwrap();
        assert_eq!(whole, "abcdefghi", "{answers:?}");
        assert_eq!(asked.lock().unwrap().len(), 3);
    }
}

/// R2: a file that a POST made is not worth a second POST.
#[tokio::test]
async fn what_may_be_sent_once_only_is_not_resumed() {
    let answers = &[("", "abc"), ("", "abcdef")];
    let (call, asked) = in_pieces(answers, Method::POST);
    let error = call.await.unwrap().resume(3).bytes().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Body);
    assert_eq!(*asked.lock().unwrap(), ["POST"]);

    let (call, asked) = in_pieces(answers, Method::POST);
    let file = call.idempotent(true).await.unwrap().resume(3);
    assert_eq!(file.bytes().await.unwrap(), "abcdef");
    assert_eq!(*asked.lock().unwrap(), ["POST", "POST"]);
}

/// A server may have nothing for who takes JSON alone.
#[tokio::test]
async fn a_file_is_asked_for_as_anything() {
    let world = World::new();
    let api = world.api();
    let url = sent(&api, Upload::from_bytes("a.txt", "hello")).await;
    world.webex.clear_requests();
    api.contents().head(&url).await.unwrap();
    let _ = api.contents().get(&url).await.unwrap();
    let _ = api.guests().count().await;
    let requests = world.webex.requests();
    assert_eq!(requests.len(), 3);
    for request in requests {
        assert_eq!(request.headers["accept"], "*/*", "{}", request.path);
    }
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
