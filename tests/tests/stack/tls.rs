//! Certificates that are refused and those that are trusted, over real handshakes.

use std::net::Ipv4Addr;

use http::{Request, Version};
use rustls::version::{TLS12, TLS13};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tower::ServiceExt;
use webex_sdk::{Body, Error, ErrorKind, Tls, WebexApi};
use webex_transport::HyperTransport;
use webex_transport::client::TlsVersion;

use crate::peers::{Authority, Certified, Origin};

async fn get(tls: Tls, url: &str) -> Result<Version, Error> {
    let hyper = HyperTransport::builder().tls(tls).build()?;
    let request = Request::get(url).body(Body::empty()).unwrap();
    Ok(hyper.oneshot(request).await?.version())
}

fn trusting(authority: &Authority) -> Tls {
    Tls::new().add_root_pem(authority.pem()).unwrap()
}

/// A peer that answers a ClientHello with these bytes.
async fn answering(bytes: &'static [u8]) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut hello = [0; 4096];
            let _ = stream.read(&mut hello).await;
            let _ = stream.write_all(bytes).await;
            let _ = stream.read(&mut hello).await;
        }
    });
    url
}

/// RFC 5246, A: a record of TLS 1.1 with a ServerHello of TLS 1.1, no session, TLS_RSA_WITH_AES_128_CBC_SHA, no
/// compression.
const SERVER_HELLO_1_1: [u8; 47] = {
    let mut bytes = [7; 47];
    let head = [22, 3, 2, 0, 42, 2, 0, 0, 38, 3, 2];
    let mut at = 0;
    while at < head.len() {
        bytes[at] = head[at];
        at += 1;
    }
    // After 32 random bytes.
    bytes[43] = 0;
    bytes[44] = 0;
    bytes[45] = 0x2f;
    bytes[46] = 0;
    bytes
};

/// T1.
#[tokio::test]
async fn a_bad_certificate_is_refused_with_the_reason() {
    let authority = Authority::named("corp");
    let here = &["127.0.0.1"];
    let cases = [
        (
            authority.issue_between(here, (2019, 2020)),
            "expired on Wed, 01 Jan 2020",
        ),
        (
            authority.issue_between(here, (2100, 2101)),
            "is not valid yet, before Fri, 01 Jan 2100",
        ),
        (
            authority.issue(&["other.test"]),
            "is for another host: DnsName(\"other.test\")",
        ),
        (
            Authority::new().issue(here),
            "by an authority that is not trusted",
        ),
        (
            Authority::named("corp").issue(here),
            "is not signed by the authority that it names",
        ),
        (Certified::self_signed(here), "is self-signed"),
    ];
    for (certificate, says) in cases {
        let origin = Origin::https(certificate.acceptor()).await;
        let error = get(trusting(&authority), &origin.url()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Tls, "{error:?}");
        assert!(error.to_string().contains(says), "{error}");
        assert!(error.to_string().contains("127.0.0.1"), "{error}");
        assert_eq!(origin.connections().len(), 0);
    }
    let old = answering(&SERVER_HELLO_1_1).await;
    let error = get(trusting(&authority), &old).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tls, "{error:?}");
    assert!(
        error
            .to_string()
            .contains("only a version of TLS that is too old"),
        "{error}"
    );
}

#[tokio::test]
async fn a_peer_that_speaks_no_tls_is_told_apart() {
    let plain = answering(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    let error = get(Tls::new(), &plain).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tls, "{error:?}");
    assert!(
        error
            .to_string()
            .contains("does not speak TLS on this port"),
        "{error}"
    );
}

#[tokio::test]
async fn an_added_root_is_trusted_in_pem_and_in_der() {
    let authority = Authority::new();
    let origin = Origin::https(authority.issue(&["127.0.0.1"]).acceptor()).await;
    let several = format!("{}\n{}", Authority::new().pem(), authority.pem());
    for tls in [
        trusting(&authority),
        trusting(&authority).only_added_roots(),
        Tls::new().add_root_pem(several).unwrap(),
        Tls::new().add_root_der(authority.der()).unwrap(),
    ] {
        get(tls, &origin.url()).await.unwrap();
    }
}

#[test]
fn what_is_no_certificate_is_refused_where_it_is_given() {
    let authority = Authority::new();
    let pem = authority.pem();
    let cut = pem.replace("-----END CERTIFICATE-----", "");
    let key = authority.issue(&[]).key_pem();
    for (what, tls) in [
        ("no PEM", Tls::new().add_root_pem("nonsense")),
        ("a key", Tls::new().add_root_pem(&key)),
        ("half of one", Tls::new().add_root_pem(cut)),
        ("no DER", Tls::new().add_root_der(*b"nonsense")),
        ("no key", Tls::new().client_certificate(&pem, &pem)),
        ("no certificate", Tls::new().client_certificate(&key, &key)),
    ] {
        let error = tls.err().unwrap_or_else(|| panic!("{what} was taken"));
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{what}");
        assert!(!format!("{error:?}").contains("PRIVATE"), "{error:?}");
    }
    // The line breaks were lost on the way through a variable, and then the parser takes the key for a label.
    let flat = "-----BEGIN PRIVATE KEY----- SENTINEL -----END PRIVATE KEY-----";
    let cut = "-----BEGIN PRIVATE KEY----- SENTINEL";
    for tls in [
        Tls::new().client_certificate(&pem, cut),
        Tls::new().client_certificate(&pem, flat),
        Tls::new().client_certificate(flat, &key),
        Tls::new().add_root_pem(flat),
    ] {
        let error = tls.unwrap_err();
        assert!(error.to_string().contains("line breaks"), "{error}");
        let shown = format!("{error} {error:?}");
        let as_bytes = "83, 69, 78, 84";
        assert!(
            !shown.contains("SENTINEL") && !shown.contains(as_bytes),
            "{shown}"
        );
    }
    let other = Tls::new().client_certificate(&pem, &key).unwrap();
    let error = HyperTransport::builder().tls(other).build().unwrap_err();
    assert!(error.to_string().contains("client certificate"), "{error}");
}

#[tokio::test]
async fn a_client_certificate_is_shown_to_a_server_that_asks() {
    let authority = Authority::new();
    let acceptor = authority
        .issue(&["127.0.0.1"])
        .acceptor_with(&[&TLS12], Some(&authority), &[]);
    let origin = Origin::https(acceptor).await;
    let mine = authority.issue(&["me.test"]);
    let with = trusting(&authority)
        .client_certificate(&mine.pem, mine.key_pem())
        .unwrap();
    get(with, &origin.url()).await.unwrap();
    assert!(origin.connections()[0].certified);
    assert!(get(trusting(&authority), &origin.url()).await.is_err());
    assert_eq!(origin.connections().len(), 1);
}

/// In TLS 1.3 the alert comes when the request may have left.
#[tokio::test]
async fn a_server_that_demands_a_certificate_says_so() {
    let authority = Authority::new();
    let certificate = authority.issue(&["127.0.0.1"]);
    for alpn in [&b"http/1.1"[..], b"h2"] {
        let acceptor = certificate.acceptor_with(&[&TLS13], Some(&authority), &[alpn]);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = format!("https://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (_, mut stream) = acceptor.accept(stream).into_fallible().await.unwrap_err();
                // Read to its end: the reset of a connection with something unread may overtake the alert.
                let _ = stream.shutdown().await;
                let _ = tokio::io::copy(&mut stream, &mut tokio::io::sink()).await;
            }
        });
        for _ in 0..20 {
            let error = get(trusting(&authority), &url).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Tls, "{error:?}");
            assert!(error.to_string().contains("`Tls::client_certificate`"));
            assert!(!error.is_retryable());
        }
    }
}

#[tokio::test]
async fn the_oldest_version_is_held_to() {
    let authority = Authority::new();
    let certificate = authority.issue(&["127.0.0.1"]);
    let new = Origin::https(certificate.acceptor_with(&[&TLS13], None, &[])).await;
    let old = Origin::https(certificate.acceptor_with(&[&TLS12], None, &[])).await;
    let strict = || trusting(&authority).min_version(TlsVersion::V1_3);
    get(trusting(&authority), &old.url()).await.unwrap();
    get(strict(), &new.url()).await.unwrap();
    let error = get(strict(), &old.url()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tls, "{error:?}");
    assert!(
        error
            .to_string()
            .contains("only a version of TLS that is too old"),
        "{error}"
    );
}

/// HTTP/2 where it is agreed on, by ALPN.
#[tokio::test]
async fn http_2_is_agreed_on_over_tls() {
    let webex = webex_emulator::Emulator::new();
    let server = webex.serve_tls((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let tls = Tls::new()
        .add_root_pem(server.certificate_pem().unwrap())
        .unwrap();
    assert_eq!(get(tls, &server.base_url()).await.unwrap(), Version::HTTP_2);
    let authority = Authority::new();
    let older = Origin::https(authority.issue(&["127.0.0.1"]).acceptor()).await;
    let version = get(trusting(&authority), &older.url()).await.unwrap();
    assert_eq!(version, Version::HTTP_11);
}

/// With prior knowledge, nothing else is offered.
#[tokio::test]
async fn http_2_alone_is_offered_when_told_so() {
    let authority = Authority::new();
    let certificate = authority.issue(&["127.0.0.1"]);
    let older = Origin::https(certificate.acceptor_with(&[&TLS13], None, &[b"http/1.1"])).await;
    let get = async |http2| {
        let hyper = HyperTransport::builder()
            .tls(trusting(&authority))
            .http2_only(http2);
        let request = Request::get(older.url()).body(Body::empty()).unwrap();
        let answer = hyper.build().unwrap().oneshot(request).await?;
        Ok::<_, Error>(answer.version())
    };
    assert_eq!(get(false).await.unwrap(), Version::HTTP_11);
    let error = get(true).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tls, "{error:?}");
    assert!(error.to_string().contains("no version of HTTP"), "{error}");
}

/// T2: of all that can be set, only what says danger lets a bad certificate pass.
#[tokio::test]
async fn only_danger_turns_verification_off() {
    let good = Authority::new();
    let bad = Origin::https(Certified::self_signed(&["127.0.0.1"]).acceptor()).await;
    let mine = good.issue(&["me.test"]);
    let key = mine.key_pem();
    let options = [
        ("new", Tls::new()),
        (
            "provider",
            Tls::new().provider(webex_transport::client::TlsProvider::default()),
        ),
        ("min_version", Tls::new().min_version(TlsVersion::V1_2)),
        ("add_root_pem", trusting(&good)),
        ("add_root_der", Tls::new().add_root_der(good.der()).unwrap()),
        ("only_added_roots", trusting(&good).only_added_roots()),
        (
            "client_certificate",
            Tls::new().client_certificate(&mine.pem, key).unwrap(),
        ),
        (
            "danger_accept_any_certificate",
            trusting(&good).danger_accept_any_certificate(),
        ),
    ];
    for (name, tls) in &options {
        let passed = get(tls.clone(), &bad.url()).await.is_ok();
        assert_eq!(passed, name.contains("danger"), "{name}");
    }
    let mut listed: Vec<_> = public_functions(include_str!(
        "../../../crates/webex-transport/src/client/tls/options.rs"
    ));
    listed.retain(|name| *name != "webpki_roots"); // a feature that is off here; it sets roots
    let names: Vec<_> = options.iter().map(|(name, _)| *name).collect();
    assert_eq!(listed, names, "each is to be tried here");

    // And nothing else sounds like it.
    for source in [
        include_str!("../../../crates/webex-transport/src/client/builder.rs"),
        include_str!("../../../crates/webex-transport/src/client/mod.rs"),
        include_str!("../../../crates/webex-sdk/src/builder/mod.rs"),
        include_str!("../../../crates/webex-sdk/src/builder/wire.rs"),
    ] {
        for name in public_functions(source) {
            for word in ["verif", "insecure", "certificate", "accept", "trust", "ssl"] {
                assert!(!name.contains(word), "{name}");
            }
        }
    }
}

fn public_functions(source: &str) -> Vec<&str> {
    let after = |line: &'static str| source.split(line).skip(1);
    let of = |rest: &'_ str| rest.find(['(', '<']);
    let mut found: Vec<(usize, &str)> = Vec::new();
    for start in ["\n    pub fn ", "\n    pub const fn "] {
        for rest in after(start) {
            let at = rest.as_ptr() as usize;
            found.push((at, &rest[..of(rest).unwrap()]));
        }
    }
    found.sort_unstable();
    found.into_iter().map(|(_, name)| name).collect()
}

/// T2.
#[test]
fn each_client_without_verification_is_warned_of() {
    use std::sync::{Arc, Mutex};

    use crate::secrets::Everything;

    let said = Arc::new(Mutex::new(String::new()));
    let _guard = tracing::subscriber::set_default(Everything(said.clone()));
    // With a second one, what tests beside this one meet is not taken for what nobody listens to.
    let _second = tracing::Dispatch::new(Everything(said.clone()));
    let warnings = || said.lock().unwrap().matches("not verified").count();
    for (count, tls) in [
        (0, Tls::new()),
        (1, Tls::new().danger_accept_any_certificate()),
        (2, Tls::new().danger_accept_any_certificate()),
    ] {
        WebexApi::builder().token("t").tls(tls).build().unwrap();
        assert_eq!(warnings(), count);
    }
}
