//! The resources without rules of their own, and where their records are.

use serde_json::{Map, Value};

use crate::{
    clock::iso,
    id::{Kind, encode},
    page::Paging,
    world::{Table, World},
};

/// One of these resources.
#[derive(Debug)]
pub(crate) struct Shelf {
    pub(crate) path: &'static str,
    /// Of its ids.
    kind: &'static str,
    /// What a record gets that does not bring it.
    defaults: &'static [&'static str],
    /// How it comes in pages, where it does.
    pub(super) paging: Option<Paging>,
    /// Parameters for times, compared with `created`; and whether they must be there.
    pub(super) times: Option<(&'static str, &'static str, bool)>,
}

const START: Paging = Paging {
    cursor: "start",
    ..Paging::STANDARD
};

#[rustfmt::skip]
pub(crate) const SHELVES: &[Shelf] = &[
    Shelf { path: "/admin/securityAudit/events", kind: "EVENT", defaults: &["created"], paging: Some(Paging::STANDARD), times: Some(("startTime", "endTime", true)) },
    Shelf { path: "/authorizations", kind: "AUTHORIZATION", defaults: &["created"], paging: None, times: None },
    Shelf { path: "/classifications", kind: "CLASSIFICATION", defaults: &["orgId"], paging: None, times: None },
    Shelf { path: "/devices", kind: "DEVICE", defaults: &["orgId", "created"], paging: Some(START), times: None },
    Shelf { path: "/hybrid/clusters", kind: "HYBRID_CLUSTER", defaults: &["orgId"], paging: None, times: None },
    Shelf { path: "/hybrid/connectors", kind: "HYBRID_CONNECTOR", defaults: &["orgId", "created"], paging: None, times: None },
    Shelf { path: "/report/templates", kind: "", defaults: &[], paging: None, times: None },
    Shelf { path: "/reports", kind: "REPORT", defaults: &["created"], paging: None, times: Some(("from", "to", false)) },
    Shelf { path: "/resourceGroup/memberships", kind: "RESOURCE_GROUP_MEMBERSHIP", defaults: &["personOrgId"], paging: Some(Paging::STANDARD), times: None },
    Shelf { path: "/resourceGroups", kind: "RESOURCE_GROUP", defaults: &["orgId"], paging: None, times: None },
    Shelf { path: "/room/linkedFolders", kind: "LINKED_FOLDER", defaults: &["created"], paging: None, times: None },
    Shelf { path: "/workspaces", kind: "PLACE", defaults: &["orgId", "created"], paging: Some(START), times: None },
];

impl Shelf {
    pub(crate) fn at(path: &str) -> Option<&'static Self> {
        let holds = |shelf: &&Self| {
            let rest = path.strip_prefix(shelf.path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        SHELVES.iter().find(holds)
    }

    pub(super) fn records<'a>(
        &self,
        world: &'a mut World,
    ) -> &'a mut Table<String, Map<String, Value>> {
        world.shelves.entry(self.path).or_default()
    }

    /// Puts a record there and gives its id.
    pub(crate) fn put(&self, world: &mut World, mut record: Map<String, Value>) -> String {
        let given = ["id", "Id"].into_iter().find_map(|name| record.get(name));
        let id = match given {
            Some(Value::String(id)) => id.clone(),
            Some(other) => other.to_string(),
            None => {
                let id = encode(self.kind, world.new_key());
                record.insert("id".into(), id.clone().into());
                id
            }
        };
        for &name in self.defaults {
            let value = match name {
                "created" => iso(world.now()),
                _ => Kind::Organization.id(world.org),
            };
            record.entry(name).or_insert_with(|| value.into());
        }
        self.records(world).insert(id.clone(), record);
        id
    }
}
