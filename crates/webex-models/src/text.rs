//! The macro for texts of one kind that must not be mixed with another: ids and e-mail addresses.

/// Makes a newtype of a shared text: cloned without an allocation, compared and hashed as the text.
macro_rules! text {
    ($(#[$meta:meta])* pub struct $Text:ident, $what:literal, $check:path) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $Text(std::sync::Arc<str>);

        impl $Text {
            /// Takes a text that can be one.
            ///
            /// # Errors
            /// If it is empty or holds a control character or a space, among what else the type refuses.
            pub fn new(text: impl AsRef<str>) -> Result<Self, $crate::Error> {
                let text = text.as_ref();
                match $check(text) {
                    None => Ok(Self(text.into())),
                    Some(why) => Err($crate::Error::new($what, why)),
                }
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $Text {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $Text {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $Text {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl std::fmt::Debug for $Text {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({:?})", stringify!($Text), &*self.0)
            }
        }

        impl std::str::FromStr for $Text {
            type Err = $crate::Error;

            fn from_str(text: &str) -> Result<Self, $crate::Error> {
                Self::new(text)
            }
        }

        impl TryFrom<&str> for $Text {
            type Error = $crate::Error;

            fn try_from(text: &str) -> Result<Self, $crate::Error> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $Text {
            type Error = $crate::Error;

            fn try_from(text: String) -> Result<Self, $crate::Error> {
                Self::new(text)
            }
        }

        impl From<&$Text> for $Text {
            fn from(text: &$Text) -> Self {
                text.clone()
            }
        }

        impl serde::Serialize for $Text {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $Text {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::attribute::deserialize(deserializer)
            }
        }

        impl $crate::attribute::Attribute for $Text {
            const NAME: &'static str = stringify!($Text);

            /// What the service sends is taken as it is, unless it is nothing.
            fn from_text(text: &str) -> $crate::attribute::Read<Self> {
                if text.is_empty() {
                    $crate::attribute::Read::Odd(text.into())
                } else {
                    $crate::attribute::Read::Exact(Self(text.into()))
                }
            }

            /// The service's own samples join several with commas inside one element.
            fn split(&self) -> Option<Vec<Self>> {
                let parts = || self.0.split(',').map(str::trim).filter(|part| !part.is_empty());
                self.0.contains(',').then(|| parts().map(|part| Self(part.into())).collect())
            }
        }
    };
}
pub(crate) use text;

/// Why a text cannot be a single, printable word.
pub(crate) fn refuse_non_word(text: &str) -> Option<&'static str> {
    if text.is_empty() {
        Some("it is empty")
    } else if text.chars().any(char::is_control) {
        Some("it holds a control character")
    } else if text.chars().any(char::is_whitespace) {
        Some("it holds a space")
    } else {
        None
    }
}
