//! Redirects are answers, and are not followed.

use webex_sdk::{ErrorKind, WebexApi};

use crate::peers::{Authority, Origin};

/// A5: scheme, host and port each the same or another, and every status that redirects.
#[tokio::test]
async fn a_token_does_not_follow_a_redirect() {
    let certificate = Authority::new().issue(&["127.0.0.1", "localhost"]);
    let origin = Origin::http().await;
    let traps = [
        Origin::http().await,
        Origin::https(certificate.acceptor()).await,
    ];
    let api = WebexApi::builder()
        .token("SENTINEL")
        .base_url(origin.url())
        .build()
        .unwrap();
    let mut cells = 0;
    for status in [301, 302, 303, 307, 308] {
        for scheme in ["http", "https"] {
            for host in ["127.0.0.1", "localhost"] {
                for port in [origin.addr, traps[0].addr, traps[1].addr].map(|addr| addr.port()) {
                    origin.next(format!(
                        "HTTP/1.1 {status} Moved\r\nlocation: {scheme}://{host}:{port}/people/me\r\ncontent-length: 0\r\n\r\n"
                    ));
                    let error = api.people().me().await.unwrap_err();
                    assert_eq!(error.kind(), ErrorKind::Api, "{error:?}");
                    assert_eq!(error.status().unwrap().as_u16(), status);
                    cells += 1;
                }
            }
        }
    }
    assert!(cells >= 24);
    assert_eq!(origin.heads().len(), cells);
    for trap in traps {
        assert_eq!(trap.heads().len(), 0);
    }
}
