//! Whether a body is signed with one of our secrets.

use std::fmt;
use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, HeaderName};
use sha1::Sha1;
use webex_models::Secret;

/// SHA-1's.
const LENGTH: usize = 20;

/// Checks deliveries against a secret, or several: while a secret is being replaced, what the old one signed is still on
/// its way.
///
/// An empty secret signs nothing, since everybody knows it: with no other one, everything is refused.
///
/// ```
/// use webex_transport::webhook::WebhookVerifier;
///
/// let verifier = WebhookVerifier::new("Jefe").and("the secret before");
/// let signature = b"effcdf6ae5eb2fa2d27416d5f184df9c259a7c79";
/// assert!(verifier.verify(b"what do ya want for nothing?", signature).is_ok());
/// assert!(verifier.verify(b"what do you want for nothing?", signature).is_err());
/// ```
#[derive(Clone, Debug)]
pub struct WebhookVerifier(Arc<[Secret]>);

impl WebhookVerifier {
    /// The header that holds the signature.
    pub const HEADER: HeaderName = HeaderName::from_static("x-spark-signature");

    /// With one secret, as the webhook was given it.
    #[must_use]
    pub fn new(secret: impl Into<Secret>) -> Self {
        Self(Arc::new([secret.into()]))
    }

    /// One more secret that signs as well.
    #[must_use]
    pub fn and(self, secret: impl Into<Secret>) -> Self {
        let known = self.0.iter().cloned();
        Self(known.chain([secret.into()]).collect())
    }

    /// Checks a signature, the value of [`HEADER`](Self::HEADER), over a body as it was received: the raw bytes, and not
    /// what a parser made of them.
    ///
    /// The comparison takes the same time wherever two signatures differ.
    ///
    /// # Errors
    ///
    /// When the signature is no 40 lower-case hex digits, or is not made with one of the secrets.
    pub fn verify(&self, body: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        self.check(body, &decode(signature)?)
    }

    /// Finds the signature in the headers and checks it.
    ///
    /// # Errors
    ///
    /// When there is none or are several, and as [`verify`](Self::verify).
    pub fn verify_headers(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), SignatureError> {
        self.check(body, &signature(headers)?)
    }

    /// Whether no secret is one that signs.
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|secret| secret.expose().is_empty())
    }

    pub(super) fn check(
        &self,
        body: &[u8],
        signature: &[u8; LENGTH],
    ) -> Result<(), SignatureError> {
        let signs = |secret: &Secret| {
            let key = secret.expose().as_bytes();
            !key.is_empty()
                && Hmac::<Sha1>::new_from_slice(key)
                    .is_ok_and(|mac| mac.chain_update(body).verify_slice(signature).is_ok())
        };
        match self.0.iter().any(signs) {
            true => Ok(()),
            false => Err(SignatureError::Wrong),
        }
    }
}

impl<T: Into<Secret>> From<T> for WebhookVerifier {
    fn from(secret: T) -> Self {
        Self::new(secret)
    }
}

/// The one signature in the headers.
pub(super) fn signature(headers: &HeaderMap) -> Result<[u8; LENGTH], SignatureError> {
    let mut values = headers.get_all(WebhookVerifier::HEADER).iter();
    match (values.next(), values.next()) {
        (None, _) => Err(SignatureError::Missing),
        (Some(value), None) => decode(value.as_bytes()),
        (Some(_), Some(_)) => Err(SignatureError::Repeated),
    }
}

/// Lower case alone, as documented, so that each signature has one spelling.
fn decode(hex: &[u8]) -> Result<[u8; LENGTH], SignatureError> {
    if hex.len() != 2 * LENGTH {
        return Err(SignatureError::Malformed);
    }
    let mut bytes = [0; LENGTH];
    for (byte, pair) in bytes.iter_mut().zip(hex.chunks_exact(2)) {
        let &[high, low] = pair else {
            return Err(SignatureError::Malformed);
        };
        *byte = digit(high)? << 4 | digit(low)?;
    }
    Ok(bytes)
}

fn digit(character: u8) -> Result<u8, SignatureError> {
    match character {
        b'0'..=b'9' => Ok(character - b'0'),
        b'a'..=b'f' => Ok(character - b'a' + 10),
        _ => Err(SignatureError::Malformed),
    }
}

/// Why a delivery is not to be believed. For one's own log, and not for whoever sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureError {
    /// There is no signature: the webhook has no secret, or this is not from Webex.
    Missing,
    /// There is more than one.
    Repeated,
    /// It is no 40 lower-case hex digits.
    Malformed,
    /// None of the secrets makes this signature of this body.
    Wrong,
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "there is no signature",
            Self::Repeated => "there is more than one signature",
            Self::Malformed => "the signature is no 40 lower-case hex digits",
            Self::Wrong => "the signature is not of this body and one of the secrets",
        })
    }
}

impl std::error::Error for SignatureError {}
