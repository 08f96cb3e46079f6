//! D-58: a bot that starts again has the webhook that it had.

use std::time::Duration;

use serde_json::{Value, json};
use tower::ServiceExt;
use webex_sdk::models::{Webhook, WebhookEventType, WebhookResource, WebhookStatus};
use webex_sdk::prelude::*;

use super::support::Office;

const URL: &str = "https://bot.example.com/webex";

async fn all(api: &WebexApi) -> Vec<Webhook> {
    api.webhooks().list().all().await.unwrap()
}

/// Method and path of what was sent, but for lists.
fn changes(office: &Office) -> Vec<String> {
    let requests = office.webex.requests();
    office.webex.clear_requests();
    let changes = requests
        .iter()
        .filter(|request| request.method != Method::GET);
    changes
        .map(|request| format!("{}", request.method))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn three_starts_leave_one_webhook() {
    let office = Office::new();
    let mut ids = Vec::new();
    for _ in 0..3 {
        let webhook = office
            .bot
            .webhooks()
            .ensure("lunch", URL)
            .secret("s")
            .await
            .unwrap();
        ids.push(webhook.id);
    }
    let all = all(&office.bot).await;
    assert_eq!(all.len(), 1);
    assert_eq!(
        (&all[0].resource, &all[0].event),
        (
            &Some(WebhookResource::Messages),
            &Some(WebhookEventType::Created)
        )
    );
    assert!(ids.iter().all(|id| *id == all[0].id));
    assert_eq!(
        changes(&office),
        ["POST"],
        "where all is right, nothing is changed"
    );
}

#[tokio::test(start_paused = true)]
async fn a_stale_url_or_secret_is_set() {
    let office = Office::new();
    let ensure = |url: &str| office.bot.webhooks().ensure("lunch", url);
    ensure("https://old.example.com")
        .secret("old")
        .await
        .unwrap();
    let webhook = ensure(URL).await.unwrap();
    assert_eq!(webhook.target_url.as_deref(), Some(URL));
    assert_eq!(webhook.secret, Some("old".into()), "not touched");
    let webhook = ensure(URL).secret("new").await.unwrap();
    assert_eq!(webhook.secret, Some("new".into()));
    assert_eq!(all(&office.bot).await, [webhook]);
    assert_eq!(changes(&office), ["POST", "PUT", "PUT"]);
}

#[tokio::test(start_paused = true)]
async fn one_that_the_service_gave_up_is_revived() {
    let office = Office::new();
    // Nobody is there: a hundred failures disable it.
    office.webex.send_through(tower::service_fn(
        async |_: http::Request<axum::body::Body>| {
            let failure = http::Response::builder().status(500);
            Ok::<_, std::convert::Infallible>(failure.body(axum::body::Body::empty()).unwrap())
        },
    ));
    office.tell(URL).await;
    for _ in 0..100 {
        office.write("hello").await;
    }
    office.webex.settle().await;
    assert_eq!(
        all(&office.bot).await[0].status,
        Some(WebhookStatus::Inactive)
    );
    office.tell(URL).await;
    let all = all(&office.bot).await;
    assert_eq!(
        (all.len(), &all[0].status),
        (1, &Some(WebhookStatus::Active))
    );
}

#[tokio::test(start_paused = true)]
async fn one_name_serves_for_several_resources() {
    let office = Office::new();
    for _ in 0..2 {
        for resource in [
            WebhookResource::Messages,
            WebhookResource::AttachmentActions,
        ] {
            let webhooks = office.bot.webhooks();
            webhooks
                .ensure("lunch", URL)
                .resource(resource)
                .await
                .unwrap();
        }
        let webhooks = office.bot.webhooks();
        webhooks
            .ensure("lunch", URL)
            .event(WebhookEventType::Deleted)
            .await
            .unwrap();
    }
    assert_eq!(all(&office.bot).await.len(), 3);
    assert_eq!(changes(&office), ["POST"; 3]);
}

/// What earlier programs left behind goes; what is of another name or another person stays.
#[tokio::test(start_paused = true)]
async fn duplicates_and_other_filters_go() {
    let office = Office::new();
    let create = async |api: &WebexApi, name: &str, url: &str, filter: Option<&str>| {
        let (resource, event) = (WebhookResource::Messages, WebhookEventType::Created);
        let mut call = api.webhooks().create(name, url, resource, event);
        if let Some(filter) = filter {
            call = call.filter(filter);
        }
        call.await.unwrap().id
    };
    create(&office.bot, "lunch", "https://old.example.com", None).await;
    create(&office.bot, "lunch", URL, None).await;
    create(&office.bot, "lunch", URL, None).await;
    create(&office.bot, "lunch", URL, Some("roomType=direct")).await;
    let other = create(&office.bot, "dinner", URL, None).await;
    let of_ana = create(&office.ana, "lunch", URL, None).await;
    changes(&office);

    let kept = office.bot.webhooks().ensure("lunch", URL).await.unwrap();
    let mut left: Vec<_> = all(&office.bot)
        .await
        .into_iter()
        .map(|webhook| webhook.id)
        .collect();
    left.sort();
    let mut expected = vec![kept.id, other];
    expected.sort();
    assert_eq!(left, expected);
    assert_eq!(all(&office.ana).await[0].id, of_ana);
    assert_eq!(
        changes(&office),
        ["DELETE"; 3],
        "the one that is right was kept"
    );

    // Another filter cannot be set: another webhook, and then not the old one.
    let webhooks = office.bot.webhooks();
    let filtered = webhooks
        .ensure("lunch", URL)
        .filter("roomType=group")
        .await
        .unwrap();
    assert_eq!(filtered.filter.as_deref(), Some("roomType=group"));
    assert_eq!(changes(&office), ["POST", "DELETE"]);
    assert_eq!(all(&office.bot).await.len(), 2);
}

/// Both find none, both make one, and both keep the same.
#[tokio::test(start_paused = true)]
async fn two_starts_at_one_moment_leave_one_webhook() {
    let office = Office::new();
    let webex = office.webex.service();
    let slow = tower::service_fn(move |request| {
        let webex = webex.clone();
        async move {
            tokio::time::sleep(Duration::from_millis(100)).await;
            webex.oneshot(request).await
        }
    });
    let api = WebexApi::builder()
        .token(office.bot_is.token())
        .transport(slow)
        .build()
        .unwrap();
    let start = async || api.webhooks().ensure("lunch", URL).secret("s").await;
    let (one, other) = tokio::join!(start(), start());
    let all = all(&office.bot).await;
    assert_eq!(all.len(), 1);
    assert_eq!(
        (&one.unwrap().id, &other.unwrap().id),
        (&all[0].id, &all[0].id)
    );
    let changes = changes(&office);
    assert_eq!(changes, ["POST", "POST", "DELETE", "DELETE"]);
}

/// Such as that of a variable that is not set. Nothing that it signs would be let in.
#[tokio::test(start_paused = true)]
async fn an_empty_secret_is_refused() {
    let office = Office::new();
    let refused = office.bot.webhooks().ensure("lunch", URL).secret("").await;
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::InvalidInput);
    assert!(office.webex.requests().is_empty());
}

/// Somebody else may clean up at the same moment.
#[tokio::test(start_paused = true)]
async fn a_duplicate_that_is_gone_already_is_no_error() {
    let office = Office::new();
    for _ in 0..2 {
        let (resource, event) = (WebhookResource::Messages, WebhookEventType::Created);
        let webhooks = office.bot.webhooks();
        webhooks
            .create("lunch", URL, resource, event)
            .await
            .unwrap();
    }
    office
        .webex
        .faults()
        .next(webex_emulator::Fault::status(400).method(Method::DELETE));
    office.bot.webhooks().ensure("lunch", URL).await.unwrap();
    office
        .webex
        .faults()
        .next(webex_emulator::Fault::status(403).method(Method::DELETE));
    let refused = office.bot.webhooks().ensure("lunch", URL).await;
    assert!(refused.is_err(), "{refused:?}");
}

#[tokio::test(start_paused = true)]
async fn one_for_the_organization() {
    let office = Office::new();
    let admin = office.webex.add_admin("boss@example.com");
    let admin = WebexApi::builder()
        .token(admin.token())
        .transport(office.webex.service());
    let admin = admin.build().unwrap();
    for url in ["https://old.example.com", URL, URL] {
        let webhooks = admin.webhooks();
        let webhook = webhooks.ensure("audit", url).owned_by("org").await.unwrap();
        let shown: Value = serde_json::to_value(&webhook).unwrap();
        assert_eq!(
            (&shown["ownedBy"], &shown["targetUrl"]),
            (&json!("org"), &json!(url))
        );
    }
    let requests = office.webex.requests();
    let put = requests
        .iter()
        .find(|request| request.method == Method::PUT);
    let put: Value = serde_json::from_slice(&put.unwrap().body).unwrap();
    assert_eq!(put["ownedBy"], "org");
    assert_eq!(changes(&office), ["POST", "PUT"]);
}
