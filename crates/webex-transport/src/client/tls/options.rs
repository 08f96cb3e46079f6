//! What https may be told.

use std::fmt;
use std::sync::Arc;

use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::{Error, ErrorKind};

/// How https is done.
///
/// | option | default |
/// |---|---|
/// | trusted roots | the platform's: on Linux those of the package `ca-certificates` or of `SSL_CERT_FILE` and `SSL_CERT_DIR` |
/// | [`min_version`](Self::min_version) | TLS 1.2 |
/// | [`provider`](Self::provider) | ring where the feature `ring` is on, else aws-lc-rs |
/// | [`client_certificate`](Self::client_certificate) | none |
///
/// The provider is passed by value: none is installed for the process, and one that is has no effect here. The platform's
/// roots are read when the first connection to https is made.
///
/// ```no_run
/// use webex_transport::Tls;
///
/// # fn demo() -> Result<(), Box<dyn std::error::Error>> {
/// let tls = Tls::new().add_root_pem(std::fs::read("/etc/corp/ca.pem")?)?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
#[must_use]
pub struct Tls {
    pub(super) provider: TlsProvider,
    pub(super) min_version: TlsVersion,
    pub(super) trust: Trust,
    pub(super) roots: Vec<CertificateDer<'static>>,
    pub(super) identity: Option<Arc<Identity>>,
    pub(super) verify: bool,
}

/// Whose roots are trusted, besides those that were added.
#[derive(Clone, Copy, Debug)]
pub(super) enum Trust {
    Platform,
    #[cfg(feature = "webpki-roots")]
    Mozilla,
    Nobody,
}

/// A chain of certificates, and the key of the first.
pub(super) struct Identity {
    pub(super) chain: Vec<CertificateDer<'static>>,
    pub(super) key: PrivateKeyDer<'static>,
}

/// A version of TLS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TlsVersion {
    /// TLS 1.2.
    #[default]
    V1_2,
    /// TLS 1.3.
    V1_3,
}

/// Where the cryptography comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TlsProvider {
    /// The crate `ring`.
    #[cfg(feature = "ring")]
    Ring,
    /// The crate `aws-lc-rs`.
    #[cfg(feature = "aws-lc-rs")]
    AwsLcRs,
}

impl Default for TlsProvider {
    #[cfg(feature = "ring")]
    fn default() -> Self {
        Self::Ring
    }

    #[cfg(not(feature = "ring"))]
    fn default() -> Self {
        Self::AwsLcRs
    }
}

impl Tls {
    /// With the defaults.
    pub fn new() -> Self {
        Self {
            provider: TlsProvider::default(),
            min_version: TlsVersion::default(),
            trust: Trust::Platform,
            roots: Vec::new(),
            identity: None,
            verify: true,
        }
    }

    /// Where the cryptography comes from, when both features are on.
    pub const fn provider(mut self, provider: TlsProvider) -> Self {
        self.provider = provider;
        self
    }

    /// The oldest version that is spoken.
    pub const fn min_version(mut self, version: TlsVersion) -> Self {
        self.min_version = version;
        self
    }

    /// Trusts these roots, too: one certificate or several, in PEM, as in a file of a company's own authority.
    ///
    /// # Errors
    ///
    /// [`InvalidInput`](ErrorKind::InvalidInput) when there is no certificate in it, or one that cannot be read.
    pub fn add_root_pem(mut self, pem: impl AsRef<[u8]>) -> Result<Self, Error> {
        for root in certificates(pem.as_ref())? {
            self = self.add_root_der(root.to_vec())?;
        }
        Ok(self)
    }

    /// Trusts this root, too: one certificate in DER.
    ///
    /// # Errors
    ///
    /// [`InvalidInput`](ErrorKind::InvalidInput) when it cannot be read.
    pub fn add_root_der(mut self, der: impl Into<Vec<u8>>) -> Result<Self, Error> {
        let root = CertificateDer::from(der.into());
        RootCertStore::empty().add(root.clone()).map_err(|error| {
            Error::new(ErrorKind::InvalidInput)
                .with_message(format_args!("the root certificate cannot be read: {error}"))
                .with_source(error)
        })?;
        self.roots.push(root);
        Ok(self)
    }

    /// Trusts the roots that were added, and not those of the platform.
    pub const fn only_added_roots(mut self) -> Self {
        self.trust = Trust::Nobody;
        self
    }

    /// Trusts Mozilla's roots, as they were when this program was built, and not those of the platform: for images that
    /// have none.
    #[cfg(feature = "webpki-roots")]
    pub const fn webpki_roots(mut self) -> Self {
        self.trust = Trust::Mozilla;
        self
    }

    /// Shows a certificate to servers that ask for one: its chain, itself first, and its key, both in PEM; they may be in
    /// one file. Proxies are not shown it.
    ///
    /// # Errors
    ///
    /// [`InvalidInput`](ErrorKind::InvalidInput) when there is none in it, or one that cannot be read. That the key is not
    /// the certificate's shows when the client is built.
    pub fn client_certificate(
        mut self,
        chain: impl AsRef<[u8]>,
        key: impl AsRef<[u8]>,
    ) -> Result<Self, Error> {
        let chain = certificates(chain.as_ref())?;
        let key =
            PrivateKeyDer::from_pem_slice(key.as_ref()).map_err(|_| unreadable("private key"))?;
        self.identity = Some(Arc::new(Identity { chain, key }));
        Ok(self)
    }

    /// Accepts every certificate: whoever is on the way reads and writes everything, the token included. Each client built
    /// with it logs a warning.
    ///
    /// For an authority of your own there is [`add_root_pem`](Self::add_root_pem).
    pub const fn danger_accept_any_certificate(mut self) -> Self {
        self.verify = false;
        self
    }
}

impl Default for Tls {
    fn default() -> Self {
        Self::new()
    }
}

fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, Error> {
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    match read {
        Ok(found) if !found.is_empty() => Ok(found),
        _ => Err(unreadable("certificate")),
    }
}

/// What the parser says of it stays out: it repeats whole lines, and a key whose line breaks were lost is one.
fn unreadable(what: &str) -> Error {
    Error::invalid_input(format_args!(
        "there is no {what} in PEM that can be read: does it begin with -----BEGIN, and are its line breaks there?"
    ))
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls")
            .field("provider", &self.provider)
            .field("min_version", &self.min_version)
            .field("trust", &self.trust)
            .field("added_roots", &self.roots.len())
            .field("client_certificate", &self.identity.is_some())
            .field("verify", &self.verify)
            .finish()
    }
}
