//! Guests of a guest issuer: a signed login instead of a token.

use webex_sdk::Token;
use webex_sdk::models::Timestamp;

use crate::support::World;

#[tokio::test]
async fn a_signed_login_gives_a_guest() -> webex_sdk::Result<()> {
    let world = World::new();
    let issuer = world.webex.add_guest_issuer();
    let (api, _server) = world.over_tcp().await;
    let login = |secret: &str, expires: &str| {
        let expires: Timestamp = expires.parse().unwrap();
        api.guest_issuer()
            .create("visitor 7", "Dora", issuer.id(), expires, secret)
    };
    let guest = login(issuer.secret(), "2130-01-01T00:00:00Z").await?;
    assert!(guest.expires_in > Some(0));
    let request = world.webex.requests().pop().unwrap();
    assert_eq!(
        (request.path.as_str(), request.body.len()),
        ("/v1/jwt/login", 0)
    );
    let token = Token::new(guest.token.unwrap().expose())?;
    let me = api.with_token(token).people().me().await?;
    assert_eq!(me.display_name.as_deref(), Some("Dora"));

    for refused in [
        login(issuer.secret(), "2001-01-01T00:00:00Z"),
        login("c29tZXRoaW5nIGVsc2U=", "2130-01-01T00:00:00Z"),
    ] {
        let error = refused.await.unwrap_err();
        assert_eq!(
            error.status(),
            Some(http::StatusCode::UNAUTHORIZED),
            "{error}"
        );
    }
    Ok(())
}
