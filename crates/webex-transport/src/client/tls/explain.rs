//! Why a handshake failed, and what to do, in words.

use std::time::{Duration, UNIX_EPOCH};

use rustls::pki_types::UnixTime;
use rustls::{AlertDescription, CertificateError, PeerIncompatible};

use super::verify::SelfSigned;
use crate::{Error, ErrorKind};

/// What happened with this host.
pub(super) fn explain(error: &rustls::Error, host: &str) -> String {
    use rustls::Error as Tls;
    match error {
        Tls::InvalidCertificate(why) => certificate(why, host),
        Tls::PeerIncompatible(
            PeerIncompatible::ServerDoesNotSupportTls12Or13
            | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig
            | PeerIncompatible::Tls12NotOffered
            | PeerIncompatible::Tls12NotOfferedOrEnabled,
        )
        | Tls::AlertReceived(AlertDescription::ProtocolVersion) => format!(
            "{host} speaks only a version of TLS that is too old: it, or the proxy before it, has to be brought up to date"
        ),
        Tls::AlertReceived(AlertDescription::NoApplicationProtocol) => {
            format!("{host} speaks no version of HTTP that was offered to it")
        }
        Tls::InvalidMessage(_) => {
            format!("{host} does not speak TLS on this port: is it one for plain http?")
        }
        other => format!("{host}: {other}"),
    }
}

/// In TLS 1.3 a server says that it wants a certificate when the connection seems to stand, and may have got a request
/// already: it processed none. h2 keeps no more of the alert than its text.
pub(in crate::client) fn certificate_required(error: Error) -> Error {
    if error.message() != Some("received fatal alert: CertificateRequired") {
        return error;
    }
    Error::new(ErrorKind::Tls)
        .with_message(
            "the server asks for a client certificate: give one with `Tls::client_certificate`",
        )
        .with_source(error)
}

fn certificate(error: &CertificateError, host: &str) -> String {
    use CertificateError as Bad;
    let the = format!("the certificate of {host}");
    match error {
        Bad::ExpiredContext { time, not_after } => format!(
            "{the} expired on {}; by the clock of this machine it is {}",
            date(*not_after),
            date(*time)
        ),
        Bad::Expired => format!("{the} expired, or the clock of this machine is fast"),
        Bad::NotValidYetContext { time, not_before } => format!(
            "{the} is not valid yet, before {}; by the clock of this machine it is {}",
            date(*not_before),
            date(*time)
        ),
        Bad::NotValidYet => format!("{the} is not valid yet, or the clock of this machine is slow"),
        Bad::NotValidForNameContext { presented, .. } => {
            format!("{the} is for another host: {}", presented.join(", "))
        }
        Bad::NotValidForName => format!("{the} is for another host"),
        Bad::UnknownIssuer => format!(
            "{the} was issued by an authority that is not trusted: if TLS is inspected on the way, or the authority is your \
             own, add its root with `Tls::add_root_pem`"
        ),
        Bad::BadSignature => format!(
            "{the} is not signed by the authority that it names: a root of the same name is trusted, perhaps an older one"
        ),
        Bad::Other(other) if other.0.is::<SelfSigned>() => {
            format!("{the} is self-signed: if it is yours, add it with `Tls::add_root_pem`")
        }
        Bad::Revoked => format!("{the} was revoked"),
        other => format!("{the} is refused: {other}"),
    }
}

fn date(time: UnixTime) -> String {
    const LAST: u64 = 253_402_300_799; // of the year 9999: what the format has room for
    let since = Duration::from_secs(time.as_secs().min(LAST));
    httpdate::fmt_http_date(UNIX_EPOCH + since)
}
