//! A6: no credential is taken from where nobody named it.

use std::net::Ipv4Addr;
use std::process::Stdio;
use std::sync::{Arc, Mutex};

use http::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use webex_sdk::{ErrorKind, WebexApi};

const TARGET: &str = "WEBEX_TESTS_TARGET";

/// A peer that keeps what it reads, and says no to all of it.
async fn peer() -> (u16, Arc<Mutex<String>>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let read = Arc::new(Mutex::new(String::new()));
    let kept = read.clone();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut buffer = [0; 8192];
            let length = socket.read(&mut buffer).await.unwrap_or_default();
            *kept.lock().unwrap() += &String::from_utf8_lossy(&buffer[..length]);
            let no = b"HTTP/1.1 401 No\r\nwww-authenticate: Basic\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
            let _ = socket.write_all(no).await;
        }
    });
    (port, read)
}

/// The files and variables from which other clients help themselves, with a credential for the peer in each.
#[tokio::test]
async fn nothing_is_taken_from_the_home_folder_or_the_environment() {
    let (port, read) = peer().await;
    let home = std::env::temp_dir().join(format!("webex-home-{:016x}", fastrand::u64(..)));
    std::fs::create_dir(&home).unwrap();
    let netrc = "machine 127.0.0.1 login SENTINEL password SENTINEL\ndefault login SENTINEL password SENTINEL\n";
    for name in [".netrc", "_netrc"] {
        std::fs::write(home.join(name), netrc).unwrap();
    }
    std::fs::write(home.join(".curlrc"), "user = SENTINEL:SENTINEL\nnetrc\n").unwrap();
    let status = tokio::process::Command::new(std::env::current_exe().unwrap())
        .args([
            "--ignored",
            "--exact",
            "ambient::calls_with_and_without_a_token",
        ])
        .env("HOME", &home)
        .env("CURL_HOME", &home)
        .env("NETRC", home.join(".netrc"))
        .env("WEBEX_ACCESS_TOKEN", "SENTINEL")
        .env(TARGET, format!("http://127.0.0.1:{port}/v1"))
        .stdout(Stdio::null())
        .status()
        .await
        .unwrap();
    std::fs::remove_dir_all(home).unwrap();
    assert!(status.success());
    let read = read.lock().unwrap().to_lowercase();
    assert_eq!(read.matches("get /v1/people/me").count(), 1, "{read}");
    assert_eq!(read.matches("post /v1/access_token").count(), 1, "{read}");
    assert_eq!(read.matches("authorization").count(), 1, "{read}");
    assert_eq!(
        read.matches("authorization: bearer named").count(),
        1,
        "{read}"
    );
    assert!(!read.contains("sentinel"), "{read}");
}

#[tokio::test]
#[ignore = "run by the test above, with an environment of its own"]
async fn calls_with_and_without_a_token() {
    let target = std::env::var(TARGET).unwrap();
    let api = || WebexApi::builder().base_url(&target);
    let named = api().token("named").build().unwrap();
    assert!(named.people().me().await.unwrap_err().is_unauthorized());
    let nobody = api().anonymous().build().unwrap();
    let asked = nobody
        .access_tokens()
        .refresh("id", "secret", "refresh")
        .await;
    assert!(asked.unwrap_err().is_unauthorized());
    // Without a word of a token there is none, whatever the environment holds.
    assert_eq!(api().build().unwrap_err().kind(), ErrorKind::Credentials);
}

/// User information in a URL is no way to give a credential: as a base it is refused, in a link it goes nowhere.
#[tokio::test]
async fn user_information_in_a_url_is_not_used() {
    let (port, read) = peer().await;
    let with_user = format!("http://SENTINEL:SENTINEL@127.0.0.1:{port}/v1");
    let error = WebexApi::builder().token("t").base_url(&with_user).build();
    assert_eq!(error.unwrap_err().kind(), ErrorKind::InvalidInput);

    let api = WebexApi::builder()
        .token("mine")
        .base_url(format!("http://127.0.0.1:{port}/v1"))
        .build()
        .unwrap();
    let asked = api.request(Method::GET, &format!("{with_user}/people/me"));
    asked.await.unwrap_err();
    let read = read.lock().unwrap().to_lowercase();
    assert!(!read.contains("authorization"), "{read}");
    assert!(!read.contains("sentinel"), "{read}");
}
