# Shared by the scripts of this folder; source it. Where a node of this checkout lies, and how to get into it.
# shellcheck shell=bash disable=SC2034
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../setup/lib.sh"

node=$root/e2e/node
# Another checkout has another name.
node_name=catchment-node-$(cd "$root" && pwd -P | cksum | cut -d " " -f 1)
# All that a node writes goes with it, except its logs, which stay until the next one comes up.
state=$root/target/node
logs=$root/target/log/node
# Both, and the programs, as the node's own processes see them.
inner=/run/$node_name
node_address=10.99.0.1
kubeconfig=$state/kubeconfig

# The process that holds the node's namespaces: when it ends, every process in them ends. Its last argument is our name.
# The pattern is no word of its own, or grep would find itself.
# shellcheck disable=SC2062 # it is quoted
holders() { grep -lxzF --regexp="$node_name" /proc/[0-9]*/cmdline 2>/dev/null | cut -d / -f 3; }

holder() {
  local found
  found=$(holders) || true
  [ -n "$found" ] && echo "${found%%$'\n'*}"
}

# Commands that in-cluster runs, and what they started: they have only the network in common with the node.
# shellcheck disable=SC2062 # it is quoted
visitors() { grep -lxzF --regexp="CATCHMENT_NODE=$node_name" /proc/[0-9]*/environ 2>/dev/null | cut -d / -f 3; }

# claim: fails while another script that lives is at work with this checkout's node; the lock ends with the calling script.
claim() {
  [ -z "${CATCHMENT_NODE_CLAIMED:-}" ] || return 0
  mkdir -p "$root/target"
  exec 8>"$root/target/.node-lock"
  flock -n 8 || fail "a node of this checkout is in use, by make cluster or the tests: end that first"
  export CATCHMENT_NODE_CLAIMED=yes
}

# inside COMMAND...: runs it among the node's own processes, with their programs first on PATH.
inside() {
  local target libraries=()
  # Unpacked packages look for their libraries beside them; installed ones know where theirs are.
  if [ -d "$node_dir/system/xtables" ]; then libraries=(LD_LIBRARY_PATH="$inner/node/system/lib" XTABLES_LIBDIR="$inner/node/system/xtables"); fi
  target=$(holder) || fail "no node is up: e2e/node/up.sh brings one up"
  nsenter --target "$target" --mount --net --pid --wd=/ -- env -i HOME=/root TMPDIR="$inner/data/tmp" KUBECONFIG="$inner/data/kubeconfig" \
    PATH="$inner/node/system/bin:$inner/node/bin:$inner/kubernetes:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
    CONTAINERD_ADDRESS="$inner/containerd.sock" "${libraries[@]}" "$@" 8>&-
}

in_cluster() { "$node/in-cluster" "$@"; }

# The folders that the cgroup hierarchies are mounted on: one with cgroup v2, one per controller with v1.
cgroup_mounts() { awk '{ for (i = 7; i <= NF; i++) if ($i == "-" && ($(i + 1) == "cgroup" || $(i + 1) == "cgroup2")) print $5 }' /proc/self/mountinfo | sort -u; }

# seconds_since EPOCHREALTIME: with one decimal
seconds_since() { awk -v from="$1" -v now="$EPOCHREALTIME" 'BEGIN { printf "%.1f", now - from }'; }
