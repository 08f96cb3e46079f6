//! The one shape of all endpoints: a struct of what is required and what may be set.

/// Makes an endpoint's struct with a setter for each optional argument, on the struct and on the call that holds it.
///
/// An argument with `#[serde(..)]` attributes has them on its field; the rest goes into JSON in camel case.
macro_rules! endpoint {
    (
        $(#[$meta:meta])*
        $Endpoint:ident in $Call:ident {
            $($(#[doc = $rdoc:expr])* $(#[serde $rserde:tt])* $required:ident: $Required:ty,)*
            $(; $($(#[doc = $odoc:expr])* $(#[serde $oserde:tt])* $optional:ident: $Optional:ty,)*)?
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
        }

        impl $Endpoint {
            /// With what is required.
            #[allow(clippy::new_without_default, reason = "few of them could have one")]
            pub fn new($($required: impl Into<$Required>),*) -> Self {
                Self { $($required: $required.into(),)* $($($optional: None,)*)? }
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
