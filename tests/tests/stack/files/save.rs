//! Files onto the disk: in their folder, whole, and over nothing else.

use std::fs;
use std::time::Duration;

use http::{Request, Response};
use tower::service_fn;
use webex_emulator::Fault;
use webex_sdk::files::Upload;
use webex_sdk::prelude::*;
use webex_sdk::{Body, BoxError};

use super::{Folder, sent};
use crate::support::World;

/// I4.
#[tokio::test]
async fn nothing_is_overwritten_unless_told() {
    let world = World::new();
    let api = world.api();
    let url = sent(&api, Upload::from_bytes("a.txt", "new")).await;
    let folder = Folder::new();
    let path = folder.file("a.txt", b"old");
    let get = || async { api.contents().get(&url).await.unwrap() };
    let exists = |error: webex_sdk::Error| {
        assert_eq!(error.kind(), ErrorKind::File);
        assert!(
            error.to_string().contains("a.txt cannot be saved"),
            "{error}"
        );
    };
    exists(get().await.to_folder(&folder.0).await.unwrap_err());
    exists(get().await.to_file(&path).await.unwrap_err());
    assert_eq!(fs::read(&path).unwrap(), b"old");
    assert_eq!(
        get().await.to_file(&path).overwrite(true).await.unwrap(),
        path
    );
    assert_eq!(fs::read(&path).unwrap(), b"new");
    let named = folder.0.join("b.txt");
    assert_eq!(get().await.to_file(&named).await.unwrap(), named);
    assert_eq!(folder.names(), ["a.txt", "b.txt"]);

    let none = get()
        .await
        .to_folder(folder.0.join("none/none"))
        .await
        .unwrap_err();
    assert_eq!(none.kind(), ErrorKind::File);
    let folder_itself = get().await.to_file(&folder.0).overwrite(true).await;
    assert_eq!(folder_itself.unwrap_err().kind(), ErrorKind::File);
    assert_eq!(folder.names(), ["a.txt", "b.txt"]);
}

/// `to_folder("downloads")`, on a machine that has none yet.
#[tokio::test]
async fn a_folder_that_is_not_there_is_made() {
    let world = World::new();
    let api = world.api();
    let url = sent(&api, Upload::from_bytes("a.txt", "new")).await;
    let folder = Folder::new();
    let downloads = folder.0.join("downloads");
    for overwrite in [false, true] {
        let file = api.contents().get(&url).await.unwrap();
        let saved = file.to_folder(&downloads).overwrite(overwrite).await;
        assert_eq!(saved.unwrap(), downloads.join("a.txt"));
    }
    assert_eq!(folder.names(), ["downloads"]);
}

/// Who loses the race for a name gets an error, not the other's file.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_save_at_once_one_has_the_name() {
    let world = World::new();
    let api = world.api();
    let url = sent(&api, Upload::from_bytes("a.txt", "new")).await;
    let folder = Folder::new();
    let save = || async { api.contents().get(&url).await?.to_folder(&folder.0).await };
    let saved = futures_util::future::join_all((0..10).map(|_| save())).await;
    assert_eq!(saved.iter().filter(|saved| saved.is_ok()).count(), 1);
    assert_eq!(folder.names(), ["a.txt"]);
    assert_eq!(fs::read(folder.0.join("a.txt")).unwrap(), b"new");
}

/// I4: a link in the place of the file is not followed, wherever it leads.
#[cfg(unix)]
#[tokio::test]
async fn no_link_is_followed() {
    let world = World::new();
    let api = world.api();
    let url = sent(&api, Upload::from_bytes("a.txt", "new")).await;
    let (folder, outside) = (Folder::new(), Folder::new());
    let target = outside.file("precious.txt", b"old");
    let link = folder.0.join("a.txt");
    for leads_to in [&target, &outside.0.join("none.txt")] {
        std::os::unix::fs::symlink(leads_to, &link).unwrap();
        let get = || async { api.contents().get(&url).await.unwrap() };
        let error = get().await.to_folder(&folder.0).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::File);
        get()
            .await
            .to_folder(&folder.0)
            .overwrite(true)
            .await
            .unwrap();
        assert!(!fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&link).unwrap(), b"new");
        fs::remove_file(&link).unwrap();
    }
    assert_eq!(fs::read(&target).unwrap(), b"old");
    assert_eq!(outside.names(), ["precious.txt"]);
}

/// I4, D-69: whatever a file is called, it lands in its folder, alone.
#[tokio::test]
async fn no_name_leads_out_of_the_folder() {
    let outer = Folder::new();
    outer.file("precious.txt", b"old");
    let inner = outer.0.join("inner");
    for name in [
        "../precious.txt",
        "..\\\\precious.txt",
        "../../precious.txt",
        "/tmp/precious.txt",
        "..",
        ".",
        "",
        "inner/../../precious.txt",
        "%2e%2e%2fprecious.txt",
        "....//precious.txt",
        "CON",
        "a.txt\\0.png",
    ] {
        let headers = [
            format!("attachment; filename=\"{name}\""),
            format!(
                "attachment; filename*=UTF-8''{}",
                name.replace('/', "%2F").replace('\\', "%5C")
            ),
        ];
        for header in headers {
            fs::create_dir(&inner).unwrap();
            let shown = header.clone();
            let service = service_fn(move |_: Request<Body>| {
                let response = Response::builder().header("content-disposition", &header);
                std::future::ready(Ok::<_, BoxError>(response.body(Body::from("new")).unwrap()))
            });
            let api = WebexApi::builder()
                .token("t")
                .transport(service)
                .build()
                .unwrap();
            let file = api.contents().get("Y2lz").await.unwrap();
            let path = file.to_folder(&inner).await.unwrap();
            assert_eq!(path.parent(), Some(&*inner), "{shown}");
            assert_eq!(fs::read_dir(&inner).unwrap().count(), 1, "{shown}");
            assert_eq!(outer.names(), ["inner", "precious.txt"], "{shown}");
            fs::remove_dir_all(&inner).unwrap();
        }
    }
    assert_eq!(fs::read(outer.0.join("precious.txt")).unwrap(), b"old");
}

/// C1: saving can be dropped at any await.
#[tokio::test]
async fn a_download_that_is_dropped_leaves_no_file() {
    let world = World::new();
    let api = world.api();
    let url = sent(&api, Upload::from_bytes("a.txt", "x".repeat(100))).await;
    let folder = Folder::new();
    let fault = Fault::slow_body(10, Duration::from_secs(3600)).path("/contents");
    world.webex.faults().next(fault);
    let file = api.contents().get(&url).await.unwrap();
    let mut save = Box::pin(std::future::IntoFuture::into_future(
        file.to_folder(&folder.0),
    ));
    let begun = async {
        loop {
            let step = tokio::time::timeout(Duration::from_millis(5), &mut save);
            assert!(step.await.is_err(), "it waits for the first bytes");
            if folder.names().len() == 1 {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(10), begun)
        .await
        .unwrap();
    assert!(!folder.0.join("a.txt").exists());
    drop(save);
    assert_eq!(folder.names(), [""; 0]);
}
