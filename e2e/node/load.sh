#!/usr/bin/env bash
# load.sh IMAGE.tar...: gives images to the node, which pods then use by name with imagePullPolicy IfNotPresent.
set -euo pipefail
# shellcheck source=e2e/node/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ $# -gt 0 ] || fail "usage: e2e/node/load.sh IMAGE.tar..."
for image; do
  [ -r "$image" ] || fail "there is no image $image: make images writes them"
  start=$EPOCHREALTIME
  names=$(inside ctr -n k8s.io images import --snapshotter "$(cat "$state/snapshotter")" - <"$image") || fail "$image cannot be loaded: is it a tar as docker save writes?"
  say "  $(sed -n 's/^unpacking \([^ ]*\).*/\1/p' <<<"$names" | tr '\n' ' ')$(seconds_since "$start") s"
done
