//! What a body sends, once and again.

use super::*;

#[tokio::test]
async fn bytes_are_known_and_sent_whole() {
    let body = Body::from("hello");
    assert_eq!(http_body::Body::size_hint(&body).exact(), Some(5));
    assert_eq!(
        body.resend().unwrap().collect().await.unwrap().to_bytes(),
        "hello"
    );
    assert_eq!(body.collect().await.unwrap().to_bytes(), "hello");
}

#[tokio::test]
async fn a_body_of_ours_is_not_wrapped_again() {
    assert_eq!(Body::new(Body::from("x")).as_bytes().unwrap(), "x");
    let foreign = Body::new(Full::new(Bytes::from_static(b"x")));
    assert!(foreign.as_bytes().is_none());
    assert_eq!(foreign.collect().await.unwrap().to_bytes(), "x");
}

/// R5, D-27.
#[test]
fn a_stream_is_refused_for_a_second_sending_and_never_replaced() {
    let stream = Body::new(http_body_util::StreamBody::new(TwoFrames));
    assert!(stream.resend().is_none());
}

struct TwoFrames;

impl futures_core::Stream for TwoFrames {
    type Item = Result<Frame<Bytes>, BoxError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(None)
    }
}

async fn sent(body: Body) -> Result<Bytes, Error> {
    body.collect()
        .await
        .map(http_body_util::Collected::to_bytes)
}

/// R4, R5: the same bytes each time, whatever was read of the first.
#[tokio::test]
async fn a_replayable_stream_is_made_anew_and_whole() {
    let body = Body::replayable(5, || Body::new(Full::new(Bytes::from_static(b"hello"))));
    assert_eq!(http_body::Body::size_hint(&body).exact(), Some(5));
    let again = body.resend().unwrap();
    assert_eq!(sent(body).await.unwrap(), "hello");
    assert_eq!(http_body::Body::size_hint(&again).exact(), Some(5));
    let third = again.resend().unwrap();
    drop(again);
    assert_eq!(sent(third).await.unwrap(), "hello");
}

/// R5: never another length than was announced.
#[tokio::test]
async fn an_announced_length_is_held_to() {
    let make = |length: u64| {
        Body::replayable(length, || {
            Body::new(Full::new(Bytes::from_static(b"hello")))
        })
    };
    assert_eq!(sent(make(3)).await.unwrap(), "hel");
    assert_eq!(
        sent(make(6)).await.unwrap_err().kind(),
        ErrorKind::InvalidInput
    );
}

#[tokio::test]
async fn a_file_is_opened_for_each_sending() {
    let path = std::env::temp_dir().join(format!("webex-{:016x}", fastrand::u64(..)));
    let content: Vec<u8> = (0..600_000u32)
        .map(|n| n.to_le_bytes()[n as usize % 3])
        .collect();
    std::fs::write(&path, &content).unwrap();
    let body = Body::file(&path).await.unwrap();
    let again = body.resend().unwrap();
    assert_eq!(http_body::Body::size_hint(&body).exact(), Some(600_000));
    assert_eq!(sent(body).await.unwrap(), content);
    assert_eq!(sent(again.resend().unwrap()).await.unwrap(), content);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(
        sent(again).await.unwrap_err().kind(),
        ErrorKind::InvalidInput
    );
    assert!(Body::file(&path).await.is_err());
}

/// R5: a file that an editor saved anew between two sendings is another, and is not sent as if it were the first.
#[tokio::test]
async fn a_file_that_changed_is_not_sent_in_place_of_the_first() {
    let path = std::env::temp_dir().join(format!("webex-{:016x}", fastrand::u64(..)));
    let other = path.with_extension("new");
    type Change = fn(&std::path::Path, &std::path::Path);
    let renamed: Change = |path, other| std::fs::rename(other, path).unwrap();
    let later: Change = |path, _| {
        let file = std::fs::File::options().write(true).open(path).unwrap();
        file.set_modified(std::time::UNIX_EPOCH).unwrap();
    };
    let grown: Change = |path, _| std::fs::write(path, "hello, world").unwrap();
    for change in [renamed, later, grown] {
        std::fs::write(&path, "hello").unwrap();
        std::fs::write(&other, "another file").unwrap();
        let body = Body::file(&path).await.unwrap();
        let again = body.resend().unwrap();
        assert_eq!(sent(body).await.unwrap(), "hello");
        change(&path, &other);
        let error = sent(again).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(error.to_string().contains("changed"), "{error}");
    }
    std::fs::remove_file(&path).unwrap();
    let _ = std::fs::remove_file(&other);
}

/// T8: silence ends a stream, slowness does not.
#[tokio::test(start_paused = true)]
async fn an_idle_stream_ends_and_a_slow_one_goes_on() {
    use std::time::Duration;
    let every = |seconds: u64| {
        let stream = futures_util::stream::unfold(0, move |n| async move {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            (n < 400).then(|| {
                (
                    Ok::<_, BoxError>(Frame::data(Bytes::from_static(b"x"))),
                    n + 1,
                )
            })
        });
        idle_timeout(
            Body::new(http_body_util::StreamBody::new(Box::pin(stream))),
            Duration::from_secs(10),
        )
    };
    assert_eq!(sent(every(9)).await.unwrap().len(), 400);
    let start = tokio::time::Instant::now();
    let error = sent(every(11)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.timeout_phase(), Some(crate::TimeoutPhase::Idle));
    assert_eq!(start.elapsed().as_secs(), 10);
}
