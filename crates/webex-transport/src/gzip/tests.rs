//! What is asked for, and what is unpacked up to where.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use tower::{ServiceBuilder, ServiceExt, service_fn};

use super::*;
use crate::probe::Probe;
use crate::{Body as OurBody, CollectLayer, ErrorKind};

const LIMIT: usize = 1 << 20;

fn packed(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

async fn read(encoding: &'static str, wire: Vec<u8>) -> Result<Bytes, Error> {
    let stack = ServiceBuilder::new()
        .layer(CollectLayer::new().limit(LIMIT))
        .layer(GzipLayer::new())
        .service(service_fn(move |_: Request<OurBody>| {
            let response = Response::builder().header("content-encoding", encoding);
            std::future::ready(response.body(OurBody::from(wire.clone())))
        }));
    let response = stack.oneshot(Request::new(OurBody::empty())).await?;
    Ok(response.body().as_bytes().unwrap().clone())
}

#[tokio::test]
async fn a_packed_answer_is_asked_for_and_unpacked() {
    assert_eq!(read("gzip", packed(b"hello")).await.unwrap(), "hello");
    assert_eq!(read("gzip", Vec::new()).await.unwrap(), "");
    let whole = vec![b'x'; LIMIT];
    assert_eq!(read("gzip", packed(&whole)).await.unwrap(), whole);
    let probe = Probe::answering([200, 200]);
    let mut service = GzipLayer::new().layer(probe.clone());
    for streams in [false, true] {
        let mut request = Request::new(OurBody::empty());
        let meta = CallMeta::default().streams(streams);
        request.extensions_mut().insert(meta);
        service.ready().await.unwrap().call(request).await.unwrap();
    }
    let asked = probe.seen();
    assert_eq!(asked[0].header("accept-encoding").as_deref(), Some("gzip"));
    assert_eq!(asked[1].header("accept-encoding"), None);
}

/// T7, D-46: what comes out counts.
#[tokio::test]
async fn a_small_body_of_huge_content_ends_at_the_limit() {
    let wire = packed(&vec![0; 10 * LIMIT]);
    assert!(wire.len() < 11_000, "{}", wire.len());
    let error = read("gzip", wire).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

/// T7, D-47: all members count together.
#[tokio::test]
async fn many_members_end_at_the_limit() {
    let member = packed(&[7; 1024]);
    let error = read("gzip", member.repeat(1500)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    let few = read("gzip", member.repeat(1000)).await.unwrap();
    assert_eq!(few.len(), 1_024_000);
}

/// T7: packed twice is not what was asked for.
#[tokio::test]
async fn a_nested_answer_is_an_error() {
    let twice = packed(&packed(b"hello"));
    for encoding in ["gzip, gzip", "deflate", "br", "GZIP, identity"] {
        let error = read(encoding, twice.clone()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{encoding}");
    }
}

/// R10: a whole answer that cannot be unpacked is no broken connection, and the other way round.
#[tokio::test]
async fn damage_is_told_from_a_broken_body() {
    let mut damaged = packed(&[3; 5000]);
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0xff;
    let half = packed(b"hello")[..10].to_vec();
    for wire in [
        b"plain".to_vec(),
        damaged,
        half,
        [packed(b"a"), b"b".to_vec()].concat(),
    ] {
        let error = read("gzip", wire).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
    }
    let broken = OurBody::replayable(100, || OurBody::from("\u{1f}"));
    let broken = std::sync::Mutex::new(Some(broken));
    let service = GzipLayer::new().layer(service_fn(move |_: Request<OurBody>| {
        let body = broken.lock().unwrap().take().unwrap();
        let response = Response::builder().header("content-encoding", "gzip");
        std::future::ready(response.body(body))
    }));
    let service = CollectLayer::new().layer(service);
    let error = service
        .oneshot(Request::new(OurBody::empty()))
        .await
        .unwrap_err();
    assert_eq!(
        error.kind(),
        ErrorKind::InvalidInput,
        "as the body below says"
    );
}
