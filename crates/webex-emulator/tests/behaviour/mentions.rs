//! Markdown and mentions.

use serde_json::json;
use webex_emulator::Emulator;

use crate::support::{Client, id};

#[tokio::test]
async fn markdown_becomes_html_text_and_mentions() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let bot = webex.add_bot("lunch");
    let room = id(&ana.make("/rooms", json!({ "title": "Lunch" })).await);
    ana.make(
        "/memberships",
        json!({ "roomId": room, "personId": bot.id() }),
    )
    .await;
    let markdown = "**soup** for <@personEmail:lunch@webex.bot> and <@all>";
    let message = ana
        .make("/messages", json!({ "roomId": room, "markdown": markdown }))
        .await;
    assert_eq!(message["text"], "soup for Lunch and All");
    assert_eq!(message["markdown"], markdown);
    let html = format!(
        "<p><strong>soup</strong> for <spark-mention data-object-type=\"person\" data-object-id=\"{}\">Lunch\
         </spark-mention> and <spark-mention data-object-type=\"groupMention\" data-group-type=\"all\">All\
         </spark-mention></p>",
        bot.id(),
    );
    assert_eq!(message["html"], html);
    assert_eq!(
        (&message["mentionedPeople"], &message["mentionedGroups"]),
        (&json!([bot.id()]), &json!(["all"]))
    );
}

#[tokio::test]
async fn a_bot_lists_and_reads_only_what_mentions_it() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let bot = webex.add_bot("lunch");
    let client = Client::new(&webex, &bot);
    let room = id(&ana.make("/rooms", json!({ "title": "Lunch" })).await);
    ana.make(
        "/memberships",
        json!({ "roomId": room, "personId": bot.id() }),
    )
    .await;
    let unseen = ana
        .make("/messages", json!({ "roomId": room, "text": "psst" }))
        .await;
    for n in 0..3 {
        let markdown = format!("<@personId:{}> {n}", bot.id());
        ana.make("/messages", json!({ "roomId": room, "markdown": markdown }))
            .await;
    }
    assert_eq!(
        client.get(&format!("/messages?roomId={room}")).await.status,
        403
    );
    assert_eq!(
        client
            .get(&format!("/messages/{}", id(&unseen)))
            .await
            .status,
        404
    );
    let seen = client
        .all(&format!("/messages?roomId={room}&mentionedPeople=me&max=1"))
        .await;
    assert_eq!(seen.len(), 3);
    client
        .get(&format!("/messages/{}", id(&seen[0])))
        .await
        .ok();
    // Its own messages mention nobody, and are seen all the same.
    let own = client
        .make("/messages", json!({ "roomId": room, "text": "soup" }))
        .await;
    client.get(&format!("/messages/{}", id(&own))).await.ok();
    let by_id = format!("/messages?roomId={room}&mentionedPeople={}", bot.id());
    assert_eq!(client.all(&by_id).await.len(), 3);
    assert_eq!(ana.get(&by_id).await.status, 400, "nobody else's");
}

#[tokio::test]
async fn text_beside_markdown_is_the_fallback() {
    let webex = Emulator::new();
    let ana = Client::new(&webex, &webex.add_person("ana@example.com"));
    let room = id(&ana.make("/rooms", json!({ "title": "Lunch" })).await);
    let message = ana
        .make(
            "/messages",
            json!({ "roomId": room, "markdown": "*a*", "text": "b" }),
        )
        .await;
    assert_eq!(
        (&message["text"], &message["html"]),
        (&json!("b"), &json!("<p><em>a</em></p>"))
    );
}
