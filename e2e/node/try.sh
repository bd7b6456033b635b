#!/usr/bin/env bash
# try.sh: installs the chart with this working tree's images on the node that `make cluster` has up, applies examples/cluster,
# and says how to send the first event. What a user does on a cluster that can fetch the images, in one go.
set -euo pipefail
# shellcheck source=e2e/node/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
namespace=catchment-system
kubectl() { in_cluster kubectl --namespace "$namespace" "$@"; }

in_cluster helm upgrade catchment helm/catchment --install --namespace "$namespace" --create-namespace \
  --values e2e/src/test/helm/real-cluster.yaml >/dev/null
for file in examples/cluster/*.yaml; do
  sed 's|image: catchment/cli:.*|image: localhost/catchment/cli:dev|' "$file" && echo ---
done | kubectl apply --filename -
kubectl wait --for=condition=Ready workspace/shop source/backend destination/receiver filter/no-heartbeats --timeout=3m
kubectl rollout status deployment/receiver --timeout=3m

key=$(kubectl get secret backend-write-key --output 'jsonpath={.data.writeKey}' | base64 -d)
say "
Send an event, and see it arrive:
  e2e/node/in-cluster curl -u $key: http://shop-ingest.$namespace/v1/track -d '{\"userId\":\"u-1\",\"event\":\"Order Completed\"}'
  e2e/node/in-cluster kubectl -n $namespace logs deployment/receiver"
