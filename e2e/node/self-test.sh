#!/usr/bin/env bash
# Proves that the node does what the tests on it take for granted, and that it leaves nothing behind: brings one up, looks, and
# takes it down; then once more after its processes were killed. Needs no image of ours.
set -euo pipefail
# shellcheck source=e2e/node/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

k() { in_cluster kubectl --namespace self-test "$@"; }

holds=0
# holds TITLE COMMAND...: it succeeds, within a minute
holds() {
  local title=$1 start=$EPOCHREALTIME from=$SECONDS output
  shift
  until output=$("$@" 2>&1); do
    if [ $((SECONDS - from)) -ge 60 ]; then
      k get pods,persistentvolumeclaims -o wide >&2 || true
      fail "it does not hold that $title: $output"
    fi
    sleep 0.2
  done
  holds=$((holds + 1))
  say "  $title ($(seconds_since "$start") s)"
}

# What of the machine must be the same afterwards, of all that other programs do not change meanwhile.
machine() {
  awk '{ print $5 }' /proc/self/mountinfo | sort
  ip -o link | awk '{ print $2 }'
  for setting in vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops kernel/keys/root_maxkeys net/ipv4/ip_forward; do
    echo "$setting $(cat "/proc/sys/$setting")"
  done
  for folder in /var/lib/kubelet /var/lib/cni /var/log/pods /var/log/containers /opt/cni /opt/containerd /etc/cni /run/containerd /run/netns; do
    [ ! -e "$folder" ] || echo "$folder"
  done
}
same_machine() {
  local now
  now=$(machine)
  [ "$now" = "$before" ] || fail "the node changed the machine:"$'\n'"$(diff <(echo "$before") <(echo "$now"))"
}

claim
before=$(machine)
trap '"$node/down.sh"' EXIT
"$node/up.sh"
"$node/load.sh" "$node_dir/bin/probe.tar"
in_cluster kubectl apply -f "$node/self-test.yaml" >"$logs/self-test.log"

### Pods, Services, names

k rollout status deployment/web --timeout 60s >>"$logs/self-test.log"
web_pods() { k get pods -l app=web --field-selector status.phase=Running -o 'jsonpath={.items[*].metadata.name}'; }
address=$(k get service web -o 'jsonpath={.spec.clusterIP}')
name=web.self-test.svc.cluster.local

answers_of_both() {
  local seen='' pod
  for _ in $(seq 20); do seen="$seen $(k exec store-0 -- /probe get "http://$1/")" || return 1; done
  for pod in $(web_pods); do grep -qF "$pod" <<<"$seen" || { echo "$pod never answered" && return 1; }; done
}
holds "both pods of a Deployment answer another pod at the Service's address" answers_of_both "$address"
holds "and at its name" k exec store-0 -- /probe get "http://$name/"
holds "a short name works too" k exec store-0 -- /probe get http://web/
holds "a pod has its own name behind a headless Service" k exec store-0 -- /probe get http://store-1.store:8080/
holds "a command of the machine reaches the Service by its name" in_cluster "$node_dir/bin/probe" get "http://$name/"
api_answers() { k exec store-0 -- /probe api | grep gitVersion; }
holds "the API server answers a pod at its name, with the certificate that pods are given" api_answers
outside_answers() { ! in_cluster "$node_dir/bin/probe" get "http://10.0.0.1/" || return 1; }
holds "nothing outside can be reached" outside_answers

### Logs, limits, missing images

log_has() { k logs "$1" | grep -F "$2"; }
holds "kubectl logs shows what a pod wrote" log_has store-0 "serving as store-0"
reason_is() { [ "$(k get pod "$1" -o "jsonpath=$2")" = "$3" ]; }
holds "a pod that exceeds its memory limit is OOMKilled" reason_is eater '{.status.containerStatuses[0].state.terminated.reason}' OOMKilled
pull_fails() { grep -qE 'ErrImagePull|ImagePullBackOff' <<<"$(k get pod without-image -o 'jsonpath={.status.containerStatuses[0].state.waiting.reason}')"; }
holds "an image that does not exist is said in the pod's status" pull_fails

### Volumes

holds "a claim is bound" k wait --for 'jsonpath={.status.phase}=Bound' persistentvolumeclaim/data-store-0 persistentvolumeclaim/data-store-1 --timeout 10s
holds "a pod writes into its volume" k exec store-0 -- /probe write /data/kept "what store-0 wrote"
uid=$(k get pod store-0 -o 'jsonpath={.metadata.uid}')
k delete pod store-0 >>"$logs/self-test.log"
is_another() { [ "$(k get pod store-0 -o 'jsonpath={.metadata.uid}')" != "$uid" ] && k wait --for condition=Ready pod/store-0 --timeout 1s; }
holds "the pod comes back" is_another
file_has() { k exec "$1" -- /probe read "$2" | grep -xF "$3"; }
holds "with what it wrote" file_has store-0 /data/kept "what store-0 wrote"
reads_nothing() { { k exec store-1 -- /probe read /data/kept 2>&1 || true; } | grep "no such file"; }
holds "which the other pod does not see" reads_nothing

### How pods end

pod=$(web_pods) && pod=${pod%% *}
pod_address=$(k get pod "$pod" -o 'jsonpath={.status.podIP}')
started=$EPOCHREALTIME
k delete pod "$pod" --wait=false >>"$logs/self-test.log"
for _ in $(seq 5); do in_cluster "$node_dir/bin/probe" get "http://$pod_address:8080/" >>"$logs/self-test.log" || fail "a pod ended before its preStop sleep was over"; done
k wait --for delete "pod/$pod" --timeout 60s >>"$logs/self-test.log"
took=$(seconds_since "$started")
awk -v took="$took" 'BEGIN { exit !(took >= 3) }' || fail "a pod with 3 s of preStop sleep was gone after $took s"
say "  a pod serves during its preStop sleep of 3 s (gone after $took s)"

k set env deployment/web VERSION=2 >>"$logs/self-test.log"
unanswered=0 answered=0
while ! k rollout status deployment/web --watch=false | grep -q "successfully rolled out"; do
  if in_cluster "$node_dir/bin/probe" get "http://$name/" >>"$logs/self-test.log" 2>&1; then answered=$((answered + 1)); else unanswered=$((unanswered + 1)); fi
done
[ "$unanswered" -eq 0 ] || fail "$unanswered of $((answered + unanswered)) requests were not answered during a rolling update"
say "  a rolling update answers every request ($answered)"
pods_are_new() { for pod in $(web_pods); do k exec "$pod" -- /probe get http://localhost:8080/ | grep -q ' 2$' || return 1; done; }
holds "all pods are new then" pods_are_new

claims_gone() { [ -z "$(k get persistentvolumeclaims,persistentvolumes -o name)" ] && [ -z "$(ls "$state/data/volumes")" ]; }
k delete statefulset store --wait=false >>"$logs/self-test.log"
holds "volumes go with their claims" claims_gone
in_cluster kubectl delete namespace self-test --timeout 60s >>"$logs/self-test.log"
say "  a namespace with pods can be deleted"

### Nothing is left

"$node/down.sh"
same_machine
say "  nothing is left"

say "once more, after the kubelet and then up.sh itself were killed"
"$node/up.sh" >>"$logs/self-test.log"
in_cluster kubectl run left --image localhost/catchment/probe:1 --restart Never -- serve >>"$logs/self-test.log"
inside kill -KILL "$(cat "$state/kubelet.pid")"
"$node/up.sh" >"$state.log" 2>&1 &
up=$!
for _ in $(seq 1000); do [ ! -e "$state/kube-scheduler.pid" ] || break; sleep 0.05; done
[ -e "$state/kube-scheduler.pid" ] || fail "up.sh started nothing: $(cat "$state.log")"
kill -KILL "$up"
wait "$up" 2>/dev/null || true
rm -f "$state.log"
"$node/up.sh" >"$root/target/log/node-up.log"
holds "a node that was cut off is replaced" in_cluster kubectl get node node
"$node/down.sh"
same_machine
say "the node does all that it should: $holds checks"
