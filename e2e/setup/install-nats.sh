#!/usr/bin/env bash
# Installs nats-server into the tools folder, unless there is one already that is new enough.
set -euo pipefail
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if [ -n "${CATCHMENT_NATS_SERVER:-}" ]; then
  find_nats >/dev/null
  exit
fi

ready() {
  local nats version
  nats=$(find_nats) || return 1
  version=$(nats_version_of "$nats")
  [ "$nats" != "$tools/bin/nats-server" ] || [ "$version" = "$nats_version" ]
}

if ready; then exit 0; fi
lock "$tools"
if ready; then exit 0; fi # another make was faster

new=$tools/bin/.new-$$
rm -rf "$tools"/bin/.new-* # of a run that was interrupted
step "building nats-server $nats_version (first time: about a minute)" "$tools/log/nats-server.log" \
  env -u GOOS -u GOARCH GOBIN="$new" CGO_ENABLED=0 GOWORK=off go install -trimpath "github.com/nats-io/nats-server/v2@v$nats_version"
mv -f "$new/nats-server" "$tools/bin/nats-server"
rmdir "$new"
