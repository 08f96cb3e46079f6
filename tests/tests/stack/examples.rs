//! The examples of connections say what they are meant to say.

use std::sync::Mutex;

#[path = "../../../examples/examples/corporate_proxy.rs"]
#[allow(dead_code)]
mod corporate_proxy;
#[path = "../../../examples/examples/custom_ca.rs"]
#[allow(dead_code)]
mod custom_ca;
#[path = "../../../examples/examples/shared_pool.rs"]
#[allow(dead_code)]
mod shared_pool;

/// What the example says.
macro_rules! said {
    ($example:path) => {{
        let said = Mutex::new(Vec::new());
        $example(|line| said.lock().unwrap().push(line))
            .await
            .unwrap();
        said.into_inner().unwrap()
    }};
}

#[tokio::test]
async fn a_corporate_proxy_lets_in_who_has_the_password() {
    let said = said!(corporate_proxy::from_inside_the_company);
    assert_eq!(said.len(), 2);
    assert_eq!(said[0], "I am Ana");
    assert!(
        said[1].contains("refuses its user and password"),
        "{}",
        said[1]
    );
}

#[tokio::test]
async fn a_certificate_of_ones_own_is_trusted_when_it_is_added() {
    let said = said!(custom_ca::meet_a_stranger);
    assert_eq!(said.len(), 2);
    assert!(said[0].starts_with("no secure connection"), "{}", said[0]);
    assert_eq!(said[1], "now I am Ana");
}

#[tokio::test]
async fn a_service_serves_each_caller_over_one_client() {
    let said = said!(shared_pool::ask_the_service);
    assert_eq!(
        said[..2],
        [
            "ana@example.com: 200 Release train",
            "bob@example.com: 200 Lunch"
        ]
    );
    assert!(
        said[2].starts_with("nobody: 401 [401] Unauthorized"),
        "{}",
        said[2]
    );
}
