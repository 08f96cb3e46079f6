//! JSON names from Rust names, while compiling: `room_id` becomes `roomId`.

/// Length of the JSON name.
pub(crate) const fn camel_len(snake: &str) -> usize {
    let mut rest = snake.as_bytes();
    let mut len = 0;
    while let [byte, tail @ ..] = rest {
        if *byte != b'_' {
            len += 1;
        }
        rest = tail;
    }
    len
}

/// The bytes of the JSON name.
#[allow(clippy::indexing_slicing, reason = "runs in the compiler alone")]
pub(crate) const fn camel<const N: usize>(snake: &str) -> [u8; N] {
    let mut out = [0; N];
    let (mut rest, mut at, mut upper) = (snake.as_bytes(), 0, false);
    while let [byte, tail @ ..] = rest {
        if *byte == b'_' {
            upper = true;
        } else {
            out[at] = if upper {
                byte.to_ascii_uppercase()
            } else {
                *byte
            };
            at += 1;
            upper = false;
        }
        rest = tail;
    }
    out
}

/// The JSON name of a field: the one given, or the field's own in camel case.
macro_rules! json_name {
    ($field:ident = $json:literal) => {
        $json
    };
    ($field:ident) => {{
        const SNAKE: &str = stringify!($field);
        const CAMEL: [u8; $crate::names::camel_len(SNAKE)] = $crate::names::camel(SNAKE);
        match std::str::from_utf8(&CAMEL) {
            Ok(name) => name,
            Err(_) => SNAKE,
        }
    }};
}
pub(crate) use json_name;

#[cfg(test)]
mod tests {
    #[test]
    fn follows_the_rule_unless_told_otherwise() {
        const RULE: &str = json_name!(is_announcement_only);
        const GIVEN: &str = json_name!(room_type = "type");
        assert_eq!((RULE, GIVEN), ("isAnnouncementOnly", "type"));
    }
}
