//! A name that a stranger gave, made one that names a file in a folder and nothing else.

/// Bytes of a name, on all file systems in use.
const LONGEST: usize = 255;

/// What a file is called that has no name to speak of.
const NEUTRAL: &str = "file";

/// The last component of what is perhaps a path, of any system. A name that is none, or means more to some system than a
/// file of that name, becomes a neutral one.
pub(super) fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    // What is cut off may be all that it was more than a device by.
    let last = shortened(trimmed(last));
    let last = trimmed(&last);
    if last.is_empty() || last.contains(is_unfit) || is_device(last) {
        return neutral(last);
    }
    last.to_owned()
}

/// Windows drops dots and spaces at the end.
fn trimmed(name: &str) -> &str {
    name.trim_start()
        .trim_end_matches(|letter: char| letter == '.' || letter.is_whitespace())
}

fn is_unfit(letter: char) -> bool {
    letter.is_control()
        // A colon is a drive to Windows, or a stream of another file.
        || matches!(letter, '<' | '>' | ':' | '"' | '|' | '?' | '*')
        // Makes `gnp.exe` read as `exe.png`.
        || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// With the extension, where that is one.
fn neutral(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((_, extension))
            if (1..=16).contains(&extension.len())
                && extension.bytes().all(|byte| byte.is_ascii_alphanumeric()) =>
        {
            format!("{NEUTRAL}.{extension}")
        }
        _ => NEUTRAL.to_owned(),
    }
}

/// Windows' names of devices, with and without an extension.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let stem = stem.to_ascii_uppercase();
    let numbered = stem.strip_prefix("COM").or(stem.strip_prefix("LPT"));
    matches!(
        &*stem,
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" | "CLOCK$"
    ) || numbered.is_some_and(|number| {
        matches!(
            number,
            "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"
        )
    })
}

/// Cut before its extension.
fn shortened(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let extension = name.rfind('.').and_then(|at| name.get(at..));
    let extension = extension
        .filter(|extension| extension.len() <= 32)
        .unwrap_or_default();
    let mut end = LONGEST - extension.len();
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    [name.get(..end).unwrap_or_default(), extension].concat()
}

#[cfg(test)]
mod tests {
    use std::path::{Component, Path};

    use proptest::prelude::*;

    use super::*;

    /// I4, D-69: forty hostile names, and what becomes of them.
    pub(crate) const HOSTILE: &[(&str, &str)] = &[
        ("../../.ssh/authorized_keys", "authorized_keys"),
        ("..", "file"),
        (".", "file"),
        ("", "file"),
        ("...", "file"),
        (" ", "file"),
        (". .", "file"),
        ("/", "file"),
        ("a/", "file"),
        ("a/..", "file"),
        ("/etc/passwd", "passwd"),
        ("//server/share/x.txt", "x.txt"),
        ("C:\\x\\y.txt", "y.txt"),
        ("C:y.txt", "file.txt"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("\\\\?\\C:\\x", "x"),
        ("a\\../b", "b"),
        ("y.txt:stream", "file"),
        ("y.txt::$DATA", "file"),
        ("CON", "file"),
        ("con.txt", "file.txt"),
        ("Con .txt", "file.txt"),
        ("PRN", "file"),
        ("AUX.h", "file.h"),
        ("nul", "file"),
        ("NUL.tar.gz", "file.gz"),
        ("COM1", "file"),
        ("com9.log", "file.log"),
        ("COM\u{b9}", "file"),
        ("LPT1", "file"),
        ("lpt0.txt", "file.txt"),
        ("CONIN$", "file"),
        ("a\0b.txt", "file.txt"),
        ("a\nb.txt", "file.txt"),
        ("a\r\nX-Injected: 1", "file"),
        ("\u{1b}[31mred.txt", "file.txt"),
        ("a\u{7f}.txt", "file.txt"),
        ("a\u{85}.txt", "file.txt"),
        ("photo\u{202e}gnp.exe", "file.exe"),
        ("what?.txt", "file.txt"),
        ("a|b.txt", "file.txt"),
        ("*.*", "file"),
        ("<a>.html", "file.html"),
        ("name. . .", "name"),
        ("name ", "name"),
        ("name\u{3000}.", "name"),
    ];

    #[test]
    fn hostile_names_name_a_file_in_the_folder_or_nothing() {
        assert!(HOSTILE.len() >= 40);
        for (name, expected) in HOSTILE {
            assert_eq!(safe_name(name), *expected, "{name:?}");
        }
    }

    #[test]
    fn usual_names_stay() {
        for name in [
            "a b.pdf",
            "résumé.pdf",
            ".bashrc",
            "a..b",
            "console.txt",
            "COM10",
            "100%.txt",
            "日本.png",
        ] {
            assert_eq!(safe_name(name), name);
        }
    }

    #[test]
    fn a_long_name_is_cut_before_its_extension() {
        let name = safe_name(&format!("{}.pdf", "é".repeat(300)));
        assert!(
            name.len() <= 255 && name.len() > 250 && name.ends_with("é.pdf"),
            "{name}"
        );
        assert!(safe_name(&"x".repeat(9000)).len() <= 255);
        assert!(safe_name(&format!("a.{}", "x".repeat(9000))).len() <= 255);
    }

    #[test]
    fn what_is_left_of_a_long_name_is_as_safe() {
        let long = |begin: &str, middle: &str, end: &str| {
            safe_name(&format!("{begin}{}{end}", middle.repeat(300)))
        };
        assert_eq!(long("CON", " ", "x"), "file");
        assert_eq!(long("CON", " ", "x.txt"), "file.txt");
        assert_eq!(long("a", " .", &"x".repeat(40)), "a");
        assert_eq!(long("", ".", &"x".repeat(40)), "file");
    }

    proptest! {
        #[test]
        fn every_name_is_one_component(name in any::<String>()) {
            let safe = safe_name(&name);
            let path = Path::new("folder").join(&safe);
            let parts: Vec<_> = path.components().collect();
            prop_assert_eq!(parts.len(), 2);
            prop_assert!(matches!(parts[1], Component::Normal(part) if part == &*safe));
            prop_assert!(safe.len() <= LONGEST && !safe.contains(is_unfit));
            prop_assert_eq!(safe_name(&safe), safe);
        }
    }
}
