//! T9 over HTTP/2: what RFC 9113 calls malformed is an error, and never an answer.

use http::Method;
use webex_sdk::ErrorKind;

use super::http2::{
    CONTINUATION, DATA, END_HEADERS, END_STREAM, HEADERS, Http2Peer, NO_ERROR, frame,
};

/// A head on stream 1 of these fields, with names of its own and not indexed.
fn head(flags: u8, fields: &[(&str, &str)]) -> Vec<u8> {
    let mut block = Vec::new();
    for (name, value) in fields {
        block.push(0);
        for text in [name, value] {
            block.push(u8::try_from(text.len()).unwrap());
            block.extend(text.as_bytes());
        }
    }
    frame(HEADERS, flags | END_HEADERS, 1, &block)
}

fn data(text: &str) -> Vec<u8> {
    frame(DATA, END_STREAM, 1, text.as_bytes())
}

const OK: (&str, &str) = (":status", "200");

/// Each would be `{}` to a reader who guesses.
fn malformed() -> Vec<(&'static str, Vec<u8>)> {
    let ok = || head(0, &[OK]);
    let with = |field| [head(0, &[OK, field]), data("{}")].concat();
    let big = vec![b'{'; 20_000];
    vec![
        ("a length too small", with(("content-length", "1"))),
        ("a length too large", with(("content-length", "3"))),
        ("a length that is none", with(("content-length", "x"))),
        (
            "a length, and no body",
            head(END_STREAM, &[OK, ("content-length", "2")]),
        ),
        ("a name in capitals", with(("Name", "x"))),
        ("a name with a space", with(("na me", "x"))),
        ("a line feed in a value", with(("name", "a\nb"))),
        ("NUL in a value", with(("name", "a\0b"))),
        ("a field of the connection", with(("connection", "close"))),
        ("chunks", with(("transfer-encoding", "chunked"))),
        ("an unknown pseudo-field", with((":name", "x"))),
        ("a pseudo-field of requests", with((":path", "/"))),
        ("two statuses", with(OK)),
        (
            "a status behind a field",
            [head(0, &[("name", "x"), OK]), data("{}")].concat(),
        ),
        (
            "no status",
            [head(0, &[("name", "x")]), data("{}")].concat(),
        ),
        (
            "a status of two digits",
            [head(0, &[(":status", "20")]), data("{}")].concat(),
        ),
        ("no head", data("{}")),
        (
            "a body on another stream",
            [ok(), frame(DATA, END_STREAM, 3, b"{}")].concat(),
        ),
        (
            "a body on no stream",
            [ok(), frame(DATA, END_STREAM, 0, b"{}")].concat(),
        ),
        (
            "a frame above the limit",
            [ok(), frame(DATA, END_STREAM, 1, &big)].concat(),
        ),
        (
            "a frame between two of a head",
            [
                frame(HEADERS, 0, 1, &[]),
                data("{}"),
                frame(CONTINUATION, END_HEADERS, 1, &[0x88]),
            ]
            .concat(),
        ),
        (
            "a continuation of nothing",
            [ok(), frame(CONTINUATION, END_HEADERS, 1, &[])].concat(),
        ),
        (
            "an index that is not there",
            [frame(HEADERS, END_HEADERS, 1, &[0xff, 0x7f]), data("{}")].concat(),
        ),
        (
            "a broken head",
            [frame(HEADERS, END_HEADERS, 1, &[0, 200, b'a']), data("{}")].concat(),
        ),
        (
            "padding longer than its frame",
            [ok(), frame(DATA, END_STREAM | 8, 1, &[9, b'{', b'}'])].concat(),
        ),
        (
            "trailers without an end",
            [ok(), frame(DATA, 0, 1, b"{}"), head(0, &[("name", "x")])].concat(),
        ),
        (
            "a promise",
            [
                frame(5, END_HEADERS, 1, &[0, 0, 0, 2, 0x82, 0x84]),
                ok(),
                data("{}"),
            ]
            .concat(),
        ),
        (
            "an end within a frame",
            [ok(), data("{}")[..10].to_vec()].concat(),
        ),
        (
            "an end before the last frame",
            [ok(), frame(DATA, 0, 1, b"{}")].concat(),
        ),
        (
            "HTTP/1.1",
            b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".to_vec(),
        ),
    ]
}

#[tokio::test]
async fn what_is_malformed_is_no_answer_over_http_2() {
    let mut accepted = Vec::new();
    for (name, bytes) in malformed() {
        let peer = Http2Peer::new(move |_, mut frames| {
            let bytes = bytes.clone();
            async move {
                frames.next().await?;
                frames.raw(&bytes).await?;
                frames.close().await
            }
        })
        .await;
        let api = peer.builder().max_attempts(1).build().unwrap();
        match api.request(Method::GET, "/rooms").await {
            Ok(_) => accepted.push(name),
            Err(error) => {
                println!("{name}: {error}");
                let kind = error.kind();
                assert!(
                    matches!(kind, ErrorKind::OutcomeUnknown | ErrorKind::Body),
                    "{name}: {error:?}"
                );
            }
        }
    }
    // RFC 9113, 8.3, wants this refused too; h2 reads over it, and nothing is made of it.
    assert_eq!(accepted, ["a pseudo-field of requests"]);
}

/// R10, T9: hyper takes a stream that is reset with `NO_ERROR` for one that has ended.
#[tokio::test]
async fn a_body_that_is_reset_without_an_error_has_broken_off() {
    let peer = Http2Peer::new(|_, mut frames| async move {
        let first = frames.next().await?.unwrap().stream;
        frames.head(first, 200, 20).await?;
        frames.frame(DATA, 0, first, b"{}").await?;
        frames.reset(first, NO_ERROR).await?;
        frames.close().await
    })
    .await;
    let once = peer.builder().max_attempts(1).build().unwrap();
    let error = once.request(Method::GET, "/rooms").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Body, "{error:?}");
}
