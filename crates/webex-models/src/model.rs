//! The macro that makes a model of a list of attributes.

/// Makes a struct for a JSON object: what must be there in parentheses, what may be there in braces.
///
/// Each attribute has its Rust name, its type and, where that does not follow from the Rust name, its JSON name.
/// After the name may stand `as "Kind"`: the object says its kind in `type`; and `or text: function`: a bare text in
/// place of the object is read by that function. `@plain` leaves the setters out, for a type whose methods want the
/// names, and `@unmade` leaves `new` and `Default` to the type.
macro_rules! model {
    (
        $(#[$meta:meta])*
        pub struct $Model:ident($($(#[$rmeta:meta])* $required:ident: $Required:ty $(= $rjson:literal)?,)+)
        $(as $kind:literal)? $(or text: $text:path)?
        { $($fields:tt)* }
    ) => {
        model!(@json [$(#[$meta])*] $Model
            [$($(#[$rmeta])* $required: $Required $(= $rjson)?,)+] [$($kind)?] [$($text)?] { $($fields)* });
        model!(@setters $Model { $($fields)* });

        impl $Model {
            /// With nothing but what is always there.
            #[must_use]
            pub fn new($($required: impl Into<$Required>),+) -> Self {
                model!(@new [$($required: $required.into(),)+] { $($fields)* })
            }
        }
    };
    (
        $(#[$meta:meta])*
        pub struct $Model:ident $(as $kind:literal)? $(or text: $text:path)? { $($fields:tt)* }
    ) => {
        model!(@json [$(#[$meta])* #[derive(Default)]] $Model [] [$($kind)?] [$($text)?] { $($fields)* });
        model!(@setters $Model { $($fields)* });

        impl $Model {
            /// With nothing set.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }
        }
    };
    (@plain $(#[$meta:meta])* pub struct $Model:ident { $($fields:tt)* }) => {
        model!(@json [$(#[$meta])* #[derive(Default)]] $Model [] [] [] { $($fields)* });
    };
    (@unmade $(#[$meta:meta])* pub struct $Model:ident as $kind:literal { $($fields:tt)* }) => {
        model!(@json [$(#[$meta])*] $Model [] [$kind] [] { $($fields)* });
        model!(@setters $Model { $($fields)* });
    };

    (@new [$($given:tt)*] { $($(#[$fmeta:meta])* $field:ident: Option<$Type:ty> $(= $json:literal)?,)* }) => {
        Self { $($given)* $($field: None,)* extra: $crate::Extra::new() }
    };

    (@setters $Model:ident { $($(#[$fmeta:meta])* $field:ident: Option<$Type:ty> $(= $json:literal)?,)* }) => {
        impl $Model {
            $(
                #[doc = concat!("Sets `", stringify!($field), "`.")]
                #[must_use]
                pub fn $field(mut self, $field: impl Into<$Type>) -> Self {
                    self.$field = Some($field.into());
                    self
                }
            )*
        }
    };

    (
        @json [$(#[$meta:meta])*] $Model:ident
        [$($(#[$rmeta:meta])* $required:ident: $Required:ty $(= $rjson:literal)?,)*]
        [$($kind:literal)?] [$($text:path)?]
        { $($(#[$fmeta:meta])* $field:ident: Option<$Type:ty> $(= $json:literal)?,)* }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub struct $Model {
            $($(#[$rmeta])* pub $required: $Required,)*
            $($(#[$fmeta])* pub $field: Option<$Type>,)*
            /// Attributes that are not known here, kept as they came.
            pub extra: $crate::Extra,
        }

        const _: () = {
            use $crate::attribute::{self, Attribute, Read, Rest};

            /// The JSON names.
            struct Json;

            #[allow(non_upper_case_globals, reason = "named after the fields")]
            impl Json {
                const KIND: &[&str] = &[$($kind)?];
                $(const $required: &str = $crate::names::json_name!($required $(= $rjson)?);)*
                $(const $field: &str = $crate::names::json_name!($field $(= $json)?);)*
            }

            impl Attribute for $Model {
                const NAME: &'static str = stringify!($Model);

                fn from_object<'de, A: serde::de::MapAccess<'de>>(mut object: A) -> Result<Read<Self>, A::Error> {
                    struct Found {
                        $($required: Option<$Required>,)*
                        $($field: Option<$Type>,)*
                    }
                    let mut found = Found { $($required: None,)* $($field: None,)* };
                    let mut rest = Rest::default();
                    while let Some(name) = object.next_key_seed(attribute::Name)? {
                        match &*name {
                            attribute::KIND if !Json::KIND.is_empty() => rest.kind(&mut object)?,
                            $(Json::$required => found.$required = rest.known(name, &mut object)?,)*
                            $(Json::$field => found.$field = rest.known(name, &mut object)?,)*
                            _ => rest.unknown(name, &mut object)?,
                        }
                    }
                    let said = rest.take_kind();
                    let model = Self {
                        $($required: match found.$required {
                            Some(value) => value,
                            None => return Err(serde::de::Error::missing_field(Json::$required)),
                        },)*
                        $($field: found.$field,)*
                        extra: rest.finish(),
                    };
                    Ok(attribute::of_kind(model, Json::KIND, said))
                }

                $(fn from_text(text: &str) -> Read<Self> {
                    Read::Loose($text(text), text.into())
                })?
            }

            impl serde::Serialize for $Model {
                fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    use serde::ser::SerializeMap;
                    let mut object = serializer.serialize_map(None)?;
                    for kind in Json::KIND {
                        object.serialize_entry(attribute::KIND, kind)?;
                    }
                    $(attribute::write(&mut object, Json::$required, Some(&self.$required), &self.extra)?;)*
                    $(attribute::write(&mut object, Json::$field, self.$field.as_ref(), &self.extra)?;)*
                    attribute::write_unknown(&mut object, &[$(Json::$required,)* $(Json::$field,)*], &self.extra)?;
                    object.end()
                }
            }

            impl<'de> serde::Deserialize<'de> for $Model {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    attribute::deserialize(deserializer)
                }
            }

            /// Shows what is set.
            impl std::fmt::Debug for $Model {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    let mut shown = f.debug_struct(stringify!($Model));
                    $(shown.field(stringify!($required), &self.$required);)*
                    $(if let Some(value) = &self.$field {
                        shown.field(stringify!($field), value);
                    })*
                    if !self.extra.is_empty() {
                        shown.field("extra", &self.extra);
                    }
                    shown.finish()
                }
            }
        };
    };
}
pub(crate) use model;
