//! I4, D-69: whatever a `Content-Disposition` says, its name is one file in the folder, on any system, and stays the same
//! when it is sent again.
#![no_main]

use std::cell::RefCell;
use std::path::{Component, Path};

use http::{HeaderValue, Response, header::CONTENT_DISPOSITION};
use libfuzzer_sys::fuzz_target;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use webex_sdk::files::{Download, FileInfo};
use webex_sdk::{Answer, Body};

thread_local! {
    static DISK: RefCell<(Runtime, TempDir)> = RefCell::new((
        Builder::new_current_thread().build().unwrap(),
        tempfile::tempdir().unwrap(),
    ));
}

fn answer(header: &HeaderValue) -> Response<Body> {
    let mut answer = Response::new(Body::from("content"));
    answer
        .headers_mut()
        .insert(CONTENT_DISPOSITION, header.clone());
    answer
}

fn name_of(header: impl TryInto<HeaderValue>) -> Option<String> {
    let header = header
        .try_into()
        .ok()
        .expect("a name that is safe can be sent");
    FileInfo::from_response(answer(&header))
        .unwrap()
        .file_name()
}

fn is_safe(name: &str) {
    let parts: Vec<_> = Path::new(name).components().collect();
    assert!(
        matches!(parts[..], [Component::Normal(part)] if part == name),
        "{name:?}"
    );
    assert!((1..=255).contains(&name.len()), "{name:?}");
    // What Windows takes for more than a letter, and the dots and spaces at the end that it drops.
    let more = |c: char| {
        c.is_control() || "/\\<>:\"|?*\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}".contains(c)
    };
    assert!(!name.contains(more), "{name:?}");
    assert!(!name.ends_with(['.', ' ']), "{name:?}");
    let stem = name.split('.').next().unwrap().trim().to_ascii_uppercase();
    assert!(
        !["CON", "PRN", "AUX", "NUL", "COM1", "COM9", "LPT1", "LPT9"].contains(&&*stem),
        "{name:?}"
    );
}

/// Saved, it is the one thing that is new.
fn lands_in_the_folder(header: &HeaderValue, name: &str) {
    DISK.with_borrow(|(runtime, root)| {
        let folder = root.path().join("a/b");
        std::fs::create_dir_all(root.path().join("a")).unwrap();
        let download = Download::from_response(answer(header)).unwrap();
        let path = runtime
            .block_on(async { download.to_folder(&folder).await })
            .unwrap();
        assert_eq!(path, folder.join(name));
        let in_folder = |folder: &Path| -> Vec<_> {
            folder
                .read_dir()
                .unwrap()
                .map(|entry| entry.unwrap().file_name())
                .collect()
        };
        assert_eq!(in_folder(&folder), [name]);
        assert_eq!(
            (in_folder(root.path()), in_folder(&root.path().join("a"))),
            (vec!["a".into()], vec!["b".into()])
        );
        std::fs::remove_file(path).unwrap();
    });
}

fuzz_target!(|header: &[u8]| {
    let Ok(header) = HeaderValue::from_bytes(header) else {
        return;
    };
    let Some(name) = name_of(&header) else {
        return;
    };
    is_safe(&name);
    assert_eq!(
        name_of(format!("attachment; filename=\"{name}\"")).as_ref(),
        Some(&name)
    );
    let encoded = utf8_percent_encode(&name, NON_ALPHANUMERIC);
    let extended = format!("inline; filename=other; filename*=utf-8''{encoded}");
    assert_eq!(name_of(extended).as_ref(), Some(&name));
    // The disk is slow.
    if header.len() % 16 == 0 {
        lands_in_the_folder(&header, &name);
    }
});
