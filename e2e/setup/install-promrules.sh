#!/usr/bin/env bash
# Builds promrules/, which checks the chart's alerts as Prometheus does when it loads them, into the tools folder.
set -euo pipefail
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if promrules_installed; then exit 0; fi
lock "$tools"
if promrules_installed; then exit 0; fi # another make was faster

new=$tools/bin/.promrules.new
mkdir -p "$tools/bin"
rm -f "$tools/bin/.promrules-built-from"
step "building promrules for the tests (first time: about 40 seconds)" "$tools/log/promrules.log" \
  env -u GOOS -u GOARCH CGO_ENABLED=0 GOWORK=off \
  go -C "$setup/promrules" build -mod=readonly -buildvcs=false -trimpath -ldflags "-s -w" -o "$new" .
mv -f "$new" "$tools/bin/promrules"
promrules_stamp >"$tools/bin/.promrules-built-from"
