#!/usr/bin/env bash
# install-node.sh test|cluster: installs what a Kubernetes node of one's own runs (e2e/node) into the tools folder: Kubernetes' programs, the small ones
# in node/, and containerd with what that calls. Those come from the machine if it has them all, else from the
# distribution's packages, which are unpacked and not installed: the machine stays as it is.
set -euo pipefail
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if ! needs_node "${1:?usage: install-node.sh test|cluster}" || node_installed; then exit 0; fi
lock "$tools"

packages=(containerd runc containernetworking-plugins iptables libip4tc2 libip6tc2 libxtables12 libmnl0 libnftnl11
  libnetfilter-conntrack3 libnfnetlink0)

### Kubernetes and the programs of ours

build_kubernetes_programs() {
  mkdir -p "$kubernetes_dir"
  rm -f "$kubernetes_dir/.node-built-from"
  build_kubernetes kubelet k8s.io/kubernetes/cmd/kubelet "a minute"
  build_kubernetes kube-scheduler k8s.io/kubernetes/cmd/kube-scheduler "half a minute"
  build_kubernetes kube-proxy k8s.io/kubernetes/cmd/kube-proxy "half a minute"
  kubernetes_stamp >"$kubernetes_dir/.node-built-from"
}

build_programs() {
  mkdir -p "$node_dir/bin"
  rm -f "$node_dir/bin/.built-from"
  step "building the node's DNS server and volumes (first time: about 2 minutes)" "$tools/log/node-programs.log" \
    env -u GOOS -u GOARCH CGO_ENABLED=0 GOWORK=off \
    go -C "$setup/node" build -mod=readonly -buildvcs=false -trimpath -ldflags "-s -w" -o "$node_dir/bin/" ./...
  local image architecture
  architecture=$(platform)
  for image in pause probe; do
    rm -rf "$node_dir/layer" && mkdir "$node_dir/layer" && cp "$node_dir/bin/$image" "$node_dir/layer/"
    python3 "$setup/pack_image.py" "$node_dir/bin/$image.tar" --name "localhost/catchment/$image:1" --arch "${architecture#*-}" \
      --layer "$node_dir/layer" --entrypoint "/$image"
  done
  rm -rf "$node_dir/layer"
  node_programs_stamp >"$node_dir/bin/.built-from"
}

### containerd, runc, CNI plugins, iptables

cni_of_machine() {
  local folder
  for folder in /usr/lib/cni /opt/cni/bin; do
    if [ -x "$folder/bridge" ] && [ -x "$folder/portmap" ] && [ -x "$folder/host-local" ] && [ -x "$folder/loopback" ]; then echo "$folder" && return; fi
  done
  return 1
}

machine_has_all() {
  local program version
  for program in containerd containerd-shim-runc-v2 ctr runc iptables iptables-save iptables-restore; do
    command -v "$program" >/dev/null || return 1
  done
  version=$(containerd --version | grep -oE '[0-9]+\.[0-9]+\.[0-9]+' | head -n 1) && version_at_least "$version" 1.6 && cni_of_machine >/dev/null
}

link_those_of_the_machine() {
  local program
  mkdir -p "$new/bin"
  for program in containerd containerd-shim-runc-v2 ctr runc iptables iptables-save iptables-restore ip6tables ip6tables-save ip6tables-restore; do
    ln -s "$(command -v "$program")" "$new/bin/$program"
  done
  ln -s "$(cni_of_machine)" "$new/cni"
}

# Run by step, where a failure ends nothing by itself. A machine without package lists, or with old ones, gets its own here.
fetch_packages() (
  mkdir -p "$new/packages" "$new/apt/lists/partial" "$new/apt/cache/archives/partial"
  cd "$new/packages" || return 1
  local own=(-o "Dir::State::Lists=$new/apt/lists" -o "Dir::Cache=$new/apt/cache" -o APT::Sandbox::User=root) package
  if ! apt-get -q -o APT::Sandbox::User=root download "${packages[@]}"; then
    apt-get -q "${own[@]}" update || echo "some of the package lists could not be fetched"
    apt-get -q "${own[@]}" download "${packages[@]}" || return 1
  fi
  for package in *.deb; do dpkg -x "$package" "$new/unpacked" || return 1; done
)

# As containerd and kubelet call them. iptables is one program, which does what its name says.
arrange_packages() {
  local program
  mkdir -p "$new/bin" "$new/lib" "$new/xtables" "$new/cni"
  find "$new/unpacked" \( -name containerd -o -name containerd-shim-runc-v2 -o -name ctr -o -name runc -o -name xtables-nft-multi \) \
    -type f -perm -u+x -exec mv {} "$new/bin/" \;
  for program in iptables iptables-save iptables-restore ip6tables ip6tables-save ip6tables-restore; do
    ln -s xtables-nft-multi "$new/bin/$program"
  done
  find "$new/unpacked" -path '*/xtables/*.so' -exec mv {} "$new/xtables/" \;
  find "$new/unpacked" -name '*.so.*' -exec mv {} "$new/lib/" \;
  find "$new/unpacked" -path '*/lib/cni/*' -exec mv {} "$new/cni/" \;
  rm -rf "$new/unpacked" "$new/packages" "$new/apt"
}

# check_programs: do they run here?
check_programs() {
  local program lacks
  for program in "$new"/bin/* "$new/cni/bridge"; do
    lacks=$(LD_LIBRARY_PATH="$new/lib" ldd "$program" 2>/dev/null | awk '/not found/ { print $1; exit }') || true # a static one has none
    [ -z "$lacks" ] || fail "${program##*/} of the distribution's packages lacks the library $lacks here: $node_by_hand"
  done
  LD_LIBRARY_PATH="$new/lib" "$new/bin/runc" --version >/dev/null || fail "runc of the distribution's packages does not run here: $node_by_hand"
}

install_system_programs() {
  local new=$node_dir/.system.new
  rm -rf "$new" "$node_dir/system"
  mkdir -p "$new"
  if machine_has_all; then
    link_those_of_the_machine
  elif command -v apt-get >/dev/null && command -v dpkg >/dev/null; then
    step "fetching containerd, runc, CNI plugins and iptables (36 MB)" "$tools/log/node-packages.log" fetch_packages
    arrange_packages
    check_programs
  else
    fail "the node needs containerd, and there is no apt-get to fetch it with: $node_by_hand"
  fi
  cksum <"$setup/install-node.sh" >"$new/.made-by"
  mv "$new" "$node_dir/system"
}

mkdir -p "$node_dir"
if ! node_system_installed; then install_system_programs; fi
if ! node_kubernetes_installed; then build_kubernetes_programs; fi
if ! node_programs_installed; then build_programs; fi
