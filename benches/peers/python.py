"""The Python SDK at the same work: python.py WORK ORIGIN FOLDER, prints one line of JSON, or none for what it has not."""

import json
import os
import sys
import time

work, origin, folder = sys.argv[1:]
# As a company's own authority is trusted by what is built on `requests`.
os.environ["REQUESTS_CA_BUNDLE"] = f"{folder}/ca.pem"

from webexpythonsdk import WebexAPI

api = WebexAPI(access_token="token", base_url=f"{origin}/v1/")


def calls(count):
    for _ in range(count):
        api.people.me()


def listed(room, page, items, pause):
    count = 0
    for count, _ in enumerate(api.messages.list(roomId=room, max=page), 1):
        if pause and count % page == 0:
            time.sleep(pause / 1000)
    assert count == items


def upload():
    api.messages.create(roomId="room", files=[f"{folder}/source.bin"])


def memory(name):
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith(name))
    return int(line.split()[1]) / 1024


# What goes before, what is measured, and how many units that is.
match json.loads(work):
    case {"Calls": {"at_once": 1}}:
        before, measured, units = lambda: calls(50), lambda: calls(1000), 1000
    case {"List": how}:
        before, measured, units = lambda: None, lambda: listed(**how), how["items"]
    case {"Upload": {"from": "Disk"}}:
        before, measured, units = upload, upload, 1
    case _:
        sys.exit(0)

before()
peak = memory("VmHWM")
with open("/proc/self/clear_refs", "w") as forget:
    forget.write("5")
idle, start, cpu = memory("VmRSS"), time.monotonic(), time.process_time()
measured()
cpu, wall, later = time.process_time() - cpu, time.monotonic() - start, memory("VmHWM")
print(
    json.dumps(
        {
            "wall": wall,
            "cpu": cpu * 1e6 / units,
            "peak": max(peak, later),
            "over_idle": max(later - idle, 0),
            "allocations": None,
        }
    )
)
