#!/usr/bin/env bash
# check-disk.sh run|test|cluster: is there room for what is not yet built or downloaded? Sizes are measured, plus a margin.
set -euo pipefail
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

target=${1:?usage: check-disk.sh run|test|cluster}

# Lines of "megabytes folder".
needs() {
  if [ -n "${CATCHMENT_NEED_MB:-}" ]; then
    echo "$CATCHMENT_NEED_MB $root"
    return
  fi
  local caches=0 programs=0 temporary=0 maven=100
  if ! find_nats >/dev/null 2>&1; then caches=500 programs=50 temporary=200; fi
  if [ "$target" != run ] && ! kubernetes_installed; then
    caches=$((caches + 4200)) programs=$((programs + 400)) temporary=1000
  fi
  if [ "$target" = test ] && ! kstatus_installed; then caches=$((caches + 200)) programs=$((programs + 10)); fi
  if [ "$target" != run ] && ! helm_installed; then caches=$((caches + 500)) programs=$((programs + 70)); fi
  if [ "$target" = test ] && ! promrules_installed; then caches=$((caches + 500)) programs=$((programs + 15)); fi
  if [ "$target" = test ] && ! go_sdk_installed; then caches=$((caches + 200)); fi
  if needs_node "$target" && ! node_installed; then caches=$((caches + 1500)) programs=$((programs + 550)); fi
  [ -d "$HOME/.m2/repository/io/helidon" ] || maven=700
  echo "$programs $tools"
  echo "$maven $HOME/.m2"
  echo "$temporary ${TMPDIR:-/tmp}"
  if [ "$target" != run ]; then echo "1500 $root"; else echo "300 $root"; fi
  if command -v go >/dev/null; then
    echo "$((caches * 3 / 4)) $(go env GOCACHE)"
    echo "$((caches / 4)) $(go env GOMODCACHE)"
  fi
}

# Prints "mount-point megabytes-free" of the file system that folder $1 is, or will be, on.
free_mb() {
  local folder=$1
  while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
  df -Pk "$folder" | awk 'NR == 2 { free = int($4 / 1024); sub(/.*% +/, ""); print free, $0 }'
}

needs | while read -r megabytes folder; do
  echo "$megabytes $(free_mb "$folder")"
done | awk -v target="$target" '
  { need[$3] += $1; free[$3] = $2 }
  END {
    for (mount in need) if (need[mount] > free[mount]) {
      printf "error: make %s needs %.1f GB of free disk on %s, where %.1f GB are free: make room, or set CATCHMENT_TOOLS, GOCACHE or GOMODCACHE to folders on a larger disk\n",
        target, need[mount] / 1024, mount, free[mount] / 1024 > "/dev/stderr"
      bad = 1
    }
    exit bad
  }'
