#!/usr/bin/env bash
# Builds the Kubernetes programs that the tests run into the tools folder, from the Go modules pinned in kubernetes/.
set -euo pipefail
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if kubernetes_installed; then exit 0; fi
lock "$tools"
if kubernetes_installed; then exit 0; fi # another make was faster

version_flags="-s -w"
minor=${kubernetes_version#1.}
for setting in "gitVersion=v$kubernetes_version" gitMajor=1 "gitMinor=${minor%%.*}"; do
  version_flags="$version_flags -X k8s.io/component-base/version.$setting"
done

# program PACKAGE HOW-LONG
build() {
  local name=$1 package=$2 how_long=$3 new=$kubernetes_dir/.$1.new
  step "building $name for Kubernetes $kubernetes_version (first time: about $how_long)" "$tools/log/$name.log" \
    env -u GOOS -u GOARCH CGO_ENABLED=0 GOWORK=off \
    go -C "$setup/kubernetes" build -mod=readonly -buildvcs=false -trimpath -ldflags "$version_flags" -o "$new" "$package"
  mv -f "$new" "$kubernetes_dir/$name"
}

mkdir -p "$kubernetes_dir"
rm -f "$kubernetes_dir/.built-from"
build etcd go.etcd.io/etcd/server/v3 "a minute"
build kube-apiserver k8s.io/kubernetes/cmd/kube-apiserver "3 minutes"
build kube-controller-manager k8s.io/kubernetes/cmd/kube-controller-manager "a minute"
build kubectl k8s.io/kubernetes/cmd/kubectl "half a minute"
kubernetes_stamp >"$kubernetes_dir/.built-from"
