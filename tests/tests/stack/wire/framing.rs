//! T9: what is not framed as RFC 9112 has it is an error, and never an answer.

use http::Method;
use webex_sdk::ErrorKind;

use super::peer::{Act, Peer, Then};

/// Each would be `{}` to a reader who guesses.
const MALFORMED: &[(&str, &str)] = &[
    (
        "conflicting lengths",
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{} ",
    ),
    (
        "conflicting lengths in a list",
        "HTTP/1.1 200 OK\r\ncontent-length: 2, 3\r\n\r\n{} ",
    ),
    (
        "a length and chunks",
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ),
    (
        "chunks and a length",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ),
    (
        "a negative length",
        "HTTP/1.1 200 OK\r\ncontent-length: -2\r\n\r\n{}",
    ),
    (
        "a length with a sign",
        "HTTP/1.1 200 OK\r\ncontent-length: +2\r\n\r\n{}",
    ),
    (
        "a length beyond 64 bits",
        "HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999999\r\n\r\n{}",
    ),
    (
        "a length of all 64 bits",
        "HTTP/1.1 200 OK\r\ncontent-length: 18446744073709551615\r\n\r\n{}",
    ),
    (
        "a length in hex",
        "HTTP/1.1 200 OK\r\ncontent-length: 0x2\r\n\r\n{}",
    ),
    (
        "an empty length",
        "HTTP/1.1 200 OK\r\ncontent-length: \r\n\r\n{}",
    ),
    (
        "a body shorter than its length",
        "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n{}",
    ),
    (
        "a chunk size that is no number",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    ),
    (
        "a negative chunk size",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
    ),
    (
        "a chunk size beyond 64 bits",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n10000000000000002\r\n{}\r\n0\r\n\r\n",
    ),
    (
        "no chunk size",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\r\n{}\r\n0\r\n\r\n",
    ),
    (
        "a chunk longer than its size",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n",
    ),
    (
        "no line end behind a chunk",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}0\r\n\r\n",
    ),
    (
        "a line feed in a chunk extension",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2;a\nb\r\n{}\r\n0\r\n\r\n",
    ),
    (
        "an end within a chunk size",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2",
    ),
    (
        "an end within a chunk",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n{}",
    ),
    (
        "an end before the last chunk",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n",
    ),
    (
        "an end within the trailers",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n",
    ),
    (
        "chunks below another coding",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked, gzip\r\n\r\n{}",
    ),
    (
        "an unknown coding",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: xchunked\r\n\r\n{}",
    ),
    (
        "a coding in HTTP/1.0",
        "HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ),
    ("no version", "200 OK\r\ncontent-length: 2\r\n\r\n{}"),
    (
        "version 0.9",
        "HTTP/0.9 200 OK\r\ncontent-length: 2\r\n\r\n{}",
    ),
    (
        "version 2.0",
        "HTTP/2.0 200 OK\r\ncontent-length: 2\r\n\r\n{}",
    ),
    ("version 3", "HTTP/3 200 OK\r\ncontent-length: 2\r\n\r\n{}"),
    (
        "another protocol",
        "ICY 200 OK\r\ncontent-length: 2\r\n\r\n{}",
    ),
    (
        "a status that is no number",
        "HTTP/1.1 OK 200\r\ncontent-length: 2\r\n\r\n{}",
    ),
    (
        "a status of two digits",
        "HTTP/1.1 20 OK\r\ncontent-length: 2\r\n\r\n{}",
    ),
    (
        "a status of four digits",
        "HTTP/1.1 2000 OK\r\ncontent-length: 2\r\n\r\n{}",
    ),
    (
        "a status below 100",
        "HTTP/1.1 020 OK\r\ncontent-length: 2\r\n\r\n{}",
    ),
    ("no status", "HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}"),
    (
        "a space in a name",
        "HTTP/1.1 200 OK\r\ncontent length: 2\r\n\r\n{}",
    ),
    (
        "a space before the colon",
        "HTTP/1.1 200 OK\r\ncontent-length : 2\r\n\r\n{}",
    ),
    (
        "a name in brackets",
        "HTTP/1.1 200 OK\r\n(name): x\r\ncontent-length: 2\r\n\r\n{}",
    ),
    (
        "no name",
        "HTTP/1.1 200 OK\r\n: x\r\ncontent-length: 2\r\n\r\n{}",
    ),
    (
        "no colon",
        "HTTP/1.1 200 OK\r\nname\r\ncontent-length: 2\r\n\r\n{}",
    ),
    (
        "NUL in a value",
        "HTTP/1.1 200 OK\r\nname: a\0b\r\ncontent-length: 2\r\n\r\n{}",
    ),
    (
        "a carriage return in a value",
        "HTTP/1.1 200 OK\r\nname: a\rb\r\ncontent-length: 2\r\n\r\n{}",
    ),
    (
        "a folded value",
        "HTTP/1.1 200 OK\r\nname: a\r\n b\r\ncontent-length: 2\r\n\r\n{}",
    ),
    (
        "a folded first line",
        "HTTP/1.1 200 OK\r\n content-length: 2\r\n\r\n{}",
    ),
    (
        "an end within the head",
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n",
    ),
    (
        "carriage returns alone",
        "HTTP/1.1 200 OK\rcontent-length: 2\r\r{}",
    ),
    (
        "something in front",
        "{}\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
    ),
    ("no head", "{}"),
    ("frames of HTTP/2", "\0\0\0\u{4}\0\0\0\0\0"),
    ("a record of TLS", "\u{15}\u{3}\u{1}\0\u{2}\u{2}\u{46}"),
];

#[tokio::test]
async fn what_is_malformed_is_no_answer() {
    let mut accepted = Vec::new();
    for (name, bytes) in MALFORMED {
        let peer = Peer::sending(*bytes).await;
        let api = peer.builder().max_attempts(1).build().unwrap();
        match api.request(Method::GET, "/rooms").await {
            Ok(_) => accepted.push(name),
            Err(error) => {
                println!("{name}: {error}");
                let kind = error.kind();
                assert!(
                    !matches!(kind, ErrorKind::Decode | ErrorKind::Api),
                    "{name}: {error:?}"
                );
            }
        }
    }
    assert!(accepted.is_empty(), "accepted: {accepted:?}");
}

/// RFC 9112, 2.2 and 3: what a recipient may be lenient with, and no two recipients read differently.
#[tokio::test]
async fn what_only_looks_odd_is_an_answer() {
    for (name, bytes) in [
        (
            "line feeds alone",
            "HTTP/1.1 200 OK\ncontent-length: 2\n\n{}",
        ),
        ("no reason", "HTTP/1.1 200\r\ncontent-length: 2\r\n\r\n{}"),
        (
            "the same length twice",
            "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 2\r\n\r\n{}",
        ),
        ("up to the end", "HTTP/1.1 200 OK\r\n\r\n{}"),
        ("HTTP/1.0", "HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\n{}"),
        (
            "an extension",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2;a=b\r\n{}\r\n0\r\n\r\n",
        ),
        (
            "a trailer",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\na: b\r\n\r\n",
        ),
        (
            "an interim answer",
            "HTTP/1.1 103 Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
        ),
    ] {
        let peer = Peer::sending(bytes).await;
        let api = peer.builder().max_attempts(1).build().unwrap();
        let answer = api.request(Method::GET, "/rooms").await;
        assert!(answer.is_ok(), "{name}: {answer:?}");
    }
}

/// An answer that nobody asked for, behind one that somebody did, is not taken for the next.
#[tokio::test]
async fn an_answer_without_a_request_is_never_given_to_one() {
    let peer = Peer::new(|request| {
        let mut act = Act::answer(200, "\"asked for\"");
        if request.nth == 0 {
            act.bytes.extend(Act::answer(200, "\"smuggled\"").bytes);
        }
        act.then = Then::Keep;
        act
    })
    .await;
    let api = peer.api();
    for _ in 0..100 {
        let answer = api.request(Method::GET, "/rooms").await.unwrap();
        assert_eq!(answer, "asked for");
    }
}
