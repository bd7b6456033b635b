#!/usr/bin/env bash
# Measures ingest against the floor of this machine; prints the tables for bench/README.md. Run it with `make bench-ingest`,
# or `make bench-ingest-soak`. Options go to dev.catchment.bench.IngestBench and stand in bench/README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=e2e/setup/lib.sh
. "$here/../e2e/setup/lib.sh"
cd "$root"

[ "$(uname -s)" = Linux ] || fail "the benchmark reads /proc and needs Linux"
command -v wrk >/dev/null || fail "wrk is missing: it sends the load (apt-get install wrk; or github.com/wg/wrk)"
[ -n "${CATCHMENT_NATS_SERVER:-}" ] || fail "CATCHMENT_NATS_SERVER is not set: run this with \`make bench-ingest\`"

"$setup/install-nats-cli.sh"
export CATCHMENT_NATS_CLI=$tools/bin/nats

libraries=bench/target/classpath
step "building the benchmark" target/log/bench.log \
  mvn -B -ntp -pl bench -am -Dmaven.test.skip=true -Dspotless.check.skip=true package dependency:build-classpath \
  -Dmdep.outputFile="$root/bench/target/classpath" -Dmdep.includeScope=runtime

data=$(mktemp -d bench/target/ingest.XXXXXX)
trap 'rm -rf "$data"' EXIT
say "load: $(wrk --version 2>&1 | head -n 1 | cut -d' ' -f1-2)"
"$JAVA_HOME/bin/java" -cp "bench/target/classes:$(cat "$libraries")" dev.catchment.bench.IngestBench "$data" "$@"
