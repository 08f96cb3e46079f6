//! Through proxies of bytes: who gets to see which secret, and what is said when there is no way through.

use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use http::Request;
use rustls::version::TLS12;
use tokio::net::TcpListener;
use tower::ServiceExt;
use webex_sdk::{Body, Error, ErrorKind, Proxy, Tls, WebexApi, WebexApiBuilder};
use webex_transport::HyperTransport;

use crate::peers::{Authority, BASIC, Origin, ProxyKind, ProxyPeer};

const KINDS: [ProxyKind; 3] = [ProxyKind::Http, ProxyKind::Https, ProxyKind::Socks5h];

/// A proxy before an origin, which is reached as `webex.test`: a name that only the proxy knows.
struct Corporation {
    authority: Authority,
    origin: Origin,
    proxy: ProxyPeer,
}

impl Corporation {
    async fn new(kind: ProxyKind, secure: bool) -> Self {
        let authority = Authority::new();
        let origin = if secure {
            Origin::https(authority.issue(&["webex.test"]).acceptor()).await
        } else {
            Origin::http().await
        };
        // It would take HTTP/2, in which the peer here is not to be asked.
        let alpn: &[&[u8]] = &[b"h2", b"http/1.1"];
        let certificate = authority.issue(&["127.0.0.1"]);
        let acceptor = certificate.acceptor_with(rustls::ALL_VERSIONS, None, alpn);
        let proxy = ProxyPeer::start(kind, origin.addr, acceptor).await;
        Self {
            authority,
            origin,
            proxy,
        }
    }

    fn tls(&self) -> Tls {
        Tls::new()
            .only_added_roots()
            .add_root_pem(self.authority.pem())
            .unwrap()
    }

    fn proxy(&self) -> Proxy {
        Proxy::all(self.proxy.url())
            .unwrap()
            .basic_auth("ana", "SENTINEL-P")
    }

    fn builder(&self) -> WebexApiBuilder {
        WebexApi::builder()
            .token("SENTINEL-T")
            .base_url("https://webex.test:8443/v1")
            .tls(self.tls())
    }
}

/// T3: nothing of the proxy's gets to the service and nothing of the service's to the proxy, when it is redirected, cut off
/// and sent again, too.
#[tokio::test]
async fn secrets_go_where_they_belong() {
    for (kind, scheme) in KINDS
        .into_iter()
        .flat_map(|kind| [(kind, "http"), (kind, "https")])
    {
        let corp = Corporation::new(kind, scheme == "https").await;
        let hyper = HyperTransport::builder()
            .tls(corp.tls())
            .proxy(corp.proxy());
        let hyper = hyper.build().unwrap();
        corp.origin
            .next("HTTP/1.1 302 Found\r\nlocation: http://evil.test/\r\ncontent-length: 0\r\n\r\n");
        corp.origin.next("");
        let mut answered = Vec::new();
        for _ in 0..3 {
            let request = Request::get(format!("{scheme}://webex.test:8443/v1/people/me"))
                .header("authorization", "Bearer SENTINEL-T")
                .body(Body::empty())
                .unwrap();
            let answer = hyper.clone().oneshot(request).await;
            answered.push(answer.ok().map(|answer| answer.status().as_u16()));
        }
        let case = format!("{kind:?} {scheme}");
        assert_eq!(answered, [Some(302), None, Some(200)], "{case}");

        let heads = corp.origin.heads();
        assert_eq!(heads.len(), 3, "{case}");
        for head in heads {
            assert!(
                head.starts_with("GET /v1/people/me HTTP/1.1\r\n"),
                "{case}: {head}"
            );
            assert!(
                head.contains("authorization: Bearer SENTINEL-T\r\n"),
                "{case}: {head}"
            );
            assert!(!head.to_lowercase().contains("proxy-"), "{case}: {head}");
            assert!(
                !head.contains("SENTINEL-P") && !head.contains(BASIC),
                "{case}: {head}"
            );
        }
        let told = corp.proxy.told();
        assert!(
            told.contains("SENTINEL-P") || told.contains(BASIC),
            "{case}: {told}"
        );
        assert!(!told.contains("SENTINEL-T"), "{case}: {told}");
        assert!(
            corp.proxy
                .targets()
                .iter()
                .all(|target| target == "webex.test:8443"),
            "{case}"
        );
        assert!(corp.proxy.connections() >= 2, "{case}");
        let readable = corp.proxy.through().contains("SENTINEL-T");
        assert_eq!(readable, scheme == "http", "{case}");
    }
}

/// T3: the same by the whole stack, which sends again by itself.
#[tokio::test]
async fn a_call_finds_its_way_through_every_kind_of_proxy() {
    for kind in KINDS {
        let corp = Corporation::new(kind, true).await;
        corp.origin
            .next("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n");
        corp.origin.next("");
        let api = corp.builder().proxy(corp.proxy()).build().unwrap();
        let me = api.people().me().await.unwrap();
        assert_eq!(me.display_name.as_deref(), Some("Ana"));
        let heads = corp.origin.heads().concat();
        assert_eq!(heads.matches("Bearer SENTINEL-T").count(), 3, "{kind:?}");
        assert!(
            !heads.contains("SENTINEL-P") && !heads.contains(BASIC),
            "{kind:?}"
        );
        assert!(!corp.proxy.told().contains("SENTINEL-T"), "{kind:?}");
        assert!(!corp.proxy.through().contains("SENTINEL-T"), "{kind:?}");
    }
}

/// Refused credentials are not sent again and again: that is how accounts get locked.
#[tokio::test]
async fn refused_credentials_are_an_error_at_once() {
    for kind in KINDS {
        for (password, says) in [
            (Some("SENTINEL-W"), "refuses its user"),
            (None, "asks for a user"),
        ] {
            let corp = Corporation::new(kind, true).await;
            let mut proxy = Proxy::all(corp.proxy.url()).unwrap();
            if let Some(password) = password {
                proxy = proxy.basic_auth("ana", password);
            }
            let api = corp.builder().proxy(proxy).build().unwrap();
            let error = api.people().me().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Proxy, "{error:?}");
            let text = error.to_string();
            assert!(
                text.contains(says) && text.contains("407"),
                "{kind:?}: {text}"
            );
            assert!(text.contains(&corp.proxy.url()), "{text}");
            assert!(!format!("{error:?}").contains("SENTINEL"), "{error:?}");
            assert!(!error.is_retryable());
            assert_eq!(corp.proxy.connections(), 1, "{kind:?}");
            assert_eq!(corp.origin.connections().len(), 0);
        }
    }
}

async fn nobody_listens() -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    listener.local_addr().unwrap().to_string()
}

/// T4: nothing was sent, so that anything may be sent again; and nothing goes past the proxy.
#[tokio::test]
async fn a_proxy_that_cannot_be_reached_is_an_error_of_its_own() {
    let corp = Corporation::new(ProxyKind::Http, true).await;
    let nowhere = nobody_listens().await;
    for scheme in ["http", "https", "socks5", "socks5h"] {
        let proxy = Proxy::all(format!("{scheme}://ana:SENTINEL-P@{nowhere}")).unwrap();
        // An address that would do without the proxy, but for the rule that loopback does: its own name does not resolve.
        let api = corp.builder().proxy(proxy).max_attempts(2).build().unwrap();
        let error = api.rooms().create("R").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Proxy, "{error:?}");
        assert_eq!(error.attempts(), 2, "{scheme}");
        let text = error.to_string();
        assert!(
            text.contains(&format!("the proxy {scheme}://{nowhere} cannot be reached")),
            "{text}"
        );
    }
    assert_eq!(corp.origin.connections().len(), 0);
}

/// A certificate of the proxy that is not trusted is the proxy's affair, and says so.
#[tokio::test]
async fn a_proxy_over_tls_has_to_be_trusted_too() {
    let corp = Corporation::new(ProxyKind::Https, true).await;
    let stranger = Tls::new()
        .only_added_roots()
        .add_root_pem(Authority::new().pem())
        .unwrap();
    let api = corp
        .builder()
        .tls(stranger)
        .proxy(corp.proxy())
        .max_attempts(1);
    let error = api.build().unwrap().people().me().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Proxy, "{error:?}");
    assert!(error.to_string().contains("not trusted"), "{error}");
    assert_eq!(corp.proxy.connections(), 0);
}

/// A client certificate is for the service. A proxy that asks for it does not get it.
#[tokio::test]
async fn a_client_certificate_is_not_shown_to_a_proxy() {
    let corp = Corporation::new(ProxyKind::Https, true).await;
    let certificate = corp.authority.issue(&["127.0.0.1"]);
    let curious = certificate.acceptor_with(&[&TLS12], Some(&corp.authority), &[]);
    let proxy = ProxyPeer::start(ProxyKind::Https, corp.origin.addr, curious).await;
    let mine = corp.authority.issue(&["me.test"]);
    let tls = corp
        .tls()
        .client_certificate(&mine.pem, mine.key_pem())
        .unwrap();
    let through = Proxy::all(proxy.url())
        .unwrap()
        .basic_auth("ana", "SENTINEL-P");
    let api = corp
        .builder()
        .tls(tls)
        .proxy(through)
        .max_attempts(1)
        .build()
        .unwrap();
    let error = api.people().me().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Proxy, "{error:?}");
    assert_eq!(proxy.connections(), 0);
}

/// T8: a proxy that takes a connection and then says nothing.
#[tokio::test]
async fn a_silent_proxy_is_given_up_in_time() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok(connection) = listener.accept().await {
            held.push(connection);
        }
    });
    for scheme in ["http", "https", "socks5h"] {
        let api = WebexApi::builder()
            .token("t")
            .base_url("https://webex.test/v1")
            .proxy(Proxy::all(format!("{scheme}://{address}")).unwrap())
            .connect_timeout(Duration::from_millis(200))
            .timeout(Duration::from_millis(200))
            .max_attempts(1)
            .build()
            .unwrap();
        let start = Instant::now();
        let error = api.people().me().await.unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Timeout | ErrorKind::Connect),
            "{error:?}"
        );
        assert!(start.elapsed() < Duration::from_millis(1000), "{scheme}");
    }
}

/// T4, I2: what cannot be used is an error before anything is connected to.
#[tokio::test]
async fn a_malformed_proxy_is_an_error_and_never_a_direct_connection() {
    let origin = Origin::http().await;
    let connect = |proxy: Proxy| {
        let builder = WebexApi::builder().token("t").base_url(origin.url());
        builder.proxy(proxy).build()
    };
    for bad in [
        "",
        "http://",
        "://proxy.test",
        "ftp://proxy.test:21",
        "socks4://proxy.test",
        "http://proxy.test:0",
        "http://proxy.test:99999",
        "http://proxy test:3128",
        "http://proxy.test/proxy.pac",
        "http://ana:%zz@proxy.test",
        "http://ana:%0a@proxy.test",
        "http://ana:SENTINEL@",
    ] {
        for make in [Proxy::all, Proxy::http, Proxy::https] {
            let error = match make(bad.to_owned()).and_then(connect) {
                Ok(_) => panic!("{bad:?} was taken"),
                Err(error) => error,
            };
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{bad:?}");
            assert!(
                !format!("{error} {error:?}").contains("SENTINEL"),
                "{bad:?}"
            );
        }
    }
    assert_eq!(origin.connections().len(), 0);
}

#[tokio::test]
async fn hosts_that_are_excluded_are_reached_directly() {
    let corp = Corporation::new(ProxyKind::Http, false).await;
    let nowhere = nobody_listens().await;
    // This machine never goes through a proxy; no other host is there to be tried without a network.
    let api = WebexApi::builder()
        .token("t")
        .base_url(corp.origin.url())
        .proxy(Proxy::all(format!("http://{nowhere}")).unwrap())
        .build()
        .unwrap();
    api.people().me().await.unwrap();
}

/// Options that another transport would not know of are not left out without a word.
#[test]
fn proxy_and_tls_are_refused_where_they_would_have_no_effect() {
    let builder = || {
        WebexApi::builder()
            .token("t")
            .transport(HyperTransport::new())
    };
    let proxy = Proxy::all("http://proxy.test").unwrap();
    for builder in [builder().proxy(proxy), builder().tls(Tls::new())] {
        assert_eq!(builder.build().unwrap_err().kind(), ErrorKind::InvalidInput);
    }
    builder().no_proxy().build().unwrap();
}

/// The environment belongs to the process, so another one is started: this test's own binary. Elsewhere than on Linux no
/// variable names the roots.
#[cfg(target_os = "linux")]
fn in_another_process(variables: &[(&str, &str)]) -> String {
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    command.args([
        "--exact",
        "proxies::calls_by_the_environment",
        "--ignored",
        "--nocapture",
    ]);
    for name in ["http_proxy", "https_proxy", "all_proxy", "no_proxy"] {
        command.env_remove(name).env_remove(name.to_uppercase());
    }
    command
        .env("WEBEX_ACCESS_TOKEN", "SENTINEL-T")
        .env("WEBEX_BASE_URL", "https://webex.test:8443/v1");
    let output = command.envs(variables.iter().copied()).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn the_environment_names_proxies() {
    let corp = Corporation::new(ProxyKind::Http, true).await;
    let roots = std::env::temp_dir().join(format!("webex-test-{}.pem", std::process::id()));
    std::fs::write(&roots, corp.authority.pem()).unwrap();
    let roots = ("SSL_CERT_FILE", roots.to_str().unwrap());
    let proxy = corp
        .proxy
        .url()
        .replace("http://", "http://ana:SENTINEL-P@");
    for (name, value, expected) in [
        ("HTTPS_PROXY", proxy.as_str(), "said: I am Ana"),
        ("https_proxy", &proxy, "said: I am Ana"),
        ("ALL_PROXY", &proxy, "said: I am Ana"),
        ("HTTP_PROXY", &proxy, "said: cannot connect"), // not for https
        (
            "HTTPS_PROXY",
            "ftp://SENTINEL",
            "said: invalid input: HTTPS_PROXY: ",
        ),
        (
            "all_proxy",
            "http://ana:SENTINEL@",
            "said: invalid input: all_proxy: ",
        ),
    ] {
        let said = in_another_process(&[roots, (name, value)]);
        assert!(said.contains(expected), "{name}={value}: {said}");
        assert!(!said.contains("SENTINEL"), "{said}");
    }
    let direct = in_another_process(&[roots, ("HTTPS_PROXY", &proxy), ("NO_PROXY", ".test")]);
    assert!(direct.contains("said: cannot connect"), "{direct}");
    assert_eq!(corp.proxy.connections(), 3);
    std::fs::remove_file(roots.1).unwrap();
}

#[tokio::test]
#[ignore = "run by the test above, in an environment of its own"]
async fn calls_by_the_environment() {
    let said: Result<_, Error> = async {
        let api = WebexApi::builder().env().max_attempts(1).build()?;
        api.people().me().await
    }
    .await;
    match said {
        Ok(me) => println!("said: I am {}", me.display_name.unwrap_or_default()),
        Err(error) => println!("said: {error} {error:?}"),
    }
}
