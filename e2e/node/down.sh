#!/usr/bin/env bash
# Ends this checkout's node and removes all that it made on the machine, also what one left that was cut off. Its logs stay
# in target/log/node.
set -euo pipefail
# shellcheck source=e2e/node/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ "$EUID" -eq 0 ] || fail "a node is taken down by root, who brought it up"
[ "${CATCHMENT_NODE:-}" != "$node_name" ] || fail "this runs within the node that it should take down: run it outside of e2e/node/in-cluster"

gone() { [ ! -e "/proc/$1" ] || grep -q '^State:.*Z' "/proc/$1/status" 2>/dev/null || [ ! -e "/proc/$1" ]; }

# end PID...: kills them and waits until they are gone, at most 30 s
end() {
  local pid rounds=0
  for pid; do kill -KILL "$pid" 2>/dev/null || true; done
  for pid; do
    until gone "$pid"; do
      rounds=$((rounds + 1))
      [ "$rounds" -lt 300 ] || fail "process $pid ($(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null)) does not end"
      sleep 0.1
    done
  done
}

# A group goes when its last process has been collected, which may be a moment after it ended.
remove_cgroups() {
  local mount folder rounds=0
  for mount in $(cgroup_mounts); do
    while [ -d "$mount/$node_name" ]; do
      find "$mount/$node_name" -depth -type d 2>/dev/null | while read -r folder; do rmdir "$folder" 2>/dev/null || true; done
      [ -d "$mount/$node_name" ] || break
      rounds=$((rounds + 1))
      [ "$rounds" -lt 300 ] || fail "the control group $mount/$node_name cannot be removed; processes in it: $(cat "$mount/$node_name/cgroup.procs" | tr '\n' ' ')"
      sleep 0.1
    done
  done
}

# shellcheck disable=SC2046 # a list of numbers
end $(holders)
# shellcheck disable=SC2046
end $(visitors)
remove_cgroups
rm -rf --one-file-system "$state"
"$node/check-clean.sh"
