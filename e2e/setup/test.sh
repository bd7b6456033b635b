#!/usr/bin/env bash
# Runs every test and ends with what ran. A tier that ran nothing, or a skipped test, fails.
set -euo pipefail
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
cluster=$(find_cluster)
tiers=Test,IT
if [ "$cluster" != none ]; then tiers=$tiers,E2E; fi
tiers=${CATCHMENT_TEST_TIERS:-$tiers}

lock "$root/target"
# What an earlier run left must not be counted.
find . \( -name .git -o -name .tools -o -name .venv -o -name node_modules \) -prune -o -type d \
  \( -name surefire-reports -o -name failsafe-reports -o -name setup-reports \) -path '*/target/*' -prune -exec rm -rf {} +

nats=$(find_nats)
say "JDK: $("$setup/find-jdk.sh")"
say "nats-server: $(nats_version_of "$nats") ($nats)"
say "Kubernetes: $kubernetes_version ($kubernetes_dir)"

setup_status=0 maven_status=0 e2e_status=0
"$setup/test-setup.sh" 9>&- || setup_status=$?
say "running the Maven build and its tests; all of its output is in target/log/test.log"
"$setup/with-tools.sh" mvn -B -ntp --fail-at-end verify -Dfuzz.skip=false 2>&1 9>&- |
  python3 "$setup/follow_maven.py" target/log/test.log || maven_status=$?
unlock "$root/target" # the images are built under the same lock
# Whatever the tests before it say: what is wrong on a real cluster is to be known, too.
case ,$tiers, in *,E2E,*) "$setup/e2e.sh" 9>&- || e2e_status=$? ;; esac
status=0
python3 "$setup/summarize_tests.py" --tiers "$tiers" --build-status "$((setup_status + maven_status + e2e_status))" || status=$?
if [ "$cluster" = none ]; then "$setup/e2e.sh" || status=$?; fi
exit "$status"
