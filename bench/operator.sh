#!/usr/bin/env bash
# Measures what the operator takes to look after ten thousand Destinations; prints the table for bench/README.md. Run it with
# `make bench-operator`. Options go to dev.catchment.bench.OperatorBench and stand in bench/README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=e2e/setup/lib.sh
. "$here/../e2e/setup/lib.sh"

[ "$(uname -s)" = Linux ] || fail "the benchmark reads /proc and needs Linux"
[ -n "${CATCHMENT_NATS_SERVER:-}" ] || fail "CATCHMENT_NATS_SERVER is not set: run this with \`make bench-operator\`"

# shellcheck source=bench/build.sh
. "$here/build.sh"

data=$(mktemp -d bench/target/operator.XXXXXX)
trap 'rm -rf "$data"' EXIT
"$JAVA_HOME/bin/java" -Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener -Xmx1g -cp "$classpath" dev.catchment.bench.OperatorBench "$data" "$@"
