//! How to test a bot without a network: `cargo test -p webex-examples --example tests_without_network`
//!
//! On top is a bot, as anybody would write it: it gets a `WebexApi`, and knows of no test. Below are its tests. Bot and Webex
//! are in one process, calls and webhooks are function calls, and time is tokio's: it stands still until all wait, so that a
//! test of a two second wait takes none.

use webex_emulator::{Emulator, PersonHandle};
use webex_sdk::models::Message;
use webex_sdk::prelude::*;

/// A bot that knows what is for lunch. Webex hears that it took a message when it has answered.
fn lunch_bot(api: WebexApi, secret: &str) -> WebhookReceiver {
    let receiver = WebhookReceiver::new(api, secret).ack_after_handling();
    receiver.on_message_created(|message, api| async move {
        let message = message.fetch(&api).await?; // a webhook leaves the text out
        let text = message.text.as_deref().unwrap_or_default();
        if let (true, Some(room)) = (text.contains("lunch"), &message.room_id) {
            api.messages()
                .create(room)
                .markdown("**Soup**, at noon")
                .await?;
        }
        Ok(())
    })
}

/// What each test begins with: a Webex with Ana and the bot in it.
struct Office {
    webex: Emulator,
    ana: WebexApi,
    bot: PersonHandle,
}

impl Office {
    async fn open() -> webex_sdk::Result<Self> {
        let webex = Emulator::new();
        let connect = |who: &PersonHandle| {
            WebexApi::builder()
                .token(who.token())
                .transport(webex.service())
                .build()
        };
        let bot = webex.add_bot("lunch");
        let ana = connect(&webex.add_person("ana@example.com"))?;
        let (api, secret) = (connect(&bot)?, "a shared secret");
        webex.send_through(lunch_bot(api.clone(), secret)); // webhooks go to it, whatever host they name
        let ensure = api
            .webhooks()
            .ensure("lunch", "https://bot.example.com/webex");
        ensure.secret(secret).await?;
        Ok(Self { webex, ana, bot })
    }

    /// Ana writes to the bot; what their conversation is once it has reacted, oldest first.
    async fn ask(&self, text: &str) -> webex_sdk::Result<Vec<String>> {
        let bot = Email::new(self.bot.email())?;
        self.ana.messages().create(&bot).text(text).await?;
        self.webex.settle().await; // every webhook was answered
        let messages = self.ana.messages().list_direct(&bot).all().await?;
        let text = |message: Message| message.text.unwrap_or_default();
        Ok(messages.into_iter().rev().map(text).collect())
    }
}

#[tokio::main]
async fn main() -> webex_sdk::Result<()> {
    for line in Office::open().await?.ask("what is for lunch?").await? {
        println!("{line}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::http::StatusCode;
    use tokio::time::Instant;
    use webex_emulator::Fault;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn answers_who_asks() -> webex_sdk::Result<()> {
        let office = Office::open().await?;
        assert_eq!(
            office.ask("what is for lunch?").await?,
            ["what is for lunch?", "Soup, at noon"]
        );
        Ok(())
    }

    #[tokio::test(start_paused = true)]
    async fn keeps_quiet_otherwise() -> webex_sdk::Result<()> {
        let office = Office::open().await?;
        assert_eq!(office.ask("hello").await?, ["hello"]);
        Ok(())
    }

    /// The service is busy, and the bot's answer comes when it no longer is.
    #[tokio::test(start_paused = true)]
    async fn waits_for_a_busy_service() -> webex_sdk::Result<()> {
        let office = Office::open().await?;
        // Ana's message is taken; the bot, which then asks for its text, is refused.
        let busy = Fault::status(429)
            .retry_after(2)
            .path("/messages")
            .method(Method::GET);
        office.webex.faults().next(busy);
        let start = Instant::now();
        assert_eq!(office.ask("lunch?").await?, ["lunch?", "Soup, at noon"]);
        assert!(start.elapsed() >= Duration::from_secs(2));
        Ok(())
    }

    /// What the bot cannot do now, it says: the answer to the webhook is no success.
    #[tokio::test(start_paused = true)]
    async fn says_that_the_service_is_down() -> webex_sdk::Result<()> {
        let office = Office::open().await?;
        office
            .webex
            .faults()
            .next(Fault::status(500).path("/messages").method(Method::GET));
        assert_eq!(office.ask("lunch?").await?, ["lunch?"]);
        let status = office.webex.deliveries()[0].status;
        assert_eq!(status, Some(StatusCode::INTERNAL_SERVER_ERROR));
        Ok(())
    }

    /// What went over the wire, where that matters.
    #[tokio::test(start_paused = true)]
    async fn sends_one_answer_in_markdown() -> webex_sdk::Result<()> {
        let office = Office::open().await?;
        office.webex.clear_requests();
        office.ask("lunch?").await?;
        let requests = office.webex.requests();
        let posted = requests
            .iter()
            .filter(|request| request.method == Method::POST);
        let bodies: Vec<_> = posted
            .map(|request| String::from_utf8_lossy(&request.body))
            .collect();
        assert_eq!(bodies.len(), 2, "Ana's and the bot's: {bodies:?}");
        assert!(bodies[1].contains("**Soup**, at noon"));
        Ok(())
    }
}
