//! C5: a client is of no runtime: made before any, and used in one after the other.

use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};
use webex_emulator::Emulator;
use webex_sdk::{WebexApi, WebexApiBuilder};

use super::http2;

/// The emulator, in a runtime that nobody drops.
struct Service {
    webex: Emulator,
    server: webex_emulator::Server,
    _runtime: Runtime,
}

fn service() -> Service {
    let webex = Emulator::new();
    let runtime = Builder::new_multi_thread();
    let runtime = { runtime }.worker_threads(1).enable_all().build().unwrap();
    let server = runtime.block_on(webex.serve("127.0.0.1:0")).unwrap();
    Service {
        webex,
        server,
        _runtime: runtime,
    }
}

fn runtimes() -> [Runtime; 4] {
    let one = || Builder::new_current_thread().enable_all().build().unwrap();
    let many = Builder::new_multi_thread().enable_all().build();
    [one(), many.unwrap(), one(), one()]
}

/// Several calls at once in each, some still on their way when the runtime goes.
fn outlives(api: &WebexApi) {
    for runtime in runtimes() {
        runtime.block_on(async {
            let calls = (0..10).map(|_| api.people().me().into_future());
            let answers = futures_util::future::join_all(calls).await;
            answers.into_iter().for_each(|answer| drop(answer.unwrap()));
            tokio::spawn(api.people().me().into_future());
            tokio::task::yield_now().await;
        });
        drop(runtime);
    }
}

#[test]
fn a_client_outlives_its_runtimes() {
    let service = service();
    let ana = service.webex.add_person("ana@example.com");
    for builder in [WebexApi::builder(), over_http2()] {
        let api = builder
            .token(ana.token())
            .base_url(service.server.base_url())
            .build()
            .unwrap();
        outlives(&api);
    }
}

/// Tokens are renewed in a task of some runtime; where it is cut off with that, the next one renews them.
#[test]
fn a_renewal_that_went_with_its_runtime_begins_again() {
    let service = service();
    let ana = service.webex.add_person("ana@example.com");
    let app = service
        .webex
        .add_integration("https://bot.example.com/agreed");
    for millis in 0..10 {
        let code = app.authorize(&ana, &["spark:all"]);
        let (id, secret) = (app.client_id(), app.client_secret());
        let api = WebexApi::builder()
            .oauth_code(id, secret, code, app.redirect_uri())
            .base_url(service.server.base_url())
            .build()
            .unwrap();
        let [first, second, ..] = runtimes();
        first.block_on(async { api.people().me().await.unwrap() });
        service.webex.expire_access_tokens();
        first.block_on(async {
            tokio::spawn(api.people().me().into_future());
            tokio::time::sleep(Duration::from_millis(millis)).await;
        });
        drop(first);
        second.block_on(async { api.people().me().await.unwrap() });
    }
}

/// What a client runs ends with its last handle.
#[test]
fn no_task_outlives_the_last_handle() {
    let service = service();
    let ana = service.webex.add_person("ana@example.com");
    for builder in [WebexApi::builder(), over_http2()] {
        let api = builder
            .token(ana.token())
            .base_url(service.server.base_url())
            .build()
            .unwrap();
        let [first, second, ..] = runtimes();
        first.block_on(async { api.people().me().await.unwrap() });
        drop(first);
        second.block_on(async {
            let calls = (0..10).map(|_| api.people().me().into_future());
            futures_util::future::join_all(calls).await;
            let tasks = || Handle::current().metrics().num_alive_tasks();
            assert!(tasks() > 0, "connections have tasks");
            drop(api);
            let gone = async {
                while tasks() > 0 {
                    tokio::task::yield_now().await;
                }
            };
            let gone = tokio::time::timeout(Duration::from_secs(1), gone).await;
            gone.expect("a task runs on");
        });
    }
}

fn over_http2() -> WebexApiBuilder {
    WebexApi::builder().transport(http2::client())
}
