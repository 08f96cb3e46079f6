//! Teams: people who have a set of rooms in common.

use crate::model::model;
use crate::{Email, OrganizationId, PersonId, TeamId, TeamMembershipId, Timestamp};

model! {
    /// People who have a set of rooms in common.
    pub struct Team(
        /// Identifies the team.
        id: TeamId,
    ) {
        /// What it is called.
        name: Option<String>,
        /// What it is for.
        description: Option<String>,
        /// Who made it. Seen in practice.
        creator_id: Option<PersonId>,
        /// When it was made.
        created: Option<Timestamp>,
    }
}

model! {
    /// That a person is in a team.
    pub struct TeamMembership(
        /// Identifies the membership.
        id: TeamMembershipId,
    ) {
        /// The team.
        team_id: Option<TeamId>,
        /// The person.
        person_id: Option<PersonId>,
        /// The person's address.
        person_email: Option<Email>,
        /// The person's name as shown.
        person_display_name: Option<String>,
        /// The person's organization.
        person_org_id: Option<OrganizationId>,
        /// Whether the person moderates the team.
        is_moderator: Option<bool>,
        /// When the person came in.
        created: Option<Timestamp>,
    }
}
