//! The macro for enums that the service may extend at any time.

/// Makes an enum of the known spellings and `Other` for the rest.
///
/// Known values are read in any case; an unknown one is kept as received.
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        pub enum $Enum:ident { $($(#[$vmeta:meta])* $Variant:ident = $text:literal,)+ }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $Enum {
            $(
                #[doc = concat!("`", $text, "`")]
                $(#[$vmeta])*
                $Variant,
            )+
            /// A value that is not known here, as received.
            Other(String),
        }

        impl $Enum {
            /// The text that the service knows.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$Variant => $text,)+
                    Self::Other(text) => text,
                }
            }
        }

        impl From<&str> for $Enum {
            fn from(text: &str) -> Self {
                $(if text.eq_ignore_ascii_case($text) {
                    return Self::$Variant;
                })+
                Self::Other(text.to_owned())
            }
        }

        impl From<String> for $Enum {
            fn from(text: String) -> Self {
                match Self::from(&*text) {
                    Self::Other(_) => Self::Other(text),
                    known => known,
                }
            }
        }

        impl AsRef<str> for $Enum {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $Enum {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::fmt::Debug for $Enum {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $(Self::$Variant => f.write_str(stringify!($Variant)),)+
                    Self::Other(text) => f.debug_tuple("Other").field(text).finish(),
                }
            }
        }

        impl serde::Serialize for $Enum {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $Enum {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::attribute::deserialize(deserializer)
            }
        }

        impl $crate::attribute::Attribute for $Enum {
            const NAME: &'static str = stringify!($Enum);

            fn from_text(text: &str) -> $crate::attribute::Read<Self> {
                let value = Self::from(text);
                if value.as_str() == text {
                    $crate::attribute::Read::Exact(value)
                } else {
                    $crate::attribute::Read::Loose(value, text.into())
                }
            }
        }
    };
}
pub(crate) use open_enum;
