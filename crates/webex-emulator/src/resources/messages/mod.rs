//! `/messages`.

mod change;
mod create;
mod list;
mod view;

pub(crate) use self::{
    change::{delete, update},
    create::create,
    list::{list, list_direct},
    view::{get, visible},
};
use crate::{
    error::{ApiError, Result},
    form::Form,
};

/// Documented: the size of `text` and of `markdown`, in bytes of UTF-8.
const MOST_BYTES: usize = 7439;

/// Text and Markdown of a message, within their size; empty ones count as absent.
fn content(form: &Form) -> Result<(Option<&str>, Option<&str>)> {
    let field = |name| -> Result<Option<&str>> {
        let text = form.text(name)?.filter(|text| !text.is_empty());
        if text.is_some_and(|text| text.len() > MOST_BYTES) {
            let message = "Unable to post message to room: \"The request payload is too big\"";
            return Err(ApiError::bad_request(message));
        }
        Ok(text)
    };
    Ok((field("text")?, field("markdown")?))
}

/// The wording is ours.
fn not_found() -> ApiError {
    ApiError::not_found("Message not found")
}
