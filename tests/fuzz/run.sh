#!/usr/bin/env bash
# Fuzzes every target of every crate, one after the other, and prints what came of each. Needs a nightly compiler; installs
# cargo-fuzz where it is missing.
#
#   tests/fuzz/run.sh [SECONDS [TARGET..]]    600 seconds for each target, and all of them, unless told otherwise
#
# A crash fails it. So does an input that takes more than a second, here and again when it is run alone: a machine may be
# busy with something else. What fails stays in the crate's fuzz/artifacts. FUZZ_FLAGS are more flags for libFuzzer.
set -euo pipefail
cd "$(dirname "$0")/../.."

limit=${1:-600}
wanted=" ${*:2} "
# Some targets write files.
[ ! -d /dev/shm ] || export TMPDIR=/dev/shm
build=$(realpath -m "${CARGO_TARGET_DIR:-target}")/fuzz
log=$(mktemp)
trap 'rm -f "$log"' EXIT

if ! cargo +nightly --version >/dev/null 2>&1; then
    echo "fuzzing needs a nightly compiler: rustup toolchain install nightly" >&2
    exit 2
fi
cargo fuzz --version >/dev/null 2>&1 || cargo install --locked --quiet cargo-fuzz

# `build` or `run`, and its arguments; what it says goes to the log.
fuzz() { cargo +nightly fuzz "$1" --target-dir "$build" "${@:2}" >"$log" 2>&1; }

# What a target left since the mark.
artifacts() { find "fuzz/artifacts/$1" -type f -newer "$2" 2>/dev/null || true; }

# Which of it are faults.
faults() {
    local artifact
    for artifact in $(artifacts "$1" "$2"); do
        case $artifact in
        */slow-unit-* | */timeout-*) fuzz run "$1" "$artifact" -- -timeout=1 || echo "crates/$crate/$artifact" ;;
        *) echo "crates/$crate/$artifact" ;;
        esac
    done
}

run() {
    local name=$1 corpus="fuzz/corpus/$1" began mark inputs runs took found code=0
    local flags=(-max_total_time="$limit" -report_slow_units=1 -timeout=60 -rss_limit_mb=1024 -print_final_stats=1)
    mkdir -p "$corpus"
    inputs=("$corpus")
    [ ! -d "fuzz/seeds/$name" ] || inputs+=("fuzz/seeds/$name")
    [ ! -f "fuzz/$name.dict" ] || flags+=(-dict="fuzz/$name.dict")
    mark=$(mktemp)
    # Before the clock starts; what does not build does not run either.
    fuzz build "$name" || true
    began=$SECONDS
    # shellcheck disable=SC2086
    fuzz run "$name" "${inputs[@]}" -- "${flags[@]}" ${FUZZ_FLAGS:-} || code=$?
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    took=$((SECONDS - began))
    if [ -z "$runs" ]; then
        tail -n 20 "$log"
        found="it did not run"
    else
        grep -A 3 "panicked at" "$log" || true
        found=$(faults "$name" "$mark")
        [ "$code" = 0 ] || [ -n "$(artifacts "$name" "$mark")" ] || found="it ended with $code"
    fi
    rm -f "$mark"
    printf '%-18s %-16s %11s runs %5d s  %5d inputs kept  %s\n' "$crate" "$name" "${runs:-0}" "$took" \
        "$(find "$corpus" -type f | wc -l)" "${found:-ok}"
    [ -z "$found" ]
}

targets=0 failed=0
for folder in crates/*/fuzz; do
    crate=$(basename "$(dirname "$folder")")
    pushd "crates/$crate" >/dev/null
    for name in $(cargo +nightly fuzz list); do
        [[ $wanted = "  " || $wanted = *" $name "* ]] || continue
        targets=$((targets + 1))
        run "$name" || failed=$((failed + 1))
    done
    popd >/dev/null
done
echo "$targets targets, $failed failed"
[ "$targets" -gt 0 ] && [ "$failed" = 0 ]
