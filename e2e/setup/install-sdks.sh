#!/usr/bin/env bash
# Installs the SDKs that the tests send with, as their lock files say, into ignored folders. Those for the JVM come with Maven.
set -euo pipefail
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

installed() { node_sdks_installed && python_sdk_installed && go_sdk_installed; }

install_node_sdks() {
  npm --prefix "$sdks/node" ci --ignore-scripts --no-audit --no-fund && touch "$sdks/node/node_modules/.package-lock.json"
}

# Debian's Python cannot put pip into an environment before python3-venv is installed; then its own pip fills it.
install_python_sdk() {
  local venv=$sdks/python/.venv
  local install=(-m pip --disable-pip-version-check --no-input install --require-hashes -r "$sdks/python/requirements.txt")
  if python3 -c 'import ensurepip' 2>/dev/null; then
    python3 -m venv --clear "$venv" && "$venv/bin/python" "${install[@]}"
  else
    python3 -m venv --clear --without-pip "$venv" &&
      python3 "${install[@]}" --target "$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
  fi && python_sdk_stamp >"$venv/.made-from"
}

install_go_sdk() {
  local bin=$sdks/go/.bin
  mkdir -p "$bin" &&
    env -u GOOS -u GOARCH CGO_ENABLED=0 GOWORK=off go -C "$sdks/go" build -mod=readonly -buildvcs=false -trimpath -o "$bin/.send.new" . &&
    mv -f "$bin/.send.new" "$bin/send" && go_sdk_stamp >"$bin/.built-from"
}

if installed; then exit 0; fi
lock "$tools"
# Another make may have been faster.
if ! node_sdks_installed; then step "installing the SDKs for Node" "$tools/log/node-sdks.log" install_node_sdks; fi
if ! python_sdk_installed; then step "installing the SDK for Python" "$tools/log/python-sdk.log" install_python_sdk; fi
if ! go_sdk_installed; then step "building the sender of the SDK for Go" "$tools/log/go-sdk.log" install_go_sdk; fi
