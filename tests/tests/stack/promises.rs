//! What `docs/promises.md` says of tests: that they are there, and which promise has none. And that the bugs that comments
//! name are listed.

use std::fs;
use std::path::Path;

const PAGE: &str = include_str!("../../../docs/promises.md");

const PROMISES: [(&str, u32); 9] = [
    ("R", 11),
    ("L", 7),
    ("G", 8),
    ("A", 7),
    ("T", 9),
    ("I", 6),
    ("S", 4),
    ("W", 5),
    ("C", 7),
];

/// Id, and the cell that says where it is shown.
fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    PAGE.lines().filter_map(|line| {
        let cells: Vec<_> = line.strip_prefix("| ")?.split(" | ").collect();
        let &[id, _, shown, _] = &*cells else {
            panic!("four cells: {line}");
        };
        (id != "id").then_some((id, shown))
    })
}

fn code(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// A test that runs whenever the tests do, with the attributes above it.
fn is_test(name: &str, source: &str) -> bool {
    let Some((before, _)) = source.split_once(&format!("fn {name}(")) else {
        return false;
    };
    let above = before.rsplit("\n\n").next().unwrap_or_default();
    (above.contains("#[test]") || above.contains("#[tokio::test")) && !above.contains("#[ignore")
}

/// Tests, and then the file that they are in; or a file alone.
#[test]
fn what_is_said_to_show_a_promise_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for (id, shown) in rows() {
        let (mut tests, mut names_it) = (Vec::new(), false);
        for code in code(shown) {
            if !code.contains('/') {
                tests.push(code);
                continue;
            }
            let source = fs::read_to_string(root.join(code));
            let source = source.unwrap_or_else(|error| panic!("{id}, {code}: {error}"));
            for test in tests.drain(..) {
                assert!(is_test(test, &source), "{id}: no test {test} in {code}");
            }
            let mut words = source.split(|c: char| !c.is_alphanumeric());
            names_it |= words.any(|word| word == id);
        }
        assert!(tests.is_empty(), "{id}: {tests:?} of no file");
        let is_known = PROMISES.iter().any(|(area, _)| id.starts_with(area));
        assert!(names_it || !is_known, "{id}: no file that is named says so");
    }
}

#[test]
fn each_promise_is_made_once_or_said_to_be_none() {
    let (_, not_promised) = PAGE.split_once("\n## Not promised\n").unwrap();
    for (area, count) in PROMISES {
        for number in 1..=count {
            let id = format!("{area}{number}");
            let made = rows().filter(|(of, _)| *of == id).count();
            let not = not_promised.matches(&format!("\n- {id}: ")).count();
            assert_eq!(made + not, 1, "{id}");
        }
    }
}

/// A test in a page would be compiled to nothing.
#[test]
fn the_test_in_the_page_on_tests_is_one() {
    let dense = |text: &str| text.split_whitespace().collect::<String>();
    let page = dense(include_str!("../../../docs/testing.md"));
    assert!(page.contains(&dense(include_str!("testing_page.rs"))));
}

#[test]
fn each_bug_that_a_comment_names_is_listed() {
    let list = include_str!("../../../docs/cases.md");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut folders: Vec<_> = ["crates", "tests", "benches", "examples"]
        .map(|folder| root.join(folder))
        .into();
    let mut named = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = fs::read_to_string(&path).unwrap();
                for id in source.split("D-").skip(1).filter_map(|rest| rest.get(..2)) {
                    if id.bytes().all(|byte| byte.is_ascii_digit()) {
                        named += 1;
                        assert!(list.contains(&format!("\n| D-{id} | ")), "{id}: {path:?}");
                    }
                }
            }
        }
    }
    assert!(named > 100, "{named}");
}
