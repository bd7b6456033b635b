#!/usr/bin/env bash
# Measures delivery against the floor of this machine; prints the tables for bench/README.md. Run it with
# `make bench-delivery`. Options go to dev.catchment.bench.DeliveryBench and stand in bench/README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=e2e/setup/lib.sh
. "$here/../e2e/setup/lib.sh"

[ "$(uname -s)" = Linux ] || fail "the benchmark reads /proc and needs Linux"
command -v wrk >/dev/null || fail "wrk is missing: it sends the load (apt-get install wrk; or github.com/wg/wrk)"
[ -n "${CATCHMENT_NATS_SERVER:-}" ] || fail "CATCHMENT_NATS_SERVER is not set: run this with \`make bench-delivery\`"

# shellcheck source=bench/build.sh
. "$here/build.sh"

data=$(mktemp -d bench/target/delivery.XXXXXX)
trap 'rm -rf "$data"' EXIT
"$JAVA_HOME/bin/java" -Xmx512m -cp "$classpath" dev.catchment.bench.DeliveryBench "$data" "$@"
