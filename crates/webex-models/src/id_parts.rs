//! What is inside an id: never needed to use one.

use std::fmt;

use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::Error;

/// Ids come padded or not, and with stray bits in the last character.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

const SCHEME: &str = "ciscospark://";

/// The inside of an id: `ciscospark://<cluster>/<kind>/<key>` in base64 (seen in practice; by contract ids are opaque).
///
/// ```
/// use webex_models::{IdParts, RoomId};
///
/// let id = RoomId::from_parts(&IdParts::new("us", "ROOM", "0a1b2c3d-0000-4000-8000-000000000001")?);
/// assert_eq!(id.decode()?.kind(), "ROOM");
/// # Ok::<(), webex_models::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IdParts {
    cluster: Box<str>,
    kind: Box<str>,
    key: Box<str>,
}

impl IdParts {
    /// Puts an id together.
    ///
    /// # Errors
    /// If a part is empty, holds a control character, or, but for the key, a slash.
    pub fn new(cluster: &str, kind: &str, key: &str) -> Result<Self, Error> {
        let refused = |why| Error::new("id", why);
        if cluster.is_empty() || kind.is_empty() || key.is_empty() {
            return Err(refused("a part of it is empty"));
        }
        if [cluster, kind, key]
            .iter()
            .any(|part| part.chars().any(char::is_control))
        {
            return Err(refused("a part of it holds a control character"));
        }
        if cluster.contains('/') || kind.contains('/') {
            return Err(refused("a part of it holds a slash"));
        }
        Ok(Self {
            cluster: cluster.into(),
            kind: kind.into(),
            key: key.into(),
        })
    }

    /// Where the thing lives: `us`, or with colons inside, as in `urn:TEAM:eu-central-1_k`.
    #[must_use]
    pub fn cluster(&self) -> &str {
        &self.cluster
    }

    /// What the service calls it: `ROOM`, `PEOPLE`. It does not always match the attribute that the id stands in.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Often a UUID, sometimes two with a colon, a number or a word.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    pub(crate) fn encode(&self) -> String {
        BASE64.encode(self.to_string())
    }

    pub(crate) fn decode(id: &str) -> Result<Self, Error> {
        let refused = |why| Error::new("id to decode", why);
        let url_safe = id.trim().replace('+', "-").replace('/', "_");
        let bytes = BASE64
            .decode(url_safe)
            .map_err(|_| refused("it is not base64"))?;
        let text = String::from_utf8(bytes).map_err(|_| refused("it is not text"))?;
        // Some ids of the service end in a newline, inside.
        let parts = text
            .trim_end_matches(char::is_control)
            .strip_prefix(SCHEME)
            .ok_or(refused("it is of another form"))?;
        match parts
            .split_once('/')
            .and_then(|(cluster, rest)| Some((cluster, rest.split_once('/')?)))
        {
            Some((cluster, (kind, key))) => Self::new(cluster, kind, key),
            None => Err(refused("a part of it is missing")),
        }
    }
}

/// As inside the id, before base64.
impl fmt::Display for IdParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SCHEME}{}/{}/{}", self.cluster, self.kind, self.key)
    }
}
