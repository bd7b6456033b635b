#!/usr/bin/env bash
# Installs helm, which the chart's tests and the tests on a real node run, into the tools folder.
set -euo pipefail
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if helm_installed; then exit 0; fi
go_usable "$helm_go" || fail "Go >= $helm_go is needed to build helm: install Go (go.dev/dl; brew install go)"
lock "$tools"
if helm_installed; then exit 0; fi # another make was faster

# Without these helm calls itself v3.19, and `helm template` renders for Kubernetes 1.20.
minor=${kubernetes_version#1.}
flags="-s -w -X helm.sh/helm/v3/internal/version.version=v$helm_version"
for package in pkg/chartutil pkg/lint/rules; do
  flags="$flags -X helm.sh/helm/v3/$package.k8sVersionMajor=1 -X helm.sh/helm/v3/$package.k8sVersionMinor=${minor%%.*}"
done

new=$tools/bin/.new-helm-$$
rm -rf "$tools"/bin/.new-helm-* # of a run that was interrupted
step "building helm $helm_version (first time: about 2 minutes)" "$tools/log/helm.log" \
  env -u GOOS -u GOARCH GOBIN="$new" CGO_ENABLED=0 GOWORK=off \
  go install -trimpath -ldflags "$flags" "helm.sh/helm/v3/cmd/helm@v$helm_version"
mv -f "$new/helm" "$tools/bin/helm"
rmdir "$new"
