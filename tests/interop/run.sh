#!/bin/sh
# Drives the emulator with the Python SDK. Skips, with a message, where Python or the package is not to be had.
set -eu
cd "$(dirname "$0")/../.."

python=${PYTHON:-python3}
target=${CARGO_TARGET_DIR:-target}
venv=$target/interop-venv

if ! "$python" -c 'import venv' 2>/dev/null; then
    echo "skipped: no $python with venv" >&2
    exit 0
fi
if ! "$venv/bin/python" -c 'import webexpythonsdk' 2>/dev/null; then
    "$python" -m venv "$venv"
    if ! "$venv/bin/pip" install --quiet webexpythonsdk==2.0.6; then
        echo "skipped: webexpythonsdk cannot be installed" >&2
        exit 0
    fi
fi

cargo build --quiet -p webex-emulator
output=$(mktemp)
"$target/debug/webex-emulator" --control >"$output" &
emulator=$!
trap 'kill "$emulator"; rm -f "$output"' EXIT

tries=0
until grep -q '^bot ' "$output"; do
    tries=$((tries + 1))
    if [ "$tries" -gt 100 ]; then
        echo "the emulator did not start" >&2
        exit 1
    fi
    sleep 0.1
done
"$venv/bin/python" tests/interop/python_sdk.py "$output"
