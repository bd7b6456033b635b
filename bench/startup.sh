#!/usr/bin/env bash
# Measures how fast the programs of the images are ready on one core, and what they hold; prints the table for
# bench/README.md. Run it with `make bench-startup`. Arguments: starts of each kind (5), programs (ingest delivery operator).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=e2e/setup/lib.sh
. "$here/../e2e/setup/lib.sh"

command -v taskset >/dev/null || fail "the benchmark holds programs to one core with taskset and needs Linux with util-linux"
[ -n "${CATCHMENT_NATS_SERVER:-}" ] || fail "CATCHMENT_NATS_SERVER is not set: run this with \`make bench-startup\`"
"$setup/build-images.sh"

# shellcheck source=bench/build.sh
. "$here/build.sh"

data=$(mktemp -d bench/target/startup.XXXXXX)
trap 'rm -rf "$data"' EXIT
for program in ingest delivery operator; do python3 "$setup/unpack_image.py" "target/images/$program.tar" "$data/$program"; done
"$JAVA_HOME/bin/java" -Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener -Xmx512m -cp "$classpath" \
  dev.catchment.bench.StartupBench "$data" "$data" "${1:-5}" "${@:2}"
