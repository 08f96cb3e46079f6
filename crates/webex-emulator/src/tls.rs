//! https with a certificate made on the spot.

use std::{io, sync::Arc};

use base64::{Engine, engine::general_purpose::STANDARD};
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use tokio_rustls::TlsAcceptor;

/// Names that the certificate is for; the last for when it is reached as the service, through a proxy say.
const NAMES: [&str; 4] = ["localhost", "127.0.0.1", "::1", "webexapis.com"];

/// A certificate that clients have to be told to trust, in DER; its own root.
#[derive(Clone, Debug)]
pub(crate) struct Certificate(pub(crate) Vec<u8>);

impl Certificate {
    /// As clients take it from a file.
    pub(crate) fn pem(&self) -> String {
        let text = STANDARD.encode(&self.0);
        let lines: Vec<&str> = text
            .as_bytes()
            .chunks(64)
            .filter_map(|line| std::str::from_utf8(line).ok())
            .collect();
        format!(
            "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
            lines.join("\n")
        )
    }
}

/// A fresh certificate, and what accepts connections under it, by HTTP/2 or HTTP/1.1.
pub(crate) fn acceptor() -> io::Result<(TlsAcceptor, Certificate)> {
    let made =
        rcgen::generate_simple_self_signed(NAMES.map(str::to_owned)).map_err(io::Error::other)?;
    let certificate = made.cert.der().clone();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.key_pair.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth();
    let config = config.with_single_cert(vec![certificate.clone()], key);
    let mut config = config.map_err(io::Error::other)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok((
        TlsAcceptor::from(Arc::new(config)),
        Certificate(certificate.to_vec()),
    ))
}
