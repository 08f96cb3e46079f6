#!/usr/bin/env bash
# Mutation tests of what decides: paging, gate, retry, auth. Changes the code in one place after another, and wants a test of its
# crate to fail each time. Prints the changes that none noticed, and a verdict: at least 85 % of those that compile are to be
# noticed. Arguments are cargo-mutants' own: `--re Pace::` is the pace alone. Installs cargo-mutants where it is missing.
set -euo pipefail
cd "$(dirname "$0")/../.."

MUTANTS=27.1.0
LEAST=85
# Apart from other builds: what the mutants depend on is compiled once.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}/mutants"
export CARGO_PROFILE_DEV_DEBUG=0 CARGO_TERM_COLOR=never
out="$CARGO_TARGET_DIR/outcomes"

if ! cargo mutants --version 2>/dev/null | grep -qF "$MUTANTS"; then
    cargo install --locked --quiet cargo-mutants --version "$MUTANTS"
fi

rm -rf "${out:?}"
mutate() { # PACKAGE FEATURES FILES..
    local package=$1 features=$2
    shift 2
    mkdir -p "$out/$package"
    local ended=0
    cargo mutants --package "$package" --no-default-features --features "$features" --cargo-arg=--lib \
        "${@/#/--file=crates/$package/src/}" "${arguments[@]}" --output "$out/$package" || ended=$?
    # 2: some were missed; 3: some ran out of time.
    [[ $ended = [023] ]]
}
arguments=("$@")
# Its tests page through millions of records.
CARGO_PROFILE_DEV_OPT_LEVEL=1 mutate webex-pagination tokio {cursor,fetch,flight,follow,origin,repair,uri,visited}.rs {items,link,pages}/'*.rs'
mutate webex-transport '' {gate,retry}/'*.rs' auth/{mod,future,failure}.rs auth/oauth/{state,renewal,refresh}.rs

cd "$out"
printf '\nMissed:\n'
cat ./*/mutants.out/missed.txt
printf '\n'
for outcome in caught timeout missed unviable; do
    sed -E "s|^crates/(.*)/src/(([^:]*)/)?[^/:]*:.*|$outcome \1/\3|" ./*/mutants.out/$outcome.txt
done | awk -v least=$LEAST '
    { places[$2]; of[$2, $1]++; all[$1]++ }
    END {
        for (place in places)
            printf "%-30s %3d caught, %2d ran out of time, %2d missed, %3d do not compile\n", place,
                of[place, "caught"], of[place, "timeout"], of[place, "missed"], of[place, "unviable"]
        noticed = all["caught"] + all["timeout"]
        viable = noticed + all["missed"]
        failed = 100 * noticed < least * viable
        printf "%s: %d of %d noticed (at least %d %%)\n", failed ? "failed" : "passed", noticed, viable, least
        exit failed
    }'
