//! Files that come with a message: in a form, or fetched from a URL.

use std::time::Duration;

use bytes::Bytes;
use futures_util::stream;
use http::{Method, Request, StatusCode, header};
use multer::{Constraints, Multipart, SizeLimit};
use serde_json::{Map, Value};

use crate::{
    call::Call,
    error::{ApiError, Result},
    form::Form,
    world::Upload,
};

/// Documented: the size of a file.
const MOST_BYTES: usize = 100 * 1024 * 1024;

/// How long a file's server may take: our choice.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Reads the fields of a message and its file, if it has one.
pub(crate) async fn read(call: &mut Call) -> Result<()> {
    let kind = call
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    if let Some(boundary) = kind.and_then(|kind| multer::parse_boundary(kind).ok()) {
        (call.form, call.upload) = parts(call.body.clone(), boundary).await?;
        return Ok(());
    }
    let form = call.form()?;
    let files = form.list("files")?;
    // Documented rules, our wordings.
    let url = match files {
        [] => return Ok(()),
        [file] => file
            .as_str()
            .filter(|url| url.starts_with("http://") || url.starts_with("https://")),
        _ => {
            return Err(ApiError::bad_request(
                "Only one file can be sent in a message.",
            ));
        }
    };
    let url = url.ok_or_else(|| ApiError::bad_request("files must hold a public URL."))?;
    call.upload = Some(fetch(call, url).await?);
    Ok(())
}

/// Takes a form apart. Repeated fields are refused by nobody: the last one counts.
async fn parts(body: Bytes, boundary: String) -> Result<(Option<Form>, Option<Upload>)> {
    // The wording is ours.
    let broken = |_| ApiError::bad_request("The multipart body is malformed.");
    let limit = SizeLimit::new().whole_stream(body.len() as u64);
    let body = stream::iter([Ok::<_, std::convert::Infallible>(body)]);
    let mut parts =
        Multipart::with_constraints(body, boundary, Constraints::new().size_limit(limit));
    let (mut fields, mut upload) = (Map::new(), None);
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "files" {
            let (file, kind) = (
                part.file_name().map(str::to_owned),
                part.content_type().map(ToString::to_string),
            );
            let bytes = part.bytes().await.map_err(broken)?;
            if upload.is_some() {
                return Err(ApiError::bad_request(
                    "Only one file can be sent in a message.",
                ));
            }
            upload = Some(checked(file.unwrap_or_default(), kind, bytes)?);
        } else {
            let text = part.text().await.map_err(broken)?;
            // A card comes as JSON in a text field.
            let value = match name.as_str() {
                "attachments" => serde_json::from_str(&text).unwrap_or(Value::String(text)),
                _ => Value::String(text),
            };
            fields.insert(name, value);
        }
    }
    Ok((Some(Form(fields)), upload))
}

async fn fetch(call: &Call, url: &str) -> Result<Upload> {
    // The wording is ours.
    let failed = || ApiError::bad_request("The file could not be fetched.");
    let request = Request::builder()
        .method(Method::GET)
        .uri(url)
        .body(Bytes::new());
    let request = request.map_err(|_| failed())?;
    let answer = call
        .outbound()
        .send(request, TIMEOUT)
        .await
        .map_err(|_| failed())?;
    if answer.status() != StatusCode::OK {
        return Err(failed());
    }
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let kind = answer
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    checked(name.to_owned(), kind.map(str::to_owned), answer.into_body())
}

fn checked(name: String, content_type: Option<String>, bytes: Bytes) -> Result<Upload> {
    if bytes.len() > MOST_BYTES {
        // The wording is ours.
        return Err(ApiError::bad_request("The file is larger than 100 MB."));
    }
    let name = if name.is_empty() {
        "file".to_owned()
    } else {
        name
    };
    let content_type = content_type.unwrap_or_else(|| "application/octet-stream".to_owned());
    Ok(Upload {
        name,
        content_type,
        bytes,
    })
}
