//! The tour says what it is meant to say, over TCP and in process.

use std::cell::RefCell;
use std::net::Ipv4Addr;
use std::process::Command;

use webex_emulator::Emulator;
use webex_sdk::{WebexApi, WebexApiBuilder};

#[path = "../../../examples/examples/tour.rs"]
#[allow(dead_code)]
mod example;

async fn said(webex: &Emulator, connect: impl Fn() -> WebexApiBuilder) -> Vec<String> {
    let said = RefCell::new(Vec::new());
    let say = |line: String| said.borrow_mut().push(line);
    example::tour(webex, connect, say).await.unwrap();
    said.into_inner()
}

#[tokio::test]
async fn says_the_same_over_tcp_and_in_process() {
    let webex = Emulator::new();
    let server = webex.serve((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let said = said(&webex, || WebexApi::builder().base_url(server.base_url())).await;

    let in_process = Emulator::new();
    let transport = in_process.service();
    let connect = || WebexApi::builder().transport(transport.clone());
    // Ids, tracking ids and secrets differ from run to run.
    let stable = |line: &String| {
        let end = line.find("[Tracking ID").or_else(|| line.find('?'));
        line[..end.unwrap_or(line.len())].to_owned()
    };
    let again = self::said(&in_process, connect).await;
    assert_eq!(
        said.iter().map(stable).collect::<Vec<_>>(),
        again.iter().map(stable).collect::<Vec<_>>()
    );

    // A list asks anew each time: one that is broken off, two of one page, one of two pages, two more of one.
    let of_rooms = |webex: &Emulator| {
        let requests = webex.requests();
        let lists = requests
            .iter()
            .filter(|request| request.method == "GET" && request.path == "/v1/rooms");
        lists.count()
    };
    assert_eq!((of_rooms(&webex), of_rooms(&in_process)), (7, 7));

    let all = said.join("\n");
    for expected in [
        "2. A connection of Chris",
        "2. A connection of Veronica",
        "   The first, with another token: Veronica",
        "3. Please agree at https://webexapis.com/v1/authorize",
        "   Thank you, Ursula",
        "   Through a proxy: Proxy { server: http://proxy.example.com:3128",
        "4. I am Chris",
        "   and have the address chris@example.com",
        "5. [409] Conflict - Person is already in the room. [Tracking ID: ROUTER_",
        "   Doh! I forgot",
        "6. The room is of no team",
        "   A new attribute: isStarred is true",
        r#"   As JSON: {"id":"Y2lz","title":"Tomorrow","isStarred":true}"#,
        "7. Found the room: webex-sdk Test Room",
        "   0 direct rooms, 1 group rooms",
        "   The same list again, of two pages now: 3 group rooms",
        "   3 rooms in a vector, 1 in another",
        "8. Announced: webex-sdk Test Room: 1.0 is out",
        "   Is it known when my token ends? true",
        r#"   By hand: "Chris""#,
    ] {
        assert!(
            said.iter().any(|line| line.starts_with(expected)),
            "{expected} in:\n{all}"
        );
    }
}

/// The environment belongs to the process, so another one is started: this test's own binary, with a token and with none.
#[test]
fn the_token_is_taken_from_the_environment() {
    let first_line = |token: &str| {
        let output = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "tour::prints_the_first_chapter",
                "--ignored",
                "--nocapture",
            ])
            .env_remove("WEBEX_TEAMS_ACCESS_TOKEN")
            .env_remove("SPARK_ACCESS_TOKEN")
            .env_remove("CISCO_SPARK_ACCESS_TOKEN")
            .env_remove("WEBEX_BASE_URL")
            .env("WEBEX_ACCESS_TOKEN", token)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let line = text
            .lines()
            .find(|line| line.contains("1. From the environment"));
        line.unwrap_or_else(|| panic!("{text}")).to_owned()
    };
    let none = first_line("");
    assert!(
        none.contains("there is no access token: set WEBEX_ACCESS_TOKEN or "),
        "{none}"
    );
    let some = first_line("SENTINEL");
    assert!(some.contains("WebexApi {"), "{some}");
    assert!(some.contains("https://webexapis.com/v1"), "{some}");
    assert!(!some.contains("SENTINEL"), "{some}");
}

#[test]
#[ignore = "run by the test above, in an environment of its own"]
fn prints_the_first_chapter() {
    example::token_from_the_environment(&|line| println!("{line}"));
}
