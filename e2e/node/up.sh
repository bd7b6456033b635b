#!/usr/bin/env bash
# Brings up a Kubernetes node with real pods, in namespaces of its own: e2e/node/up.sh; e2e/node/down.sh removes it again.
# Nothing of it can be reached from outside, nor anything outside from it. What an earlier one left goes first.
set -euo pipefail
# shellcheck source=e2e/node/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

limit=120 # seconds that a step may take: some 20 times what it takes on two cores
began=$EPOCHREALTIME

### What the machine must have

[ "$EUID" -eq 0 ] || fail "a node with real pods needs root: sudo make cluster"
{ kubernetes_installed && node_installed; } || fail "the node's programs are not installed: run make cluster-tools"
modprobe --all --quiet overlay br_netfilter 2>/dev/null || true # of a kernel that has them built in there are no modules
[ -n "$(cgroup_mounts)" ] || fail "no control groups are mounted on /sys/fs/cgroup, which limit the pods: mount them"
while read -r mount; do
  [ -w "$mount" ] || fail "the control groups on $mount cannot be written to: in a container, run it with --privileged --cgroupns=host"
done < <(cgroup_mounts)

claim
"$node/down.sh"
trap 'status=$?; trap - EXIT; "$node/down.sh"; exit "$status"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

### Its files

mkdir -p "$state/data"/{tmp,volumes,cni,var-lib} "$state/run"
chmod 700 "$state"
rm -rf "$logs" && mkdir -p "$logs/var-log"

# Layers of images lie over each other where that can be: not on an overlay itself, as the disk of a container is. Else they are copied.
overlays() {
  local try=$state/overlay
  mkdir -p "$try"/{lower,upper,work,merged}
  unshare --mount mount -t overlay overlay -o "lowerdir=$try/lower,upperdir=$try/upper,workdir=$try/work" "$try/merged" 2>/dev/null
}
if overlays; then snapshotter=overlayfs; else snapshotter=native; fi
rm -rf "$state/overlay"
echo "$snapshotter" >"$state/snapshotter"

token() { head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n'; }
users="admin,system:masters system:kube-controller-manager system:kube-scheduler system:kube-proxy system:node:node,system:nodes"
for user in $users; do
  group=''
  case $user in *,*) group=,\"${user#*,}\" ;; esac
  printf '%s,%s,%s%s\n' "$(token)" "${user%,*}" "${user%,*}" "$group"
done >"$state/data/tokens.csv"

# write_kubeconfig USER FILE: the API server's certificate must be there
write_kubeconfig() {
  cat >"$2" <<YAML
apiVersion: v1
kind: Config
current-context: node
contexts: [{name: node, context: {cluster: node, user: node}}]
clusters:
  - name: node
    cluster: {server: "https://$node_address:6443", certificate-authority-data: $(base64 -w 0 <"$state/data/certificates/apiserver.crt")}
users: [{name: node, user: {token: $(sed -n "s/^\([^,]*\),$1,.*/\1/p" "$state/data/tokens.csv")}}]
YAML
}

# fill FILE: a configuration of this folder with the node's paths
fill() { sed -e "s|@inner@|$inner|g" -e "s|@name@|$node_name|g" -e "s|@address@|$node_address|g" -e "s|@snapshotter@|$snapshotter|g" "$node/config/$1" >"$state/data/$1"; }
for file in containerd.toml cni.conflist kubelet.yaml kube-proxy.yaml Corefile resolv.conf storage-class.yaml; do fill "$file"; done
mkdir -p "$state/data/cni-conf" && mv "$state/data/cni.conflist" "$state/data/cni-conf/10-node.conflist"

### Its processes

# With cgroup v2, what a group's children may limit is chosen in the group.
lend_controllers() {
  local controller
  tr ' ' '\n' <"$1/cgroup.controllers" | while read -r controller; do echo "+$controller" >"$1/cgroup.subtree_control"; done
}
for mount in $(cgroup_mounts); do
  mkdir -p "$mount/$node_name"
  if [ -e "$mount/cpuset.cpus" ] && [ ! -e "$mount/cgroup.controllers" ]; then
    cat "$mount/cpuset.cpus" >"$mount/$node_name/cpuset.cpus"
    cat "$mount/cpuset.mems" >"$mount/$node_name/cpuset.mems"
  elif [ -s "$mount/cgroup.controllers" ]; then
    lend_controllers "$mount" 2>/dev/null || true # the machine may have done so, and where it has not it may refuse some
    lend_controllers "$mount/$node_name"
  fi
done

ulimit -Sn "$(ulimit -Hn)" # pods inherit it from containerd

# start PROGRAM ARGUMENT...: in the background, with its output in a log of its own
start() {
  local program=$1
  shift
  # shellcheck disable=SC2016 # for the other shell
  inside sh -c 'log=$1 program=$2; shift 2; "$program" "$@" </dev/null >>"$log" 2>&1 & echo $!' start "$inner/log/$program.log" "$program" "$@" \
    >"$state/$program.pid"
}

broken() {
  printf '%s\n' "the end of $logs/$1.log:" >&2
  tail -n 30 "$logs/$1.log" >&2 || true
  fail "$2; all of its output is in $logs/$1.log"
}

# ready TITLE PROGRAM COMMAND...: waits until the command succeeds
ready() {
  local title=$1 program=$2 start=$EPOCHREALTIME from=$SECONDS next=${CATCHMENT_QUIET_SECONDS:-15}
  shift 2
  until "$@" >/dev/null 2>"$state/last-error"; do
    inside kill -0 "$(cat "$state/$program.pid")" 2>/dev/null || broken "$program" "$program has ended"
    [ $((SECONDS - from)) -lt "$limit" ] || broken "$program" "not within $limit s: $title ($(tail -n 1 "$state/last-error"))"
    if [ $((SECONDS - from)) -ge "$next" ]; then
      say "  ... $title: not yet after $((SECONDS - from)) s"
      next=$((next + ${CATCHMENT_QUIET_SECONDS:-15}))
    fi
    sleep 0.1
  done
  say "  $title: $(seconds_since "$start") s"
}

setsid unshare --mount --net --pid --fork --mount-proc --propagation private "$node/namespaces.sh" </dev/null >"$logs/namespaces.log" 2>&1 8>&- &
echo $! >"$state/namespaces.pid"
from=$SECONDS
until holder >/dev/null; do
  kill -0 "$(cat "$state/namespaces.pid")" 2>/dev/null || broken namespaces "the node's namespaces could not be made"
  [ $((SECONDS - from)) -lt "$limit" ] || broken namespaces "no namespaces within $limit s"
  sleep 0.05
done

start etcd --data-dir "$inner/data/etcd" --unsafe-no-fsync --listen-client-urls http://127.0.0.1:2379 \
  --advertise-client-urls http://127.0.0.1:2379 --listen-peer-urls http://127.0.0.1:2380 --log-level warn
start containerd --config "$inner/data/containerd.toml"
start kube-apiserver --etcd-servers http://127.0.0.1:2379 --cert-dir "$inner/data/certificates" \
  --bind-address "$node_address" --advertise-address "$node_address" --secure-port 6443 --service-cluster-ip-range 10.96.0.0/16 \
  --service-account-issuer https://kubernetes.default.svc.cluster.local \
  --service-account-key-file "$inner/data/certificates/apiserver.key" \
  --service-account-signing-key-file "$inner/data/certificates/apiserver.key" \
  --token-auth-file "$inner/data/tokens.csv" --authorization-mode Node,RBAC --enable-admission-plugins NodeRestriction \
  --kubelet-preferred-address-types InternalIP --allow-privileged --profiling=false

apiserver_answers() {
  [ -s "$state/data/certificates/apiserver.crt" ] && write_kubeconfig admin "$state/data/kubeconfig" && inside kubectl get --raw /readyz
}
write_kubeconfigs() {
  cp "$state/data/kubeconfig" "$kubeconfig"
  write_kubeconfig system:kube-controller-manager "$state/data/kube-controller-manager.conf"
  write_kubeconfig system:kube-scheduler "$state/data/kube-scheduler.conf"
  write_kubeconfig system:kube-proxy "$state/data/kube-proxy.conf"
  write_kubeconfig system:node:node "$state/data/kubelet.conf"
}
ready "kube-apiserver is ready" kube-apiserver apiserver_answers
write_kubeconfigs

start kube-controller-manager --kubeconfig "$inner/data/kube-controller-manager.conf" --leader-elect=false --profiling=false --use-service-account-credentials \
  --root-ca-file "$inner/data/certificates/apiserver.crt" --bind-address 127.0.0.1 \
  --service-account-private-key-file "$inner/data/certificates/apiserver.key"
start kube-scheduler --kubeconfig "$inner/data/kube-scheduler.conf" --leader-elect=false --profiling=false --bind-address 127.0.0.1
start kube-proxy --config "$inner/data/kube-proxy.yaml"
start coredns -conf "$inner/data/Corefile"
start volumes --kubeconfig "$inner/data/kubeconfig" --folder "$inner/data/volumes" --node node
ready "containerd answers" containerd inside ctr version
"$node/load.sh" "$node_dir/bin/pause.tar"
start kubelet --config "$inner/data/kubelet.yaml" --kubeconfig "$inner/data/kubelet.conf" --node-ip "$node_address" \
  --hostname-override node
ready "the default StorageClass is there" kube-apiserver inside kubectl apply -f "$inner/data/storage-class.yaml"
ready "kube-controller-manager made the default service account" kube-controller-manager inside kubectl -n default get serviceaccount default
ready "CoreDNS is ready" coredns inside probe get http://127.0.0.1:8181/ready
ready "kube-proxy is ready" kube-proxy inside probe get http://127.0.0.1:10256/healthz
ready "the node is Ready" kubelet inside kubectl wait --for condition=Ready node/node --timeout 1s

trap - EXIT INT TERM HUP
say "the node is up after $(seconds_since "$began") s: e2e/node/in-cluster kubectl get nodes"
