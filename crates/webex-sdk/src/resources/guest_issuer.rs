//! Guest issuers, the older way to guests. Webex makes no new ones; those that there are still work.
//! [`guests`](super::guests) is the newer way.

use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::header::AUTHORIZATION;
use serde::Serialize;
use sha2::Sha256;
use webex_models::{GuestIssuerToken, Secret, Timestamp};
use webex_transport::Error;

use crate::endpoint::{Endpoint, Parts};

/// Takes secrets with and without padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

resource! {
    /// The calls of a guest issuer: [`WebexApi::guest_issuer`](crate::WebexApi::guest_issuer).
    GuestIssuer {
        /// A guest's token; the same subject of the same issuer is the same guest: [`CreateGuestIssuerToken`]. Needs no
        /// token of the caller's.
        create(
            subject: String,
            name: String,
            issuer: String,
            expires: Timestamp,
            secret: Secret,
        ) -> Call<CreateGuestIssuerToken> {
            /// let guest = api
            ///     .guest_issuer()
            ///     .create("visitor 7", "Ana", issuer, expires, secret)
            ///     .await?;
            /// let as_guest = api.with_token(Token::new(guest.token.unwrap().expose())?);
        }
    }
}

endpoint! {
    /// `POST /jwt/login`
    CreateGuestIssuerToken in Call {
        /// Who the guest is to you.
        subject: String,
        /// What others see.
        name: String,
        /// The guest issuer's id.
        issuer: String,
        /// When the right to log in ends. The token has a time of its own, of some hours.
        expires: Timestamp,
        /// The guest issuer's secret, in base64 as Webex shows it.
        secret: Secret,
    }
}

impl Endpoint for CreateGuestIssuerToken {
    type Output = GuestIssuerToken;

    fn parts(&self) -> Parts {
        let parts = Parts::post("/jwt/login")
            .operation("guest_issuer.create")
            .anonymous();
        match self.jwt() {
            Ok(jwt) => parts.header(AUTHORIZATION, &format!("Bearer {jwt}")),
            Err(error) => parts.fail(error),
        }
    }
}

impl CreateGuestIssuerToken {
    /// The claims, signed with HS256 (RFC 7515).
    fn jwt(&self) -> Result<String, Error> {
        let key = BASE64.decode(self.secret.expose());
        let key = key.map_err(|_| Error::invalid_input("the secret is not base64"))?;
        let claims = serde_json::to_vec(&Claims {
            exp: self.expires.to_jiff().as_second(),
            iss: &self.issuer,
            name: &self.name,
            sub: &self.subject,
        });
        let claims = BASE64_URL_SAFE_NO_PAD.encode(claims.map_err(Error::invalid_input)?);
        let head = BASE64_URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#);
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(Error::invalid_input)?;
        mac.update(format!("{head}.{claims}").as_bytes());
        let signature = BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
        Ok(format!("{head}.{claims}.{signature}"))
    }
}

#[derive(Serialize)]
struct Claims<'a> {
    exp: i64,
    iss: &'a str,
    name: &'a str,
    sub: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login(secret: &str) -> CreateGuestIssuerToken {
        let expires: Timestamp = "2026-01-31T00:00:00Z".parse().unwrap();
        CreateGuestIssuerToken::new("visitor 7", "Ana", "issuer", expires, secret)
    }

    /// Computed with the `hmac` of Python.
    #[test]
    fn signs_as_others_do() {
        let jwt = login("c2VjcmV0IG9mIHRoZSBpc3N1ZXI=").jwt().unwrap();
        let [head, claims, signature] = [
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
            "eyJleHAiOjE3Njk4MTc2MDAsImlzcyI6Imlzc3VlciIsIm5hbWUiOiJBbmEiLCJzdWIiOiJ2aXNpdG9yIDcifQ",
            "cqukMnWv50v5CT3fV291M5vhLO6eQkZLCBVG185FsAM",
        ];
        assert_eq!(jwt, format!("{head}.{claims}.{signature}"));
    }

    #[test]
    fn a_secret_may_lack_its_padding() {
        let padded = login("c2VjcmV0IG9mIHRoZSBpc3N1ZXI=").jwt().unwrap();
        assert_eq!(login("c2VjcmV0IG9mIHRoZSBpc3N1ZXI").jwt().unwrap(), padded);
    }

    #[test]
    fn a_secret_that_is_no_base64_is_refused_and_not_shown() {
        let error = login("SENTINEL!").parts().into_request().unwrap_err();
        assert!(error.to_string().contains("not base64"), "{error}");
        assert!(!format!("{error:?}").contains("SENTINEL"), "{error:?}");
    }
}
