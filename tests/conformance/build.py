#!/usr/bin/env python3
"""Builds endpoints.txt from the official OpenAPI descriptions of Webex.

    python3 tests/conformance/build.py FOLDER > tests/conformance/endpoints.txt

FOLDER holds webex-admin.json, webex-device.json, webex-meeting.json and webex-messaging.json of
https://github.com/webex/webex-openapi-specs (CC BY 4.0, Cisco Systems / Webex), folder public-spec. Names alone are taken:
one line for each operation, with its method, its path, the names of its query parameters, of its body's members, and of its
headers.
"""

import json
import pathlib
import re
import sys

# Which operations, and of which file: where a path is in several, the one named here is used. A path stands for all below
# it, too, unless it ends in `$`.
FAMILIES = {
    "webex-messaging.json": [
        "/attachment/actions", "/memberships", "/messages", "/room/linkedFolders", "/room/tabs", "/rooms", "/team/memberships",
        "/teams",
    ],
    "webex-admin.json": [
        "/adminAudit", "/admin/securityAudit", "/applications/{applicationId}/token", "/authorizations", "/classifications",
        "/events", "/guests", "/hybrid", "/licenses", "/organizations", "/people", "/report", "/reports", "/resourceGroup",
        "/resourceGroups", "/roles",
    ],
    "webex-meeting.json": [
        "/admin/recordings", "/meetingInvitees", "/meetings$", "/meetings/{meetingId}$", "/meetings/{meetingId}/registrants$",
        "/meetings/{meetingId}/registrants/{registrantId}$", "/meetings/templates", "/recordings", "/webhooks",
    ],
    "webex-device.json": ["/devices$", "/devices/{deviceId}$", "/workspaces$", "/workspaces/{workspaceId}$"],
}


def covered(path, family):
    return path == family.removesuffix("$") or path.startswith(family + "/")


def resolve(spec, node):
    while isinstance(node, dict) and "$ref" in node:
        target = spec
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def members(spec, schema):
    schema = resolve(spec, schema or {})
    names = set(schema.get("properties", {}))
    for part in ("allOf", "oneOf", "anyOf"):
        for sub in schema.get(part, []):
            names |= members(spec, sub)
    return names


def main(folder):
    for file, families in FAMILIES.items():
        spec = json.loads((pathlib.Path(folder) / file).read_text())
        for path, item in sorted(spec["paths"].items()):
            path_name = path.removeprefix("/v1")
            if not any(covered(path_name, f) for f in families):
                continue
            shared = item.get("parameters", [])
            for method in ("get", "post", "put", "patch", "delete"):
                if method not in item:
                    continue
                operation = item[method]
                parameters = [resolve(spec, p) for p in shared + operation.get("parameters", [])]
                query, headers = ({p["name"] for p in parameters if p["in"] == place} for place in ("query", "header"))
                content = resolve(spec, operation.get("requestBody", {})).get("content", {})
                body = set()
                for media in content.values():
                    body |= members(spec, media.get("schema"))
                route = re.sub(r"\{[^}]*\}", "{}", path_name)
                line = f"{method.upper()} {route} ? {' '.join(sorted(query))} : {' '.join(sorted(body))}"
                print((line + (f" ! {' '.join(sorted(headers))}" if headers else "")).rstrip())


main(sys.argv[1])
