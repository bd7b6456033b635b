#!/usr/bin/env bash
# Runs the JMH benchmarks of the codec paths. Run it with `make bench-jmh`. Options go to JMH, such as a part of a
# benchmark's name, or -prof gc.
set -euo pipefail
# shellcheck source=bench/build.sh
. "$(dirname "${BASH_SOURCE[0]}")/build.sh"

"$JAVA_HOME/bin/java" -cp "$classpath" org.openjdk.jmh.Main -rf json -rff bench/target/jmh.json "$@"
