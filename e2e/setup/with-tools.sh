#!/usr/bin/env bash
# with-tools.sh COMMAND...: runs a command with the JDK, the nats-server and the Kubernetes programs of this project, such as
#   e2e/setup/with-tools.sh mvn -pl ingest -am verify
set -euo pipefail
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

JAVA_HOME=$("$setup/find-jdk.sh")
export JAVA_HOME
export KUBE_API_TEST_DIR=$tools
export KUBE_API_TEST_API_SERVER_VERSION=$kubernetes_version
if nats=$(find_nats); then export CATCHMENT_NATS_SERVER=$nats; fi
if kstatus_installed; then export CATCHMENT_KSTATUS=$tools/bin/kstatus; fi
if promrules_installed; then export CATCHMENT_PROMRULES=$tools/bin/promrules; fi
if helm_installed; then export CATCHMENT_HELM=$tools/bin/helm; fi
exec "$@"
