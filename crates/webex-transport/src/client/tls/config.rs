//! From options to a rustls configuration.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ClientConfig, OtherError, RootCertStore};
use rustls_platform_verifier::Verifier;

use super::options::{Tls, TlsProvider, TlsVersion, Trust};
use super::verify::{AcceptAny, NameSelfSigned};
use crate::{Error, ErrorKind};

/// What is agreed on for after the handshake, by ALPN.
#[derive(Clone, Copy, Debug)]
pub(in crate::client) enum Speaks {
    /// HTTP/2 before HTTP/1.1.
    Either,
    Http2,
    /// With a proxy: `CONNECT` is sent by HTTP/1.1.
    Http1,
}

impl Speaks {
    fn alpn(self) -> Vec<Vec<u8>> {
        let names: &[&[u8]] = match self {
            Self::Either => &[b"h2", b"http/1.1"],
            Self::Http2 => &[b"h2"],
            Self::Http1 => &[b"http/1.1"],
        };
        names.iter().map(|name| name.to_vec()).collect()
    }
}

impl Tls {
    /// What can be known to be wrong before the first connection. Warns of what is dangerous.
    pub(in crate::client) fn check(&self) -> Result<(), Error> {
        if !self.verify {
            tracing::warn!(
                "TLS certificates are not verified (danger_accept_any_certificate): anybody on the way can read the token"
            );
        }
        self.identity(&self.crypto()).map(|_| ()).map_err(|error| {
            Error::new(ErrorKind::InvalidInput)
                .with_message(format_args!(
                    "the client certificate cannot be used: {error}"
                ))
                .with_source(error)
        })
    }

    /// The configuration for the service, or for a proxy, which is not shown the client certificate.
    pub(super) fn configure(&self, speaks: Speaks) -> Result<ClientConfig, rustls::Error> {
        let versions: &[_] = match self.min_version {
            TlsVersion::V1_2 => &[&rustls::version::TLS13, &rustls::version::TLS12],
            TlsVersion::V1_3 => &[&rustls::version::TLS13],
        };
        let provider = Arc::new(self.crypto());
        let builder = ClientConfig::builder_with_provider(provider.clone())
            .with_protocol_versions(versions)?
            .dangerous()
            .with_custom_certificate_verifier(self.verifier(&provider)?);
        let identity = match speaks {
            Speaks::Http1 => None,
            Speaks::Either | Speaks::Http2 => self.identity(&provider)?,
        };
        let mut config = match identity {
            None => builder.with_no_client_auth(),
            Some(key) => builder.with_client_cert_resolver(Arc::new(SingleCertAndKey::from(key))),
        };
        config.alpn_protocols = speaks.alpn();
        Ok(config)
    }

    fn crypto(&self) -> CryptoProvider {
        match self.provider {
            #[cfg(feature = "ring")]
            TlsProvider::Ring => rustls::crypto::ring::default_provider(),
            #[cfg(feature = "aws-lc-rs")]
            TlsProvider::AwsLcRs => rustls::crypto::aws_lc_rs::default_provider(),
        }
    }

    fn identity(&self, provider: &CryptoProvider) -> Result<Option<CertifiedKey>, rustls::Error> {
        let identity = self.identity.as_deref().map(|identity| {
            let (chain, key) = (identity.chain.clone(), identity.key.clone_key());
            CertifiedKey::from_der(chain, key, provider)
        });
        identity.transpose()
    }

    fn verifier(
        &self,
        provider: &Arc<CryptoProvider>,
    ) -> Result<Arc<dyn ServerCertVerifier>, rustls::Error> {
        if !self.verify {
            return Ok(Arc::new(AcceptAny(provider.clone())));
        }
        let mut roots = RootCertStore::empty();
        match self.trust {
            Trust::Platform => {
                let verifier = platform(self, provider)?;
                return Ok(Arc::new(NameSelfSigned::new(verifier, provider)));
            }
            #[cfg(feature = "webpki-roots")]
            Trust::Mozilla => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
            Trust::Nobody => {}
        }
        for root in &self.roots {
            roots.add(root.clone())?;
        }
        let verifier = webpki(roots, provider)?;
        Ok(Arc::new(NameSelfSigned::new(verifier, provider)))
    }
}

pub(super) fn webpki(
    roots: RootCertStore,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<WebPkiServerVerifier>, rustls::Error> {
    WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone())
        .build()
        .map_err(|error| rustls::Error::Other(OtherError(Arc::new(error))))
}

#[cfg(not(target_os = "android"))]
fn platform(
    tls: &Tls,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, rustls::Error> {
    let verifier = Verifier::new_with_extra_roots(tls.roots.iter().cloned(), provider.clone())?;
    Ok(Arc::new(verifier))
}

/// Android's verifier takes no roots besides its own.
#[cfg(target_os = "android")]
fn platform(
    tls: &Tls,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, rustls::Error> {
    if !tls.roots.is_empty() {
        return Err(rustls::Error::General(
            "on Android, roots can only be added along with `only_added_roots`".to_owned(),
        ));
    }
    Ok(Arc::new(Verifier::new(provider.clone())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both may be on, and what others installed for the process has no effect.
    #[test]
    fn the_provider_is_the_one_that_was_asked_for() {
        let providers = [
            #[cfg(feature = "ring")]
            (TlsProvider::Ring, "Ring"),
            #[cfg(feature = "aws-lc-rs")]
            (TlsProvider::AwsLcRs, "AwsLcRs"),
        ];
        assert_eq!(Tls::new().provider, providers[0].0);
        for (provider, name) in providers {
            let tls = Tls::new().provider(provider);
            for speaks in [Speaks::Either, Speaks::Http2, Speaks::Http1] {
                let config = tls.configure(speaks).unwrap();
                let random = format!("{:?}", config.crypto_provider().secure_random);
                assert_eq!(random, name);
                assert_eq!(config.alpn_protocols, speaks.alpn());
            }
        }
        assert!(CryptoProvider::get_default().is_none());
    }

    #[cfg(feature = "webpki-roots")]
    #[test]
    fn built_in_roots_need_none_of_the_platform() {
        let tls = Tls::new().only_added_roots();
        assert!(tls.configure(Speaks::Either).is_err());
        assert!(tls.webpki_roots().configure(Speaks::Either).is_ok());
    }
}
