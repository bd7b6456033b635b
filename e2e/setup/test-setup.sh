#!/usr/bin/env bash
# Tests the set-up scripts with stand-ins for java, go, mvn and nats-server, in a copy of them: no network, a few seconds.
# Each test is a function whose name says what must hold. The result is written as JUnit XML too, for summarize_tests.py.
# shellcheck disable=SC2016 # what is in single quotes is for another shell
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
python=$(python3 -c "import sys; print(sys.executable)") # python3 itself may be a version chooser that needs more
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

### What the tests are made of

# script FILE: an executable of standard input
script() {
  mkdir -p "$(dirname "$1")"
  { echo '#!/usr/bin/env bash' && cat; } >"$1"
  chmod +x "$1"
}

# fake_jdk FOLDER VERSION: java prints its arguments and the broker it was given
fake_jdk() {
  script "$1/bin/java" <<<'echo "java $*"; echo "nats=${CATCHMENT_NATS_SERVER:-none}"'
  script "$1/bin/javac" <<<'exit 0'
  echo "JAVA_VERSION=\"$2\"" >"$1/release"
}

fake_nats() { script "$1" <<<"echo 'nats-server: v$2'"; }

# fake_go VERSION: "builds" programs that print the pinned version and "downloads" modules, slowly, and counts how often it did
fake_go() {
  script "$box/path/go" <<END
case "\$*" in
  "env GOVERSION") echo go$1; exit ;;
  "env GOTOOLCHAIN") echo \${GOTOOLCHAIN:-local}; exit ;;
  "env "*) echo "$box/go-cache"; exit ;;
esac
echo "\$*" >>"$box/go-calls"
sleep 0.3
[ -z "\${FAKE_GO_FAILS:-}" ] || { echo "no route to the module proxy"; exit 1; }
case "\$*" in "mod download "*)
  module=\${4%@*} dir="$box/modules/\${4%@*}"
  grep -F "\$module \${4#*@} " "$box/repo/e2e/setup/lib.sh" | while read -r _ _ sum files; do
    for file in \$files; do mkdir -p "\$dir/\${file%/*}" && echo "kind: CustomResourceDefinition" >"\$dir/\$file"; done
    printf '{"Path": "%s",\n"Dir": "%s",\n"Sum": "%s"}\n' "\$module" "\$dir" "\${FAKE_GO_SUM:-\$sum}"
  done
  exit ;;
esac
output=\${GOBIN:-}/nats-server says="nats-server: v2.15.2"
case "\$*" in *natscli*) output=\${GOBIN:-}/nats says=v0.5.1 ;; *helm.sh*) output=\${GOBIN:-}/helm says=v3.19.5 ;; esac
while [ \$# -gt 0 ]; do [ "\$1" != -o ] || output=\$2; shift; done
outputs=("\$output")
case "\$output" in */) outputs=("\$output"coredns "\$output"volumes "\$output"pause "\$output"probe) ;; esac
for output in "\${outputs[@]}"; do
  mkdir -p "\$(dirname "\$output")"
  printf '#!/bin/sh\necho "%s"\n' "\$says" >"\$output"
  chmod +x "\$output"
done
END
}

# fake_python [without-ensurepip | without-pip]: makes environments that know their version; without pip it has no ensurepip either
fake_python() {
  script "$box/path/python3" <<END
echo "python3 \$*" >>"$box/python-calls"
case "\$*" in
  --version) echo "Python 3.11.2" ;;
  "-c import ensurepip") [ -z "${1:-}" ] ;;
  "-m pip "*) [ "${1:-}" != without-pip ] ;;
  "-m venv "*)
    for folder; do :; done
    mkdir -p "\$folder/bin"
    { echo '#!/usr/bin/env bash'; echo 'echo "venv \$*" >>"$box/python-calls"; echo "Python 3.11.2"'; } >"\$folder/bin/python"
    chmod +x "\$folder/bin/python" ;;
esac
END
}

# fake_sdks: senders with lock files, and an npm that installs nothing else than its note
fake_sdks() {
  mkdir -p "$box/repo/e2e/sdk/node" "$box/repo/e2e/sdk/python" "$box/repo/e2e/sdk/go"
  touch "$box/repo/e2e/sdk/node/package-lock.json" "$box/repo/e2e/sdk/python/requirements.txt"
  touch "$box/repo/e2e/sdk/go/main.go" "$box/repo/e2e/sdk/go/go.mod" "$box/repo/e2e/sdk/go/go.sum"
  script "$box/path/npm" <<<"mkdir -p '$box/repo/e2e/sdk/node/node_modules' && touch '$box/repo/e2e/sdk/node/node_modules/.package-lock.json'"
}

# A fresh copy of the repository's scripts, a PATH with nothing but the basic tools, and no JDK.
new_box() {
  box=$work/box-$1
  mkdir -p "$box/repo/e2e" "$box/path" "$box/jdks" "$box/home"
  cp -R "$here" "$box/repo/e2e/setup"
  cp -R "$here/../../bin" "$box/repo/bin"
  local tool
  for tool in awk bash cat chmod cksum cp cut df dirname env find flock grep head kill ln mkdir mktemp mv readlink rm rmdir sed seq sleep \
    sort tail tee touch tr uname; do
    [ ! -x "$(command -v "$tool")" ] || ln -s "$(command -v "$tool")" "$box/path/$tool"
  done
}

# What a machine has that a node can be brought up on, apart from the programs that are installed for it.
fake_linux() {
  local program
  for program in ip nsenter unshare setsid apt-get; do script "$box/path/$program" <<<'exit 1'; done
}

# try COMMAND...: runs it in the box; its status and output are left in $status and $output
try() {
  status=0
  output=$(cd "$box/repo" && env -i PATH="$box/path" HOME="$box/home" CATCHMENT_JDK_FOLDERS="$box/jdks" "$@" 2>&1) || status=$?
}

succeeds() { [ "$status" -eq 0 ] || wrong "status $status"; }
fails() { [ "$status" -ne 0 ] || wrong "it succeeded"; }
says() { grep -qF -- "$1" <<<"$output" || wrong "it does not say: $1"; }
is_silent_about() { ! grep -qF -- "$1" <<<"$output" || wrong "it says: $1"; }
same() { [ "$1" = "$2" ] || wrong "expected $2, got $1"; }

wrong() {
  printf '%s; the output was:\n%s\n' "$1" "$output"
  exit 1
}

### The JDK

test_jdk_25_is_found_though_java_home_is_older() {
  fake_jdk "$box/jdks/a-17" 17.0.15 && fake_jdk "$box/jdks/b-25" 25.0.3
  try JAVA_HOME="$box/jdks/a-17" e2e/setup/find-jdk.sh
  succeeds && same "$output" "$box/jdks/b-25"
}

test_a_good_java_home_wins_then_jdk25_home_then_the_lowest() {
  fake_jdk "$box/jdks/26" 26 && fake_jdk "$box/jdks/25" 25.0.3 && fake_jdk "$box/27" 27.0.1
  try JAVA_HOME="$box/27" e2e/setup/find-jdk.sh && same "$output" "$box/27"
  try JDK25_HOME="$box/27" e2e/setup/find-jdk.sh && same "$output" "$box/27"
  try e2e/setup/find-jdk.sh && same "$output" "$box/jdks/25"
}

test_a_jdk_on_path_is_found_through_symbolic_links() {
  fake_jdk "$box/somewhere/25" 25
  ln -s "$box/somewhere/25/bin/javac" "$box/path/javac"
  try e2e/setup/find-jdk.sh
  succeeds && same "$output" "$(cd "$box/somewhere/25" && pwd)"
}

test_a_runtime_without_compiler_is_no_jdk() {
  fake_jdk "$box/jdks/25" 25 && rm "$box/jdks/25/bin/javac"
  try e2e/setup/find-jdk.sh
  fails && says "no JDK >= 25 found" && says "set JAVA_HOME"
}

### Prerequisites and disk

test_everything_missing_is_named_in_one_line_each() {
  fake_linux
  try e2e/setup/check-prerequisites.sh test
  fails
  local name
  for name in "JDK >= 25" Maven make "Go >= 1.26" Node npm Python; do says "missing: $name"; done
  says "7 of the prerequisites of make test missing"
}

test_running_needs_neither_node_nor_python() {
  try e2e/setup/check-prerequisites.sh run
  fails && is_silent_about Node && is_silent_about Python && says "4 of the prerequisites"
}

complete_for_run() {
  fake_jdk "$box/jdks/25" 25
  script "$box/path/mvn" <<<'echo "Apache Maven 3.8.7"'
  script "$box/path/make" <<<'echo "GNU Make 4.3"'
}

test_a_python_that_can_install_nothing_is_named() {
  complete_for_run && fake_linux && fake_go 1.26.8 && fake_sdks && fake_python without-pip
  script "$box/path/node" <<<'echo v20.20.2'
  script "$box/path/npm" <<<'echo 11.19.1'
  try e2e/setup/check-prerequisites.sh test
  fails && says "missing: Python's venv or pip" && says "1 of the prerequisites"
  fake_python without-ensurepip
  try e2e/setup/check-prerequisites.sh test && succeeds
}

test_what_a_node_needs_of_the_machine_is_named() {
  complete_for_run && fake_go 1.26.8
  try e2e/setup/check-prerequisites.sh cluster
  fails && says "missing: ip, " && says "missing: unshare, " && says "missing: containerd: install containerd >= 1.6" && is_silent_about Node
  if [ "$EUID" -ne 0 ]; then says "missing: root on Linux"; fi
  fake_linux && ln -s "$python" "$box/path/python3"
  try e2e/setup/check-prerequisites.sh cluster
  is_silent_about "missing: ip" && is_silent_about containerd
  if [ "$(uname -s)" = Linux ] && [ "$EUID" -eq 0 ]; then succeeds; fi
}

test_an_old_maven_is_named_with_its_version() {
  complete_for_run && fake_go 1.26.8
  script "$box/path/mvn" <<<'echo "Apache Maven 3.3.9"'
  try e2e/setup/check-prerequisites.sh run
  fails && says "missing: Maven >= 3.6.3 (found 3.3.9)"
}

test_an_old_nats_server_on_path_is_refused() {
  complete_for_run && fake_nats "$box/path/nats-server" 2.9.10
  try e2e/setup/check-prerequisites.sh run
  fails && says "missing: Go >= 1.26, or a nats-server >= 2.14 on PATH, where 2.9.10 is too old"
  fake_go 1.26.8
  try e2e/setup/check-prerequisites.sh run && succeeds
  try e2e/setup/install-nats.sh && succeeds && says "building nats-server 2.15.2"
}

test_a_newer_nats_server_on_path_needs_no_go_and_installs_nothing() {
  complete_for_run && fake_nats "$box/path/nats-server" 2.14.0
  try e2e/setup/check-prerequisites.sh run && succeeds
  try e2e/setup/install-nats.sh && succeeds && same "$output" ""
  try e2e/setup/with-tools.sh env && says "CATCHMENT_NATS_SERVER=$box/path/nats-server"
}

test_an_old_go_is_enough_only_if_it_fetches_its_successor() {
  complete_for_run && fake_go 1.22.2
  try e2e/setup/check-prerequisites.sh run && fails && says "missing: Go >= 1.26 (found 1.22.2)"
  try GOTOOLCHAIN=auto e2e/setup/check-prerequisites.sh run && succeeds
}

test_too_little_disk_is_said_before_anything_is_built() {
  try CATCHMENT_NEED_MB=1 e2e/setup/check-disk.sh run && succeeds
  try CATCHMENT_NEED_MB=999999999 e2e/setup/check-disk.sh test
  fails && says "make test needs 976562.5 GB of free disk on "
}

### Installing

go_calls() { wc -l <"$box/go-calls" | tr -d ' '; }

test_nats_server_is_built_once_also_by_two_makes_at_once() {
  fake_go 1.26.8
  try bash -c 'e2e/setup/install-nats.sh & e2e/setup/install-nats.sh && wait $!'
  succeeds && same "$(go_calls)" 1
  try e2e/setup/install-nats.sh && succeeds && same "$output" "" && same "$(go_calls)" 1
  same "$(ls -A "$box/repo/.tools/bin")" nats-server
}

test_the_nats_cli_of_the_benchmark_is_built_once_beside_nats_server() {
  fake_go 1.26.8
  try e2e/setup/install-nats.sh && try e2e/setup/install-nats-cli.sh
  succeeds && says "building the NATS command line interface 0.5.1"
  try e2e/setup/install-nats-cli.sh && succeeds && same "$output" "" && same "$(go_calls)" 2
  same "$(ls -A "$box/repo/.tools/bin" | tr '\n' ' ')" "nats nats-server "
}

test_an_old_go_does_not_build_the_nats_cli() {
  fake_go 1.20
  try e2e/setup/install-nats-cli.sh
  fails && says "Go >= 1.26 is needed"
}

test_helm_is_built_once_and_again_when_another_version_lies_there() {
  fake_go 1.26.8
  try e2e/setup/install-helm.sh
  succeeds && says "building helm 3.19.5"
  grep -q "chartutil.k8sVersionMinor=34" "$box/go-calls" || wrong "it would render for an old Kubernetes"
  try e2e/setup/install-helm.sh && succeeds && same "$output" "" && same "$(go_calls)" 1
  script "$box/repo/.tools/bin/helm" <<<"echo v3.18.0"
  try e2e/setup/install-helm.sh && succeeds && says "building helm" && same "$(ls -A "$box/repo/.tools/bin")" helm
}

test_an_old_go_does_not_build_helm() {
  fake_go 1.20
  try e2e/setup/install-helm.sh
  fails && says "Go >= 1.24 is needed"
}

test_another_version_in_the_tools_folder_is_replaced() {
  fake_go 1.26.8 && fake_nats "$box/repo/.tools/bin/nats-server" 2.14.9
  try e2e/setup/install-nats.sh
  succeeds && same "$("$box/repo/.tools/bin/nats-server")" "nats-server: v2.15.2"
}

test_a_failed_build_shows_its_output_and_leaves_nothing() {
  fake_go 1.26.8
  try FAKE_GO_FAILS=yes e2e/setup/install-nats.sh
  fails && says "no route to the module proxy" && says "log/nats-server.log"
  [ ! -e "$box/repo/.tools/bin/nats-server" ] || wrong "there is a nats-server"
}

test_a_chosen_nats_server_that_is_too_old_is_an_error() {
  fake_nats "$box/chosen" 2.10.0
  try CATCHMENT_NATS_SERVER="$box/chosen" e2e/setup/install-nats.sh
  fails && says "is not a nats-server >= 2.14 (found: 2.10.0)"
}

test_kubernetes_is_built_into_the_shared_folder_once_and_again_when_its_pins_change() {
  fake_go 1.26.8
  local program
  try CATCHMENT_TOOLS="$box/shared" e2e/setup/install-kubernetes.sh
  succeeds && same "$(go_calls)" 7
  for program in etcd kube-apiserver kube-controller-manager kubectl; do
    [ -x "$(echo "$box"/shared/k8s/1.34.4-*/"$program")" ] || wrong "no $program"
  done
  try CATCHMENT_TOOLS="$box/shared" e2e/setup/install-kubernetes.sh
  succeeds && same "$output" "" && same "$(go_calls)" 7
  echo "// changed" >>"$box/repo/e2e/setup/kubernetes/go.mod"
  try CATCHMENT_TOOLS="$box/shared" e2e/setup/install-kubernetes.sh
  succeeds && same "$(go_calls)" 11
}

test_a_tools_folder_without_the_crds_of_others_gets_them_and_builds_nothing_again() {
  fake_go 1.26.8
  try e2e/setup/install-kubernetes.sh && succeeds
  local crds=("$box"/repo/.tools/k8s/1.34.4-*/crds)
  same "$(ls "${crds[0]}" | tr '\n' ' ')" "gateway.networking.k8s.io_httproutes.yaml keda.sh_scaledobjects.yaml $(printf 'monitoring.coreos.com_%s.yaml ' podmonitors prometheusrules servicemonitors)"
  rm -r "${crds[0]}"
  try e2e/setup/install-kubernetes.sh
  succeeds && says "fetching the CRDs" && is_silent_about "building" && same "$(go_calls)" 10
}

test_a_crd_of_others_that_is_not_the_pinned_one_is_refused() {
  fake_go 1.26.8
  try FAKE_GO_SUM=h1:other e2e/setup/install-kubernetes.sh
  fails && says "sigs.k8s.io/gateway-api@v1.4.1 is not what h1:"
  try e2e/setup/install-kubernetes.sh && succeeds && says "fetching the CRDs"
}

# fake_apt: a machine without containerd, whose package lists are empty until `update` was called
fake_apt() {
  ln -s "$python" "$box/path/python3"
  script "$box/path/apt-get" <<END
echo "\$*" >>"$box/apt-calls"
[ -z "\${FAKE_APT_FAILS:-}" ] || { echo "E: no route to the archive"; exit 100; }
case "\$*" in
  *" update") touch "$box/apt-lists" ;;
  *" download "*)
    [ -e "$box/apt-lists" ] || { echo "E: Unable to locate package"; exit 100; }
    touch all.deb ;;
esac
END
  script "$box/path/dpkg" <<'END'
for program in usr/bin/containerd usr/bin/containerd-shim-runc-v2 usr/bin/ctr usr/sbin/runc usr/sbin/xtables-nft-multi \
  usr/lib/cni/bridge usr/lib/cni/host-local usr/lib/cni/portmap usr/lib/cni/loopback usr/lib/x/libmnl.so.0 usr/lib/x/xtables/libxt_tcp.so; do
  mkdir -p "$3/${program%/*}" && printf '#!/usr/bin/env bash\n' >"$3/$program" && chmod +x "$3/$program"
done
END
}

test_the_nodes_packages_are_unpacked_into_the_tools_folder_also_without_package_lists() {
  fake_go 1.26.8 && fake_apt
  try e2e/setup/install-node.sh cluster
  succeeds && says "fetching containerd" && says "building kubelet" && same "$(grep -c " update" "$box/apt-calls")" 1
  local system=("$box"/repo/.tools/node-*/system) file
  same "$(readlink "$system/bin/iptables-restore")" xtables-nft-multi
  for file in bin/runc cni/bridge lib/libmnl.so.0 xtables/libxt_tcp.so; do [ -e "$system/$file" ] || wrong "no $file"; done
  try e2e/setup/install-node.sh cluster && succeeds && same "$output" ""
  rm "$system/bin/runc"
  try e2e/setup/install-node.sh cluster && succeeds && says "fetching containerd" && is_silent_about building
}

test_packages_that_cannot_be_fetched_are_an_error_with_their_log() {
  fake_go 1.26.8 && fake_apt
  try FAKE_APT_FAILS=yes e2e/setup/install-node.sh cluster
  fails && says "no route to the archive" && says "log/node-packages.log"
  try e2e/setup/install-node.sh cluster && succeeds && says "fetching containerd"
}

test_a_machine_without_apt_is_told_what_to_install() {
  fake_go 1.26.8
  try e2e/setup/install-node.sh cluster
  fails && says "install containerd >= 1.6"
}

test_kstatus_is_built_once_and_again_when_its_source_or_pins_change() {
  fake_go 1.26.8
  try e2e/setup/install-kstatus.sh
  succeeds && says "building kstatus" && [ -x "$box/repo/.tools/bin/kstatus" ] || wrong "no kstatus"
  try e2e/setup/install-kstatus.sh && succeeds && same "$output" ""
  echo "// changed" >>"$box/repo/e2e/setup/kstatus/main.go"
  try e2e/setup/install-kstatus.sh && succeeds && says "building kstatus"
  echo "// changed" >>"$box/repo/e2e/setup/kstatus/go.sum"
  try e2e/setup/install-kstatus.sh && succeeds && same "$(go_calls)" 3
}

test_promrules_is_built_once_and_again_when_its_source_or_pins_change() {
  fake_go 1.26.8
  try e2e/setup/install-promrules.sh
  succeeds && says "building promrules" && [ -x "$box/repo/.tools/bin/promrules" ] || wrong "no promrules"
  try e2e/setup/install-promrules.sh && succeeds && same "$output" ""
  echo "// changed" >>"$box/repo/e2e/setup/promrules/main.go"
  try e2e/setup/install-promrules.sh && succeeds && says "building promrules" && same "$(go_calls)" 2
}

test_the_sdks_are_installed_once_and_each_again_when_its_pins_change() {
  fake_go 1.26.8 && fake_sdks && fake_python
  try e2e/setup/install-sdks.sh
  succeeds && says "SDKs for Node" && says "SDK for Python" && says "SDK for Go"
  grep -qF "venv -m pip" "$box/python-calls" || wrong "pip of the environment was not asked"
  try e2e/setup/install-sdks.sh && succeeds && same "$output" ""
  echo changed >>"$box/repo/e2e/sdk/python/requirements.txt"
  try e2e/setup/install-sdks.sh && succeeds && says "SDK for Python" && is_silent_about Node && is_silent_about "SDK for Go"
  echo changed >>"$box/repo/e2e/sdk/go/main.go"
  try e2e/setup/install-sdks.sh && succeeds && says "SDK for Go" && is_silent_about Python
  sleep 0.02 && touch "$box/repo/e2e/sdk/node/package-lock.json"
  try e2e/setup/install-sdks.sh && succeeds && says "SDKs for Node" && is_silent_about Python
  try e2e/setup/install-sdks.sh && succeeds && same "$output" ""
}

test_a_python_without_venv_fills_the_environment_with_its_own_pip() {
  fake_go 1.26.8 && fake_sdks && fake_python without-ensurepip
  try e2e/setup/install-sdks.sh
  succeeds && grep -qF "python3 -m venv --clear --without-pip" "$box/python-calls" || wrong "no environment without pip"
  grep -q "^python3 -m pip .*install --require-hashes .*--target" "$box/python-calls" || wrong "its own pip was not asked"
  try e2e/setup/install-sdks.sh && succeeds && same "$output" ""
}

test_a_failed_installation_of_an_sdk_is_tried_again() {
  fake_go 1.26.8 && fake_sdks && fake_python without-pip
  try e2e/setup/install-sdks.sh
  fails && says "SDK for Python: failed" && says "log/python-sdk.log"
  fake_python
  try e2e/setup/install-sdks.sh && succeeds && says "SDK for Python" && is_silent_about Node
}

test_a_long_step_shows_the_seconds() {
  try CATCHMENT_QUIET_SECONDS=1 bash -c '. e2e/setup/lib.sh && step "a long step" "$root/log" sleep 2.5'
  succeeds && says "a long step ..." && says "  ... 1 s" && says "  done in "
}

### Building and running

fake_maven() {
  script "$box/path/mvn" <<'END'
[ "$*" != --version ] || exit 0
echo "$JAVA_HOME" >>mvn-calls
mkdir -p cli/target && touch cli/target/catchment.jar
END
  mkdir -p "$box/repo/cli/src/main/java" && touch "$box/repo/pom.xml" "$box/repo/cli/src/main/java/A.java"
}

test_the_build_runs_again_only_when_a_source_is_newer() {
  fake_jdk "$box/jdks/25" 25 && fake_maven
  try e2e/setup/build.sh && succeeds && same "$(cat "$box/repo/mvn-calls")" "$box/jdks/25"
  try e2e/setup/build.sh && succeeds && same "$output" ""
  sleep 0.02 && touch "$box/repo/cli/src/main/java/B.java"
  try e2e/setup/build.sh && says "building bin/catchment"
  sleep 0.02 && rm "$box/repo/cli/src/main/java/B.java"
  try e2e/setup/build.sh && says "building bin/catchment"
}

test_the_launcher_says_what_to_do_without_a_build() {
  try bin/catchment lint x
  fails && says 'run `make build` first'
}

test_the_launcher_works_through_a_symbolic_link_from_anywhere() {
  fake_jdk "$box/jdks/25" 25 && fake_nats "$box/repo/.tools/bin/nats-server" 2.15.2
  mkdir -p "$box/repo/cli/target" && touch "$box/repo/cli/target/catchment.jar"
  ln -s ../repo/bin/catchment "$box/home/link" && ln -s "$box/home/link" "$box/path/catchment"
  try CATCHMENT_JAVA_OPTS="-Xmx64m -Da=b" bash -c 'cd / && catchment explain "two words"'
  succeeds && says "-Xmx64m -Da=b -jar $box/repo/cli/target/catchment.jar explain two words"
  says "nats=$box/repo/.tools/bin/nats-server"
}

test_make_run_ends_what_it_started() {
  fake_jdk "$box/jdks/25" 25
  ln -s "$python" "$box/path/python3"
  # Stands in for both programs: the receiver listens, catchment says that it is up; both note how they ended.
  script "$box/jdks/25/bin/java" <<END
name=catchment; case "\$*" in *" receiver "*) name=receiver ;; esac
trap 'echo "\$name ended" >>"$box/ended"; [ -z "\${listening:-}" ] || kill "\$listening"; exit 143' TERM
if [ \$name = receiver ]; then
  python3 -c 'import socket, time; s = socket.create_server(("127.0.0.1", $port)); time.sleep(30)' & listening=\$!
else
  touch "$box/up"
fi
for _ in \$(seq 300); do sleep 0.1; done
END
  mkdir -p "$box/repo/cli/target" && touch "$box/repo/cli/target/catchment.jar"
  try CATCHMENT_RECEIVER_PORT="$port" bash -c "
    e2e/setup/run.sh & run=\$!
    for _ in \$(seq 100); do [ ! -e '$box/up' ] || break; sleep 0.1; done
    kill -TERM \$run; wait \$run"
  succeeds && same "$(tr '\n' ' ' <"$box/ended")" "catchment ended receiver ended "
}

test_make_run_says_that_the_receivers_port_is_taken() {
  fake_jdk "$box/jdks/25" 25
  python3 -c 'import socket, sys, time; s = socket.create_server(("127.0.0.1", int(sys.argv[1]))); time.sleep(60)' "$port" &
  local listener=$!
  for _ in $(seq 300); do (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break || sleep 0.1; done
  try CATCHMENT_RECEIVER_PORT="$port" e2e/setup/run.sh
  kill "$listener"
  fails && says "something listens on 127.0.0.1:$port"
}

### Images and releases

# pack OUTPUT ARGUMENT...: an image of the folder $box/layer
pack() {
  [ -e "$box/path/python3" ] || ln -s "$python" "$box/path/python3"
  try python3 e2e/setup/pack_image.py "$box/$1" --layer "$box/layer" "${@:2}"
  succeeds
}

test_an_image_is_the_same_bytes_whenever_it_is_packed() {
  mkdir -p "$box/layer/etc" && echo hello >"$box/layer/etc/greeting" && script "$box/layer/run" <<<"exit 0"
  pack one.tar --name localhost/a:1 --arch amd64 --entrypoint /run
  touch -t 202001010101 "$box/layer/etc/greeting" && chmod g+w "$box/layer/run"
  pack two.tar --name localhost/a:1 --arch amd64 --entrypoint /run
  same "$(cksum <"$box/one.tar")" "$(cksum <"$box/two.tar")"
}

test_a_layer_is_put_onto_an_image_whose_own_stay() {
  mkdir -p "$box/layer" && echo below >"$box/layer/one"
  pack base.tar --name localhost/a:1 --arch amd64
  rm "$box/layer/one" && echo above >"$box/layer/two"
  pack image.tar --onto "$box/base.tar"
  try python3 e2e/setup/compare_images.py "$box/base.tar" "$box/image.tar"
  succeeds && [[ $output == "1 "*" two" ]] || wrong "it should be the second layer alone"
  try python3 e2e/setup/unpack_image.py "$box/image.tar" "$box/unpacked"
  succeeds && same "$(cat "$box/unpacked/one" "$box/unpacked/two" | tr '\n' ' ')" "below above "
  same "$(find "$box/unpacked/one" -newermt 1970-01-01T00:00:02Z)" ""
}

test_a_jar_that_the_list_of_contents_lacks_is_named() {
  mkdir -p "$box/layer/app/libs" && echo known >"$box/layer/app/libs/known-1.jar"
  local sum
  sum=$(python3 -c 'import hashlib; print(hashlib.sha256(b"known\n").hexdigest())')
  echo "{\"metadata\":{\"component\":{\"name\":\"a\",\"version\":\"1\"}},
    \"components\":[{\"name\":\"known\",\"version\":\"1\",\"hashes\":[{\"alg\":\"SHA-256\",\"content\":\"$sum\"}]}]}" >"$box/list.json"
  pack image.tar --name localhost/a:1 --arch amd64
  try python3 e2e/setup/sbom.py check "$box/image.tar" "$box/list.json" && succeeds
  echo other >"$box/layer/app/libs/other-1.jar"
  pack image.tar --name localhost/a:1 --arch amd64
  try python3 e2e/setup/sbom.py check "$box/image.tar" "$box/list.json"
  fails && says "app/libs/other-1.jar" && is_silent_about known-1.jar
}

release() { try e2e/setup/release.sh "$@"; }

test_a_rehearsed_release_prints_every_step_and_does_none() {
  local arch name
  case $(uname -m) in aarch64 | arm64) arch=arm64 ;; *) arch=amd64 ;; esac
  release --prefix registry.example/catchment --version 1.2.3 --sign --dry-run
  succeeds && says "missing here: crane" && says "missing here: cosign"
  for name in operator ingest delivery cli; do
    says "images/$name.tar registry.example/catchment/$name:1.2.3-$arch"
    says "+ crane index append --manifest registry.example/catchment/$name:1.2.3-amd64 --manifest registry.example/catchment/$name:1.2.3-arm64 --tag registry.example/catchment/$name:1.2.3"
    same "$(grep -c "^+ cosign sign --yes registry.example/catchment/$name@DIGEST" <<<"$output")" 2
    says "+ cosign attest --yes --type cyclonedx --predicate target/release/images/$name.cdx.json registry.example/catchment/$name@DIGEST"
  done
  says "--version 1.2.3 --app-version 1.2.3" && says "catchment-1.2.3.tgz oci://registry.example/catchment/charts"
  [ ! -e "$box/repo/target/release" ] || wrong "it made something"
  same "$(sed -En 's/^[+] [^ ]*build-images.*/build/p; s/^[+] (crane push|crane index|helm package|helm push) .*/\1/p' <<<"$output" |
    uniq | tr '\n' ',')" "build,crane push,crane index,helm package,helm push,"
}

test_a_release_says_what_is_wrong_with_its_arguments() {
  release --version 1.2.3 --dry-run
  fails && says "registry.example/catchment"
  release --prefix https://registry.example/catchment --version 1.2.3 --dry-run
  fails && says "without https://"
  release --prefix registry.example/catchment --version v1 --dry-run
  fails && says "--version 'v1' is no version"
  release --prefix registry.example/catchment --version 1.2.3 --platforms linux/s390x --dry-run
  fails && says "not linux/s390x"
  release --prefix
  fails && says "--prefix needs a value"
  release --prefix registry.example/catchment --version 1.2.3
  fails && says "crane is needed to push images"
}

### The closing summary

# sources_of MODULE CLASS...
sources_of() {
  local module=$box/repo/$1 class
  shift
  mkdir -p "$module/src/test/java/a" && touch "$module/pom.xml"
  for class in "$@"; do echo "class $class {}" >"$module/src/test/java/a/$class.java"; done
}

# report MODULE KIND CLASS CASE-CONTENT
report() {
  mkdir -p "$box/repo/$1/target/$2-reports"
  echo "<testsuite name='a.$3'><testcase classname='a.$3' name='works'>$4</testcase></testsuite>" >"$box/repo/$1/target/$2-reports/TEST-a.$3.xml"
}

summarize() {
  [ -e "$box/path/python3" ] || ln -s "$python" "$box/path/python3"
  try python3 e2e/setup/summarize_tests.py "$@"
}

all_tiers_pass() {
  sources_of one ATest AIT && sources_of e2e/two AE2E
  echo "abstract class BaseTest {}" >"$box/repo/one/src/test/java/a/BaseTest.java"
  report one surefire ATest "" && report one failsafe AIT "" && report e2e/two failsafe AE2E ""
}

test_the_summary_counts_per_module_and_tier() {
  all_tiers_pass
  summarize
  succeeds && same "$(tail -n 1 <<<"$output")" "3 passed, 0 failed, 0 skipped"
  grep -Eq '^  one +1 +1 +- +-$' <<<"$output" || wrong "no row of module one"
}

test_a_skipped_test_fails_the_build() {
  all_tiers_pass && report one failsafe AIT "<skipped message='no broker'/>"
  summarize --tiers Test,E2E
  fails && says "skipped: a.AIT works: no broker" && same "$(tail -n 1 <<<"$output")" "2 passed, 0 failed, 1 skipped"
}

test_a_failed_test_is_named() {
  all_tiers_pass && report one surefire ATest "<failure message='1 is not 2'>trace</failure>"
  summarize
  fails && says "failed: a.ATest works: 1 is not 2" && same "$(tail -n 1 <<<"$output")" "2 passed, 1 failed, 0 skipped"
}

test_a_test_class_or_tier_that_did_not_run_fails_the_build() {
  all_tiers_pass && sources_of one ForgottenIT && rm -r "$box/repo/e2e/two/target"
  summarize
  fails && says "did not run: one a.ForgottenIT" && says "did not run: e2e/two a.AE2E" && says "no test of the tier E2E"
}

test_a_build_that_fails_outside_of_the_tests_counts_as_a_failure() {
  all_tiers_pass
  summarize --build-status 1
  fails && same "$(tail -n 1 <<<"$output")" "3 passed, 1 failed, 0 skipped"
}

test_without_root_or_docker_the_tests_on_a_real_cluster_say_that_they_did_not_run() {
  rm "$box/path/uname" && script "$box/path/uname" <<<'echo Darwin'
  try e2e/setup/e2e.sh && succeeds && same "$output" "e2e: NOT RUN (needs root or Docker)"
  try CI=true e2e/setup/e2e.sh
  fails && says "e2e: NOT RUN (needs root or Docker)"
}

test_mavens_output_is_shortened_but_kept() {
  ln -s "$python" "$box/path/python3"
  try CATCHMENT_QUIET_SECONDS=0.5 bash -c '{ echo "[INFO] Building Catchment ingest"; echo noise; echo "[INFO] Running a.SlowIT"; sleep 1.5; echo "[ERROR] broken"; } |
    python3 e2e/setup/follow_maven.py target/log/test.log'
  succeeds && says "Building Catchment ingest" && says "s a.SlowIT" && says "[ERROR] broken" && is_silent_about noise
  grep -q noise "$box/repo/target/log/test.log" || wrong "the log is not complete"
}

### Running them

port=$((20000 + $$ % 10000))
passed=0 failed=0 report_lines=''
tests=$(declare -F | sed -n 's/^declare -f \(test_.*\)/\1/p')
for name in ${1:-$tests}; do
  new_box "$name"
  if problem=$("$name" 2>&1); then
    passed=$((passed + 1)) detail=''
  else
    failed=$((failed + 1))
    printf 'failed: %s: %s\n' "$name" "$problem"
    detail="<failure message=\"see the output of test-setup.sh\"/>"
  fi
  report_lines="$report_lines<testcase classname=\"setup\" name=\"$name\">$detail</testcase>"
done
reports=$here/../../target/setup-reports
mkdir -p "$reports"
echo "<testsuite name=\"setup\">$report_lines</testsuite>" >"$reports/TEST-setup.xml"
echo "set-up scripts: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
