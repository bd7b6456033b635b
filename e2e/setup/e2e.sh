#!/usr/bin/env bash
# e2e.sh [--build] [CLASS...]: runs the tests on a real cluster (*E2E), or these of their classes: on that of KUBECONFIG if
# CATCHMENT_TEST_CLUSTER=kubeconfig, else on k3s where a Docker daemon answers, else, as root, on the node of e2e/node on
# this machine. Which one is printed. Where there is none it says so: a failure if CI=true. Without --build the Maven build
# must have been made.
set -euo pipefail
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
build=''
if [ "${1:-}" = --build ]; then build=yes && shift; fi

cluster=$(find_cluster)
if [ "$cluster" = none ]; then
  say "e2e: NOT RUN (needs root or Docker)"
  if [ "${CI:-}" = true ]; then exit 1; fi
  exit 0
fi
say "e2e: on $(describe_cluster "$cluster")"
began=$SECONDS
if [ -n "$build" ]; then
  step "building the tests" "$root/target/log/e2e-build.log" \
    "$setup/with-tools.sh" mvn -B -ntp -pl e2e -am package -DskipTests -Dspotless.check.skip=true
fi

[ -f e2e/target/e2e.classpath ] || fail "the tests are not built: make e2e does it"

reports=$root/e2e/target/failsafe-reports own=$root/e2e/target/e2e-reports
select=(--include-classname='.*E2E')
for class in "$@"; do select+=(--select-class="dev.catchment.e2e.$class"); done
if [ $# -eq 0 ]; then select+=(--scan-class-path="$root/e2e/target/test-classes"); fi
java_home=$("$setup/find-jdk.sh")
tests=("$java_home/bin/java" -XX:+UseParallelGC -Xmx1g --enable-native-access=ALL-UNNAMED
  --sun-misc-unsafe-memory-access=allow "-Dbasedir=$root/e2e"
  -cp "$root/e2e/target/test-classes:$(cat "$root/e2e/target/e2e.classpath")"
  org.junit.platform.console.ConsoleLauncher execute --disable-banner --details=testfeed --disable-ansi-colors
  --fail-if-no-tests "--reports-dir=$own" "${select[@]}")

rm -rf "$own"
export CATCHMENT_TEST_CLUSTER=$cluster PATH=$kubernetes_dir:$tools/bin:$PATH
status=0
if [ "$cluster" = node ]; then
  "$root/e2e/node/cluster.sh" "${tests[@]}" || status=$?
else
  "$setup/build-images.sh"
  "${tests[@]}" || status=$?
fi
# Beside the reports of Failsafe, which summarize_tests.py reads.
if [ -f "$own/TEST-junit-jupiter.xml" ]; then mkdir -p "$reports" && cp "$own/TEST-junit-jupiter.xml" "$reports/TEST-e2e.xml"; fi
say "e2e: ended after $((SECONDS - began)) s"
exit "$status"
