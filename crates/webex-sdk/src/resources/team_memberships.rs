//! Team memberships: who is in which team.
//!
//! ```no_run
//! # use webex_sdk::models::TeamId;
//! # use webex_sdk::prelude::*;
//! # async fn demo(api: WebexApi, team: TeamId) -> webex_sdk::Result<()> {
//! api.team_memberships().create(&team, Email::new("ana@example.com")?).is_moderator(true).await?;
//! # Ok(()) }
//! ```

use webex_models::{TeamId, TeamMembership, TeamMembershipId};

use super::PersonRef;

resource! {
    /// The calls for team memberships: [`WebexApi::team_memberships`](crate::WebexApi::team_memberships).
    TeamMemberships {
        /// Adds a person, by id or e-mail address, to a team: [`CreateTeamMembership`].
        create(team: TeamId, person: PersonRef) -> Call<CreateTeamMembership> {
            /// api.team_memberships().create(&team, Email::new("ana@example.com")?).await?;
        }
        /// One membership: [`GetTeamMembership`].
        get(membership: TeamMembershipId) -> Call<GetTeamMembership> {
            /// let membership = api.team_memberships().get(&membership).await?;
        }
        /// The members of a team: [`ListTeamMemberships`].
        list(team: TeamId) -> List<ListTeamMemberships> {
            /// let members = api.team_memberships().list(&team).all().await?;
        }
        /// Makes a member a moderator, or no more: [`UpdateTeamMembership`].
        update(membership: TeamMembershipId, is_moderator: bool) -> Call<UpdateTeamMembership> {
            /// api.team_memberships().update(&membership, true).await?;
        }
        /// Removes a person from a team: [`DeleteTeamMembership`].
        delete(membership: TeamMembershipId) -> Call<DeleteTeamMembership> {
            /// api.team_memberships().delete(&membership).await?;
        }
    }
}

endpoint! {
    /// `POST /team/memberships`
    CreateTeamMembership in Call {
        /// The team.
        #[serde(rename = "teamId")]
        team: TeamId,
        /// Who is added.
        #[serde(flatten)]
        person: PersonRef,
        ;
        /// Whether they are a moderator.
        is_moderator: bool,
    }
}
sends!(CreateTeamMembership => TeamMembership, "team_memberships.create", post "/team/memberships", json);

endpoint! {
    /// `GET /team/memberships/{membershipId}`
    GetTeamMembership in Call {
        /// The membership.
        membership: TeamMembershipId,
    }
}
sends!(GetTeamMembership => TeamMembership, "team_memberships.get", get "/team/memberships/{}", id(membership));

endpoint! {
    /// `GET /team/memberships`
    ListTeamMemberships in List {
        /// The team.
        team: TeamId,
    }
}
lists!(ListTeamMemberships => TeamMembership, "team_memberships.list", "/team/memberships", required("teamId" = team));

endpoint! {
    /// `PUT /team/memberships/{membershipId}`
    UpdateTeamMembership in Call {
        /// The membership.
        #[serde(skip)]
        membership: TeamMembershipId,
        /// Whether they are a moderator.
        is_moderator: bool,
    }
}
sends!(UpdateTeamMembership => TeamMembership, "team_memberships.update", put "/team/memberships/{}", id(membership), json);

endpoint! {
    /// `DELETE /team/memberships/{membershipId}`
    DeleteTeamMembership in Call {
        /// The membership.
        membership: TeamMembershipId,
    }
}
sends!(DeleteTeamMembership => (), "team_memberships.delete", delete "/team/memberships/{}", id(membership));
