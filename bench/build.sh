# Shared by the scripts of this folder; source it. Builds the benchmarks and sets $classpath.
# shellcheck shell=bash
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../e2e/setup/lib.sh"
cd "$root"

step "building the benchmarks" target/log/bench.log \
  mvn -B -ntp -pl bench -am -Dmaven.test.skip=true -Dspotless.check.skip=true package dependency:build-classpath \
  -Dmdep.outputFile="$root/bench/target/classpath" -Dmdep.includeScope=runtime
# shellcheck disable=SC2034 # for the script that sources this
classpath=bench/target/classes:$(cat bench/target/classpath)
