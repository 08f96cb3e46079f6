//! The examples of files say what they are meant to say.

use std::sync::Mutex;

use crate::support::World;

#[path = "../../../examples/examples/download.rs"]
#[allow(dead_code)]
mod download;
#[path = "../../../examples/examples/upload.rs"]
#[allow(dead_code)]
mod upload;

static UPLOADED: Mutex<Vec<String>> = Mutex::new(Vec::new());

#[tokio::test]
async fn uploads_from_everywhere() {
    let world = World::new();
    let api = world.api();
    let room = api.rooms().create("Lunch").await.unwrap();
    let path = std::env::temp_dir().join(format!("webex-{:016x}.csv", fastrand::u64(..)));
    std::fs::write(&path, "who,lunch\r\nana,soup\r\n").unwrap();
    let say = |line| UPLOADED.lock().unwrap().push(line);
    upload::upload(&api, &room.id, &path, say).await.unwrap();
    std::fs::remove_file(path).unwrap();
    let said = UPLOADED.lock().unwrap().join("\n");
    for expected in [
        "   21 of 21 bytes",
        "posted as 1 file",
        "no/such/file.pdf cannot be sent",
    ] {
        assert!(said.contains(expected), "{expected} in:\n{said}");
    }
    let mut names = Vec::new();
    for message in api.messages().list(&room.id).all().await.unwrap() {
        for url in message.files.iter().flatten() {
            let info = api.contents().head(url).await.unwrap();
            names.push((
                info.file_name().unwrap(),
                info.content_type().unwrap().to_owned(),
            ));
        }
    }
    names.sort();
    let expected = [
        ("lunch.csv", "text/csv"),
        ("menu", "text/plain"),
        ("menu.txt", "text/plain"),
    ];
    assert_eq!(
        names,
        expected.map(|(name, kind)| (name.to_owned(), kind.to_owned()))
    );
}

#[tokio::test(start_paused = true)]
async fn downloads_when_the_scan_is_over() {
    let world = World::new();
    let api = world.api();
    let room = api.rooms().create("Files").await.unwrap().id;
    download::post_files(&world.webex, &api, &room)
        .await
        .unwrap();
    let folder = std::env::temp_dir().join(format!("webex-{:016x}", fastrand::u64(..)));
    std::fs::create_dir(&folder).unwrap();
    let said = Mutex::new(Vec::new());
    let say = |line| said.lock().unwrap().push(line);
    download::download(&api, &room, &folder, say).await.unwrap();
    let names = std::fs::read_dir(&folder).unwrap().count();
    std::fs::remove_dir_all(&folder).unwrap();
    let said = said.into_inner().unwrap();
    assert_eq!(said.len(), 4, "{said:#?}");
    for (line, expected) in said.iter().zip([
        "not scanned: [428]",
        "saved 1-locked.zip: application/zip, 19 bytes",
        "infected, and gone: [410]",
        "saved 3-report.txt: text/plain, 19 bytes",
    ]) {
        assert!(line.starts_with(expected), "{expected}: {line}");
    }
    assert_eq!(names, 2);
}
