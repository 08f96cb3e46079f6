//! Random sequences of calls, and random bytes.

use std::collections::HashSet;

use axum::body::Body;
use http::Request;
use http_body_util::BodyExt;
use proptest::prelude::*;
use serde_json::{Value, json};
use tower::ServiceExt;
use webex_emulator::Emulator;

use crate::support::{Client, id};

/// A call by one of three people, on the n-th of what there is.
#[derive(Clone, Debug)]
enum Step {
    MakeRoom {
        who: usize,
        locked: bool,
    },
    MakeTeam {
        who: usize,
    },
    Join {
        who: usize,
        room: usize,
        whom: usize,
        moderator: bool,
    },
    Leave {
        who: usize,
        member: usize,
    },
    Post {
        who: usize,
        room: usize,
    },
    Direct {
        who: usize,
        whom: usize,
    },
    Reply {
        who: usize,
        message: usize,
    },
    Edit {
        who: usize,
        message: usize,
    },
    Unpost {
        who: usize,
        message: usize,
    },
    Drop {
        who: usize,
        room: usize,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let (who, n) = (0..3_usize, 0..8_usize);
    prop_oneof![
        (who.clone(), any::<bool>()).prop_map(|(who, locked)| Step::MakeRoom { who, locked }),
        who.clone().prop_map(|who| Step::MakeTeam { who }),
        (who.clone(), n.clone(), who.clone(), any::<bool>()).prop_map(
            |(who, room, whom, moderator)| Step::Join {
                who,
                room,
                whom,
                moderator
            }
        ),
        (who.clone(), n.clone()).prop_map(|(who, member)| Step::Leave { who, member }),
        (who.clone(), n.clone()).prop_map(|(who, room)| Step::Post { who, room }),
        (who.clone(), who.clone()).prop_map(|(who, whom)| Step::Direct { who, whom }),
        (who.clone(), n.clone()).prop_map(|(who, message)| Step::Reply { who, message }),
        (who.clone(), n.clone()).prop_map(|(who, message)| Step::Edit { who, message }),
        (who.clone(), n.clone()).prop_map(|(who, message)| Step::Unpost { who, message }),
        (who, n).prop_map(|(who, room)| Step::Drop { who, room }),
    ]
}

/// Ids of what was made, and the people.
struct Run {
    people: Vec<Client>,
    ids: Vec<String>,
    rooms: Vec<String>,
    members: Vec<String>,
    messages: Vec<(String, String)>,
}

impl Run {
    async fn step(&mut self, step: &Step) {
        let pick = |list: &[String], n: usize| {
            list.get(n % list.len().max(1))
                .cloned()
                .unwrap_or_else(|| "none".into())
        };
        let message = |n: usize| {
            self.messages
                .get(n % self.messages.len().max(1))
                .cloned()
                .unwrap_or_default()
        };
        let (who, answer) = match step {
            Step::MakeRoom { who, locked } => (
                who,
                self.people[*who]
                    .post("/rooms", json!({ "title": "r", "isLocked": locked }))
                    .await,
            ),
            Step::MakeTeam { who } => (
                who,
                self.people[*who]
                    .post("/teams", json!({ "name": "t" }))
                    .await,
            ),
            Step::Join {
                who,
                room,
                whom,
                moderator,
            } => {
                let body = json!({ "roomId": pick(&self.rooms, *room), "personId": self.ids[*whom], "isModerator": moderator });
                (who, self.people[*who].post("/memberships", body).await)
            }
            Step::Leave { who, member } => (
                who,
                self.people[*who]
                    .delete(&format!("/memberships/{}", pick(&self.members, *member)))
                    .await,
            ),
            Step::Post { who, room } => {
                let body = json!({ "roomId": pick(&self.rooms, *room), "text": "x" });
                (who, self.people[*who].post("/messages", body).await)
            }
            Step::Direct { who, whom } => (
                who,
                self.people[*who]
                    .post(
                        "/messages",
                        json!({ "toPersonId": self.ids[*whom], "text": "x" }),
                    )
                    .await,
            ),
            Step::Reply { who, message: n } => {
                let (parent, room) = message(*n);
                let body = json!({ "roomId": room, "parentId": parent, "markdown": "*x*" });
                (who, self.people[*who].post("/messages", body).await)
            }
            Step::Edit { who, message: n } => {
                let (id, room) = message(*n);
                (
                    who,
                    self.people[*who]
                        .put(
                            &format!("/messages/{id}"),
                            json!({ "roomId": room, "text": "y" }),
                        )
                        .await,
                )
            }
            Step::Unpost { who, message: n } => (
                who,
                self.people[*who]
                    .delete(&format!("/messages/{}", message(*n).0))
                    .await,
            ),
            Step::Drop { who, room } => (
                who,
                self.people[*who]
                    .delete(&format!("/rooms/{}", pick(&self.rooms, *room)))
                    .await,
            ),
        };
        let status = answer.status.as_u16();
        assert!(
            [200, 204, 400, 403, 404, 405, 409, 502].contains(&status),
            "{step:?} by {who}: {status}"
        );
        if status >= 400 {
            assert!(
                answer.body["message"].is_string() && answer.body["trackingId"].is_string(),
                "{}",
                answer.body
            );
        } else if status == 200 {
            match step {
                Step::MakeRoom { .. } | Step::MakeTeam { .. } => self.rooms.push(id(&answer.body)),
                Step::Join { .. } => self.members.push(id(&answer.body)),
                Step::Post { .. } | Step::Direct { .. } | Step::Reply { .. } => {
                    self.messages.push((
                        id(&answer.body),
                        answer.body["roomId"].as_str().unwrap().to_owned(),
                    ));
                }
                _ => {}
            }
        }
    }

    /// What holds at any time, seen from each person.
    async fn check(&self) {
        for (client, person) in self.people.iter().zip(&self.ids) {
            let rooms = client.all("/rooms?max=3").await;
            let of_rooms: HashSet<String> = rooms.iter().map(id).collect();
            assert_eq!(of_rooms.len(), rooms.len(), "no room twice");
            let own = client.all("/memberships?max=3").await;
            let of_own: HashSet<String> = own
                .iter()
                .map(|member| member["roomId"].as_str().unwrap().to_owned())
                .collect();
            assert_eq!(of_rooms, of_own, "rooms and memberships agree");
            for room in &of_rooms {
                let members = client
                    .all(&format!("/memberships?roomId={room}&max=2"))
                    .await;
                assert!(
                    members.iter().any(|member| member["personId"] == **person),
                    "who sees a room is in it"
                );
                let paged = client.all(&format!("/messages?roomId={room}&max=2")).await;
                let whole = client
                    .get(&format!("/messages?roomId={room}&max=1000"))
                    .await
                    .items();
                assert_eq!(paged, whole, "pages are the list");
                let times: Vec<&Value> = whole.iter().map(|message| &message["created"]).collect();
                assert!(
                    times.is_sorted_by(|a, b| a.as_str() >= b.as_str()),
                    "newest first"
                );
            }
            for room in self.rooms.iter().filter(|room| !of_rooms.contains(*room)) {
                assert!(
                    client.get(&format!("/rooms/{room}")).await.status != 200,
                    "what is not listed is hidden"
                );
            }
        }
    }
}

fn block_on(future: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_calls_leaves_the_world_in_order(steps in prop::collection::vec(step(), 1..60)) {
        block_on(async {
            let webex = Emulator::new();
            let people = ["ana", "bo", "cy"].map(|name| webex.add_person(&format!("{name}@example.com")));
            let mut run = Run {
                people: people.iter().map(|person| Client::new(&webex, person)).collect(),
                ids: people.iter().map(|person| person.id().to_owned()).collect(),
                rooms: Vec::new(),
                members: Vec::new(),
                messages: Vec::new(),
            };
            for step in &steps {
                run.step(step).await;
            }
            run.check().await;
        });
    }

    #[test]
    fn any_bytes_get_an_answer(
        method in "(GET|POST|PUT|DELETE|PATCH|HEAD|X)",
        path in "/(v1|_emulator)?/(people|rooms|messages|memberships|teams|webhooks|contents|access_token|jwt/login|device/token|faults)?(/[!-~]{0,20})?",
        query in "[ -~é]{0,40}",
        kind in "(application/json|multipart/form-data; boundary=X|multipart/form-data|text/plain|[ -~]{0,20})",
        body in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            "\\{\"(title|text|roomId|toPersonEmail|files|attachments|filter|emails)\":[ -~]{0,30}\\}".prop_map(String::into_bytes),
            "--X\r\n[ -~\r\n]{0,80}--X--".prop_map(String::into_bytes),
        ],
    ) {
        block_on(async {
            let webex = Emulator::new();
            webex.control(true);
            let admin = webex.add_admin("admin@example.com");
            let query: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
            let request = Request::builder()
                .method(method.as_str())
                .uri(format!("http://x{path}?{query}"))
                .header("authorization", format!("Bearer {}", admin.token()))
                .header("content-type", kind);
            // What is no URI does not reach a service.
            if let Ok(request) = request.body(Body::from(body)) {
                let response = webex.service().oneshot(request).await.unwrap();
                assert!(response.status().as_u16() < 500, "{}", response.status());
                response.into_body().collect().await.unwrap();
            }
        });
    }
}
