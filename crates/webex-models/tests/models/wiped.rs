//! S3: a secret is overwritten when it is dropped. What is looked at is the memory it stood in.

use std::fs::File;
use std::os::unix::fs::FileExt;

use webex_models::Secret;

/// Large enough that what the allocator writes into free memory is little of it, small enough to stay mapped.
const TEXT: &str = "SENTINEL-7f3a-";
const TIMES: usize = 300;

/// How often the text is found where the value was, after it was dropped.
fn left_of<T>(make: impl Fn() -> T, at: impl Fn(&T) -> *const u8) -> usize {
    let memory = File::open("/proc/self/mem").unwrap();
    let mut found = vec![0; TEXT.len() * TIMES];
    let value = make();
    let address = at(&value) as u64;
    drop(value);
    memory.read_exact_at(&mut found, address).unwrap();
    found
        .windows(TEXT.len())
        .filter(|window| *window == TEXT.as_bytes())
        .count()
}

#[test]
fn a_secret_leaves_nothing_behind() {
    let text = || TEXT.repeat(TIMES).into_boxed_str();
    let plain = left_of(text, |text| text.as_ptr());
    assert!(
        plain > TIMES / 2,
        "a text that nobody wipes would be found: {plain}"
    );
    let of_secret = |secret: &Secret| secret.expose().as_ptr();
    assert_eq!(left_of(|| Secret::from(String::from(text())), of_secret), 0);
    assert_eq!(left_of(|| Secret::from(&*text()).clone(), of_secret), 0);
}
