#!/usr/bin/env python3
"""Checks that every crate compiles with every combination of its features.

    python3 tests/features/powerset.py [CRATE ..]
"""

import itertools
import json
import subprocess
import sys


def main(wanted):
    metadata = subprocess.run(["cargo", "metadata", "--no-deps", "--format-version=1"], check=True, capture_output=True)
    failed = []
    for package in json.loads(metadata.stdout)["packages"]:
        name = package["name"]
        if package["publish"] == [] or (wanted and name not in wanted):
            continue
        features = sorted(name for name in package["features"] if name != "default" and not name.startswith("_"))
        chosen = (c for size in range(len(features) + 1) for c in itertools.combinations(features, size))
        for combination in map(",".join, chosen):
            print(f"{name} [{combination}]", flush=True)
            check = ["cargo", "check", "--quiet", "--locked", "--lib", "-p", name, "--no-default-features", "--features", combination]
            if subprocess.run(check).returncode:
                failed.append(f"{name} [{combination}]")
    for combination in failed:
        print("does not compile:", combination, file=sys.stderr)
    return 1 if failed else 0


sys.exit(main(sys.argv[1:]))
