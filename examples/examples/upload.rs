//! Files into a room, from the disk, from memory and from a stream: `cargo run -p webex-examples --example upload`
//!
//! With `WEBEX_ACCESS_TOKEN` and `WEBEX_ROOM_ID` it posts to that room. Without, it starts an emulator on a loopback port.

use std::io::Write;
use std::net::Ipv4Addr;
use std::path::Path;

use futures_util::stream;
use webex_emulator::{Emulator, Fault};
use webex_sdk::BoxError;
use webex_sdk::files::Upload;
use webex_sdk::prelude::*;

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let say = |line: String| println!("{line}");
    let path = std::env::temp_dir().join(format!("webex-upload-{:016x}.csv", fastrand::u64(..)));
    // New: what somebody else put there is neither overwritten nor followed.
    std::fs::File::create_new(&path)?.write_all(b"who,lunch\r\nana,soup\r\n")?;
    let done = match std::env::var("WEBEX_ROOM_ID") {
        Ok(room) => upload(&WebexApi::from_env()?, &RoomId::new(room)?, &path, say).await,
        Err(_) => {
            let webex = Emulator::new();
            let ana = webex.add_person("ana@example.com");
            let server = webex.serve((Ipv4Addr::LOCALHOST, 0)).await?;
            let builder = WebexApi::builder().token(ana.token());
            let api = builder.base_url(server.base_url()).build()?;
            let room = api.rooms().create("Lunch").await?;
            // The service is busy: the first file is sent again, whole, a second later.
            webex.faults().next(Fault::status(429).retry_after(1));
            upload(&api, &room.id, &path, say).await
        }
    };
    std::fs::remove_file(&path)?;
    done
}

pub async fn upload(
    api: &WebexApi,
    room: &RoomId,
    path: &Path,
    say: impl Fn(String) + Copy + Send + Sync + 'static,
) -> Result<(), BoxError> {
    // A path: opened now, and again when the call has to be sent again. It is never in memory.
    let file = Upload::from_path(path).name("lunch.csv");
    let file = file.on_progress(move |sent, all| {
        say(format!("   {sent} of {} bytes", all.unwrap_or_default()));
    });
    say("1. From the disk:".into());
    let call = api.messages().create(room).markdown("**Lunch**, so far");
    let message = call.file(file).await?;
    say(format!(
        "   posted as {} file",
        message.files.iter().flatten().count()
    ));

    // Bytes, of a type that the name does not tell.
    say("2. From memory:".into());
    let file = Upload::from_bytes("menu", "Soup of the day").content_type("text/plain");
    api.messages().create(room).file(file).await?;

    // A stream can be sent once only: a call that is refused for now fails with that refusal.
    say("3. From a stream:".into());
    let lines = stream::iter(["soup\n", "salad\n"].map(|line| Ok::<_, BoxError>(line.into())));
    api.messages()
        .create(room)
        .file(Upload::from_stream("menu.txt", 11, lines))
        .await?;

    // What cannot work is refused before anything is sent.
    say("4. What is not there:".into());
    let nothing = api.messages().create(room).file("no/such/file.pdf").await;
    if let Err(error) = nothing {
        say(format!("   {error}"));
    }
    Ok(())
}
