//! I1: whatever path or URL a call is given, the token goes to the API's own origins alone, by another parser's reading,
//! too; and a file is asked for nowhere else.
#![no_main]

use std::cell::RefCell;
use std::future::ready;

use http::header::AUTHORIZATION;
use http::{Method, Request, Response};
use libfuzzer_sys::fuzz_target;
use tokio::runtime::{Builder, Runtime};
use url::Url;
use webex_sdk::files::Download;
use webex_sdk::{Body, Error, Parts, WebexApi};

thread_local! {
    static ASKED: RefCell<Vec<(String, bool)>> = RefCell::default();
    static API: (Runtime, WebexApi) = (
        Builder::new_current_thread().enable_time().start_paused(true).build().unwrap(),
        WebexApi::builder().token("a-token").transport(tower::service_fn(answer)).build().unwrap(),
    );
}

fn answer(request: Request<Body>) -> std::future::Ready<Result<Response<Body>, Error>> {
    let has_token = request.headers().contains_key(AUTHORIZATION);
    ASKED.with_borrow_mut(|asked| asked.push((request.uri().to_string(), has_token)));
    ready(Ok(Response::new(Body::empty())))
}

fn is_own(uri: &str) -> bool {
    Url::parse(uri).is_ok_and(|url| {
        url.scheme() == "https"
            && ["webexapis.com", "api.ciscospark.com"].contains(&url.host_str().unwrap_or_default())
            && url.port().is_none()
            && url.username().is_empty()
            && url.password().is_none()
    })
}

fuzz_target!(|text: &str| {
    API.with(|(runtime, api)| {
        let raw = async { api.request(Method::GET, text).query("max", 2).await };
        let is_sent = runtime.block_on(raw).is_ok();
        let asked = ASKED.take();
        assert!(!is_sent || asked.len() == 1);
        for (uri, has_token) in asked {
            assert!(!has_token || is_own(&uri), "{uri}");
        }

        let get = async { api.contents().get(text).allow_unscannable().await };
        let file: Result<Download, _> = runtime.block_on(get);
        let asked = ASKED.take();
        assert_eq!(asked.len(), usize::from(file.is_ok()));
        for (uri, has_token) in asked {
            assert!(has_token && is_own(&uri), "{uri}");
            let query = uri.split_once('?').unwrap().1;
            assert!(
                query.split('&').any(|pair| pair == "allow=unscannable"),
                "{uri}"
            );
        }
    });
    drop(format!(
        "{:?}",
        Parts::raw(Method::GET, text).into_request().map(drop)
    ));
});
