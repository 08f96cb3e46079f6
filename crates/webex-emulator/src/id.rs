//! Ids as the service writes them: base64 of `ciscospark://us/<KIND>/<key>`.

use std::fmt;

use base64::{
    Engine,
    alphabet::URL_SAFE,
    engine::{
        DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::URL_SAFE_NO_PAD,
    },
};

/// Reads what clients send: with or without padding, stray bits allowed, as seen in the service's own samples.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

/// The middle part of an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Application,
    AttachmentAction,
    Content,
    Event,
    License,
    Membership,
    Message,
    Organization,
    People,
    Role,
    Room,
    Tab,
    Team,
    TeamMembership,
    Webhook,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Application => "APPLICATION",
            Self::AttachmentAction => "ATTACHMENT_ACTION",
            Self::Content => "CONTENT",
            Self::Event => "EVENT",
            Self::License => "LICENSE",
            Self::Membership => "MEMBERSHIP",
            Self::Message => "MESSAGE",
            Self::Organization => "ORGANIZATION",
            Self::People => "PEOPLE",
            Self::Role => "ROLE",
            Self::Room => "ROOM",
            Self::Tab => "TABS",
            Self::Team => "TEAM",
            Self::TeamMembership => "TEAM_MEMBERSHIP",
            Self::Webhook => "WEBHOOK",
        }
    }

    pub(crate) fn id(self, key: impl fmt::Display) -> String {
        encode(self.name(), key)
    }

    /// The key inside an id of this kind, or a bare UUID. An id of another kind names nothing: [`Key::NOBODY`].
    pub(crate) fn key(self, id: &str) -> Option<Key> {
        if let Some(key) = Key::parse(id) {
            return Some(key);
        }
        let (kind, key) = split(id)?;
        // A file's id ends in its number: `<uuid>/0`.
        let key = key.split('/').next().unwrap_or_default();
        if kind == self.name() {
            Key::parse(key)
        } else {
            Some(Key::NOBODY)
        }
    }

    /// As [`Kind::key`], for ids that join two keys with a colon.
    pub(crate) fn pair(self, id: &str) -> Option<(Key, Key)> {
        let (kind, key) = split(id)?;
        if kind != self.name() {
            return Some((Key::NOBODY, Key::NOBODY));
        }
        let (first, second) = key.split_once(':')?;
        Some((Key::parse(first)?, Key::parse(second)?))
    }
}

/// The id of a record whose kind no handler asks for.
pub(crate) fn encode(kind: &str, key: impl fmt::Display) -> String {
    URL_SAFE_NO_PAD.encode(format!("ciscospark://us/{kind}/{key}"))
}

/// Kind and key of an encoded id.
fn split(id: &str) -> Option<(String, String)> {
    let id = id
        .trim()
        .trim_end_matches('=')
        .replace('+', "-")
        .replace('/', "_");
    let uri = String::from_utf8(LENIENT.decode(id).ok()?).ok()?;
    let (_cluster, rest) = uri.trim().strip_prefix("ciscospark://")?.split_once('/')?;
    let (kind, key) = rest.split_once('/')?;
    Some((kind.to_owned(), key.to_owned()))
}

/// A UUID, the key of nearly every record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key(u128);

impl Key {
    /// No record has it.
    pub(crate) const NOBODY: Self = Self(0);

    /// A version 4 UUID.
    pub(crate) fn random(random: &mut fastrand::Rng) -> Self {
        let bits = random.u128(..) & !(0xf << 76) & !(0x3 << 62);
        Self(bits | (0x4 << 76) | (0x2 << 62))
    }

    pub(crate) fn parse(uuid: &str) -> Option<Self> {
        let dashes = uuid.len() == 36
            && uuid.bytes().enumerate().all(|(at, byte)| {
                if matches!(at, 8 | 13 | 18 | 23) {
                    byte == b'-'
                } else {
                    byte.is_ascii_hexdigit()
                }
            });
        dashes
            .then(|| {
                u128::from_str_radix(&uuid.replace('-', ""), 16)
                    .ok()
                    .map(Self)
            })
            .flatten()
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (high, low) = ((self.0 >> 64) as u64, self.0 as u64);
        let (time, mid, version) = (high >> 32, (high >> 16) & 0xffff, high & 0xffff);
        write!(
            f,
            "{time:08x}-{mid:04x}-{version:04x}-{:04x}-{:012x}",
            low >> 48,
            low & 0xffff_ffff_ffff
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UUID: &str = "61b245b2-b79a-4a60-8c4f-aef6d294b6a7";
    const ROOM: &str =
        "Y2lzY29zcGFyazovL3VzL1JPT00vNjFiMjQ1YjItYjc5YS00YTYwLThjNGYtYWVmNmQyOTRiNmE3";

    #[test]
    fn encodes_the_service_s_form() {
        let key = Key::parse(UUID).unwrap();
        assert_eq!(Kind::Room.id(key), ROOM);
        assert_eq!(key.to_string(), UUID);
    }

    #[test]
    fn reads_ids_and_bare_uuids_leniently() {
        let key = Key::parse(UUID);
        for id in [
            ROOM,
            UUID,
            &UUID.to_uppercase(),
            &format!("{ROOM}=="),
            &format!(" {ROOM}\n"),
        ] {
            assert_eq!(Kind::Room.key(id), key, "{id}");
        }
    }

    #[test]
    fn an_id_of_another_kind_names_nothing() {
        assert_eq!(Kind::People.key(ROOM), Some(Key::NOBODY));
    }

    #[test]
    fn refuses_what_is_no_id() {
        for id in [
            "",
            "..",
            "hello",
            "é",
            "Y2lzY29zcGFyazovL3Vz",
            "61b245b2-b79a-4a60-8c4f-aef6d294b6a",
            "++++",
        ] {
            assert_eq!(Kind::Room.key(id), None, "{id}");
        }
    }

    #[test]
    fn joins_and_splits_pairs() {
        let (a, b) = (
            Key::parse(UUID).unwrap(),
            Key::random(&mut fastrand::Rng::with_seed(1)),
        );
        assert_eq!(
            Kind::Membership.pair(&Kind::Membership.id(format_args!("{a}:{b}"))),
            Some((a, b))
        );
    }

    #[test]
    fn random_keys_are_version_4() {
        let key = Key::random(&mut fastrand::Rng::with_seed(7)).to_string();
        assert_eq!((key.as_bytes()[14], key.len()), (b'4', 36));
        assert!(matches!(key.as_bytes()[19], b'8' | b'9' | b'a' | b'b'));
    }
}
