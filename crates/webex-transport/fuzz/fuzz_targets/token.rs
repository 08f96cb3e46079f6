//! I2, D-40, D-41: a token goes out once with its scheme and without anything that could end a header, or not at all.
#![no_main]

use libfuzzer_sys::fuzz_target;
use webex_transport::Token;

fuzz_target!(|text: &str| match Token::new(text) {
    Ok(token) => {
        assert!(token.header().is_sensitive());
        let sent = token.header().to_str().unwrap();
        let bare = sent.strip_prefix("Bearer ").unwrap();
        assert!(!bare.is_empty());
        assert!(bare.bytes().all(|byte| byte.is_ascii_graphic()));
        assert!(text.contains(bare));
        assert_eq!(Token::new(sent).unwrap().header(), token.header());
        assert_eq!(format!("{token:?}"), "Token(..)");
    }
    Err(_) => {
        let error = Token::new(format!("SENTINEL {text}x")).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("SENTINEL"));
    }
});
