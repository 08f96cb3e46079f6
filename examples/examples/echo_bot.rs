//! A bot that says what it is told: `cargo run -p webex-examples --example echo_bot`
//!
//! An emulator of Webex runs beside it, and Ana in it writes to the bot. For Webex itself it takes `WebexApi::from_env()`, a
//! URL that Webex reaches by https, and a secret that nobody else knows.

use std::net::Ipv4Addr;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use webex_emulator::Emulator;
use webex_sdk::BoxError;
use webex_sdk::prelude::*;

/// The whole bot: answers each message.
fn echo(api: WebexApi, secret: &str) -> WebhookReceiver {
    WebhookReceiver::new(api, secret).on_message_created(|message, api| async move {
        let message = message.fetch(&api).await?; // a webhook leaves the text out
        if let (Some(room), Some(text)) = (&message.room_id, &message.text) {
            let answer = format!("You said: {text}");
            api.messages().create(room).text(answer).await?;
        }
        Ok(())
    })
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    converse(|line| println!("{line}")).await
}

/// Serves the bot, and has Ana talk to it.
pub async fn converse(say: impl Fn(String)) -> Result<(), BoxError> {
    let webex = Emulator::new();
    let server = webex.serve((Ipv4Addr::LOCALHOST, 0)).await?;
    let base_url = server.base_url();
    let connect = |token: &str| {
        WebexApi::builder()
            .token(token)
            .base_url(&*base_url)
            .build()
    };
    let bot = webex.add_bot("echo");
    let ana = connect(webex.add_person("ana@example.com").token())?;

    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}/webex", listener.local_addr()?);
    let (api, secret) = (connect(bot.token())?, "a shared secret");
    let receiver = echo(api.clone(), secret);
    let app = Router::new().route_service("/webex", receiver.clone());
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = axum::serve(listener, app).with_graceful_shutdown(async { drop(stopped.await) });
    let serving = tokio::spawn(serving.into_future());
    // Now that it listens. One webhook, however often the bot starts.
    api.webhooks().ensure("echo", url).secret(secret).await?;

    let bot = Email::new(bot.email())?;
    for (n, text) in (1..).zip(["Hello?", "Is somebody there?"]) {
        ana.messages().create(&bot).text(text).await?;
        while receiver.stats().handled < n {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
    drop(stop); // the server takes no more,
    serving.await??;
    receiver.shutdown().await; // and what was taken is answered
    let messages = ana.messages().list_direct(&bot).all().await?;
    for message in messages.iter().rev() {
        say(message.text.clone().unwrap_or_default());
    }
    Ok(())
}
