//! Receiving: what Webex posts to a webhook's URL, checked to be Webex's.
//!
//! A webhook that has a secret has its deliveries signed: the header `X-Spark-Signature` is the lower-case hex of
//! HMAC-SHA1 over the raw body, keyed with the secret (documented by Webex; no other signature is). [`WebhookVerifier`] checks
//! bytes, [`VerifySignatureLayer`] does it in front of any service.
//!
//! **What a signature shows, and what not.** It covers the body alone, and nothing in it is a time or a number of the
//! delivery. A body that is signed was once sent by who knows the secret; it cannot be told whether that was now, or
//! whether it arrives for the first time. Serve webhooks over https alone, and let what handles them bear with repeats, or
//! drop those it remembers.

mod verifier;
mod verify_signature;

pub use self::verifier::{SignatureError, WebhookVerifier};
pub use self::verify_signature::{VerifySignature, VerifySignatureFuture, VerifySignatureLayer};

#[cfg(test)]
mod tests;
