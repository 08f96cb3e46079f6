//! Receivers on TCP, under axum and under hyper, and a client for them.

use std::net::Ipv4Addr;

use axum::Router;
use bytes::Bytes;
use http_body_util::Full;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use webex_sdk::webhook::WebhookReceiver;

async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("http://{}/webex", listener.local_addr().unwrap());
    (listener, url)
}

pub(super) async fn serve_with_axum(receiver: WebhookReceiver) -> String {
    let (listener, url) = listen().await;
    let app = Router::new().route_service("/webex", receiver);
    tokio::spawn(async move { axum::serve(listener, app).await });
    url
}

pub(super) async fn serve_with_hyper(receiver: WebhookReceiver) -> String {
    let (listener, url) = listen().await;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = TowerToHyperService::new(receiver.clone());
            tokio::spawn(async move {
                let builder = Builder::new(TokioExecutor::new());
                builder
                    .serve_connection(TokioIo::new(stream), service)
                    .await
                    .unwrap();
            });
        }
    });
    url
}

pub(super) type Http = Client<HttpConnector, Full<Bytes>>;

pub(super) fn http() -> Http {
    Client::builder(TokioExecutor::new()).build_http()
}
