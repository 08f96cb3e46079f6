//! A tour of the SDK, from a token to calls of your own: `cargo run -p webex-examples --example tour`
//!
//! Read it from top to bottom; each function is a chapter. Whoever comes from the Python SDK finds its introduction here,
//! point by point. It needs no token: an emulator of Webex answers on a loopback port. Where it says `connect()`, your
//! program says `WebexApi::builder()`, and where it asks the emulator for a token, yours has one from
//! <https://developer.webex.com>.

use std::net::Ipv4Addr;

use futures_util::TryStreamExt;
use webex_emulator::{Emulator, Fault};
use webex_sdk::models::{Message, Person, Room, TokenExpiry};
use webex_sdk::oauth::AuthorizeUrl;
use webex_sdk::prelude::*;
use webex_sdk::{BoxError, Proxy, Token, WebexApiBuilder};

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let webex = Emulator::new();
    let server = webex.serve((Ipv4Addr::LOCALHOST, 0)).await?;
    // Another place for Webex: the path up to the version, with or without a slash at the end.
    let connect = || WebexApi::builder().base_url(server.base_url());
    tour(&webex, connect, |line| println!("{line}")).await?;
    server.shutdown().await;
    Ok(())
}

/// All chapters, for any way to the emulator.
pub async fn tour(
    webex: &Emulator,
    connect: impl Fn() -> WebexApiBuilder,
    say: impl Fn(String),
) -> webex_sdk::Result<()> {
    token_from_the_environment(&say);
    let api = connections(webex, &connect, &say).await?;
    oauth(webex, &connect, &say).await?;
    proxy(&say)?;
    let me = calls(&api, &say).await?;
    let room = errors(&api, &me, &say).await?;
    objects(webex, &api, &room, &say).await?;
    lists(&api, &say).await?;
    methods_of_your_own(&api, &room, &say).await
}

/// # Your token
///
/// Keep it in the environment: `export WEBEX_ACCESS_TOKEN=...`. The names that the Python SDK looks for work, too. Without
/// one, making a connection is an error that says what to do.
pub fn token_from_the_environment(say: &impl Fn(String)) {
    match WebexApi::from_env() {
        Ok(api) => say(format!("1. From the environment: {api:?}")),
        Err(error) => say(format!("1. From the environment: {error}")),
    }
}

/// # A connection object
///
/// With a token from wherever you have it: a file, a database. There can be as many connections as you like, and a clone of
/// one is cheap. Nothing is sent before the first call.
async fn connections(
    webex: &Emulator,
    connect: &impl Fn() -> WebexApiBuilder,
    say: &impl Fn(String),
) -> webex_sdk::Result<WebexApi> {
    let (chris, veronica) = (
        webex.add_person("chris@example.com"),
        webex.add_person("veronica@example.com"),
    );
    let chris_api = connect().token(chris.token()).build()?;
    let veronica_api = connect().token(veronica.token()).build()?;
    for api in [&chris_api, &veronica_api] {
        let me = api.people().me().await?;
        say(format!("2. A connection of {}", name(&me)));
    }

    // For a service that acts for many: another token through the same connections.
    let also_veronica = chris_api.with_token(Token::new(veronica.token())?);
    let me = also_veronica.people().me().await?;
    say(format!("   The first, with another token: {}", name(&me)));
    Ok(chris_api)
}

/// # A user who agrees
///
/// An integration sends its user to a page of Webex. The code that the user comes back with is all that a connection needs:
/// it is exchanged at the first call, and the token is renewed before it ends.
async fn oauth(
    webex: &Emulator,
    connect: &impl Fn() -> WebexApiBuilder,
    say: &impl Fn(String),
) -> webex_sdk::Result<()> {
    let app = webex.add_integration("https://bot.example.com/agreed");
    let (client_id, client_secret) = (app.client_id(), app.client_secret());
    let page = AuthorizeUrl::new(client_id, app.redirect_uri())
        .scopes(["spark:people_read"])
        .state("an unguessable text of this session")
        .to_string();
    say(format!("3. Please agree at {page}"));

    let user = webex.add_person("ursula@example.com");
    let code = app.authorize(&user, &["spark:people_read"]); // what a browser comes back with
    let api = connect()
        .oauth_code(client_id, client_secret, code, app.redirect_uri())
        .build()?;
    say(format!("   Thank you, {}", name(&api.people().me().await?)));
    Ok(())
}

/// # A proxy
///
/// Named here, or found in the environment, `HTTPS_PROXY` and its kin, by `from_env()` and `env()`. What goes to Webex goes
/// through a tunnel: the proxy sees its own user and password, and no token. The example `corporate_proxy` sends through one.
fn proxy(say: &impl Fn(String)) -> webex_sdk::Result<()> {
    let proxy = Proxy::all("http://proxy.example.com:3128")?.basic_auth("user", "password");
    say(format!("   Through a proxy: {proxy:?}"));
    WebexApi::builder().token("a-token").proxy(proxy).build()?;
    Ok(())
}

/// # Calls
///
/// They are named as in the API's documentation: `GET /people/me` is `people().me()`. What a call must have are its
/// arguments, what it may have are methods, and `.await` sends it.
async fn calls(api: &WebexApi, say: &impl Fn(String)) -> webex_sdk::Result<Person> {
    let me = api.people().me().await?;
    let same = api.people().get(&me.id).await?;
    say(format!("4. I am {}", name(&same)));
    for email in same.emails.iter().flatten() {
        say(format!("   and have the address {email}"));
    }
    Ok(me)
}

/// # Errors
///
/// Every call gives a `Result`. The error reads as the service put it, with the tracking id that Webex support asks for; to
/// act on it, ask what kind it is.
async fn errors(api: &WebexApi, me: &Person, say: &impl Fn(String)) -> webex_sdk::Result<Room> {
    let room = api.rooms().create("webex-sdk Test Room").await?;
    match api.memberships().create(&room.id, &me.id).await {
        Err(error) if error.is_conflict() => {
            say(format!("5. {error}"));
            let members = api.memberships().list().room_id(&room.id).all().await?;
            if members
                .iter()
                .any(|member| member.person_id.as_ref() == Some(&me.id))
            {
                say("   Doh! I forgot that whoever makes a room is in it.".into());
            }
        }
        other => drop(other?),
    }
    Ok(room)
}

/// # What comes back
///
/// Structs, with a field for each attribute. Which attributes come depends on many things, so all but the id are options.
/// One that this version does not know is in `extra`, under the service's name for it.
async fn objects(
    webex: &Emulator,
    api: &WebexApi,
    room: &Room,
    say: &impl Fn(String),
) -> webex_sdk::Result<()> {
    match &room.team_id {
        Some(team) => say(format!("6. The room is of the team {team}")),
        None => say("6. The room is of no team".into()),
    }

    // The service of tomorrow.
    let answer = r#"{ "id": "Y2lz", "title": "Tomorrow", "isStarred": true }"#;
    webex.faults().next(Fault::body("application/json", answer));
    let room = api.rooms().get(&room.id).await?;
    if let Some(starred) = room.extra.get("isStarred") {
        say(format!("   A new attribute: isStarred is {starred}"));
    }
    // And back: what was not known is not lost.
    let json = serde_json::to_string(&room).map_err(webex_sdk::Error::invalid_input)?;
    say(format!("   As JSON: {json}"));
    Ok(())
}

/// # Lists
///
/// A list is a call that was recorded. It asks for pages as they are needed, and afresh each time it is gone through.
async fn lists(api: &WebexApi, say: &impl Fn(String)) -> webex_sdk::Result<()> {
    // Look for something, and stop where it is: later pages are not asked for.
    let rooms = api.rooms().list();
    let mut stream = rooms.stream();
    while let Some(room) = stream.try_next().await? {
        if title(&room).contains("webex-sdk") {
            say(format!("7. Found the room: {}", title(&room)));
            break;
        }
    }

    // A list keeps what it was asked for, and can be gone through again.
    let direct_rooms = api.rooms().list().room_type(RoomType::Direct);
    let group_rooms = api.rooms().list().room_type(RoomType::Group).page_size(2);
    let (direct, group) = (
        direct_rooms.all().await?.len(),
        group_rooms.all().await?.len(),
    );
    say(format!("   {direct} direct rooms, {group} group rooms"));
    for title in ["Another room", "And another"] {
        api.rooms().create(title).await?;
    }
    let (mut rooms_of_now, mut group) = (group_rooms.stream(), 0);
    while rooms_of_now.try_next().await?.is_some() {
        group += 1;
    }
    say(format!(
        "   The same list again, of two pages now: {group} group rooms"
    ));

    // If you really do want a `Vec`: it stays as it is while you work with it.
    let all: Vec<Room> = rooms.all().await?;
    let one: Vec<Room> = rooms.first(1).await?; // asks for no more pages than that takes
    say(format!(
        "   {} rooms in a vector, {} in another",
        all.len(),
        one.len()
    ));
    Ok(())
}

/// # Methods of your own
///
/// A trait adds methods to the connection object. What they call may be calls of the SDK, or endpoints that it does not have.
async fn methods_of_your_own(
    api: &WebexApi,
    room: &Room,
    say: &impl Fn(String),
) -> webex_sdk::Result<()> {
    let message = api.announce(room, "1.0 is out").await?;
    let text = message.text.unwrap_or_default();
    say(format!("8. Announced: {text}"));
    let known = api.token_expiry().await?.expires.is_some();
    say(format!("   Is it known when my token ends? {known}"));

    // Too little for a method: any path, any JSON.
    let me = api.request(Method::GET, "/people/me").await?;
    say(format!("   By hand: {}", me["displayName"]));
    Ok(())
}

trait Extended {
    async fn announce(&self, room: &Room, what: &str) -> webex_sdk::Result<Message>;
    async fn token_expiry(&self) -> webex_sdk::Result<TokenExpiry>;
}

impl Extended for WebexApi {
    async fn announce(&self, room: &Room, what: &str) -> webex_sdk::Result<Message> {
        let markdown = format!("**{}**: {what}", title(room));
        self.messages().create(&room.id).markdown(markdown).await
    }

    async fn token_expiry(&self) -> webex_sdk::Result<TokenExpiry> {
        self.call(GetTokenExpiry).await // token, retries, errors: as every other call
    }
}

/// `GET /authorizations/tokenExpiry`, as if the SDK did not have it.
struct GetTokenExpiry;

impl Endpoint for GetTokenExpiry {
    type Output = TokenExpiry;

    fn parts(&self) -> Parts {
        Parts::get("/authorizations/tokenExpiry").operation("token_expiry")
    }
}

fn name(person: &Person) -> &str {
    person.display_name.as_deref().unwrap_or("nobody")
}

fn title(room: &Room) -> &str {
    room.title.as_deref().unwrap_or_default()
}
