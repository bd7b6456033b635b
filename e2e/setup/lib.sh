# Shared by the scripts of this folder; source it. Works with bash 3.2 (macOS) too.
# shellcheck shell=bash disable=SC2034

setup=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$setup/../.." && pwd)
tools=${CATCHMENT_TOOLS:-$root/.tools} # several clones may share one folder
case $tools in /*) ;; *) tools=$root/$tools ;; esac

java_major=25
nats_version=2.15.2
nats_oldest=2.14
nats_cli_version=0.5.1 # only make bench-ingest runs it
nats_cli_go=1.26
helm_version=3.19.5
helm_go=1.24
kubernetes_version=1.34.4
kubernetes_programs="etcd kube-apiserver kube-controller-manager kubectl"

platform() {
  local os arch
  os=$(uname -s | tr '[:upper:]' '[:lower:]')
  case $(uname -m) in x86_64) arch=amd64 ;; aarch64 | arm64) arch=arm64 ;; *) arch=$(uname -m) ;; esac
  echo "$os-$arch"
}

kubernetes_dir=$tools/k8s/$kubernetes_version-$(platform) # the layout that kube-api-test expects

say() { printf '%s\n' "$*"; }

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# version_at_least 2.15.2 2.14: numeric, part by part
version_at_least() {
  awk -v have="$1" -v want="$2" 'BEGIN {
    split(have, h, "."); n = split(want, w, ".")
    for (i = 1; i <= n; i++) if (h[i] + 0 != w[i] + 0) exit !(h[i] + 0 > w[i] + 0)
  }'
}

# The version of a nats-server program as 2.15.2, empty if it does not run.
nats_version_of() { "$1" --version 2>/dev/null | sed -n 's/^nats-server: v\([0-9.]*\).*/\1/p'; }

# Prints the nats-server to use: $CATCHMENT_NATS_SERVER, the installed one, or one from PATH that is new enough.
find_nats() {
  local candidate version
  if [ -n "${CATCHMENT_NATS_SERVER:-}" ]; then
    version=$(nats_version_of "$CATCHMENT_NATS_SERVER") || true
    [ -n "$version" ] && version_at_least "$version" "$nats_oldest" && say "$CATCHMENT_NATS_SERVER" && return
    fail "CATCHMENT_NATS_SERVER=$CATCHMENT_NATS_SERVER is not a nats-server >= $nats_oldest (found: ${version:-none})"
  fi
  for candidate in "$tools/bin/nats-server" "$(command -v nats-server || true)"; do
    [ -x "$candidate" ] || continue
    version=$(nats_version_of "$candidate") || true
    [ -n "$version" ] && version_at_least "$version" "$nats_oldest" && say "$candidate" && return
  done
  return 1
}

# What the Kubernetes programs in $kubernetes_dir must have been built from.
kubernetes_stamp() { cat "$setup/kubernetes/go.mod" "$setup/kubernetes/go.sum" | cksum; }

# build_kubernetes PROGRAM PACKAGE HOW-LONG: builds it into $kubernetes_dir, with the version that clients expect to be told.
build_kubernetes() {
  local name=$1 package=$2 how_long=$3 new=$kubernetes_dir/.$1.new flags="-s -w" minor=${kubernetes_version#1.} setting
  for setting in "gitVersion=v$kubernetes_version" gitMajor=1 "gitMinor=${minor%%.*}"; do
    flags="$flags -X k8s.io/component-base/version.$setting"
  done
  step "building $name for Kubernetes $kubernetes_version (first time: about $how_long)" "$tools/log/$name.log" \
    env -u GOOS -u GOARCH CGO_ENABLED=0 GOWORK=off \
    go -C "$setup/kubernetes" build -mod=readonly -buildvcs=false -trimpath -ldflags "$flags" -o "$new" "$package"
  mv -f "$new" "$kubernetes_dir/$name"
}

kubernetes_installed() {
  local program
  for program in $kubernetes_programs; do [ -x "$kubernetes_dir/$program" ] || return 1; done
  [ "$(cat "$kubernetes_dir/.built-from" 2>/dev/null)" = "$(kubernetes_stamp)" ]
}

# A node of one's own (e2e/node) runs these programs too, besides containerd and what that needs.
node_kubernetes_programs="kube-scheduler kubelet kube-proxy"
node_programs="coredns volumes pause probe"
node_dir=$tools/node-$(platform)
node_by_hand="install containerd >= 1.6, runc, the CNI plugins (in /usr/lib/cni or /opt/cni/bin) and iptables"

node_kubernetes_installed() {
  local program
  for program in $node_kubernetes_programs; do [ -x "$kubernetes_dir/$program" ] || return 1; done
  [ "$(cat "$kubernetes_dir/.node-built-from" 2>/dev/null)" = "$(kubernetes_stamp)" ]
}

# What $node_dir/bin and the pause image must have been made from.
node_programs_stamp() { cat "$setup"/node/*/main.go "$setup/node/go.mod" "$setup/node/go.sum" "$setup/pack_image.py" | cksum; }

node_programs_installed() {
  local program
  for program in $node_programs; do [ -x "$node_dir/bin/$program" ] || return 1; done
  [ "$(cat "$node_dir/bin/.built-from" 2>/dev/null)" = "$(node_programs_stamp)" ]
}

# containerd and the programs that it calls lie in $node_dir/system; those of the machine are linked there.
node_system_installed() {
  local program
  for program in bin/containerd bin/containerd-shim-runc-v2 bin/ctr bin/runc bin/iptables cni/bridge cni/host-local cni/portmap cni/loopback; do
    [ -x "$node_dir/system/$program" ] || return 1
  done
  [ "$(cat "$node_dir/system/.made-by" 2>/dev/null)" = "$(cksum <"$setup/install-node.sh")" ]
}

node_installed() { node_kubernetes_installed && node_programs_installed && node_system_installed; }

# What $tools/bin/kstatus must have been built from.
kstatus_stamp() { cat "$setup"/kstatus/*.go "$setup/kstatus/go.mod" "$setup/kstatus/go.sum" | cksum; }

kstatus_installed() { [ -x "$tools/bin/kstatus" ] && [ "$(cat "$tools/bin/.kstatus-built-from" 2>/dev/null)" = "$(kstatus_stamp)" ]; }

# What $tools/bin/promrules must have been built from.
promrules_stamp() { cat "$setup"/promrules/*.go "$setup/promrules/go.mod" "$setup/promrules/go.sum" | cksum; }

promrules_installed() { [ -x "$tools/bin/promrules" ] && [ "$(cat "$tools/bin/.promrules-built-from" 2>/dev/null)" = "$(promrules_stamp)" ]; }

helm_installed() { [ "$("$tools/bin/helm" version --template '{{.Version}}' 2>/dev/null)" = "v$helm_version" ]; }

# CRDs of others that the tests apply: Go module, version, the sum of its content, the files in it.
foreign_crds="
sigs.k8s.io/gateway-api v1.4.1 h1:NPxFutNkKNa8UfLd2CMlEuhIPMQgDQ6DXNKG9sHbJU8= config/crd/standard/gateway.networking.k8s.io_httproutes.yaml
github.com/kedacore/keda/v2 v2.20.2 h1:SR60v8uIcelbveS8n/1jcl8tLdBBIbHMxmdOHw8tKqA= config/crd/bases/keda.sh_scaledobjects.yaml
github.com/prometheus-operator/prometheus-operator v0.92.1 h1:rHWuFo6SVya4FBSCNg2DCzyc4xAv54zk3eDTzp5mQZc= example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml
"
crds_dir=$kubernetes_dir/crds

crds_installed() { [ "$(cat "$crds_dir/.made-from" 2>/dev/null)" = "$(cksum <<<"$foreign_crds")" ]; }

# The SDKs that the tests send with lie beside their senders, in folders that git ignores.
sdks=$root/e2e/sdk

# npm writes this file last, with the times of what it installed.
node_sdks_installed() {
  local installed=$sdks/node/node_modules/.package-lock.json
  [ -f "$installed" ] && [ ! "$sdks/node/package-lock.json" -nt "$installed" ]
}

# What the environment in e2e/sdk/python/.venv must have been made from: the pins, and the Python that it belongs to.
python_sdk_stamp() { cksum <"$sdks/python/requirements.txt" && "$sdks/python/.venv/bin/python" --version; }

python_sdk_installed() {
  [ -x "$sdks/python/.venv/bin/python" ] && [ "$(cat "$sdks/python/.venv/.made-from" 2>/dev/null)" = "$(python_sdk_stamp)" ]
}

go_sdk_stamp() { cat "$sdks"/go/*.go "$sdks/go/go.mod" "$sdks/go/go.sum" | cksum; }

go_sdk_installed() { [ -x "$sdks/go/.bin/send" ] && [ "$(cat "$sdks/go/.bin/.built-from" 2>/dev/null)" = "$(go_sdk_stamp)" ]; }

# The go on PATH is at least $1, or fetches that toolchain by itself (GOTOOLCHAIN other than local, Go >= 1.21).
go_usable() {
  local version
  command -v go >/dev/null || return 1
  version=$(go_version)
  version_at_least "$version" "$1" && return
  version_at_least "$version" 1.21 && case $(go env GOTOOLCHAIN) in local*) false ;; esac
}

go_version() { GOTOOLCHAIN=local go env GOVERSION 2>/dev/null | sed 's/^go//; s/[^0-9.].*//'; }

# One build at a time: the rest of the calling script runs under the lock $1/.lock.
lock() {
  mkdir -p "$1"
  if command -v flock >/dev/null; then
    exec 9>"$1/.lock"
    flock -n 9 || { say "waiting for another make that uses $1 ..." && flock 9; }
  else
    until mkdir "$1/.lock.d" 2>/dev/null; do
      if ! kill -0 "$(cat "$1/.lock.d/pid" 2>/dev/null || echo $$)" 2>/dev/null; then rm -rf "$1/.lock.d"; fi
      sleep 1
    done
    echo $$ >"$1/.lock.d/pid"
    # shellcheck disable=SC2064 # the folder of now
    trap "rm -rf '$1/.lock.d'" EXIT
  fi
}

# unlock FOLDER: before the script ends, for others that it calls
unlock() {
  if command -v flock >/dev/null; then exec 9>&-; else rm -rf "$1/.lock.d"; fi
}

# step TITLE LOG COMMAND...: runs the command with its output in LOG, and shows that it is running.
step() {
  local title=$1 log=$2 start=$SECONDS status=0 ticker
  shift 2
  mkdir -p "$(dirname "$log")"
  say "$title ..."
  tick $$ "$start" 9>&- &
  ticker=$!
  "$@" >"$log" 2>&1 9>&- || status=$?
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  [ ! -t 1 ] || printf '\r\033[K'
  if [ "$status" -ne 0 ]; then
    tail -n 30 "$log" >&2
    fail "$title: failed after $((SECONDS - start)) s; all of its output is in $log"
  fi
  say "  done in $((SECONDS - start)) s"
}

# Ends by itself when process $1 is gone.
tick() {
  while sleep 1 >/dev/null 2>&1 && kill -0 "$1" 2>/dev/null; do
    if [ -t 1 ]; then
      printf '\r  %d s ' $((SECONDS - $2))
    elif [ $(((SECONDS - $2) % ${CATCHMENT_QUIET_SECONDS:-15})) -eq 0 ]; then
      say "  ... $((SECONDS - $2)) s"
    fi
  done
}

# Prints which real cluster the tests use: kubeconfig, k3s, node or none.
find_cluster() {
  if [ "${CATCHMENT_TEST_CLUSTER:-}" = kubeconfig ]; then
    say kubeconfig
  elif command -v docker >/dev/null && docker info >/dev/null 2>&1; then
    say k3s
  elif [ "$(uname -s)" = Linux ] && [ "$EUID" -eq 0 ]; then
    say node
  else
    say none
  fi
}

# needs_node run|test|cluster: does that make bring up a node of its own here?
needs_node() { [ "$1" = cluster ] || { [ "$1" = test ] && [ "$(find_cluster)" = node ]; }; }

describe_cluster() {
  case $1 in
    kubeconfig) say "the cluster of KUBECONFIG=${KUBECONFIG:-}" ;;
    k3s) say "k3s in Docker" ;;
    node) say "a node of its own on this machine, Kubernetes $kubernetes_version" ;;
  esac
}
