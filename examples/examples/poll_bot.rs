//! A bot that takes polls with an Adaptive Card: `cargo run -p webex-examples --example poll_bot`
//!
//! `@Poll Where shall we have lunch? Canteen, Park` makes it post a card in the room, with an answer to choose. Who submits one
//! has voted; who submits another has changed their mind; the bot says how it stands. An emulator of Webex runs beside it, and
//! Ana and Bo in it vote.

use std::collections::{BTreeMap, HashMap};
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use webex_emulator::Emulator;
use webex_sdk::BoxError;
use webex_sdk::models::card::{Card, ChoiceInput, ChoiceInputStyle, FontSize, Submit, TextBlock};
use webex_sdk::models::{Attachment, AttachmentAction, Message, WebhookResource};
use webex_sdk::models::{Mention, escape_markdown};
use webex_sdk::prelude::*;

/// What each voted for, by the message that the card hangs on.
#[derive(Clone, Default)]
struct Polls(Arc<Mutex<HashMap<MessageId, HashMap<PersonId, String>>>>);

/// Has itself told of messages and of submitted cards.
async fn register(api: &WebexApi, url: &str, secret: &str) -> webex_sdk::Result<()> {
    for resource in [
        WebhookResource::Messages,
        WebhookResource::AttachmentActions,
    ] {
        let ensure = api.webhooks().ensure("poll", url).secret(secret);
        ensure.resource(resource).await?;
    }
    Ok(())
}

fn poll_bot(api: WebexApi, secret: &str) -> WebhookReceiver {
    let polls = Polls::default();
    WebhookReceiver::new(api, secret)
        .on_message_created(|message, api| async move {
            let message = message.fetch(&api).await?; // a webhook leaves the text out
            Ok(ask(&api, &message).await?)
        })
        .on_attachment_action_created(move |action, api| {
            let polls = polls.clone();
            async move {
                let action = action.fetch(&api).await?; // and what was chosen
                Ok(count(&api, &polls, &action).await?)
            }
        })
}

/// `Poll Where shall we have lunch? Canteen, Park`, the mention included.
async fn ask(api: &WebexApi, message: &Message) -> webex_sdk::Result<()> {
    let text = message.text.as_deref().unwrap_or_default();
    let question = text
        .split_once(' ')
        .and_then(|(_, rest)| rest.split_once('?'));
    let (Some(room), Some((question, answers))) = (&message.room_id, question) else {
        return Ok(());
    };
    let question = format!("{question}?");
    let card = card(&question, answers.split(',').map(str::trim));
    let call = api.messages().create(room).text(question);
    call.attachment(Attachment::from(card)).await.map(drop)
}

fn card<'a>(question: &str, answers: impl Iterator<Item = &'a str>) -> Card {
    let choices = ChoiceInput::new("answer").is_required(true);
    let choices = choices
        .label("Your choice")
        .style(ChoiceInputStyle::Expanded);
    let choices = answers.fold(choices, |choices, answer| choices.choice(answer, answer));
    Card::new()
        .element(TextBlock::new(question).size(FontSize::Large).wrap(true))
        .element(choices)
        .action(Submit::new().title("Vote"))
}

async fn count(api: &WebexApi, polls: &Polls, vote: &AttachmentAction) -> webex_sdk::Result<()> {
    let (Some(card), Some(voter), Some(room), Some(answer)) = (
        &vote.message_id,
        &vote.person_id,
        &vote.room_id,
        vote.input("answer"),
    ) else {
        return Ok(());
    };
    let standing = polls.vote(card, voter, answer);
    let voter = Mention::person(voter);
    let text = format!("{voter} voted. {}", escape_markdown(&standing));
    let call = api.messages().create(room).markdown(text);
    call.parent_id(card).await.map(drop)
}

impl Polls {
    /// `Canteen: 1, Park: 2`
    fn vote(&self, card: &MessageId, voter: &PersonId, answer: &str) -> String {
        let mut polls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let votes = polls.entry(card.clone()).or_default();
        votes.insert(voter.clone(), answer.to_owned());
        let mut standing = BTreeMap::<_, u32>::new();
        for answer in votes.values() {
            *standing.entry(answer).or_default() += 1;
        }
        let lines = standing
            .iter()
            .map(|(answer, votes)| format!("{answer}: {votes}"));
        lines.collect::<Vec<_>>().join(", ")
    }
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    vote(|line| println!("{line}")).await
}

/// Serves the bot, and has Ana ask, and Bo and her vote.
pub async fn vote(say: impl Fn(String)) -> Result<(), BoxError> {
    let webex = Emulator::new();
    let server = webex.serve((Ipv4Addr::LOCALHOST, 0)).await?;
    let base_url = server.base_url();
    let connect = |token: &str| {
        WebexApi::builder()
            .token(token)
            .base_url(&*base_url)
            .build()
    };
    let bot = webex.add_bot("poll");
    let ana = connect(webex.add_person("ana@example.com").token())?;
    let bo = webex.add_person("bo@example.com");

    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}/webex", listener.local_addr()?);
    let (api, secret) = (connect(bot.token())?, "a shared secret");
    let receiver = poll_bot(api.clone(), secret);
    let app = Router::new().route_service("/webex", receiver.clone());
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = axum::serve(listener, app).with_graceful_shutdown(async { drop(stopped.await) });
    let serving = tokio::spawn(serving.into_future());
    register(&api, &url, secret).await?; // now that it listens
    let handled = async |n| {
        while receiver.stats().handled < n {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };

    let room = ana.rooms().create("Lunch").await?.id;
    for member in [bot.email(), bo.email()] {
        ana.memberships().create(&room, Email::new(member)?).await?;
    }
    let mention = Mention::person(&PersonId::new(bot.id())?);
    let question = format!("{mention} Where shall we have lunch? Canteen, Park, At the desk");
    ana.messages().create(&room).markdown(question).await?;
    handled(1).await;

    let newest = ana.messages().list(&room).first(1).await?;
    let card = &newest[0].id;
    let bo = connect(bo.token())?;
    for (n, (voter, answer)) in (2..).zip([(&ana, "Park"), (&bo, "Canteen"), (&bo, "Park")]) {
        let inputs = json!({ "answer": answer });
        let inputs = inputs.as_object().cloned().unwrap_or_default();
        voter.attachment_actions().create(card, inputs).await?;
        handled(n).await;
    }
    drop(stop); // the server takes no more,
    serving.await??;
    receiver.shutdown().await; // and what was taken is counted
    for message in ana.messages().list(&room).all().await?.iter().rev() {
        say(message.text.clone().unwrap_or_default());
    }
    Ok(())
}
