//! Proof Key for Code Exchange, RFC 7636.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use sha2::{Digest, Sha256};
use webex_models::Secret;
use webex_transport::{Error, ErrorKind};

/// A verifier that stays here, and the challenge made of it that goes out with the user.
#[derive(Clone, Debug)]
pub struct Pkce {
    verifier: Secret,
}

impl Pkce {
    /// With a new verifier of 256 random bits.
    ///
    /// # Errors
    ///
    /// When the operating system has no random numbers to give.
    pub fn new() -> Result<Self, Error> {
        let mut random = [0; 32];
        getrandom::getrandom(&mut random).map_err(|error| {
            Error::new(ErrorKind::Other)
                .with_message("the operating system gave no random numbers")
                .with_source(error)
        })?;
        Ok(Self::of(BASE64_URL_SAFE_NO_PAD.encode(random)))
    }

    /// With a verifier made elsewhere: 43 to 128 characters.
    #[must_use]
    pub fn of(verifier: impl Into<Secret>) -> Self {
        Self {
            verifier: verifier.into(),
        }
    }

    /// What the code is exchanged with.
    #[must_use]
    pub fn verifier(&self) -> &Secret {
        &self.verifier
    }

    /// What goes out with the user: the verifier's SHA-256.
    #[must_use]
    pub fn challenge(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier.expose()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636, appendix B.
    #[test]
    fn the_challenge_is_that_of_the_standard() {
        let pkce = Pkce::of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(
            pkce.challenge(),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn every_verifier_is_another_and_long_enough() {
        let (one, two) = (Pkce::new().unwrap(), Pkce::new().unwrap());
        assert_ne!(one.verifier(), two.verifier());
        assert_eq!(one.verifier().expose().len(), 43);
    }
}
