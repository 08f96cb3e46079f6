//! Certificates made on the spot.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rcgen::{BasicConstraints, Certificate, CertificateParams, IsCa, KeyPair};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, SupportedProtocolVersion};
use tokio_rustls::TlsAcceptor;

/// Who issues certificates.
pub(crate) struct Authority {
    certificate: Certificate,
    key: KeyPair,
}

/// A certificate and its key.
pub(crate) struct Certified {
    chain: Vec<CertificateDer<'static>>,
    pub(crate) pem: String,
    key: KeyPair,
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

impl Authority {
    /// One with a name of its own.
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        Self::named(&format!(
            "authority {}",
            COUNT.fetch_add(1, Ordering::Relaxed)
        ))
    }

    pub(crate) fn named(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params
            .distinguished_name
            .push(rcgen::DnType::CommonName, name);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        Self { certificate, key }
    }

    pub(crate) fn pem(&self) -> String {
        pem("CERTIFICATE", self.certificate.der())
    }

    pub(crate) fn der(&self) -> &[u8] {
        self.certificate.der()
    }

    /// For these names, valid for now.
    pub(crate) fn issue(&self, names: &[&str]) -> Certified {
        self.issue_between(names, (2020, 2100))
    }

    /// Valid from the first year on, and until the second begins.
    pub(crate) fn issue_between(&self, names: &[&str], years: (i32, i32)) -> Certified {
        let params = params(names, years);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.certificate, &self.key);
        Certified::new(&certificate.unwrap(), key)
    }
}

/// RFC 7468.
fn pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<_> = text
        .as_bytes()
        .chunks(64)
        .map(String::from_utf8_lossy)
        .collect();
    format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        lines.join("\n")
    )
}

fn params(names: &[&str], years: (i32, i32)) -> CertificateParams {
    let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).unwrap();
    params.not_before = rcgen::date_time_ymd(years.0, 1, 1);
    params.not_after = rcgen::date_time_ymd(years.1, 1, 1);
    params
}

impl Certified {
    fn new(certificate: &Certificate, key: KeyPair) -> Self {
        Self {
            chain: vec![certificate.der().clone()],
            pem: pem("CERTIFICATE", certificate.der()),
            key,
        }
    }

    pub(crate) fn self_signed(names: &[&str]) -> Self {
        let key = KeyPair::generate().unwrap();
        let certificate = params(names, (2020, 2100)).self_signed(&key).unwrap();
        Self::new(&certificate, key)
    }

    pub(crate) fn key_pem(&self) -> String {
        pem("PRIVATE KEY", &self.key.serialize_der())
    }

    /// Accepts TLS with it.
    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        self.acceptor_with(rustls::ALL_VERSIONS, None, &[])
    }

    /// Accepts TLS with it: in these versions, from clients whose certificate this authority issued, with these protocols.
    pub(crate) fn acceptor_with(
        &self,
        versions: &[&'static SupportedProtocolVersion],
        clients: Option<&Authority>,
        alpn: &[&[u8]],
    ) -> TlsAcceptor {
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(self.key.serialize_der()));
        let builder = ServerConfig::builder_with_provider(provider())
            .with_protocol_versions(versions)
            .unwrap();
        let builder = match clients {
            None => builder.with_no_client_auth(),
            Some(authority) => {
                let mut roots = RootCertStore::empty();
                roots.add(authority.certificate.der().clone()).unwrap();
                let verifier =
                    WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider());
                builder.with_client_cert_verifier(verifier.build().unwrap())
            }
        };
        let mut config = builder.with_single_cert(self.chain.clone(), key).unwrap();
        config.alpn_protocols = alpn.iter().map(|name| name.to_vec()).collect();
        TlsAcceptor::from(Arc::new(config))
    }
}
