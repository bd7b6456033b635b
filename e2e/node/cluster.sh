#!/usr/bin/env bash
# cluster.sh [COMMAND...]: brings a node up with the images of this working tree, runs the command in its network, and takes the
# node down again, however the command ends. Without one the node stays until Ctrl-C.
set -euo pipefail
# shellcheck source=e2e/node/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

claim
"$setup/build-images.sh" 8>&-
# Ctrl-C reaches the command too; the node goes after it.
asked_to_stop=''
trap 'asked_to_stop=yes; [ -z "${waiting:-}" ] || kill -TERM "$waiting" 2>/dev/null || true' INT TERM HUP
# shellcheck disable=SC2317 # called by the trap
take_down() {
  local status=$1
  trap '' INT TERM HUP
  if "$node/down.sh"; then say "the node is gone; its logs are in target/log/node"; else status=1; fi
  exit "$status"
}
trap 'take_down $?' EXIT

"$node/up.sh"
for image in "$root"/target/images/*.tar; do
  if [ -e "$image" ]; then "$node/load.sh" "$image"; fi
done
if [ -n "$asked_to_stop" ]; then exit 130; fi

if [ $# -gt 0 ]; then
  status=0
  "$node/in-cluster" "$@" 8>&- || status=$?
  exit "$status"
fi

say "
In another terminal (Ctrl-C here takes the node down):
  e2e/node/try.sh                 installs Catchment and a hub on it, and says how to send the first event
  e2e/node/in-cluster kubectl get nodes
  e2e/node/in-cluster helm list -A
  e2e/node/in-cluster bash        a shell that reaches pods, Services and their names"
sleep infinity 8>&- &
waiting=$!
wait "$waiting" || true
if [ -n "$asked_to_stop" ]; then exit 0; fi
