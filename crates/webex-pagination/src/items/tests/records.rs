//! What a page holds: records of every form, good and bad.

use futures_util::TryStreamExt;
use http::{Response, StatusCode};
use serde::Deserialize;

use crate::{
    ErrorKind,
    testing::{Script, drain},
};

/// D-53
#[tokio::test]
async fn delivers_every_record_of_every_page() {
    let script = Script::numbers(3, 10);
    let all: Vec<usize> = script
        .list("/numbers?page=0")
        .items::<usize>()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(all, (0..30).collect::<Vec<_>>());
    assert_eq!(script.requests(), 3);
}

/// D-14
#[tokio::test]
async fn follows_an_empty_page() {
    let script = Script::new()
        .page("/r", r#"{"items":[1,2]}"#, "</r?c=2>; rel=next")
        .page("/r?c=2", r#"{"items":[]}"#, "</r?c=3>; rel=next")
        .page("/r?c=3", r#"{"items":[3]}"#, "");
    let all: Vec<u8> = script.list("/r").items::<u8>().try_collect().await.unwrap();
    assert_eq!((all, script.requests()), (vec![1, 2, 3], 3));
}

#[tokio::test]
async fn reads_every_form_that_a_list_has() {
    #[derive(Deserialize, Debug, PartialEq)]
    struct Id {
        id: u8,
    }
    let table = [
        (r#"{"items":[{"id":1},{"id":2}]}"#, vec![1, 2]),
        (
            r#" {"notFoundIds":[{"items":[9]}],"items":[{"id":1}],"numberOfReports":1} "#,
            vec![1],
        ),
        (r#"[{"id":1},{"id":2}]"#, vec![1, 2]),
        (r#"{"items":{"id":1}}"#, vec![1]),
        (r#"{"items":null}"#, vec![]),
        (r#"{"items":[]}"#, vec![]),
        (r#"{"notFoundIds":[]}"#, vec![]),
        ("null", vec![]),
    ];
    for (body, ids) in table {
        let script = Script::new().page("/r", body, "");
        let all: Vec<Id> = script.list("/r").items::<Id>().try_collect().await.unwrap();
        assert_eq!(
            all.iter().map(|record| record.id).collect::<Vec<_>>(),
            ids,
            "{body}"
        );
    }
    for body in [
        "",
        "<html>",
        "7",
        r#"{"items":7}"#,
        r#"{"items":"none"}"#,
        r#"{"items":[{"id":1}"#,
        "[] []",
    ] {
        let script = Script::new().page("/r", body, "");
        let all = drain(&mut script.list("/r").items::<Id>()).await;
        assert_eq!(all.len(), 1, "{body}");
        assert_eq!(
            all[0].as_ref().unwrap_err().kind(),
            ErrorKind::Decode,
            "{body}"
        );
    }
}

#[tokio::test]
async fn an_answer_without_content_is_an_empty_page() {
    let script = Script::new().on("/r", || {
        let response = Response::builder().status(StatusCode::NO_CONTENT);
        Ok(response.body(Default::default())?)
    });
    assert!(drain(&mut script.list("/r").items::<u8>()).await.is_empty());
}

#[tokio::test]
async fn records_may_stand_in_another_member() {
    let script = Script::new().page("/licenses/1", r#"{"id":"L","users":[1,2]}"#, "");
    let all: Vec<u8> = script
        .list("/licenses/1")
        .items::<u8>()
        .member("users")
        .try_collect()
        .await
        .unwrap();
    assert_eq!(all, [1, 2]);
}

/// D-17
#[tokio::test]
async fn a_bad_record_is_one_error_and_the_others_arrive_in_order() {
    let bad = (0..100)
        .map(|n| {
            if n == 37 {
                r#""x""#.to_owned()
            } else {
                n.to_string()
            }
        })
        .collect::<Vec<_>>();
    let script = Script::new()
        .page(
            "/r",
            format!(r#"{{"items":[{}],"more":{{}}}}"#, bad.join(",")),
            "</r?c=2>; rel=next",
        )
        .page("/r?c=2", r#"{"items":[100]}"#, "");
    let mut items = script.list("/r").items::<usize>();
    let all = drain(&mut items).await;
    assert_eq!(all.len(), 101);
    for (index, record) in all.iter().enumerate() {
        match record {
            Ok(record) => assert_eq!(*record, index),
            Err(fault) => {
                assert_eq!(
                    (index, fault.kind(), fault.index()),
                    (37, ErrorKind::Record, Some(37))
                );
                assert_eq!(fault.cursor().unwrap().item(), 37);
                assert_eq!(
                    fault.to_string(),
                    "a record could not be read: number 37 of its page"
                );
            }
        }
    }
    assert!(items.cursor().is_end());
}

#[tokio::test]
async fn a_record_that_is_no_text_or_too_deep_is_one_error() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let body = [
        br#"{"items":["a","\xff","#.to_vec(),
        deep.into_bytes(),
        br#","d"]}"#.to_vec(),
    ]
    .concat();
    let body: Vec<u8> = String::from_utf8(body)
        .unwrap()
        .replace(r"\xff", "\u{1}")
        .into_bytes();
    let body: Vec<u8> = body
        .into_iter()
        .map(|byte| if byte == 1 { 0xff } else { byte })
        .collect();
    let script = Script::new().page("/r", body, "");
    let all = drain(&mut script.list("/r").items::<serde_json::Value>()).await;
    let faults: Vec<_> = all
        .iter()
        .map(|record| record.as_ref().err().and_then(crate::Error::index))
        .collect();
    assert_eq!(faults, [None, Some(1), Some(2), None]);
}

/// D-60, end to end.
#[tokio::test]
async fn repair_brings_a_dropped_filter_back_encoded_once() {
    let script = Script::new()
        .page(
            "/people?email=a%2Bb%40example.com&max=2",
            r#"{"items":[1,2]}"#,
            "</people?cursor=2&max=null>; rel=next",
        )
        .page(
            "/people?cursor=2&email=a%2Bb%40example.com&max=2",
            r#"{"items":[3]}"#,
            "",
        )
        .page("/people?cursor=2&max=null", r#"{"items":[4]}"#, "");
    for (repair, last) in [(false, 4), (true, 3)] {
        let list = script
            .list("/people?email=a%2Bb%40example.com&max=2")
            .repair(repair)
            .items::<u8>();
        assert_eq!(list.try_collect::<Vec<_>>().await.unwrap(), [1, 2, last]);
    }
}
