//! The macros of elements, inputs and actions: what all of one sort have, and the enum over a sort.

/// A model with what each element has beside its own.
macro_rules! element {
    ($(#[$meta:meta])* pub struct $Model:ident $(($($required:tt)*))? as $kind:literal { $($fields:tt)* }) => {
        $crate::model::model! {
            $(#[$meta])*
            pub struct $Model $(($($required)*))? as $kind {
                $($fields)*
                /// Its name inside the card.
                id: Option<String>,
                /// What to show where it cannot be: an element, or `drop`.
                fallback: Option<serde_json::Value>,
                /// Whether it takes what height is left.
                height: Option<$crate::card::BlockElementHeight>,
                /// Whether there is a line above.
                separator: Option<bool>,
                /// Room above.
                spacing: Option<$crate::card::Spacing>,
                /// Whether it is shown.
                is_visible: Option<bool>,
                /// What the app must be able to do.
                requires: Option<serde_json::Map<String, serde_json::Value>>,
            }
        }
    };
}
pub(crate) use element;

/// A model with what each input has beside its own.
macro_rules! input {
    (
        $(#[$meta:meta])* pub struct $Model:ident($($required:tt)*) as $kind:literal { $($fields:tt)* }
    ) => {
        $crate::model::model! {
            $(#[$meta])*
            pub struct $Model(
                /// Its name inside the card, and in what is sent.
                id: String,
                $($required)*
            ) as $kind {
                $($fields)*
                /// What is written above.
                label: Option<String>,
                /// Whether it must be filled in.
                is_required: Option<bool>,
                /// What is written where it is filled in wrong.
                error_message: Option<String>,
                /// What to show where it cannot be: an element, or `drop`.
                fallback: Option<serde_json::Value>,
                /// Whether it takes what height is left.
                height: Option<$crate::card::BlockElementHeight>,
                /// Whether there is a line above.
                separator: Option<bool>,
                /// Room above.
                spacing: Option<$crate::card::Spacing>,
                /// Whether it is shown.
                is_visible: Option<bool>,
                /// What the app must be able to do.
                requires: Option<serde_json::Map<String, serde_json::Value>>,
            }
        }
    };
}
pub(crate) use input;

/// A model with what each action has beside its own.
macro_rules! action {
    ($(#[$meta:meta])* pub struct $Model:ident $(($($required:tt)*))? as $kind:literal { $($fields:tt)* }) => {
        $crate::model::model! {
            $(#[$meta])*
            pub struct $Model $(($($required)*))? as $kind {
                $($fields)*
                /// What is written on the button.
                title: Option<String>,
                /// Picture on the button.
                icon_url: Option<String>,
                /// Its name inside the card.
                id: Option<String>,
                /// How the button is shown.
                style: Option<$crate::card::ActionStyle>,
                /// What to show where it cannot be: an action, or `drop`.
                fallback: Option<serde_json::Value>,
                /// What the app must be able to do.
                requires: Option<serde_json::Map<String, serde_json::Value>>,
            }
        }
    };
}
pub(crate) use action;

/// An enum over the models of one sort, told apart by their `type`, and JSON for what is none of them.
macro_rules! kinds {
    ($(#[$meta:meta])* pub enum $Enum:ident { $($(#[$vmeta:meta])* $Variant:ident($Model:ty) = $kind:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $Enum {
            $(
                $(#[$vmeta])*
                #[doc = concat!("`", $kind, "`")]
                $Variant(Box<$Model>),
            )+
            /// Another kind, as JSON.
            Other(serde_json::Value),
        }

        $(impl From<$Model> for $Enum {
            fn from(value: $Model) -> Self {
                Self::$Variant(Box::new(value))
            }
        })+

        /// Taken as it is.
        impl From<serde_json::Value> for $Enum {
            fn from(value: serde_json::Value) -> Self {
                Self::Other(value)
            }
        }

        impl serde::Serialize for $Enum {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$Variant(value) => value.serialize(serializer),)+
                    Self::Other(value) => value.serialize(serializer),
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $Enum {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::attribute::deserialize(deserializer)
            }
        }

        impl $crate::attribute::Attribute for $Enum {
            const NAME: &'static str = stringify!($Enum);

            fn from_object<'de, A: serde::de::MapAccess<'de>>(object: A) -> Result<$crate::attribute::Read<Self>, A::Error> {
                use serde::Deserialize;
                let object = serde_json::Value::deserialize(serde::de::value::MapAccessDeserializer::new(object))?;
                let typed = match object.get($crate::attribute::KIND).and_then(serde_json::Value::as_str) {
                    $(Some($kind) => <$Model>::deserialize(&object).ok().map(Self::from),)+
                    _ => None,
                };
                Ok($crate::attribute::Read::Exact(typed.unwrap_or(Self::Other(object))))
            }
        }
    };
}
pub(crate) use kinds;
