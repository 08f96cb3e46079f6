//! What goes over the wire for a form with a file.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::HeaderValue;
use http_body::Body as _;
use http_body_util::BodyExt;
use mail_parser::MimeHeaders;
use proptest::prelude::*;
use webex_transport::{Body, BoxError, Error, ErrorKind, Resend};

use super::{Multipart, Upload};

fn now<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(future)
}

fn form(file: Upload) -> Multipart {
    Multipart::new().text("roomId", "R").file("files", file)
}

async fn whole(body: Body) -> Result<Bytes, Error> {
    Ok(body.collect().await?.to_bytes())
}

fn written(form: Multipart) -> Result<(HeaderValue, Bytes), Error> {
    let (content_type, body) = form.into_body()?;
    let announced = body.size_hint().exact();
    let bytes = now(whole(body))?;
    assert_eq!(announced, Some(bytes.len() as u64));
    Ok((content_type, bytes))
}

/// The head of the file's part, and what comes before and after it.
fn head_of(file: Upload) -> String {
    let (_, bytes) = written(form(file)).unwrap();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let parts: Vec<_> = text.split("\r\n\r\n").collect();
    assert_eq!(parts.len(), 3, "{text}");
    let (value, head) = parts[1].split_once("\r\n--webex-").unwrap();
    assert_eq!(value, "R");
    head.split_once("\r\n").unwrap().1.to_owned()
}

#[test]
fn reads_as_a_browser_would_have_written_it() {
    let (content_type, bytes) = written(form(Upload::from_bytes("a b.txt", "hello"))).unwrap();
    let boundary = content_type.to_str().unwrap();
    let boundary = boundary
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let expected = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"roomId\"\r\n\r\nR\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a b.txt\"\r\n\
         Content-Type: text/plain\r\n\r\nhello\r\n--{boundary}--\r\n"
    );
    assert_eq!(bytes, expected);
    assert_eq!(
        boundary.len(),
        "webex-".len() + 32,
        "128 bits, as hexadecimals"
    );
}

/// D-66, D-67.
#[test]
fn what_would_end_a_name_is_escaped_and_a_percent_sign_is_not() {
    for (name, written) in [
        ("plan.pdf", "plan.pdf"),
        (
            "ok.txt\"\r\nX-Injected: 1\r\n\r\nbody",
            "ok.txt%22%0D%0AX-Injected: 1%0D%0A%0D%0Abody",
        ),
        ("100%0Applejuice.pdf", "100%0Applejuice.pdf"),
        ("a%22.pdf", "a%22.pdf"),
        ("a\0b\tc", "a%00b%09c"),
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\y.txt", "y.txt"),
        ("résumé 日本.pdf", "résumé 日本.pdf"),
    ] {
        let head = head_of(Upload::from_bytes(name, "").content_type("a/b"));
        let expected = format!(
            "Content-Disposition: form-data; name=\"files\"; filename=\"{written}\"\r\nContent-Type: a/b"
        );
        assert_eq!(head, expected);
    }
}

#[test]
fn a_file_without_a_name_and_a_type_that_is_none_are_refused() {
    for name in ["", "/", "a/"] {
        let error = written(form(Upload::from_bytes(name, ""))).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
    }
    for kind in ["", "text", "a/b\r\nX: 1", "a/b\n", "a/\0", "a/é"] {
        let file = Upload::from_bytes("a", "").content_type(kind);
        assert_eq!(
            written(form(file)).unwrap_err().kind(),
            ErrorKind::InvalidInput,
            "{kind:?}"
        );
    }
}

#[test]
fn the_largest_file_passes_and_one_byte_more_is_refused() {
    let limited = |bytes: &'static str| form(Upload::from_bytes("a", bytes)).max_file_bytes(3);
    assert!(written(limited("123")).is_ok());
    let error = written(limited("1234")).unwrap_err().to_string();
    assert!(
        error.contains("4 bytes") && error.contains("takes 3"),
        "{error}"
    );
}

proptest! {
    /// I2: of names and types nothing gets out of its place in the head.
    #[test]
    fn no_line_is_added_by_any_argument(name in any::<String>(), field in any::<String>(), kind in any::<String>()) {
        let file = Upload::from_bytes(format!("x{name}"), "BYTES").content_type(kind);
        if let Ok((_, bytes)) = written(Multipart::new().file(field, file)) {
            let text = String::from_utf8(bytes.to_vec()).unwrap();
            let (head, rest) = text.split_once("\r\n\r\n").unwrap();
            prop_assert!(rest.starts_with("BYTES\r\n--webex-"));
            prop_assert_eq!(head.lines().count(), 3);
            prop_assert!(!head.replace("\r\n", "").contains(['\r', '\n', '\0']));
        }
    }

    /// I3: by two parsers that are not ours.
    #[test]
    fn names_and_contents_come_back_from_other_parsers(
        name in "[^/\\\\]{1,60}",
        value in "[^\r\n]{0,60}",
        content in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        let expected = super::multipart::escaped(&name);
        let file = Upload::from_bytes(&*name, content.clone()).content_type("a/b");
        let (content_type, bytes) = written(Multipart::new().text("text", &*value).file("files", file)).unwrap();
        let content_type = content_type.to_str().unwrap();

        let boundary = multer::parse_boundary(content_type).unwrap();
        prop_assert_eq!(bytes.windows(boundary.len()).filter(|part| *part == boundary.as_bytes()).count(), 3);
        let one = stream::iter([Ok::<_, BoxError>(bytes.clone())]);
        let (field, file) = now(async {
            let mut parts = multer::Multipart::new(one, boundary);
            let field = parts.next_field().await.unwrap().unwrap();
            let field = (field.name().map(str::to_owned), field.bytes().await.unwrap());
            let file = parts.next_field().await.unwrap().unwrap();
            let names = (file.name().map(str::to_owned), file.file_name().map(str::to_owned));
            let file = (names, file.content_type().unwrap().to_string(), file.bytes().await.unwrap());
            assert!(parts.next_field().await.unwrap().is_none());
            (field, file)
        });
        prop_assert_eq!(field, (Some("text".to_owned()), Bytes::from(value)));
        prop_assert_eq!(file.0, (Some("files".to_owned()), Some(expected.clone())));
        prop_assert_eq!((file.1.as_str(), &file.2[..]), ("a/b", &content[..]));

        let mail = [format!("Content-Type: {content_type}\r\n\r\n").as_bytes(), &bytes].concat();
        let mail = mail_parser::MessageParser::default().parse(&mail).unwrap();
        let file = mail.parts.iter().find(|part| part.attachment_name().is_some()).unwrap();
        prop_assert_eq!(file.attachment_name(), Some(&*expected));
        prop_assert_eq!(file.contents(), &content[..]);
    }
}

/// R4, and its file is opened again.
#[tokio::test]
async fn a_form_is_the_same_each_time_it_is_sent() {
    let path = std::env::temp_dir().join(format!("webex-{:016x}.bin", fastrand::u64(..)));
    let content: Vec<u8> = std::iter::repeat_with(|| fastrand::u8(..))
        .take(200_000)
        .collect();
    std::fs::write(&path, &content).unwrap();
    let bytes = Bytes::from(content.clone());
    let made = bytes.clone();
    let replayable = Body::replayable(bytes.len() as u64, move || Body::from(made.clone()));
    for file in [
        Upload::from_path(&path),
        Upload::from_bytes("a", bytes),
        Upload::from_body("a", replayable),
        Upload::from_path(&path).on_progress(|_, _| {}),
    ] {
        let (_, body) = form(file).open().await.unwrap();
        let (second, announced) = (body.resend().unwrap(), body.size_hint().exact());
        let third = second.resend().unwrap();
        drop(second);
        let (first, third) = (whole(body).await.unwrap(), whole(third).await.unwrap());
        assert_eq!(first, third);
        assert_eq!(announced, Some(first.len() as u64));
        assert!(first.windows(content.len()).any(|part| part == content));
    }
    std::fs::remove_file(path).unwrap();
}

/// R5, D-27.
#[tokio::test]
async fn a_stream_goes_once_and_never_empty_or_short() {
    let hello = || stream::iter(["hel", "lo"]).map(|part| Ok::<_, BoxError>(Bytes::from(part)));
    let form = form(Upload::from_stream("a.txt", 5, hello()));
    let again = form.clone();
    let (_, body) = form.into_body().unwrap();
    assert!(body.resend().is_none());
    let announced = body.size_hint().exact();
    let bytes = whole(body).await.unwrap();
    assert_eq!(announced, Some(bytes.len() as u64));
    assert!(bytes.windows(9).any(|part| part == b"\r\nhello\r\n"));
    let error = again.into_body().unwrap_err();
    assert!(error.to_string().contains("once only"), "{error}");

    for length in [4, 6] {
        let form = self::form(Upload::from_stream("a.txt", length, hello()));
        let error = whole(form.into_body().unwrap().1).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{length}");
    }
    let unknown = self::form(Upload::from_stream("a.txt", None, hello()));
    let (_, body) = unknown.into_body().unwrap();
    assert_eq!(body.size_hint().exact(), None);
    assert!(whole(body).await.unwrap().ends_with(b"--\r\n"));
}

#[tokio::test]
async fn a_path_is_looked_at_before_anything_is_sent() {
    let absent = std::env::temp_dir().join("webex-no-such-file.txt");
    let error = form(Upload::from(&absent)).open().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert!(
        error.to_string().contains("webex-no-such-file.txt"),
        "{error}"
    );
    let folder = form(Upload::from(std::env::temp_dir()));
    assert!(
        folder
            .open()
            .await
            .unwrap_err()
            .to_string()
            .contains("regular file")
    );
    let unopened = form(Upload::from(&absent)).into_body().unwrap_err();
    assert!(unopened.to_string().contains("not open yet"));
}

#[tokio::test]
async fn progress_ends_with_all_of_it_and_begins_anew() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let hears = told.clone();
    let file = Upload::from_bytes("a", vec![0; 1000])
        .on_progress(move |sent, total| hears.lock().unwrap().push((sent, total)));
    let (_, body) = form(file).into_body().unwrap();
    let again = body.resend().unwrap();
    whole(body).await.unwrap();
    whole(again).await.unwrap();
    assert_eq!(*told.lock().unwrap(), [(1000, Some(1000)); 2]);
}

/// Packed, it would have no length.
#[cfg(feature = "gzip")]
#[tokio::test]
async fn the_head_of_a_file_is_not_asked_for_packed() {
    let service = tower::service_fn(|request: http::Request<Body>| async move {
        let packed = request.headers().contains_key("accept-encoding");
        let response = http::Response::builder().header("content-length", 5);
        let response = match packed {
            true => response.header("content-encoding", "gzip"),
            false => response,
        };
        Ok::<_, BoxError>(response.body(Body::empty())?)
    });
    let builder = crate::WebexApi::builder().token("t").transport(service);
    let info = builder.build().unwrap().contents().head("Y2lz").await;
    assert_eq!(info.unwrap().content_length(), Some(5));
}
