#!/usr/bin/env bash
# Writes go.mod and go.sum of this folder for one Kubernetes version: generate-go-mod.sh 1.34.4
# k8s.io/kubernetes replaces its own staging modules by folders that no other module can see, so each becomes the
# published module of the same release (k8s.io/api v0.34.4 and so on). etcd comes at the version Kubernetes asks for.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

version=${1:?usage: generate-go-mod.sh KUBERNETES_VERSION, such as 1.34.4}
commands=(kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy kubectl)

theirs=$(cd / && go mod download -json "k8s.io/kubernetes@v$version" | sed -n 's/.*"GoMod": "\(.*\)",*/\1/p')
staging=$(sed -n 's|^[[:space:]]*\(k8s\.io/[^ ]*\) => \./staging/.*|\1|p' "$theirs")
etcd=$(sed -n 's|^[[:space:]]*go\.etcd\.io/etcd/client/v3 \(v[^ ]*\).*|\1|p' "$theirs")

{
  echo "// Written by generate-go-mod.sh $version: the Kubernetes programs the tests run, pinned. Do not edit."
  echo "module catchment.dev/e2e/setup/kubernetes"
  echo
  grep -E '^go [0-9.]+$' "$theirs"
  echo
  echo "tool ("
  echo "	go.etcd.io/etcd/server/v3"
  for command in "${commands[@]}"; do echo "	k8s.io/kubernetes/cmd/$command"; done
  echo ")"
  echo
  echo "require ("
  echo "	go.etcd.io/etcd/server/v3 $etcd"
  echo "	k8s.io/kubernetes v$version"
  echo ")"
  echo
  echo "replace ("
  for module in $staging; do echo "	$module => $module v0.${version#1.}"; done
  echo ")"
} >go.mod
rm -f go.sum
go mod tidy
