//! The body of an answer that is an error.

use crate::Array;
use crate::model::model;

model! {
    @plain
    /// What the service says about a refused call, in any of its shapes. Every attribute may be missing.
    ///
    /// ```
    /// use webex_models::ApiErrorBody;
    ///
    /// let body: ApiErrorBody = serde_json::from_str(r#"{"error": "invalid_grant", "error_description": "The code is spent"}"#)?;
    /// assert_eq!(body.message(), Some("The code is spent"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct ApiErrorBody {
        /// What went wrong, in general.
        message: Option<String>,
        /// What went wrong, in particular. Meetings give the real reason here alone.
        errors: Option<Array<ApiErrorDetail>>,
        /// Names the call towards Webex support. A response has it in a header, too.
        tracking_id: Option<String>,
        /// A number that the calling and admin services give.
        error_code: Option<i64>,
        /// OAuth: the kind of error, as `invalid_grant`.
        error: Option<String>,
        /// OAuth: what went wrong.
        error_description: Option<String> = "error_description",
    }
}

model! {
    /// One reason. A bare text in its place is read as its description.
    pub struct ApiErrorDetail or text: ApiErrorDetail::described {
        /// What went wrong.
        description: Option<String>,
        /// A number that the calling and admin services give.
        code: Option<i64>,
    }
}

impl ApiErrorDetail {
    fn described(text: &str) -> Self {
        Self::new().description(text)
    }
}

impl ApiErrorBody {
    /// The best text there is: the message, the first reason with a text, the OAuth description, the OAuth error.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        let reasons = self
            .errors
            .iter()
            .flatten()
            .map(|reason| reason.description.as_deref());
        [self.message.as_deref()]
            .into_iter()
            .chain(reasons)
            .chain([self.error_description.as_deref(), self.error.as_deref()])
            .flatten()
            .find(|text| !text.trim().is_empty())
    }

    /// The text that says most: the first reason that is not the message itself, as meetings give it.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        let reasons = self
            .errors
            .iter()
            .flatten()
            .filter_map(|reason| reason.description.as_deref());
        reasons
            .into_iter()
            .find(|text| !text.trim().is_empty() && Some(*text) != self.message.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(body: &str) -> Option<String> {
        let body: ApiErrorBody = serde_json::from_str(body).unwrap();
        body.message().map(str::to_owned)
    }

    #[test]
    fn gives_the_best_text_of_every_shape() {
        for (body, expected) in [
            (
                r#"{"message": "m", "errors": [{"description": "d"}]}"#,
                Some("m"),
            ),
            (
                r#"{"errors": [{"code": 1}, {"description": "d"}]}"#,
                Some("d"),
            ),
            (r#"{"message": "", "errors": ["plain"]}"#, Some("plain")),
            (r#"{"message": null, "errors": "plain"}"#, Some("plain")),
            (
                r#"{"errors": null, "error": "e", "error_description": "o"}"#,
                Some("o"),
            ),
            (r#"{"error": "e"}"#, Some("e")),
            (r#"{"error": {"key": "e"}}"#, None),
            ("{}", None),
        ] {
            assert_eq!(message(body).as_deref(), expected, "{body}");
        }
    }

    #[test]
    fn keeps_the_codes_as_numbers() {
        let body: ApiErrorBody =
            serde_json::from_str(r#"{"errorCode": "25008", "errors": [{"code": 25008}]}"#).unwrap();
        assert_eq!(body.error_code, Some(25008));
        assert_eq!(body.errors.unwrap().first().unwrap().code, Some(25008));
    }

    #[test]
    fn the_reason_is_what_the_message_does_not_say() {
        let same: ApiErrorBody =
            serde_json::from_str(r#"{"message": "m", "errors": [{"description": "m"}]}"#).unwrap();
        let more: ApiErrorBody =
            serde_json::from_str(r#"{"message": "m", "errors": [{"description": "d"}]}"#).unwrap();
        assert_eq!((same.reason(), more.reason()), (None, Some("d")));
    }
}
