#!/usr/bin/env bash
# Installs the NATS command line interface, which `make bench-ingest` compares with, into the tools folder.
set -euo pipefail
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

ready() { [ "$("$tools/bin/nats" --version 2>/dev/null)" = "v$nats_cli_version" ]; }

if ready; then exit 0; fi
go_usable "$nats_cli_go" || fail "Go >= $nats_cli_go is needed to build the NATS command line interface: install Go (go.dev/dl; brew install go)"
lock "$tools"
if ready; then exit 0; fi # another make was faster

new=$tools/bin/.new-cli-$$
rm -rf "$tools"/bin/.new-cli-* # of a run that was interrupted
step "building the NATS command line interface $nats_cli_version (first time: about 2 minutes)" "$tools/log/nats-cli.log" \
  env -u GOOS -u GOARCH GOBIN="$new" CGO_ENABLED=0 GOWORK=off go install -trimpath "github.com/nats-io/natscli/nats@v$nats_cli_version"
mv -f "$new/nats" "$tools/bin/nats"
rmdir "$new"
