#!/usr/bin/env bash
# check-prerequisites.sh run|test|cluster: names everything that is missing, one line each with the way to get it.
set -euo pipefail
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

target=${1:?usage: check-prerequisites.sh run|test|cluster}
missing=0

miss() {
  printf 'missing: %s\n' "$*" >&2
  missing=$((missing + 1))
}

# need COMMAND OLDEST FOUND WAY: FOUND is the version that was found, empty for none
need() {
  if [ -z "$3" ]; then
    miss "$1 >= $2: $4"
  elif ! version_at_least "$3" "$2"; then
    miss "$1 >= $2 (found $3): $4"
  fi
}

# The first number with a dot that a command prints about itself.
version_of() {
  command -v "$1" >/dev/null || return 0
  local text
  text=$("$@" 2>/dev/null </dev/null) || true
  grep -oE '[0-9]+\.[0-9]+(\.[0-9]+)?' <<<"$text" | head -n 1 || true
}

if ! jdk=$("$setup/find-jdk.sh" 2>/dev/null); then
  miss "JDK >= $java_major: install one (adoptium.net; Debian 13: apt-get install openjdk-25-jdk-headless; brew install" \
    "openjdk@25; sdk install java 25-tem), or set JAVA_HOME to it; it need not be the default"
fi
need Maven 3.6.3 "$(JAVA_HOME=${jdk:-} version_of mvn --version)" "install it (apt-get install maven; brew install maven)"
need make 3.81 "$(version_of make --version)" "install it (apt-get install make; macOS: xcode-select --install)"

go_needed='' why=''
if [ "$target" = test ] && ! go_sdk_installed; then go_needed=1.24 why="to build the Go SDK's sender for the tests"; fi
if [ "$target" = test ] && ! helm_installed; then go_needed=$helm_go why="to build helm for the tests"; fi
if [ "$target" = test ] && ! promrules_installed; then go_needed=1.24 why="to build promrules for the tests"; fi
if [ "$target" = test ] && ! kstatus_installed; then go_needed=1.24 why="to build kstatus for the tests"; fi
if [ "$target" = test ] && ! kubernetes_installed; then go_needed=1.24 why="to build Kubernetes' programs for the tests"; fi
if needs_node "$target" && ! { kubernetes_installed && node_kubernetes_installed && node_programs_installed && helm_installed; }; then
  go_needed=$helm_go why="to build Kubernetes' programs and helm"
fi
if ! find_nats >/dev/null; then
  if [ -n "${CATCHMENT_NATS_SERVER:-}" ]; then
    missing=$((missing + 1)) # find_nats has said what is wrong
  else
    old=$(command -v nats-server >/dev/null && nats_version_of nats-server) || true
    go_needed=1.26 why="or a nats-server >= $nats_oldest on PATH${old:+, where $old is too old}"
  fi
fi
if [ -n "$go_needed" ] && ! go_usable "$go_needed"; then
  found=$(command -v go >/dev/null && go_version) || true
  miss "Go >= $go_needed${found:+ (found $found)}, $why: install Go (go.dev/dl; brew install go)"
fi

if [ "$target" = test ]; then
  need Node 20.0 "$(version_of node --version)" "install it (apt-get install nodejs; brew install node)"
  need npm 8.0 "$(version_of npm --version)" "install it (apt-get install npm; it comes with brew's node)"
  need Python 3.9 "$(version_of python3 --version)" "install it (apt-get install python3 python3-venv; brew install python)"
  if command -v python3 >/dev/null && ! python_sdk_installed && ! python3 -c 'import ensurepip' 2>/dev/null && ! python3 -m pip --version >/dev/null 2>&1; then
    miss "Python's venv or pip, to install the Python SDK for the tests: install one (apt-get install python3-venv)"
  fi
fi

if needs_node "$target"; then
  [ "$(uname -s)" = Linux ] && [ "$EUID" -eq 0 ] || miss "root on Linux: a node with real pods needs its control groups and namespaces (sudo make cluster)"
  [ "$target" = test ] || need Python 3.9 "$(version_of python3 --version)" "install it (apt-get install python3)"
  command -v ip >/dev/null || miss "ip, to make the node's network: install it (apt-get install iproute2)"
  for program in nsenter unshare setsid; do
    command -v "$program" >/dev/null || miss "$program, to make the node's namespaces: install it (apt-get install util-linux)"
  done
  if ! node_system_installed && ! command -v apt-get >/dev/null && ! command -v containerd >/dev/null; then miss "containerd: $node_by_hand"; fi
fi

if [ "$missing" -gt 0 ]; then fail "$missing of the prerequisites of make $target missing, see above"; fi
