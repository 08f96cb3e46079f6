//! Mending next links that lose what the first request asked for.

use http::{Uri, uri::PathAndQuery};

/// Parameters that say where in the list a page begins. One of the first request is not put back: the service may
/// have moved to another way of counting, and would begin again.
const POSITIONS: [&str; 6] = ["after", "cursor", "next", "offset", "page", "start"];

/// The link's URI with its query mended by that of the first request; the path and every other parameter stay byte
/// for byte as the link has them.
///
/// - `name=null`, where the first request did not say so, becomes the first request's pair, or goes.
/// - A parameter of the first request whose name the link lacks is put back, spelled as it was sent.
pub(crate) fn mend(link: &Uri, first_query: Option<&str>) -> Option<Uri> {
    let sent: Vec<&str> = pairs(first_query).collect();
    let (lost, mut mended): (Vec<&str>, Vec<&str>) =
        pairs(link.query()).partition(|pair| pair.ends_with("=null") && !sent.contains(pair));

    let has_name =
        |pairs: &[&str], pair: &str| pairs.iter().any(|other| name(other).eq(name(pair)));
    let is_position = |pair: &str| {
        POSITIONS
            .iter()
            .any(|position| name(position).eq(name(pair)))
    };
    let put_back: Vec<&str> = sent
        .into_iter()
        .filter(|pair| !has_name(&mended, pair) && (has_name(&lost, pair) || !is_position(pair)))
        .collect();
    if lost.is_empty() && put_back.is_empty() {
        return Some(link.clone());
    }

    mended.extend(put_back);
    let question = if mended.is_empty() { "" } else { "?" };
    let target = format!("{}{question}{}", link.path(), mended.join("&"));
    let mut parts = link.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(target).ok()?);
    Uri::from_parts(parts).ok()
}

fn pairs(query: Option<&str>) -> impl Iterator<Item = &str> {
    query
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty())
}

/// The decoded bytes of a pair's name.
fn name(pair: &str) -> impl Iterator<Item = u8> {
    let mut rest = pair.split('=').next().unwrap_or_default().as_bytes();
    std::iter::from_fn(move || {
        let (&first, after) = rest.split_first()?;
        let (byte, after) = match (first, after) {
            (b'%', [high, low, after @ ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => (high << 4 | low, after),
                _ => (first, rest.get(1..)?),
            },
            (b'+', after) => (b' ', after),
            (byte, after) => (byte, after),
        };
        rest = after;
        Some(byte)
    })
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::mend;

    fn mended(link: &str, first: &str) -> String {
        let link = format!("https://api.example/v1/messages?{link}")
            .parse()
            .unwrap();
        let uri = mend(&link, Some(first)).unwrap();
        assert_eq!(uri.path(), "/v1/messages");
        uri.query().unwrap_or_default().to_owned()
    }

    #[test]
    fn null_takes_back_what_was_asked() {
        assert_eq!(
            mended("roomId=R&max=null&beforeMessage=M", "roomId=R&max=50"),
            "roomId=R&beforeMessage=M&max=50"
        );
        assert_eq!(mended("max=null&cursor=C", ""), "cursor=C");
        assert_eq!(mended("offset=null", "offset=0"), "offset=0");
        assert_eq!(mended("max=null", ""), "");
        assert_eq!(
            mended("title=null&c=2", "title=null"),
            "title=null&c=2",
            "the caller asked for null"
        );
    }

    /// D-60
    #[test]
    fn dropped_filters_come_back_encoded_once() {
        assert_eq!(
            mended(
                "cursor=2",
                "email=first.last%2Bbot%40example.com&title=a%20b+c"
            ),
            "cursor=2&email=first.last%2Bbot%40example.com&title=a%20b+c"
        );
        assert_eq!(
            mended("roomId=R&beforeMessage=M", "roomId=R&mentionedPeople=me"),
            "roomId=R&beforeMessage=M&mentionedPeople=me"
        );
    }

    #[test]
    fn nothing_that_the_link_carries_is_overwritten() {
        assert_eq!(
            mended("beforeMessage=M2&max=20", "beforeMessage=M1&max=50"),
            "beforeMessage=M2&max=20"
        );
        assert_eq!(
            mended("room%49d=A&c=2", "roomId=B"),
            "room%49d=A&c=2",
            "names are compared decoded"
        );
        assert_eq!(mended("a%20b=1", "a+b=2"), "a%20b=1");
        assert_eq!(mended("before&c=2", "before=yesterday"), "before&c=2");
    }

    #[test]
    fn valueless_and_repeated_parameters_survive() {
        let link = "displayName=Ada&max=10&before&after=Y2lz&id=1&id=2&max=10&&x=%zz";
        assert_eq!(mended(link, "displayName=Ada"), link);
        assert_eq!(mended("c=2", "id=1&id=2&flag"), "c=2&id=1&id=2&flag");
    }

    #[test]
    fn a_position_that_the_link_has_left_does_not_come_back() {
        assert_eq!(mended("cursor=C", "offset=0&max=10"), "cursor=C&max=10");
    }
}
