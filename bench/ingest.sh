#!/usr/bin/env bash
# Measures ingest against the floor of this machine; prints the tables for bench/README.md. Run it with `make bench-ingest`,
# or `make bench-ingest-soak`. Options go to dev.catchment.bench.IngestBench and stand in bench/README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=e2e/setup/lib.sh
. "$here/../e2e/setup/lib.sh"

[ "$(uname -s)" = Linux ] || fail "the benchmark reads /proc and needs Linux"
command -v wrk >/dev/null || fail "wrk is missing: it sends the load (apt-get install wrk; or github.com/wg/wrk)"
[ -n "${CATCHMENT_NATS_SERVER:-}" ] || fail "CATCHMENT_NATS_SERVER is not set: run this with \`make bench-ingest\`"

"$setup/install-nats-cli.sh"
export CATCHMENT_NATS_CLI=$tools/bin/nats
# shellcheck source=bench/build.sh
. "$here/build.sh"

data=$(mktemp -d bench/target/ingest.XXXXXX)
trap 'rm -rf "$data"' EXIT
say "load: $(wrk --version 2>&1 | head -n 1 | cut -d' ' -f1-2)"
"$JAVA_HOME/bin/java" -cp "$classpath" dev.catchment.bench.IngestBench "$data" "$@"
