#!/usr/bin/env bash
# Builds cli/target/catchment.jar and the libraries beside it, if a source is newer than the last build.
set -euo pipefail
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
stamp=target/built

# Folders count too: the one that a source was deleted from is newer.
changed() {
  [ -f cli/target/catchment.jar ] && [ -f "$stamp" ] || return 0
  [ -n "$(find . \( -name target -o -name '.?*' -o -name node_modules -o -name bench -o -name docs -o -path '*/src/test' \) -prune -o \
    \( -path '*/src/*' -o -path './catalog/*' -o -name pom.xml \) -newer "$stamp" -print | head -n 1)" ]
}

if ! changed; then exit 0; fi
lock "$root/target"
if ! changed; then exit 0; fi

touch "$stamp.new" # before the build, so that what is edited during it counts as newer
step "building bin/catchment (first time: a few minutes, to download the libraries)" "$root/target/log/build.log" \
  "$setup/with-tools.sh" mvn -B -ntp -pl cli -am -Dmaven.test.skip=true -Dspotless.check.skip=true package
[ -f cli/target/catchment.jar ] || fail "the Maven build made no cli/target/catchment.jar"
mv -f "$stamp.new" "$stamp"
