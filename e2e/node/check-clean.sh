#!/usr/bin/env bash
# Fails, and says what it is, if a node of this checkout left anything on the machine: a process, mount, control group or file.
set -euo pipefail
# shellcheck source=e2e/node/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

left=0
leaves() {
  printf 'left by the node: %s\n' "$*" >&2
  left=$((left + 1))
}

# The node's own have its name among their arguments or are in its control group, as all pods are; its visitors have it in
# their environment. A network namespace lasts as long as a process in it.
of_the_node() {
  grep -qsxzF "CATCHMENT_NODE=$node_name" "$1/environ" ||
    grep -qsF "/$node_name" "$1/cgroup" || tr '\0' ' ' <"$1/cmdline" | grep -qE "$node_name( |/|$)"
}
for process in /proc/[0-9]*; do
  if of_the_node "$process" 2>/dev/null; then leaves "process ${process#/proc/}: $({ tr '\0' ' ' <"$process/cmdline"; } 2>/dev/null)"; fi
done
while read -r mount; do leaves "mount $mount"; done < <(awk -v name="$node_name" -v state="$state/" 'index($5, name) || index($5, state) { print $5 }' /proc/self/mountinfo)
while read -r mount; do
  if [ -d "$mount/$node_name" ]; then leaves "control group $mount/$node_name"; fi
done < <(cgroup_mounts)
if [ -e "$state" ]; then leaves "folder $state"; fi
[ "$left" -eq 0 ] || fail "$left things of the node are left: e2e/node/down.sh removes them"
