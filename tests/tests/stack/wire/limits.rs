//! T6: an answer without end costs neither memory beyond its limit nor time.

use std::future::poll_fn;
use std::net::Ipv4Addr;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use http::Method;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::runtime;
use tokio::task::JoinHandle;
use webex_sdk::{Error, ErrorKind, WebexApi, WebexApiBuilder};

use super::http2::{
    self, CONTINUATION, DATA, END_HEADERS, HEADERS, frame, serve_frames, status_field,
};
use super::peer::{base_url, read_request, serve};

/// What one call came to, and what it took of memory and of processor time.
struct Cost {
    result: Result<serde_json::Value, Error>,
    peak: u64,
    cpu: Duration,
}

/// A call on a thread of its own that does nothing else: what is measured is the client.
fn measure(builder: WebexApiBuilder) -> Cost {
    let thread = thread::spawn(|| {
        let mut result = None;
        let before = cpu();
        let used = allocation_counter::measure(|| {
            let runtime = runtime::Builder::new_current_thread().enable_all().build();
            let api = builder.max_attempts(1).build().unwrap();
            let call = api.request(Method::GET, "/rooms").into_future();
            result = Some(runtime.unwrap().block_on(call));
        });
        Cost {
            result: result.unwrap(),
            peak: used.bytes_max,
            cpu: cpu() - before,
        }
    });
    thread.join().unwrap()
}

/// What this thread has run; nothing where that is not told.
fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = stat.split(' ').next().and_then(|nanos| nanos.parse().ok());
    Duration::from_nanos(nanos.unwrap_or_default())
}

/// A peer that sends `begin`, and then `more` without end.
fn endless(begin: &[u8], more: &[u8]) -> WebexApiBuilder {
    let (begin, more) = (begin.to_vec(), more.repeat(1 + 65536 / more.len()));
    elsewhere(|listener| {
        serve(listener, move |mut socket| {
            let (begin, more) = (begin.clone(), more.clone());
            async move {
                let _ = read_request(&mut socket).await;
                let _ = socket.write_all(&begin).await;
                while socket.write_all(&more).await.is_ok() {}
            }
        })
    })
}

/// The same over HTTP/2, on stream 1.
fn endless_frames(begin: &[u8], more: &[u8]) -> WebexApiBuilder {
    let (begin, more) = (begin.to_vec(), more.repeat(1 + 65536 / more.len()));
    elsewhere(move |listener| {
        serve_frames(listener, move |_, mut frames| {
            let (begin, more) = (begin.clone(), more.clone());
            async move {
                frames.next().await?;
                frames.raw(&begin).await?;
                loop {
                    frames.raw(&more).await?;
                }
            }
        })
    })
    .transport(http2::client())
}

/// A body without end from a server of HTTP/2 that keeps all the rules.
fn endless_stream() -> WebexApiBuilder {
    let each = |socket| async move {
        let mut connection = h2::server::handshake(socket).await?;
        while let Some(request) = connection.accept().await {
            let (_, mut answer) = request?;
            let mut body = answer.send_response(Default::default(), false)?;
            tokio::spawn(async move {
                body.reserve_capacity(16384);
                while let Some(Ok(room)) = poll_fn(|cx| body.poll_capacity(cx)).await {
                    body.send_data(vec![b'0'; room].into(), false)?;
                    body.reserve_capacity(16384);
                }
                Ok::<_, h2::Error>(())
            });
        }
        Ok::<_, h2::Error>(())
    };
    elsewhere(move |listener| {
        serve(listener, move |socket| async move {
            let _ = each(socket).await;
        })
    })
    .transport(http2::client())
}

/// A peer on a thread of its own, that the measured one does nothing for.
fn elsewhere(peer: impl FnOnce(TcpListener) -> JoinHandle<()> + Send + 'static) -> WebexApiBuilder {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let runtime = runtime::Builder::new_current_thread().enable_all().build();
        runtime.unwrap().block_on(async {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
            send.send(listener.local_addr().unwrap()).unwrap();
            peer(listener).await.unwrap();
        });
    });
    let builder = WebexApi::builder().token("t");
    builder.base_url(base_url(receive.recv().unwrap()))
}

const LIMIT: usize = 16 << 20;

/// Some kind of error, with no more memory than `limit` and 2 MiB, and less than a second of processor time.
fn is_cheap(what: &str, builder: WebexApiBuilder, limit: usize, kind: ErrorKind) {
    let cost = measure(builder.body_limit(limit));
    let error = cost.result.unwrap_err();
    let told = format!("{what}: {} KiB, {:?}, {error}", cost.peak >> 10, cost.cpu);
    println!("{told}");
    assert_eq!(error.kind(), kind, "{told}");
    assert!(cost.peak < limit as u64 + (2 << 20), "{told}");
    assert!(cost.cpu < Duration::from_secs(1), "{told}");
}

#[test]
fn an_answer_without_end_costs_no_more_than_its_limit() {
    use ErrorKind::{Body, OutcomeUnknown, TooLarge};
    let zeros = [b'0'; 8192];
    let name = format!("name: {}\r\n", "x".repeat(1000));
    let ok = b"HTTP/1.1 200 OK\r\n";
    let gigabyte = [&ok[..], b"content-length: 1073741824\r\n\r\n"].concat();
    let chunks = [&ok[..], b"transfer-encoding: chunked\r\n\r\n"].concat();
    let chunk = [b"2000\r\n", &zeros[..], b"\r\n"].concat();
    is_cheap(
        "a gigabyte, announced",
        endless(&gigabyte, &zeros),
        LIMIT,
        TooLarge,
    );
    is_cheap(
        "a gigabyte",
        endless(&[&ok[..], b"\r\n"].concat(), &zeros),
        LIMIT,
        TooLarge,
    );
    is_cheap("chunks", endless(&chunks, &chunk), LIMIT, TooLarge);
    is_cheap(
        "chunks of a byte",
        endless(&chunks, b"1\r\n0\r\n"),
        64 << 10,
        TooLarge,
    );
    is_cheap(
        "a chunk extension",
        endless(&[&chunks[..], b"1;"].concat(), &zeros),
        LIMIT,
        Body,
    );
    let trailers = [&chunks[..], b"0\r\n"].concat();
    is_cheap("trailers", endless(&trailers, name.as_bytes()), LIMIT, Body);
    is_cheap(
        "short trailers",
        endless(&trailers, b"a: b\r\n"),
        LIMIT,
        Body,
    );
    is_cheap(
        "headers",
        endless(ok, name.as_bytes()),
        LIMIT,
        OutcomeUnknown,
    );
    is_cheap(
        "short headers",
        endless(ok, b"a: b\r\n"),
        LIMIT,
        OutcomeUnknown,
    );
    is_cheap(
        "a header",
        endless(&[&ok[..], b"a: "].concat(), &zeros),
        LIMIT,
        OutcomeUnknown,
    );
    is_cheap(
        "a status",
        endless(b"HTTP/1.1 200 ", &zeros),
        LIMIT,
        OutcomeUnknown,
    );
    let hint = b"HTTP/1.1 103 Hints\r\n\r\n";
    is_cheap("interim answers", endless(b"", hint), LIMIT, OutcomeUnknown);
}

#[test]
fn an_answer_without_end_costs_no_more_than_its_limit_over_http_2() {
    use ErrorKind::{Body, OutcomeUnknown, Timeout, TooLarge};
    let head = frame(HEADERS, END_HEADERS, 1, &status_field(200));
    let data = |data: &[u8]| endless_frames(&head, &frame(DATA, 0, 1, data));
    is_cheap("empty data", data(b""), LIMIT, Body);
    is_cheap("data of a byte", data(b"0"), LIMIT, Body);
    // As fast as it comes it is read, and there is always room in the window.
    is_cheap(
        "data, no window looked at",
        data(&[b'0'; 8192]),
        LIMIT,
        TooLarge,
    );
    is_cheap("data", endless_stream(), LIMIT, TooLarge);
    let part = frame(HEADERS, 0, 1, &status_field(200));
    let rest = frame(CONTINUATION, 0, 1, &[0, 1, b'a', 1, b'b'].repeat(1000));
    is_cheap(
        "continuations",
        endless_frames(&part, &rest),
        LIMIT,
        OutcomeUnknown,
    );
    is_cheap("heads", endless_frames(b"", &head), LIMIT, Body);
    // Nothing counts these; they end with the attempt.
    let hint = frame(HEADERS, END_HEADERS, 1, &status_field(103));
    let hints = endless_frames(b"", &hint).timeout(Duration::from_millis(200));
    is_cheap("interim heads", hints, LIMIT, Timeout);
}
