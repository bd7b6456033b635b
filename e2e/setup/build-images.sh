#!/usr/bin/env bash
# build-images.sh [--prefix PREFIX] [--tag TAG] [--output FOLDER] [--untrained]
# Builds the images of the programs, and one of nats-server for the tests, into target/images: a tar each, which
# `ctr -n k8s.io images import` and `docker load` take, and a list of what is in it (CycloneDX). Neither a registry nor
# Docker is needed. What has not changed since the last time is not built again. --untrained: without what the programs start
# faster with, in half the time.
set -euo pipefail
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

arch=$(platform) && arch=${arch#linux-}
prefix=localhost/catchment tag=dev images=$root/target/images version='' trained="ingest delivery operator"
while [ $# -gt 0 ]; do
  case $1 in
    --prefix) prefix=${2:?} ;;
    --tag) tag=${2:?} version=${2%-"$arch"} ;;
    --output) images=${2:?} ;;
    --untrained) trained='' && shift && continue ;;
    *) fail "$1 is no option of build-images.sh: it takes --prefix, --tag, --output and --untrained" ;;
  esac
  shift 2
done
mkdir -p "$images" && images=$(cd "$images" && pwd)
jib=$images/.jib stamp=$images/.built
programs="operator ingest delivery cli"

command -v python3 >/dev/null || fail "Python >= 3.9 is needed to pack the images: install it (apt-get install python3)"
if [ -n "$trained" ] && ! kubernetes_installed; then
  go_usable 1.24 || fail "Go >= 1.24 is needed to build the kube-apiserver that the operator's image is trained with: install Go (go.dev/dl)"
  "$setup/install-kubernetes.sh"
fi
"$setup/install-nats.sh"

# Folders count too: the one that a source was deleted from is newer.
changed() {
  local program
  for program in $programs; do
    [ -f "$images/$program.tar" ] && [ -f "$images/$program.cdx.json" ] || return 0
  done
  [ "$(cat "$stamp" 2>/dev/null)" = "$prefix $tag $trained" ] || return 0
  [ ! target/runtime/runtime.tar -nt "$stamp" ] || return 0
  [ -n "$(find . \( -name target -o -name '.?*' -o -name node_modules -o -name docs -o -path '*/src/test' \) -prune -o \
    \( -path '*/src/*' -o -path './catalog/*' -o -name pom.xml -o -path './e2e/setup/*image*' -o -path ./e2e/setup/sbom.py \) \
    -newer "$stamp" -print | head -n 1)" ]
}

# Of the sources, as far as git can say.
revision() { git describe --always --dirty --abbrev=40 --exclude '*' 2>/dev/null || echo unknown; }

# What a program's cache is made from: the layers of its image, and how it is trained.
layers_of() { tar -xOf "$jib/$1.tar" config.json | tr -d ' \n' | sed 's/.*"diff_ids"//' && cat bench/src/main/java/dev/catchment/bench/Startup*.java | cksum; }

to_train() {
  local program
  for program in $trained; do
    [ "$(cat "$startup/$program.made-from" 2>/dev/null)" = "$(layers_of "$program")" ] || echo "$program"
  done
}

train() {
  local program folder=$root/target/training
  rm -rf "$folder" && mkdir -p "$folder/data"
  for program in $trained; do python3 "$setup/unpack_image.py" "$jib/$program.tar" "$folder/$program" || return 1; done
  "$setup/with-tools.sh" bash -c 'exec "$JAVA_HOME/bin/java" -Xmx512m -cp "$0" dev.catchment.bench.StartupTraining "$@"' \
    "bench/target/classes:$(cat bench/target/classpath)" "$folder/data" "$folder" "$startup" "$@" || return 1
  rm -rf "$folder"
}

build_programs() {
  local program untrained startup=$root/target/startup
  printf '%s\n' "$prefix $tag $trained" >"$stamp.new" # before the build, so that what is edited during it counts as newer
  step "building the images of $programs (first time: a few minutes, to download the libraries)" "$root/target/log/images.log" \
    "$setup/with-tools.sh" mvn -B -ntp -Pimages -pl "${programs// /,},bench" -am -Dmaven.test.skip=true -Dspotless.check.skip=true \
    -Dimage.prefix="$prefix" -Dimage.tag="$tag" ${version:+-Dimage.version="$version"} -Dimage.folder="$jib" \
    -Dimage.architecture="$arch" -Dimage.revision="$(revision)" package
  untrained=$(to_train)
  if [ -n "$untrained" ]; then
    # shellcheck disable=SC2086 # names of programs
    step "running $(echo $untrained), so that their images start fast" "$root/target/log/training.log" train $untrained
    for program in $untrained; do layers_of "$program" >"$startup/$program.made-from"; done
  fi
  for program in $programs; do
    case " $trained " in
      *" $program "*) python3 "$setup/pack_image.py" "$images/$program.tar" --onto "$jib/$program.tar" --layer "$startup/$program" ;;
      *) cp "$jib/$program.tar" "$images/$program.tar" ;;
    esac
    python3 "$setup/sbom.py" complete "$jib/$program.cdx.json" --runtime target/runtime/root --output "$images/$program.cdx.json"
    python3 "$setup/sbom.py" check "$images/$program.tar" "$images/$program.cdx.json"
  done
  mv -f "$stamp.new" "$stamp"
}

# The official image's way in: arguments are nats-server's.
build_nats() {
  local nats version folder=$root/target/nats-image
  nats=$(find_nats)
  version=$(nats_version_of "$nats")
  if [ "$(cat "$images/.nats-made-from" 2>/dev/null)" = "$(nats_stamp "$nats")" ] && [ -f "$images/nats.tar" ]; then return; fi
  if ldd "$nats" >/dev/null 2>&1; then
    fail "$nats needs libraries of this machine, which its image has not: unset CATCHMENT_NATS_SERVER, and \`make images\` builds one that needs none"
  fi
  rm -rf "$folder" && mkdir -p "$folder" && cp "$nats" "$folder/nats-server"
  step "packing nats-server $version" "$root/target/log/nats-image.log" \
    python3 "$setup/pack_image.py" "$images/nats.tar" --name "$prefix/nats:$version" --arch "$arch" \
    --layer "$folder" --entrypoint /nats-server --label org.opencontainers.image.title=nats-server \
    --label "org.opencontainers.image.version=$version" --label org.opencontainers.image.licenses=Apache-2.0
  python3 "$setup/sbom.py" go "$nats" --name nats-server --version "$version" --output "$images/nats.cdx.json"
  nats_stamp "$nats" >"$images/.nats-made-from"
}

nats_stamp() { cksum "$1" "$setup/pack_image.py" "$setup/sbom.py" && echo "$prefix"; }

lock "$root/target"
"$setup/build-runtime.sh" 9>&-
if changed; then build_programs; fi
build_nats

printf '%-40s %8s  %s\n' image size file
for program in $programs nats; do
  name=$(tar -xOf "$images/$program.tar" manifest.json | sed -n 's/.*"RepoTags": *\["\([^"]*\)".*/\1/p')
  printf '%-40s %5d MB  %s\n' "$name" "$(($(wc -c <"$images/$program.tar") / 1000000))" "${images#"$root/"}/$program.tar"
done
