#!/usr/bin/env bash
# Runs the tests on a real cluster (*E2E): that of KUBECONFIG if CATCHMENT_TEST_CLUSTER=kubeconfig, else k3s where a
# Docker daemon answers, else, as root, the node of e2e/node on this machine. Which one is printed. Where there is none
# it says so: a failure if CI=true. The Maven build must have been made.
# Usage: e2e.sh [CLASS...]: only these test classes
set -euo pipefail
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

cluster=$(find_cluster)
if [ "$cluster" = none ]; then
  say "e2e: NOT RUN (needs root or Docker)"
  if [ "${CI:-}" = true ]; then exit 1; fi
  exit 0
fi
say "e2e: on $(describe_cluster "$cluster")"
"$setup/build-images.sh"

reports=$root/e2e/target/failsafe-reports
select=(--include-classname='.*E2E')
for class in "$@"; do select=(--include-classname=".*\\.$class"); done
java_home=$("$setup/find-jdk.sh")
tests=("$java_home/bin/java" -XX:+UseParallelGC -Xmx1g --enable-native-access=ALL-UNNAMED
  --sun-misc-unsafe-memory-access=allow "-Dbasedir=$root/e2e"
  -cp "$root/e2e/target/test-classes:$(cat "$root/e2e/target/e2e.classpath")"
  org.junit.platform.console.ConsoleLauncher execute --disable-banner --details=tree --disable-ansi-colors
  --fail-if-no-tests "--reports-dir=$reports/e2e" --scan-class-path="$root/e2e/target/test-classes" "${select[@]}")

rm -rf "$reports/e2e"
export CATCHMENT_TEST_CLUSTER=$cluster PATH=$tools/bin:$kubernetes_dir:$PATH
status=0
if [ "$cluster" = node ]; then
  trap '"$root/e2e/node/down.sh"' EXIT
  "$root/e2e/node/up.sh"
  "$root/e2e/node/load.sh" "$root"/target/images/*.tar
  "$root/e2e/node/in-cluster" "${tests[@]}" || status=$?
else
  "${tests[@]}" || status=$?
fi
# Beside the reports of Failsafe, under a name of its own.
if [ -f "$reports/e2e/TEST-junit-jupiter.xml" ]; then mv "$reports/e2e/TEST-junit-jupiter.xml" "$reports/TEST-e2e.xml"; fi
exit $status
