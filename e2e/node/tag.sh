#!/usr/bin/env bash
# tag.sh IMAGE OTHER: gives an image that the node has another name, as a push of the same content would.
set -euo pipefail
# shellcheck source=e2e/node/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ $# -eq 2 ] || fail "usage: e2e/node/tag.sh IMAGE OTHER"
inside ctr --namespace k8s.io images tag --force "$1" "$2"
