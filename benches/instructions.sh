#!/usr/bin/env bash
# Instructions that the hot paths take, counted by valgrind: the same on a busy machine as on an idle one. Fails when one
# takes 5 % more than benches/instructions.txt says; `--write` writes that file anew.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v valgrind >/dev/null || { echo "valgrind is not here"; exit 1; }
cargo build --quiet --release --locked -p webex-benches --bin hot
hot="${CARGO_TARGET_DIR:-target}/release/hot"
known=benches/instructions.txt
out=$(mktemp -d)
trap 'rm -r "$out"' EXIT

count() { # PATH COUNT
    valgrind --tool=callgrind --callgrind-out-file="$out/counts" "$hot" "$1" "$2" 2>&1 | sed -n 's/.*Collected : //p'
}

failed=0
new=""
while IFS=: read -r path before; do
    few=100 many=1100
    each=$((($(count "$path" $many) - $(count "$path" $few)) / (many - few)))
    before=${before// /}
    printf '%-12s %9d instructions, %9s before\n' "$path" "$each" "$before"
    new+="$path: $each"$'\n'
    if [ "${1:-}" != --write ] && [ $((each * 100)) -gt $((before * 105)) ]; then
        echo "  more than 5 % up"
        failed=1
    fi
done <"$known"
if [ "${1:-}" = --write ]; then printf '%s' "$new" >"$known"; fi
exit $failed
