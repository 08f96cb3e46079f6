"""Every method of the Python SDK that works on the emulator's resources, once and for real.

Called by run.sh with a file that holds what the emulator printed.
"""

import datetime
import hashlib
import hmac
import json
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue

import requests
import webexpythonsdk
from webexpythonsdk.models.cards import AdaptiveCard, Text, TextBlock

lines = open(sys.argv[1]).read().split()
BASE, TOKENS = lines[0] + "/", dict(zip(lines[1::2], lines[2::2]))
CONTROL = BASE.replace("/v1/", "/_emulator/")

admin, user, bot = (webexpythonsdk.WebexAPI(TOKENS[role], base_url=BASE) for role in ("admin", "user", "bot"))


def control(path, **body):
    response = requests.post(CONTROL + path, json=body)
    response.raise_for_status()
    return response.json() if response.content else None


def refused(status, call):
    try:
        call()
    except webexpythonsdk.ApiError as error:
        assert error.status_code == status, error
        assert error.tracking_id.startswith("ROUTER_") and error.message, error
        return error
    raise AssertionError(f"no {status}")


class Receiver(BaseHTTPRequestHandler):
    """Takes webhooks, and serves one file."""

    seen = Queue()

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(b"from afar")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.put((self.headers, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


receiver = HTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=receiver.serve_forever, daemon=True).start()
HOME = f"http://127.0.0.1:{receiver.server_port}"


def people():
    me = admin.people.me()
    assert me.emails == ["admin@example.com"] and me.created
    license = next(item for item in admin.licenses.list() if item.name == "Advanced Messaging")
    assert admin.licenses.get(license.id).name == license.name
    made = [
        admin.people.create(
            emails=[f"test{n}@example.com"], displayName=f"Test {n}", licenses=[license.id], callingData=True, minResponse=False
        )
        for n in range(3)
    ]
    assert admin.people.get(made[0].id) == made[0]
    assert [person.id for person in admin.people.list(email="test1@example.com")] == [made[1].id]
    assert len(list(admin.people.list(displayName="Test", max=1))) == 3
    assert [person.id for person in user.people.list(id=made[2].id)] == [made[2].id]
    whole = dict(made[0].json_data, displayName="Changed")
    assert admin.people.update(whole.pop("id"), **whole).displayName == "Changed"
    refused(403, lambda: user.people.create(emails=["x@example.com"]))
    admin.people.delete(made[2].id)
    refused(404, lambda: admin.people.get(made[2].id))
    role = list(admin.roles.list())[0]
    assert admin.roles.get(role.id) == role
    org = list(admin.organizations.list())[0]
    assert admin.organizations.get(org.id).id == me.orgId
    audit = admin.admin_audit_events.list(me.orgId, "2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z")
    assert list(audit) == []
    return made


def rooms():
    room = user.rooms.create("Lunch", isLocked=False)
    assert user.rooms.get(room.id).title == "Lunch" and room.lastActivity
    assert user.rooms.update(room.id, title="Dinner").title == "Dinner"
    assert user.rooms.get_meeting_info(room.id).roomId == room.id
    others = [user.rooms.create(f"Room {n}") for n in range(3)]
    assert len(list(user.rooms.list(max=1, type="group"))) == 4
    assert [found.id for found in user.rooms.list(sortBy="created")][0] == others[-1].id
    for other in others:
        user.rooms.delete(other.id)
    error = refused(404, lambda: user.rooms.get(others[0].id))
    assert str(error).startswith("[404] Not Found - Could not find a room with provided ID. [Tracking ID: ROUTER_")
    tab = user.room_tabs.create(room.id, "https://menu.example.com", "Menu")
    assert user.room_tabs.get(tab.id) == tab
    assert user.room_tabs.update(tab.id, room.id, "https://menu.example.com", "Prices").displayName == "Prices"
    assert len(list(user.room_tabs.list(room.id))) == 1
    user.room_tabs.delete(tab.id)
    return room


def memberships(room, person):
    member = user.memberships.create(room.id, personEmail=person.emails[0])
    refused(409, lambda: user.memberships.create(room.id, personId=person.id))
    user.memberships.create(room.id, personEmail="bot@webex.bot")
    assert user.memberships.get(member.id) == member
    assert user.memberships.update(member.id, isModerator=True).isModerator
    assert len(list(user.memberships.list(room.id, max=1))) == 3
    assert len(list(user.memberships.list(room.id, personId=person.id))) == 1
    user.memberships.delete(member.id)
    locked = user.rooms.create("Locked", isLocked=True)
    mine = list(user.memberships.list(locked.id, personId=user.people.me().id))
    assert len(mine) == 1 and mine[0].isModerator
    user.memberships.create(locked.id, personId=person.id, isModerator=True)
    assert {membership.roomId for membership in user.memberships.list(max=1)} >= {room.id, locked.id}
    user.rooms.delete(locked.id)


def messages(room):
    direct = user.messages.create(toPersonEmail="admin@example.com", text="psst")
    assert direct.toPersonEmail == "admin@example.com"
    by_id = user.messages.create(toPersonId=admin.people.me().id, markdown="*psst*")
    assert by_id.roomId == direct.roomId and by_id.html == "<p><em>psst</em></p>"
    assert len(list(user.messages.list_direct(personEmail="admin@example.com"))) == 2
    head = user.messages.create(room.id, text="head")
    reply = user.messages.create(room.id, text="reply", parentId=head.id)
    assert [message.id for message in user.messages.list(room.id, parentId=head.id)] == [reply.id]
    assert user.messages.update(head.id, room.id, text="edited").text == "edited"
    mention = user.messages.create(room.id, markdown=f"<@personEmail:bot@webex.bot> soup? <@all>")
    assert mention.mentionedPeople == [bot.people.me().id] and mention.mentionedGroups == ["all"]
    assert [message.id for message in bot.messages.list(room.id, mentionedPeople="me")] == [mention.id]
    refused(403, lambda: list(bot.messages.list(room.id)))
    assert len(list(user.messages.list(room.id, max=1))) == 3
    assert len(list(user.messages.list(room.id, beforeMessage=mention.id, max=50))) == 2
    assert len(list(user.messages.list(room.id, before=str(mention.created)))) == 2
    user.messages.delete(reply.id)
    refused(404, lambda: user.messages.get(reply.id))
    refused(400, lambda: user.messages.create(room.id, text="x" * 7440))


def files(room):
    def content(message):
        response = requests.get(message.files[0], headers={"Authorization": "Bearer " + TOKENS["user"]})
        return response.headers["Content-Disposition"], response.content

    afar = user.messages.create(room.id, text="far", files=[HOME + "/soup.txt"])
    assert content(afar) == ('attachment; filename="soup.txt"', b"from afar")
    with tempfile.NamedTemporaryFile(suffix=".txt") as near:
        near.write(b"from near")
        near.flush()
        sent = user.messages.create(room.id, markdown="*near*", files=[near.name])
    assert content(sent)[1] == b"from near" and sent.html == "<p><em>near</em></p>"


def cards(room):
    card = AdaptiveCard(body=[TextBlock("Lunch?"), Text("choice")])
    message = user.messages.create(room.id, text="card", attachments=[card])
    assert message.attachments[0]["content"]["version"] == "1.3"
    action = user.attachment_actions.create("submit", message.id, {"choice": "soup"})
    assert user.attachment_actions.get(action.id).inputs == {"choice": "soup"}
    # Who sent a card may submit it, in a direct room, too.
    direct = user.messages.create(toPersonEmail="admin@example.com", text="card", attachments=[card])
    assert user.attachment_actions.create("submit", direct.id, {"choice": "none"}).messageId == direct.id


def teams(person):
    team = user.teams.create("Food", description="Meals")
    assert user.teams.get(team.id) == team
    assert user.teams.update(team.id, "Drinks").name == "Drinks"
    member = user.team_memberships.create(team.id, personId=person.id)
    assert user.team_memberships.get(member.id) == member
    assert user.team_memberships.update(member.id, isModerator=True).isModerator
    assert len(list(user.team_memberships.list(team.id, max=1))) == 2
    assert len(list(user.rooms.list(teamId=team.id))) == 1
    user.team_memberships.delete(member.id)
    assert len(list(user.teams.list(max=1))) == 1
    user.teams.delete(team.id)


def webhooks(room):
    webhook = user.webhooks.create("n", HOME, "messages", "created", filter=f"roomId={room.id}", secret="s")
    assert user.webhooks.get(webhook.id) == webhook
    assert user.webhooks.update(webhook.id, name="m", targetUrl=HOME).name == "m"
    message = user.messages.create(room.id, text="told")
    headers, body = Receiver.seen.get(timeout=10)
    assert headers["X-Spark-Signature"] == hmac.new(b"s", body, hashlib.sha1).hexdigest()
    event = webexpythonsdk.WebhookEvent(body.decode())
    assert event.data.id == message.id and event.resource == "messages" and not hasattr(event.data, "text")
    assert len(list(user.webhooks.list(max=1))) == 1
    user.webhooks.delete(webhook.id)


def events():
    everything = list(admin.events.list(max=5))
    assert len(everything) > 5
    assert admin.events.get(everything[0].id) == everything[0]
    mine = admin.events.list(resource="messages", type="created", actorId=user.people.me().id, max=1)
    assert all(event.type == "created" for event in mine)
    joined = list(admin.events.list(resource="memberships")[:5])
    assert len(joined) == 5 and {event.resource for event in joined} == {"memberships"}
    first, last = (pick(everything, key=lambda event: event.created) for pick in (min, max))
    assert first.id in [event.id for event in admin.events.list(_from=str(first.created))]
    assert list(admin.events.list(to=str(last.created))[:3])


def meetings():
    def times(days):  # local ones, without a zone
        begin = datetime.datetime.now() + datetime.timedelta(days=days)
        return {"start": begin.isoformat(timespec="seconds"), "end": (begin + datetime.timedelta(hours=1)).isoformat()}

    meeting = user.meetings.create(title="Shift change", invitees=[{"email": "bot@webex.bot"}], **times(1))
    webinar = user.meetings.create(
        title="Trains", scheduledType="webinar", registration={"autoAcceptRequest": True}, integrationTags=["tag"], **times(2)
    )
    assert meeting.password and meeting.scheduledType == "meeting" and webinar.scheduledType == "webinar"
    assert user.meetings.get(meeting.id) == meeting
    assert {found.id for found in user.meetings.list(max=1)} == {meeting.id, webinar.id}
    assert [found.id for found in user.meetings.list(scheduledType="webinar")] == [webinar.id]
    changed = user.meetings.update(meeting.id, "Late shift", meeting.password, meeting.start, meeting.end)
    assert (changed.title, changed.start, changed.meetingNumber) == ("Late shift", meeting.start, meeting.meetingNumber)
    refused(404, lambda: user.meetings.get("0" * 32))

    invitee = user.meeting_invitees.create(meeting.id, "cy@example.com", displayName="Cy")
    assert user.meeting_invitees.get(invitee.id) == invitee
    assert user.meeting_invitees.update(invitee.id, "cy@example.com", coHost=True).coHost
    assert len(list(user.meeting_invitees.list(meeting.id, max=1))) == 2
    user.meeting_invitees.delete(invitee.id)
    assert [one.email for one in bot.meeting_invitees.list(meeting.id)] == ["bot@webex.bot"]

    def register(where):
        return user.meeting_registrants.create(where.id, firstName="Dora", lastName="Wu", email="dora@example.com", zipCode=3000)

    error = refused(400, lambda: register(meeting))
    assert error.details["errors"][0]["description"] == "Registration is not supported for this meeting series."
    registrant = register(webinar)
    assert registrant.id and registrant.status == "approved"
    assert user.meeting_registrants.get(webinar.id, registrant.id).email == "dora@example.com"
    assert [one.id for one in user.meeting_registrants.list(webinar.id)] == [registrant.id]
    user.meeting_registrants.delete(webinar.id, registrant.id)

    template = list(user.meeting_templates.list(templateType="webinar"))[0]
    assert user.meeting_templates.get(template.id).meeting["scheduledType"] == "webinar"
    user.meetings.delete(meeting.id)
    refused(404, lambda: user.meetings.get(meeting.id))


def recordings():
    recording = control("recordings", email="ana@example.com", topic="Shift change")["id"]
    assert user.recordings.get(recording).topic == "Shift change"
    assert [found.id for found in user.recordings.list(integrationTag="")] == [recording]
    refused(404, lambda: bot.recordings.get(recording))


def tokens():
    app = control("integrations", redirectUri="http://localhost/back")
    code = control("authorize", clientId=app["clientId"], email="ana@example.com")["code"]
    given = user.access_tokens.get(app["clientId"], app["clientSecret"], code, "http://localhost/back")
    assert webexpythonsdk.WebexAPI(given.access_token, base_url=BASE).people.me() == user.people.me()
    again = user.access_tokens.refresh(app["clientId"], app["clientSecret"], given.refresh_token)
    assert again.expires_in == 1209600 and again.access_token != given.access_token
    issuer = control("guest-issuers")
    exp = str(int(time.time()) + 60)
    guest = user.guest_issuer.create("sub", "Guest", issuer["id"], exp, issuer["secret"])
    assert webexpythonsdk.WebexAPI(guest.token, base_url=BASE).people.me().displayName == "Guest"


def trouble():
    control("faults", kind="status", status=429, retryAfter="1")
    start = time.time()
    user.people.me()
    assert time.time() - start >= 1, "the SDK waits for Retry-After"
    control("faults", kind="status", status=503)
    refused(503, user.people.me)
    refused(401, webexpythonsdk.WebexAPI("nobody", base_url=BASE).people.me)
    control("links", maxNull=True)
    assert len(list(admin.people.list(max=2))) > 2, "the SDK repairs max=null"
    control("links")


made = people()
room = rooms()
memberships(room, made[0])
messages(room)
files(room)
cards(room)
teams(made[1])
webhooks(room)
events()
meetings()
recordings()
tokens()
trouble()
print(f"webexpythonsdk {webexpythonsdk.__version__}: all well")
