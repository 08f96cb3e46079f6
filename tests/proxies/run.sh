#!/usr/bin/env bash
# Runs the tests through proxies that others wrote. Installs them where it can: on Debian and its like, as root. What is
# not there is skipped, and said so.
set -euo pipefail
cd "$(dirname "$0")/../.."

missing=()
for program in squid tinyproxy microsocks; do
    PATH="$PATH:/usr/sbin" command -v "$program" >/dev/null || missing+=("$program")
done
if [ ${#missing[@]} -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    # A daemon of its own is not wanted.
    DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install --yes --no-install-recommends "${missing[@]}" >/dev/null 2>&1 ||
        echo "could not install ${missing[*]}"
fi
cargo test --locked -p webex-tests --test stack -- real_proxies --nocapture
