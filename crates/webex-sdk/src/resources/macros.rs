//! The one shape of all endpoints: a struct of what is required and what may be set.

/// Makes an endpoint's struct with a setter for each optional argument, on the struct and on the call that holds it.
///
/// An argument with `#[serde(..)]` attributes has them on its field; the rest goes into JSON in camel case. What follows an
/// arrow begins as its type's default, and has no setter but by hand.
macro_rules! endpoint {
    (
        $(#[$meta:meta])*
        $Endpoint:ident in $Call:ident {
            $($(#[doc = $rdoc:expr])* $(#[serde $rserde:tt])* $required:ident: $Required:ty,)*
            $(; $($(#[doc = $odoc:expr])* $(#[serde $oserde:tt])* $optional:ident: $Optional:ty,)*)?
            $(=> $($(#[doc = $kdoc:expr])* $(#[serde $kserde:tt])* $kept:ident: $Kept:ty,)*)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, serde::Serialize)]
        #[serde(rename_all = "camelCase")]
        #[non_exhaustive]
        #[must_use]
        pub struct $Endpoint {
            $($(#[doc = $rdoc])* $(#[serde $rserde])* pub $required: $Required,)*
            $($($(#[doc = $odoc])* $(#[serde $oserde])* #[serde(skip_serializing_if = "Option::is_none")]
            pub $optional: Option<$Optional>,)*)?
            $($($(#[doc = $kdoc])* $(#[serde $kserde])* pub $kept: $Kept,)*)?
        }

        impl $Endpoint {
            /// With what is required.
            #[allow(clippy::new_without_default, reason = "few of them could have one")]
            pub fn new($($required: impl Into<$Required>),*) -> Self {
                Self {
                    $($required: $required.into(),)*
                    $($($optional: None,)*)?
                    $($($kept: <$Kept>::default(),)*)?
                }
            }

            $($($(#[doc = $odoc])*
            pub fn $optional(mut self, $optional: impl Into<$Optional>) -> Self {
                self.$optional = Some($optional.into());
                self
            })*)?
        }

        // Left out of the documentation, where all of them would stand on the page of `Call`.
        #[cfg(not(doc))]
        #[allow(missing_docs)]
        impl crate::$Call<$Endpoint> {
            $($(pub fn $optional(mut self, $optional: impl Into<$Optional>) -> Self {
                self.endpoint.$optional = Some($optional.into());
                self
            })*)?
        }
    };
}

/// Takes a value of each of these types, or a reference to one, for a variant that holds it.
macro_rules! variants_from {
    ($Enum:ident: $($Type:ident => $Variant:ident),*) => { $(
        impl From<$Type> for $Enum {
            fn from(value: $Type) -> Self {
                Self::$Variant(value)
            }
        }

        impl From<&$Type> for $Enum {
            fn from(value: &$Type) -> Self {
                Self::$Variant(value.clone())
            }
        }
    )* };
}

/// What a call sends and what it gives back: operation, method, route, and what fills them.
///
/// The parts: `id(field)` fills the next `{}`; `query("name" = field, ..)` adds what is set, `required("name" = field, ..)`
/// what always is; `headers("name" = field, ..)` are headers, where they are set, as are `secrets`; `json` sends the struct itself.
macro_rules! sends {
    ($Endpoint:ident => $Output:ty, $operation:literal, $method:ident $route:literal $(, $part:ident $(($($arg:tt)*))?)*) => {
        impl crate::endpoint::Endpoint for $Endpoint {
            type Output = $Output;

            fn parts(&self) -> crate::endpoint::Parts {
                let parts = crate::endpoint::Parts::$method($route).operation($operation);
                $(let parts = part!(parts, self, $part $(($($arg)*))?);)*
                parts
            }
        }
    };
}

/// As `sends`, for a list of items.
macro_rules! lists {
    ($Endpoint:ident => $Item:ty, $operation:literal, $route:literal $(, $part:ident $(($($arg:tt)*))?)*) => {
        impl crate::endpoint::ListEndpoint for $Endpoint {
            type Item = $Item;

            fn parts(&self) -> crate::endpoint::Parts {
                let parts = crate::endpoint::Parts::get($route).operation($operation);
                $(let parts = part!(parts, self, $part $(($($arg)*))?);)*
                parts
            }
        }
    };
}

macro_rules! part {
    ($parts:ident, $this:ident, id($field:ident)) => { $parts.id(&$this.$field) };
    ($parts:ident, $this:ident, json) => { $parts.json($this) };
    ($parts:ident, $this:ident, query($($name:literal = $field:ident),* $(,)?)) => {
        $parts$(.query_opt($name, $this.$field.as_ref()))*
    };
    ($parts:ident, $this:ident, required($($name:literal = $field:ident),* $(,)?)) => {
        $parts$(.query($name, &$this.$field))*
    };
    ($parts:ident, $this:ident, headers($($name:literal = $field:ident),* $(,)?)) => {{
        let mut parts = $parts;
        $(if let Some(value) = &$this.$field {
            parts = parts.header(http::HeaderName::from_static($name), value);
        })*
        parts
    }};
    ($parts:ident, $this:ident, secrets($($name:literal = $field:ident),* $(,)?)) => {{
        let mut parts = $parts;
        $(if let Some(value) = &$this.$field {
            parts = parts.header(http::HeaderName::from_static($name), value.expose());
        })*
        parts
    }};
}

/// The handle for a resource's calls, and the methods that make them, each with the example that its documentation
/// shows. The example has `api`, and the method's arguments under their names.
macro_rules! resource {
    (
        $(#[$meta:meta])*
        $Resource:ident {
            $(
                $(#[$fmeta:meta])*
                $method:ident($($argument:ident: $Argument:ty),* $(,)?) -> $Call:ident<$Endpoint:ident> {
                    $(#[doc = $example:literal])+
                }
            )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug)]
        pub struct $Resource<'a>(pub(crate) &'a crate::WebexApi);

        impl $Resource<'_> {
            $(
                $(#[$fmeta])*
                #[doc = concat!(
                    "\n ```no_run",
                    "\n # use serde_json::{Map, Value};",
                    "\n # use webex_sdk::{models::*, prelude::*, resources::{PersonRef, contents::ContentRef, messages::Recipient}};",
                    "\n # async fn example(api: WebexApi", $(", ", stringify!($argument), ": ", stringify!($Argument),)*
                    ") -> webex_sdk::Result<()> {",
                    $("\n", $example,)+
                    "\n # Ok(()) }",
                    "\n ```",
                )]
                #[allow(clippy::too_many_arguments, reason = "they are what the service wants each time")]
                pub fn $method(&self, $($argument: impl Into<$Argument>),*) -> crate::$Call<$Endpoint> {
                    crate::$Call::new(self.0.clone(), $Endpoint::new($($argument),*))
                }
            )*
        }
    };
}
