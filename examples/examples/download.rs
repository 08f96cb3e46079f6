//! The files of a room, onto the disk, once they are scanned: `cargo run -p webex-examples --example download`
//!
//! With `WEBEX_ACCESS_TOKEN` and `WEBEX_ROOM_ID` it saves what was posted there last. Without, it starts an emulator whose
//! files are still being scanned, infected, or beyond scanning.

use std::net::Ipv4Addr;
use std::path::Path;
use std::time::Duration;

use webex_emulator::{Emulator, Scan};
use webex_sdk::BoxError;
use webex_sdk::files::Upload;
use webex_sdk::prelude::*;

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let say = |line: String| println!("{line}");
    // A new one for each run.
    let folder = std::env::temp_dir().join(format!("webex-downloads-{:016x}", fastrand::u64(..)));
    std::fs::create_dir(&folder)?;
    say(format!("Into {}:", folder.display()));
    if let Ok(room) = std::env::var("WEBEX_ROOM_ID") {
        return download(&WebexApi::from_env()?, &RoomId::new(room)?, &folder, say).await;
    }
    let webex = Emulator::new();
    let ana = webex.add_person("ana@example.com");
    let server = webex.serve((Ipv4Addr::LOCALHOST, 0)).await?;
    let builder = WebexApi::builder().token(ana.token());
    let waits = |wait: &webex_sdk::transport::Wait| {
        println!(
            "   ({}: waiting {:.0} s)",
            wait.reason,
            wait.duration.as_secs_f64()
        );
    };
    let api = builder.base_url(server.base_url()).on_wait(waits).build()?;
    let room = api.rooms().create("Files").await?.id;
    post_files(&webex, &api, &room).await?;
    download(&api, &room, &folder, say).await?;
    Ok(std::fs::remove_dir_all(folder)?)
}

/// One that is clean after a while, one that is infected, one that cannot be scanned.
pub async fn post_files(webex: &Emulator, api: &WebexApi, room: &RoomId) -> webex_sdk::Result<()> {
    for (name, scan) in [
        ("report.txt", Scan::Pending(Duration::from_secs(2))),
        ("invoice.exe", Scan::Infected),
        ("locked.zip", Scan::Unscannable),
    ] {
        webex.scan_next_file(scan);
        let file = Upload::from_bytes(name, "what is in the file");
        api.messages().create(room).file(file).await?;
    }
    Ok(())
}

pub async fn download(
    api: &WebexApi,
    room: &RoomId,
    folder: &Path,
    say: impl Fn(String),
) -> Result<(), BoxError> {
    // Newest first, as the service gives them. Two may have one name: they are numbered.
    let mut number = 0;
    for message in api.messages().list(room).first(10).await? {
        for url in message.files.iter().flatten() {
            number += 1;
            match save(api, url, folder, number, false).await {
                Ok(saved) => say(saved),
                Err(error) if error.kind() == ErrorKind::Gone => {
                    say(format!("infected, and gone: {error}"));
                }
                // 428: it is encrypted, say. Whoever trusts its sender takes it all the same.
                Err(error) if error.status().is_some_and(|status| status.as_u16() == 428) => {
                    say(format!("not scanned: {error}"));
                    say(save(api, url, folder, number, true).await?);
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok(())
}

/// A file that is being scanned is waited for. On the disk it is whole or not there.
async fn save(
    api: &WebexApi,
    url: &str,
    folder: &Path,
    number: u32,
    unscanned: bool,
) -> webex_sdk::Result<String> {
    let call = api.contents().get(url);
    let call = if unscanned {
        call.allow_unscannable()
    } else {
        call
    };
    let file = call.await?;
    let (kind, bytes) = (
        file.content_type().map(str::to_owned),
        file.content_length(),
    );
    // Safe to use, whatever its sender called it.
    let name = file.file_name().unwrap_or_default();
    let name = format!("{number}-{name}");
    file.to_file(folder.join(&name)).await?;
    let kind = kind.unwrap_or_default();
    Ok(format!(
        "saved {name}: {kind}, {} bytes",
        bytes.unwrap_or_default()
    ))
}
