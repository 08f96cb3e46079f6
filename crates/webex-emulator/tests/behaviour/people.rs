//! `/people`.

use webex_emulator::Emulator;

use crate::support::Client;

#[tokio::test]
async fn me_is_the_owner_of_the_token() {
    let webex = Emulator::new();
    let ana = webex.add_person("ana.b@example.com");
    let answer = Client::new(&webex, &ana).get("/people/me").await;
    let me = answer.ok();
    assert_eq!(
        (me["id"].as_str(), me["emails"][0].as_str()),
        (Some(ana.id()), Some("ana.b@example.com"))
    );
    assert_eq!(
        (me["displayName"].as_str(), me["type"].as_str()),
        (Some("Ana B"), Some("person"))
    );
    assert_eq!(
        answer.header("content-type"),
        Some("application/json;charset=UTF-8")
    );
}

#[tokio::test]
async fn finds_by_email_name_and_ids() {
    let webex = Emulator::new();
    let (ana, bot) = (
        webex.add_person("ana+1@example.com"),
        webex.add_bot("lunch"),
    );
    let client = Client::new(&webex, &ana);
    for (query, found) in [
        ("email=ANA%2B1%40example.com", 1),
        // D-60: a bare plus is a space.
        ("email=ana+1@example.com", 0),
        ("displayName=lun", 1),
        ("displayName=x", 0),
        (&format!("id={},{}", ana.id(), bot.id()), 2),
    ] {
        assert_eq!(
            client.get(&format!("/people?{query}")).await.items().len(),
            found,
            "{query}"
        );
    }
    client
        .get("/people")
        .await
        .refused(400, "Email, displayName, or id list should be specified.");
    client
        .get("/people?id=x!")
        .await
        .refused(400, "Expect base64 ID or UUID.");
}

#[tokio::test]
async fn an_admin_lists_everybody_page_by_page() {
    let webex = Emulator::new();
    let admin = webex.add_admin("admin@example.com");
    for n in 0..4 {
        let _ = webex.add_person(&format!("p{n}@example.com"));
    }
    let client = Client::new(&webex, &admin);
    let first = client.get("/people?max=2").await;
    assert_eq!(first.items().len(), 2);
    assert!(
        first
            .next()
            .unwrap()
            .starts_with("https://webexapis.com/v1/people?max=2&before&after=")
    );
    assert_eq!(client.all("/people?max=2").await.len(), 5);
    assert_eq!(first.items()[0]["status"], "active");
    for query in [
        format!("id={}", admin.id()),
        "excludeStatus=True&max=1".to_owned(),
    ] {
        assert_eq!(
            client.get(&format!("/people?{query}")).await.items()[0].get("status"),
            None,
            "{query}"
        );
    }
    assert!(client.get("/people?max=5").await.next().is_none());
}

#[tokio::test]
async fn an_unknown_person_is_not_found() {
    let webex = Emulator::new();
    let client = Client::new(&webex, &webex.add_person("ana@example.com"));
    client
        .get("/people/00000000-0000-4000-8000-000000000000")
        .await
        .refused(404, "Person not found");
}
