#!/usr/bin/env bash
# Runs examples/quickstart and the small receiver that its webhook sends to, until Ctrl-C.
set -euo pipefail
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

receiver_port=${CATCHMENT_RECEIVER_PORT:-8090} # examples/quickstart sends to 8090
receiver=("$root/bin/catchment" receiver --port "$receiver_port")

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

receiver_pid='' catchment_pid=''
# shellcheck disable=SC2317 # called by the trap
stop() {
  local pid
  for pid in $catchment_pid $receiver_pid; do kill -TERM "$pid" 2>/dev/null || true; done
}
# In the background both ignore Ctrl-C, so that they are ended in order: the one that sends, then the one that receives.
asked_to_stop=''
trap 'asked_to_stop=yes; [ -z "$catchment_pid" ] || kill -TERM "$catchment_pid" 2>/dev/null || true' INT TERM HUP
trap stop EXIT

if listens "$receiver_port"; then fail "something listens on 127.0.0.1:$receiver_port, which the quickstart's receiver needs: end it first"; fi
"${receiver[@]}" &
receiver_pid=$!
for _ in $(seq 100); do
  if [ -n "$asked_to_stop" ]; then exit; fi
  if listens "$receiver_port"; then break; fi
  kill -0 "$receiver_pid" 2>/dev/null || fail "the receiver did not start: ${receiver[*]}"
  sleep 0.1
done

"$root/bin/catchment" run "$root/examples/quickstart" "$@" &
catchment_pid=$!
status=0
while kill -0 "$catchment_pid" 2>/dev/null; do wait "$catchment_pid" && status=0 || status=$?; done
if [ -n "$asked_to_stop" ]; then status=0; fi
exit "$status"
