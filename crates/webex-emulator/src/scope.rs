//! What an app's token must be allowed to do, by path and verb.

use http::Method;

/// Families with the names their scopes bear. What is not here needs no scope: a guess.
const FAMILIES: &[(&str, &str)] = &[
    ("/attachment/actions", "messages"),
    ("/contents", "messages"),
    ("/memberships", "memberships"),
    ("/messages", "messages"),
    ("/people", "people"),
    ("/room/tabs", "rooms"),
    ("/rooms", "rooms"),
    ("/team/memberships", "team_memberships"),
    ("/teams", "teams"),
];

/// As above, for the scopes that begin with `meeting:`.
const MEETINGS: &[(&str, &str)] = &[
    ("/admin/recordings", "recordings"),
    ("/meetingInvitees", "schedules"),
    ("/meetings", "schedules"),
    ("/recordings", "recordings"),
];

/// Whether any of the scopes opens the path.
pub(crate) fn allows(scopes: &[String], method: &Method, path: &str) -> bool {
    let verb = if method.is_safe() { "read" } else { "write" };
    let has = |wanted: &str| scopes.iter().any(|scope| scope == wanted);
    if path.starts_with("/guests") {
        return has(&format!("guest-issuer:{verb}"));
    }
    let meeting = MEETINGS.iter().find(|(prefix, _)| path.starts_with(prefix));
    if let Some((_, name)) = meeting {
        return has(&format!("meeting:{name}_{verb}"))
            || has(&format!("meeting:admin_{name}_{verb}"));
    }
    FAMILIES
        .iter()
        .find(|(prefix, _)| path.starts_with(prefix))
        .is_none_or(|(_, name)| {
            has("spark:all")
                || has(&format!("spark:{name}_{verb}"))
                || has(&format!("spark-admin:{name}_{verb}"))
                || has(&format!("spark-compliance:{name}_{verb}"))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_opens_its_family_for_its_verb() {
        let scopes = |text: &str| vec![text.to_owned()];
        assert!(allows(&scopes("spark:all"), &Method::POST, "/rooms"));
        assert!(allows(
            &scopes("spark:rooms_read"),
            &Method::GET,
            "/rooms/x"
        ));
        assert!(!allows(
            &scopes("spark:rooms_read"),
            &Method::DELETE,
            "/rooms/x"
        ));
        assert!(!allows(
            &scopes("spark:rooms_write"),
            &Method::GET,
            "/memberships"
        ));
        assert!(allows(
            &scopes("spark-admin:people_read"),
            &Method::GET,
            "/people"
        ));
        assert!(allows(
            &scopes("meeting:schedules_read"),
            &Method::GET,
            "/meetings/x/registrants"
        ));
        assert!(!allows(&scopes("spark:all"), &Method::GET, "/recordings"));
        assert!(allows(&[], &Method::GET, "/authorizations/tokenExpiry"));
    }
}
