//! The SDK over reqwest: `cargo run -p webex-examples --example reqwest_transport`
//!
//! For whoever has a client that is set up already, with its proxies, certificates and metrics. Any HTTP client is a
//! transport once it takes an `http::Request` and gives an `http::Response`; tower's `service_fn` makes a service of that.

use std::net::Ipv4Addr;

use http::{Request, Response};
use http_body_util::BodyExt;
use tower::util::service_fn;
use tower_service::Service;
use webex_emulator::Emulator;
use webex_sdk::prelude::*;
use webex_sdk::{Body, BoxError};

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let webex = Emulator::new();
    let server = webex.serve((Ipv4Addr::LOCALHOST, 0)).await?;

    let api = WebexApi::builder()
        .token(webex.add_person("ana@example.com").token())
        .base_url(server.base_url())
        .transport(over(client()?))
        .build()?;
    let me = api.people().me().await?;
    println!("{:?}, by reqwest", me.display_name);

    server.shutdown().await;
    Ok(())
}

/// Set it up as you like: `.proxy(reqwest::Proxy::all("http://proxy.example.com:3128")?)`, say. This one is for loopback.
pub fn client() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none()) // as the transport that comes with the SDK
        .build()
}

/// The adapter.
pub fn over(
    client: reqwest::Client,
) -> impl Service<Request<Body>, Response = Response<reqwest::Body>, Error = BoxError, Future: Send>
+ Clone
+ Send
+ Sync
+ 'static {
    service_fn(move |request: Request<Body>| {
        let client = client.clone();
        async move {
            let (head, body) = request.into_parts();
            let body = body.collect().await?.to_bytes(); // reqwest streams only what is `Sync`
            let request = Request::from_parts(head, body).try_into()?;
            Ok(Response::from(client.execute(request).await?))
        }
    })
}
