#!/usr/bin/env bash
# Installs the SDKs that the tests send with, as their lock files say, into ignored folders.
set -euo pipefail
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

node=$root/e2e/sdk/node

# npm writes this file last, with the times of what it installed.
installed() { [ -f "$node/node_modules/.package-lock.json" ] && [ ! "$node/package-lock.json" -nt "$node/node_modules/.package-lock.json" ]; }

if installed; then exit 0; fi
lock "$tools"
if installed; then exit 0; fi # another make was faster
step "installing the Node SDK for the tests" "$tools/log/node-sdk.log" \
  npm --prefix "$node" ci --ignore-scripts --no-audit --no-fund
touch "$node/node_modules/.package-lock.json"
