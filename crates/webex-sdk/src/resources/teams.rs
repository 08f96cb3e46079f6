//! Teams: groups of people with rooms of their own.
//!
//! ```no_run
//! # use webex_sdk::prelude::*;
//! # async fn demo(api: WebexApi) -> webex_sdk::Result<()> {
//! let team = api.teams().create("Release engineering").await?;
//! let room = api.rooms().create("On call").team_id(&team.id).await?;
//! # Ok(()) }
//! ```

use webex_models::{Team, TeamId};

resource! {
    /// The calls for teams: [`WebexApi::teams`](crate::WebexApi::teams).
    Teams {
        /// A new team, with the caller as its moderator: [`CreateTeam`].
        create(name: String) -> Call<CreateTeam> {
            /// let team = api.teams().create("Trains").description("Those who ship").await?;
        }
        /// One team: [`GetTeam`].
        get(team: TeamId) -> Call<GetTeam> {
            /// let team = api.teams().get(&team).await?;
        }
        /// The teams that the caller is in: [`ListTeams`].
        list() -> List<ListTeams> {
            /// let teams = api.teams().list().all().await?;
        }
        /// Renames a team: [`UpdateTeam`].
        update(team: TeamId, name: String) -> Call<UpdateTeam> {
            /// api.teams().update(&team, "Trains and ships").await?;
        }
        /// Deletes a team: [`DeleteTeam`].
        delete(team: TeamId) -> Call<DeleteTeam> {
            /// api.teams().delete(&team).await?;
        }
    }
}

endpoint! {
    /// `POST /teams`
    CreateTeam in Call {
        /// What it is called.
        name: String,
        ;
        /// What it is for.
        description: String,
    }
}
sends!(CreateTeam => Team, "teams.create", post "/teams", json);

endpoint! {
    /// `GET /teams/{teamId}`
    GetTeam in Call {
        /// The team.
        team: TeamId,
    }
}
sends!(GetTeam => Team, "teams.get", get "/teams/{}", id(team));

endpoint! {
    /// `GET /teams`
    ListTeams in List {}
}
lists!(ListTeams => Team, "teams.list", "/teams");

endpoint! {
    /// `PUT /teams/{teamId}`
    UpdateTeam in Call {
        /// The team.
        #[serde(skip)]
        team: TeamId,
        /// What it is called from now on.
        name: String,
        ;
        /// What it is for.
        description: String,
    }
}
sends!(UpdateTeam => Team, "teams.update", put "/teams/{}", id(team), json);

endpoint! {
    /// `DELETE /teams/{teamId}`
    DeleteTeam in Call {
        /// The team.
        team: TeamId,
    }
}
sends!(DeleteTeam => (), "teams.delete", delete "/teams/{}", id(team));
