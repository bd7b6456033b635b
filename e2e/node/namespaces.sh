#!/usr/bin/env bash
# Run by up.sh as the first process of new mount, network and process namespaces: makes the node's network, and lets its
# processes see what they write to in folders of the node. What the machine's other processes see does not change.
set -euo pipefail
# shellcheck source=e2e/node/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

ip link set lo up
ip link add node0 type bridge
ip address add "$node_address/24" dev node0
ip link set node0 up
ip route add default dev node0 # kube-apiserver and kubelet want one, and Services' addresses need one; nothing answers there
echo 1 >/proc/sys/net/ipv4/ip_forward
if [ -e /proc/sys/net/bridge/bridge-nf-call-iptables ]; then echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables; fi

# A /run of the node's own has everything under a short path that is the same wherever the checkout lies.
mount -n -t tmpfs -o mode=755 tmpfs "$state/run"
mkdir -p "$state/run/$node_name"/{data,log,node,kubernetes,sysctl} "$state/run/lock"
mount -n --bind "$state/data" "$state/run/$node_name/data"
mount -n --bind "$logs" "$state/run/$node_name/log"
mount -n --bind "$node_dir" "$state/run/$node_name/node"
mount -n --bind "$kubernetes_dir" "$state/run/$node_name/kubernetes"
mount -n --move "$state/run" /run
mount -n --bind "$inner/data/var-lib" /var/lib
mount -n --bind "$inner/log/var-log" /var/log

# kubelet sets these for the whole machine, unless they already are what it wants.
for setting in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 kernel/keys/root_maxkeys=1000000 \
  kernel/keys/root_maxbytes=25000000; do
  [ -e "/proc/sys/${setting%=*}" ] || continue
  file=$inner/sysctl/${setting%=*}
  mkdir -p "$(dirname "$file")"
  echo "${setting#*=}" >"$file"
  mount -n --bind "$file" "/proc/sys/${setting%=*}"
done

mount -n --make-rshared /
exec "$inner/node/bin/pause" "$node_name"
