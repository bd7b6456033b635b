#!/usr/bin/env bash
# Builds kstatus/, which says of objects what kubectl wait, Argo CD and Flux take their state to be, into the tools folder.
set -euo pipefail
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if kstatus_installed; then exit 0; fi
lock "$tools"
if kstatus_installed; then exit 0; fi # another make was faster

new=$tools/bin/.kstatus.new
mkdir -p "$tools/bin"
rm -f "$tools/bin/.kstatus-built-from"
step "building kstatus for the tests (first time: about 20 seconds)" "$tools/log/kstatus.log" \
  env -u GOOS -u GOARCH CGO_ENABLED=0 GOWORK=off \
  go -C "$setup/kstatus" build -mod=readonly -buildvcs=false -trimpath -ldflags "-s -w" -o "$new" .
mv -f "$new" "$tools/bin/kstatus"
kstatus_stamp >"$tools/bin/.kstatus-built-from"
