//! Webhooks received by hyper, with no framework: `cargo run -p webex-examples --example receiver_hyper`
//!
//! Here a delivery is acknowledged when it is handled, and the program ends gracefully: it takes no more connections, lets
//! those that are open finish, and then waits for the handlers.

use std::net::Ipv4Addr;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use webex_emulator::Emulator;
use webex_sdk::BoxError;
use webex_sdk::prelude::*;

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    listen(|line| println!("{line}")).await
}

/// Serves until it is told to stop, and then ends what it has begun.
async fn serve(listener: TcpListener, receiver: WebhookReceiver, mut stop: oneshot::Receiver<()>) {
    let connections = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = &mut stop => break,
        };
        let Ok((stream, _)) = accepted else {
            // Too many open files, perhaps: that does not change at once.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let service = TowerToHyperService::new(receiver.clone());
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
        let connection = connections.watch(connection);
        tokio::spawn(async move { connection.await.inspect_err(|error| eprintln!("{error}")) });
    }
    connections.shutdown().await;
    receiver.shutdown().await;
}

pub async fn listen(say: impl Fn(String) + Clone + Send + Sync + 'static) -> Result<(), BoxError> {
    let webex = Emulator::new();
    let connect = |token: &str| {
        let builder = WebexApi::builder().token(token);
        builder.transport(webex.service()).build()
    };
    let bot = webex.add_bot("listener");
    let api = connect(bot.token())?;
    let ana = connect(webex.add_person("ana@example.com").token())?;

    let secret = "a shared secret";
    let told = say.clone();
    let receiver = WebhookReceiver::new(api.clone(), secret)
        .ack_after_handling()
        .on_message_created(move |message, api| {
            let told = told.clone();
            async move {
                let message = message.fetch(&api).await?;
                told(format!("heard: {}", message.text.unwrap_or_default()));
                Ok(())
            }
        });
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}/", listener.local_addr()?);
    let (stop, stopped) = oneshot::channel();
    let serving = tokio::spawn(serve(listener, receiver.clone(), stopped));

    api.webhooks()
        .ensure("listener", url)
        .secret(secret)
        .await?;
    for text in ["one", "two", "three"] {
        let bot = Email::new(bot.email())?;
        ana.messages().create(bot).text(text).await?;
    }
    webex.settle().await; // all are acknowledged, and so handled
    drop(stop);
    serving.await?;
    say(format!("{} handled", receiver.stats().handled));
    Ok(())
}
