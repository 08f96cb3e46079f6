//! The whole SDK in a minute: `cargo run -p webex-examples --example quickstart`
//!
//! With a token in `WEBEX_ACCESS_TOKEN` it talks to Webex. Without one it starts an emulator of it on a loopback port
//! and talks HTTP to that. It cleans up after itself.

use std::net::Ipv4Addr;

use futures_util::TryStreamExt;
use webex_emulator::{Emulator, Fault};
use webex_sdk::models::{Room, RoomId};
use webex_sdk::prelude::*;
use webex_sdk::{BoxError, WebexApiBuilder};

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let say = |line: String| println!("{line}");
    match WebexApi::from_env() {
        Ok(_) => quickstart(WebexApi::builder().env(), None, say).await?,
        Err(error) if error.kind() == ErrorKind::Credentials => {
            println!("{error}\nUntil then, an emulator of Webex answers.\n");
            let webex = Emulator::new();
            let ana = webex.add_person("ana@example.com");
            let server = webex.serve((Ipv4Addr::LOCALHOST, 0)).await?;
            let builder = WebexApi::builder()
                .token(ana.token())
                .base_url(server.base_url());
            quickstart(builder, Some(&webex), say).await?;
            server.shutdown().await;
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// The same for Webex, for the emulator over TCP, and for the emulator in process.
pub async fn quickstart(
    builder: WebexApiBuilder,
    emulator: Option<&Emulator>,
    say: impl Fn(String) + Clone + Send + Sync + 'static,
) -> webex_sdk::Result<()> {
    // A connection object that says when it waits.
    let waits = say.clone();
    let api = builder
        .on_wait(move |wait| {
            let seconds = wait.duration.as_secs_f64();
            if seconds > 0.5 {
                waits(format!("   ({}: waiting {seconds:.0} s)", wait.reason));
            }
        })
        .build()?;

    let me = api.people().me().await?;
    let name = me.display_name.as_deref().unwrap_or("nobody");
    say(format!("1. I am {name}."));

    let mut rooms = Vec::new();
    let mut result = with_rooms(&api, &mut rooms, emulator, &say).await;

    say("7. Cleaning up.".into());
    for room in &rooms {
        result = result.and(api.rooms().delete(&room.id).await); // each, whatever became of the others
    }
    result
}

/// Leaves the rooms that it made in the list, also where it fails.
async fn with_rooms(
    api: &WebexApi,
    rooms: &mut Vec<Room>,
    emulator: Option<&Emulator>,
    say: &impl Fn(String),
) -> webex_sdk::Result<()> {
    for title in ["Quickstart one", "Quickstart two", "Quickstart three"] {
        rooms.push(api.rooms().create(title).await?);
    }
    say(format!("2. Made {} rooms.", rooms.len()));

    let room = &rooms[0].id;
    let message = api
        .messages()
        .create(room)
        .markdown("**Hello**, world")
        .await?;
    let text = message.text.as_deref().unwrap_or_default();
    say(format!("3. Posted: {text}"));

    // A list is a recorded call. It pages by itself, here with two rooms a page.
    say("4. Three of my rooms, over two pages:".into());
    let mut mine = api
        .rooms()
        .list()
        .room_type(RoomType::Group)
        .page_size(2)
        .stream();
    for _ in 0..3 {
        if let Some(room) = mine.try_next().await? {
            say(format!(
                "   - {}",
                room.title.as_deref().unwrap_or_default()
            ));
        }
    }

    add_me_again(api, room, say).await?;

    // A 429 is waited out, and the call then answers as if nothing had been. Webex itself is not provoked.
    if let Some(webex) = emulator {
        webex.faults().next(Fault::status(429).retry_after(1));
        say("6. Asking while the service is busy:".into());
        let room = api.rooms().get(room).await?;
        let title = room.title.as_deref().unwrap_or_default();
        say(format!("   and there it is: {title}"));
    }
    Ok(())
}

/// Whoever makes a room is in it already: 409.
async fn add_me_again(
    api: &WebexApi,
    room: &RoomId,
    say: &impl Fn(String),
) -> webex_sdk::Result<()> {
    let me = api.people().me().await?;
    match api.memberships().create(room, &me.id).await {
        Err(error) if error.is_conflict() => {
            say(format!(
                "5. I forgot that I am in the room I made:\n   {error}"
            ));
            Ok(())
        }
        other => other.map(drop),
    }
}
