//! E-mail addresses.

use crate::text::{refuse_non_word, text};

text! {
    /// An e-mail address, as people and bots are known by.
    ///
    /// Checked lightly: something before and after one `@`, no space, no control character. Whether it exists, the
    /// service knows. What the service sends is not checked.
    ///
    /// ```
    /// use webex_models::Email;
    ///
    /// assert_eq!(Email::new("ana@example.com")?.to_string(), "ana@example.com");
    /// assert!(Email::new("ana").is_err());
    /// # Ok::<(), webex_models::Error>(())
    /// ```
    pub struct Email, "e-mail address", refuse
}

fn refuse(text: &str) -> Option<&'static str> {
    refuse_non_word(text).or(match text.split_once('@') {
        Some((name, host)) if !name.is_empty() && !host.is_empty() && !host.contains('@') => None,
        _ => Some("it is not of the form name@host"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_no_address() {
        for text in [
            "",
            "ana",
            "@",
            "ana@",
            "@example.com",
            "a@b@c",
            "ana @example.com",
            "ana@example.com\n",
        ] {
            assert!(Email::new(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn takes_plus_signs_and_other_scripts() {
        for text in ["first.last+bot@example.com", "jürg@exämple.com"] {
            assert_eq!(Email::new(text).unwrap().as_str(), text);
        }
    }
}
