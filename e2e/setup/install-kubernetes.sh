#!/usr/bin/env bash
# Builds the Kubernetes programs that the tests run into the tools folder, from the Go modules pinned in kubernetes/, and
# puts the CRDs of others beside them that the tests apply. Each is done again only when its own pins change.
set -euo pipefail
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if kubernetes_installed && crds_installed; then exit 0; fi
lock "$tools"

build_programs() {
  mkdir -p "$kubernetes_dir"
  rm -f "$kubernetes_dir/.built-from"
  build_kubernetes etcd go.etcd.io/etcd/server/v3 "a minute"
  build_kubernetes kube-apiserver k8s.io/kubernetes/cmd/kube-apiserver "3 minutes"
  build_kubernetes kube-controller-manager k8s.io/kubernetes/cmd/kube-controller-manager "a minute"
  build_kubernetes kubectl k8s.io/kubernetes/cmd/kubectl "half a minute"
  kubernetes_stamp >"$kubernetes_dir/.built-from"
}

# Run by step, where a failure ends nothing by itself.
fetch_crds() {
  local module version sum files file found
  while read -r module version sum files; do
    [ -n "$module" ] || continue
    found=$(cd "$crds_dir" && GOWORK=off GOFLAGS='' go mod download -json "$module@$version") || { echo "$found" && return 1; }
    grep -qF "\"Sum\": \"$sum\"" <<<"$found" || { echo "$module@$version is not what $sum says: $found" && return 1; }
    for file in $files; do
      cp -f "$(sed -n 's/.*"Dir": "\(.*\)".*/\1/p' <<<"$found")/$file" "$crds_dir/.new" || return 1
      chmod u+w "$crds_dir/.new" && mv -f "$crds_dir/.new" "$crds_dir/${file##*/}" || return 1
    done
  done <<<"$foreign_crds"
}

if ! kubernetes_installed; then build_programs; fi # another make may have been faster
if ! crds_installed; then
  rm -rf "$crds_dir" && mkdir -p "$crds_dir"
  step "fetching the CRDs of the Gateway API, of KEDA and of the Prometheus Operator" "$tools/log/crds.log" fetch_crds
  cksum <<<"$foreign_crds" >"$crds_dir/.made-from"
fi
