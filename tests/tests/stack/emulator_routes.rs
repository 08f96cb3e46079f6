//! The emulator and the official descriptions: it has their routes, and no request makes it fail.

use axum::body::Body;
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Map, Value, json};
use tower::ServiceExt;
use webex_emulator::Emulator;

const FACTS: &str = include_str!("../../conformance/endpoints.txt");

/// What the descriptions have and the emulator does not.
const LEFT_OUT: [&str; 9] = [
    "DELETE /organizations/{}",
    "PATCH /meetings/{}",
    "POST /devices",
    "PATCH /devices/{}",
    "DELETE /devices/{}",
    "POST /workspaces",
    "PUT /workspaces/{}",
    "DELETE /workspaces/{}",
    "POST /recordings/accessList",
];

struct Operation {
    name: &'static str,
    method: Method,
    route: &'static str,
    query: Vec<&'static str>,
    body: Vec<&'static str>,
}

fn operations() -> impl Iterator<Item = Operation> {
    FACTS.lines().map(|line| {
        let (name, names) = line.split_once(" ?").unwrap();
        let (method, route) = name.split_once(' ').unwrap();
        let (query, rest) = names.split_once(':').unwrap();
        let body = rest.split('!').next().unwrap();
        Operation {
            name,
            method: method.parse().unwrap(),
            route,
            query: query.split_whitespace().collect(),
            body: body.split_whitespace().collect(),
        }
    })
}

async fn send(
    webex: &Emulator,
    token: &str,
    method: &Method,
    path: &str,
    body: String,
) -> (StatusCode, Vec<u8>) {
    let request = Request::builder()
        .method(method)
        .uri(format!("http://localhost/v1{path}"))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .body(Body::from(body))
        .unwrap();
    let response = webex.service().oneshot(request).await.unwrap();
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, body.to_vec())
}

#[tokio::test]
async fn every_operation_has_its_route() {
    let webex = Emulator::new();
    let admin = webex.add_admin("admin@example.com");
    let mut missing = Vec::new();
    for operation in operations() {
        let path = operation.route.replace("{}", "x");
        let (status, body) =
            send(&webex, admin.token(), &operation.method, &path, "{}".into()).await;
        let body: Value = serde_json::from_slice(&body).unwrap_or_default();
        let unknown = "The requested resource could not be found.";
        if status == StatusCode::METHOD_NOT_ALLOWED || body["message"] == unknown {
            missing.push(operation.name);
        }
    }
    missing.sort_unstable();
    let mut left_out = LEFT_OUT;
    left_out.sort_unstable();
    assert_eq!(missing, left_out);
}

/// Makes requests that clients should not send, and now and then one that they should.
struct Odd {
    random: fastrand::Rng,
    /// Ids and addresses that were seen.
    known: Vec<String>,
}

impl Odd {
    const TEXTS: [&str; 17] = [
        "",
        " ",
        "me",
        "..",
        "null",
        "\u{0}",
        "\u{1F682}",
        "-1",
        "true",
        "2026-01-01T00:00:00Z",
        "a@b",
        "group",
        "created",
        "messages",
        "https://x.example/",
        "http://[::1",
        "<@all>",
    ];
    const NAMES: [&str; 6] = ["id", "email", "contentType", "content", "type", "operation"];

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.random.usize(0..of.len())]
    }

    fn value(&mut self, depth: u8) -> Value {
        match self.random.u8(0..16) {
            0 => Value::Null,
            1 => self.random.bool().into(),
            2 => json!(self.random.i64(-2..40)),
            3 => json!(i64::MIN),
            4 => json!(1e300),
            5 if depth > 0 => (0..self.random.u8(0..3))
                .map(|_| self.value(depth - 1))
                .collect(),
            6 if depth > 0 => {
                let fields = (0..self.random.u8(0..4))
                    .map(|_| (self.one(&Self::NAMES).to_owned(), self.value(depth - 1)));
                Value::Object(fields.collect())
            }
            7..=10 => self.known[self.random.usize(0..self.known.len())]
                .clone()
                .into(),
            11 => "x".repeat(self.random.usize(0..9000)).into(),
            _ => self.one(&Self::TEXTS).into(),
        }
    }

    /// A short value as a part of a URL.
    fn part(&mut self) -> String {
        let value = self.value(0);
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        text.bytes()
            .take(200)
            .map(|byte| format!("%{byte:02X}"))
            .collect()
    }

    fn path(&mut self, operation: &Operation) -> String {
        let mut literals = operation.route.split("{}");
        let mut path = literals.next().unwrap().to_owned();
        for literal in literals {
            path.push_str(&[&*self.part(), literal].concat());
        }
        for name in &operation.query {
            if self.random.u8(0..3) == 0 {
                let separator = if path.contains('?') { '&' } else { '?' };
                path.push_str(&format!("{separator}{name}={}", self.part()));
            }
        }
        path
    }

    fn body(&mut self, operation: &Operation) -> String {
        match self.random.u8(0..20) {
            0 => "{".to_owned(),
            1 => self.value(2).to_string(),
            _ => {
                let mut body = Map::new();
                for name in &operation.body {
                    // Nothing is to be fetched from afar, nor told to anybody.
                    let is_quiet = !["files", "targetUrl"].contains(name);
                    if is_quiet && self.random.u8(0..4) > 0 {
                        body.insert((*name).to_owned(), self.value(2));
                    }
                }
                Value::Object(body).to_string()
            }
        }
    }
}

/// What is no client's fault is a fault of the emulator's: a panic, a 500, a body that is no JSON. Prints its seed.
///
/// `WEBEX_TESTS=full` runs a hundred times as many requests.
#[tokio::test]
async fn no_request_makes_it_fail() {
    let given = std::env::var("SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    let seed = given.unwrap_or_else(|| fastrand::u64(..));
    println!("SEED={seed}");
    let full = std::env::var("WEBEX_TESTS").is_ok_and(|which| which == "full");
    let requests = if full { 400_000 } else { 4_000 };

    let webex = Emulator::with_seed(seed);
    let people = || {
        let _ = webex.add_admin("admin@example.com");
        let admin = webex.add_compliance_officer("admin@example.com");
        (admin, webex.add_person("ana@example.com"))
    };
    let (mut admin, mut ana) = people();
    let operations: Vec<_> = operations().collect();
    let mut odd = Odd {
        random: fastrand::Rng::with_seed(seed),
        known: vec![ana.id().to_owned(), ana.email().to_owned()],
    };
    let mut good = 0;
    for _ in 0..requests {
        let operation = &operations[odd.random.usize(0..operations.len())];
        let (path, body) = (odd.path(operation), odd.body(operation));
        let caller = if odd.random.u8(0..4) == 0 {
            &ana
        } else {
            &admin
        };
        let (status, answer) = send(
            &webex,
            caller.token(),
            &operation.method,
            &path,
            body.clone(),
        )
        .await;
        let said = format!("{} {path} {body}: {status}", operation.method);
        // The service answers so when somebody outside of a room adds a person.
        let is_documented = operation.name == "POST /memberships" && status == 502;
        assert!(!status.is_server_error() || is_documented, "{said}");
        let answer: Value = match answer.as_slice() {
            [] => Value::Null,
            answer => {
                serde_json::from_slice(answer).unwrap_or_else(|error| panic!("{error}: {said}"))
            }
        };
        assert!(
            status.is_success() || answer["message"].is_string(),
            "{said}"
        );
        good += u32::from(status.is_success());
        if let (true, Some(id)) = (odd.known.len() < 500, answer["id"].as_str()) {
            odd.known.push(id.to_owned());
        }
        // Somebody may have removed them.
        if status == StatusCode::UNAUTHORIZED {
            (admin, ana) = people();
        }
    }
    assert!(
        good > requests / 20,
        "{good} of {requests} requests were good for anything"
    );
}
