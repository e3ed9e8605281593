//! Describes why TLS with a server failed. The messages of the library are not used, because they name its own types.

use rustls::{AlertDescription, CertificateError, Error};

/// Why TLS failed, as a clause about the server ("its certificate ...") or as a sentence of its own.
pub(super) const fn describe(error: &Error) -> &'static str {
    match error {
        Error::InvalidCertificate(error) => describe_certificate(error),
        Error::NoCertificatesPresented => "it shows no certificate",
        Error::InvalidMessage(_) | Error::InappropriateMessage { .. } => "what answers there does not speak TLS",
        Error::InappropriateHandshakeMessage { .. } | Error::PeerMisbehaved(_) | Error::DecryptError => {
            "it does not keep to the rules of TLS"
        }
        Error::PeerIncompatible(_) => "it offers no version or cipher of TLS that is safe enough (1.2 and 1.3 are)",
        Error::AlertReceived(alert) => describe_alert(*alert),
        Error::InvalidCertRevocationList(_) => "the list of revoked certificates cannot be read",
        _ => "TLS could not be set up",
    }
}

const fn describe_certificate(error: &CertificateError) -> &'static str {
    match error {
        CertificateError::UnknownIssuer => {
            "its certificate was issued by an untrusted authority (set SSL_CERT_FILE to trust it)"
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "its certificate has expired, or this machine's clock is wrong"
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "its certificate is not valid yet, or this machine's clock is wrong"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "its certificate is for a different name"
        }
        CertificateError::Revoked => "its certificate has been revoked",
        CertificateError::BadEncoding => "its certificate cannot be read",
        CertificateError::BadSignature => "its certificate is not signed by the issuer that it names",
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            "its certificate is for another purpose than a server"
        }
        _ => "its certificate is of an unsupported kind",
    }
}

const fn describe_alert(alert: AlertDescription) -> &'static str {
    match alert {
        AlertDescription::HandshakeFailure
        | AlertDescription::ProtocolVersion
        | AlertDescription::InsufficientSecurity => {
            "it accepts no version or cipher of TLS that this program offers (1.2 and 1.3)"
        }
        AlertDescription::UnrecognisedName => "it doesn't recognize this host name",
        AlertDescription::CertificateRequired => "it asks for a certificate of this machine",
        AlertDescription::AccessDenied => "it refuses this machine",
        _ => "it broke off while TLS was set up",
    }
}
