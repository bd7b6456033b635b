#!/usr/bin/env bash
# Measures what single POSTs cost with each HTTP client; prints the table for bench/README.md. Run it with
# `make bench-http-clients`. Arguments: seconds of one run (8), rounds that count (5).
set -euo pipefail
# shellcheck source=bench/build.sh
. "$(dirname "${BASH_SOURCE[0]}")/build.sh"

[ "$(uname -s)" = Linux ] || fail "the benchmark reads /proc and needs Linux"
"$JAVA_HOME/bin/java" -cp "$classpath" dev.catchment.bench.HttpClientsBench "${1:-8}" "${2:-5}"
