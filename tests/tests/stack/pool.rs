//! Which connections are shared, and which never are.

use std::collections::BTreeSet;

use http::Version;
use tower::ServiceExt;
use webex_sdk::{Body, Proxy, Tls, Token, WebexApi, WebexApiBuilder};
use webex_transport::HyperTransport;

use crate::peers::{Authority, Connection, Origin, ProxyKind, ProxyPeer};
use crate::support::World;

/// The tokens that came over a connection.
fn tokens(connection: &Connection) -> BTreeSet<&str> {
    let lines = connection.heads.iter().flat_map(|head| head.lines());
    lines
        .filter_map(|line| line.strip_prefix("authorization: "))
        .collect()
}

#[tokio::test]
async fn one_transport_is_one_pool_under_many_connections() {
    let origin = Origin::http().await;
    let hyper = HyperTransport::new();
    for token in ["a", "b", "c"] {
        let builder = WebexApi::builder().token(token).base_url(origin.url());
        let api = builder.transport(hyper.clone()).build().unwrap();
        api.people().me().await.unwrap();
        api.with_token(Token::new("d").unwrap())
            .people()
            .me()
            .await
            .unwrap();
    }
    let connections = origin.connections();
    assert_eq!(connections.len(), 1);
    assert_eq!(tokens(&connections[0]).len(), 4);
}

/// The client of a service that is there already, whose body is its own.
#[tokio::test]
async fn the_client_of_a_host_service_is_shared() {
    use http_body_util::combinators::UnsyncBoxBody;
    use http_body_util::{BodyExt, Empty};
    use hyper_util::client::legacy::Client;
    use hyper_util::rt::TokioExecutor;
    use webex_sdk::BoxError;

    let origin = Origin::http().await;
    let client: Client<_, UnsyncBoxBody<bytes::Bytes, BoxError>> =
        Client::builder(TokioExecutor::new()).build_http();
    let own =
        http::Request::get(origin.url()).body(Empty::new().map_err(Into::into).boxed_unsync());
    let answer = client.request(own.unwrap()).await.unwrap();
    answer.into_body().collect().await.unwrap();
    let adapted = client.map_request(|request: http::Request<Body>| {
        request.map(|body| body.map_err(Into::into).boxed_unsync())
    });
    let builder = WebexApi::builder().token("t").base_url(origin.url());
    let api = builder.transport(adapted).build().unwrap();
    api.people().me().await.unwrap();
    assert_eq!(origin.connections().len(), 1);
}

/// A7: two clients, with other proxies, other credentials for one proxy, or other TLS options.
#[tokio::test]
async fn nothing_is_shared_between_clients_that_are_set_up_differently() {
    let authority = Authority::new();
    let certificate = authority.issue(&["webex.test", "127.0.0.1"]);
    let origin = Origin::https(certificate.acceptor()).await;
    let tls = || {
        Tls::new()
            .only_added_roots()
            .add_root_pem(authority.pem())
            .unwrap()
    };
    let proxy = async || {
        let acceptor = authority.issue(&["127.0.0.1"]).acceptor();
        ProxyPeer::start(ProxyKind::Http, origin.addr, acceptor).await
    };
    let (one, other) = (proxy().await, proxy().await);
    let through = |proxy: &ProxyPeer| Proxy::all(proxy.url()).unwrap();
    let signed_in = |proxy: &ProxyPeer| through(proxy).basic_auth("ana", "SENTINEL-P");
    let to = |token: &str| {
        let builder = WebexApi::builder().token(token).max_attempts(1);
        builder.base_url("https://webex.test:8443/v1")
    };
    let twice = async |builder: WebexApiBuilder| {
        let api = builder.build().unwrap();
        let first = api.people().me().await.is_ok();
        first && api.people().me().await.is_ok()
    };

    assert!(twice(to("a").tls(tls()).proxy(signed_in(&one))).await);
    assert!(twice(to("b").tls(tls()).proxy(signed_in(&other))).await);
    assert_eq!((one.connections(), other.connections()), (1, 1));

    // Without the credentials the connection that stands is of no use.
    assert!(!twice(to("c").tls(tls()).proxy(through(&one))).await);
    assert!(
        !twice(
            to("d")
                .tls(tls())
                .proxy(through(&one).basic_auth("ana", "x"))
        )
        .await
    );

    // Without the trust neither.
    let strangers = Tls::new()
        .only_added_roots()
        .add_root_pem(Authority::new().pem())
        .unwrap();
    assert!(twice(to("e").tls(tls()).base_url(origin.url())).await);
    assert!(!twice(to("f").tls(strangers).base_url(origin.url())).await);

    let connections = origin.connections();
    assert_eq!(connections.len(), 3);
    for connection in connections {
        assert_eq!(tokens(&connection).len(), 1, "{connection:?}");
        assert_eq!(connection.heads.len(), 2);
    }
}

#[tokio::test]
async fn idle_connections_are_kept_up_to_the_limit_and_the_time() {
    let builder = || HyperTransport::builder();
    for (hyper, sockets) in [
        (builder(), 1),
        (builder().pool_max_idle_per_host(0), 3),
        (builder().pool_idle_timeout(std::time::Duration::ZERO), 3),
    ] {
        let origin = Origin::http().await;
        let hyper = hyper.build().unwrap();
        let api = WebexApi::builder().token("t").base_url(origin.url());
        let api = api.transport(hyper).build().unwrap();
        for _ in 0..3 {
            api.people().me().await.unwrap();
        }
        assert_eq!(origin.connections().len(), sockets);
    }
}

/// With prior knowledge: there is no TLS here that could agree on it.
#[tokio::test]
async fn http_2_is_spoken_over_plain_tcp_when_told_so() {
    let world = World::new();
    let server = world
        .webex
        .serve((std::net::Ipv4Addr::LOCALHOST, 0))
        .await
        .unwrap();
    for (http2, version) in [(true, Version::HTTP_2), (false, Version::HTTP_11)] {
        let hyper = HyperTransport::builder().http2_only(http2).build().unwrap();
        let request = http::Request::get(server.base_url())
            .body(Body::empty())
            .unwrap();
        assert_eq!(hyper.oneshot(request).await.unwrap().version(), version);
    }
}

/// T6: the head of an answer has its limit.
#[tokio::test]
async fn a_head_without_end_is_an_error() {
    let origin = Origin::http().await;
    let hyper = HyperTransport::builder()
        .max_header_bytes(10_000)
        .build()
        .unwrap();
    for (bytes, fits) in [(5_000, true), (20_000, false), (1_000_000, false)] {
        let filler = "x".repeat(bytes);
        origin.next(format!(
            "HTTP/1.1 200 OK\r\nx: {filler}\r\ncontent-length: 0\r\n\r\n"
        ));
        let request = http::Request::get(origin.url())
            .body(Body::empty())
            .unwrap();
        assert_eq!(
            hyper.clone().oneshot(request).await.is_ok(),
            fits,
            "{bytes}"
        );
    }
}
