"""The Python SDK at the same work: python.py JOB ADDRESS, prints one line of JSON."""

import json
import resource
import sys
import time

from webexpythonsdk import WebexAPI

job, address = sys.argv[1:]
api = WebexAPI(access_token="token", base_url=f"http://{address}/v1/")


def calls(count):
    for _ in range(count):
        api.people.me()


def listed(room, page):
    return sum(1 for _ in api.messages.list(roomId=room, max=page))


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


LISTS = {
    "list-1000": ("known-100000-0", 1000),
    "list-100": ("known-100000-0", 100),
    "list-1000-unknown": ("unknown-100000-0", 1000),
    "list-100-unknown": ("unknown-100000-0", 100),
}
if job == "in-turn":
    calls(50)
    start, before, units = time.monotonic(), cpu(), 1000
    calls(units)
elif job in LISTS:
    start, before, units = time.monotonic(), cpu(), 100_000
    assert listed(*LISTS[job]) == units
elif job == "prefetch":
    start, before, units = time.monotonic(), cpu(), 1
    for at, _ in enumerate(api.messages.list(roomId="known-1000-50", max=100), 1):
        if at % 100 == 0:
            time.sleep(0.05)
else:
    sys.exit(0)
print(
    json.dumps(
        {
            "wall": time.monotonic() - start,
            "cpu": (cpu() - before) * 1e6 / units,
            "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "allocations": None,
        }
    )
)
