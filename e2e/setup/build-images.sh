#!/usr/bin/env bash
# Builds the images of the programs, and one of nats-server for the tests, into target/images: a tar each, which
# `ctr -n k8s.io images import` and `docker load` take, and a list of what is in it (CycloneDX). Neither a registry nor
# Docker is needed. What has not changed since the last time is not built again.
set -euo pipefail
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
images=$root/target/images
stamp=$images/.built
programs="operator ingest delivery cli"
arch=$(platform) && arch=${arch#linux-}

command -v python3 >/dev/null || fail "Python >= 3.9 is needed to pack the images: install it (apt-get install python3)"

# Folders count too: the one that a source was deleted from is newer.
changed() {
  local program
  for program in $programs; do
    [ -f "$images/$program.tar" ] && [ -f "$images/$program.cdx.json" ] || return 0
  done
  [ -f "$stamp" ] || return 0
  [ -n "$(find . \( -name '.?*' -o -name node_modules -o -path './*/target' -o -name bench -o -name docs -o -path '*/src/test' \) -prune -o \
    \( -path '*/src/*' -o -path './catalog/*' -o -name pom.xml -o -path ./target/runtime/runtime.tar \) -newer "$stamp" -print | head -n 1)" ]
}

build_programs() {
  mkdir -p "$images"
  touch "$stamp.new" # before the build, so that what is edited during it counts as newer
  for program in $programs; do mkdir -p "target/startup/$program"; done
  step "building the images of $programs (first time: a few minutes, to download the libraries)" "$root/target/log/images.log" \
    "$setup/with-tools.sh" mvn -B -ntp -Pimages -pl "${programs// /,}" -am -Dmaven.test.skip=true -Dspotless.check.skip=true \
    -Dimage.tag=dev -Dimage.architecture="$arch" -Dimage.revision="$(revision)" package
  for program in $programs; do
    python3 "$setup/sbom.py" complete "$images/$program.cdx.json" --runtime target/runtime/root
    python3 "$setup/sbom.py" check "$images/$program.tar" "$images/$program.cdx.json"
  done
  mv -f "$stamp.new" "$stamp"
}

# Of the sources, as far as git can say: 45ea9bc, or 45ea9bc-dirty.
revision() { git describe --always --dirty --abbrev=40 --exclude '*' 2>/dev/null || echo unknown; }

# The official image's way in: arguments are nats-server's.
build_nats() {
  local nats version folder=$root/target/nats-image
  nats=$(find_nats) || fail "there is no nats-server: run \`make images\`, which installs it"
  version=$(nats_version_of "$nats")
  if [ "$(cat "$images/.nats-made-from" 2>/dev/null)" = "$(cksum "$nats" "$setup/pack_image.py")" ] && [ -f "$images/nats.tar" ]; then return; fi
  if ldd "$nats" >/dev/null 2>&1; then
    fail "$nats needs libraries of this machine, which an image has not: unset CATCHMENT_NATS_SERVER, and \`make images\` builds one that needs none"
  fi
  rm -rf "$folder" && mkdir -p "$folder" && cp "$nats" "$folder/nats-server"
  step "packing nats-server $version" "$root/target/log/nats-image.log" \
    python3 "$setup/pack_image.py" "$images/nats.tar" --name "localhost/catchment/nats:$version" --arch "$arch" \
    --layer "$folder" --entrypoint /nats-server --label org.opencontainers.image.title=nats-server \
    --label "org.opencontainers.image.version=$version" --label org.opencontainers.image.licenses=Apache-2.0
  python3 "$setup/sbom.py" go "$nats" --name nats-server --version "$version" --output "$images/nats.cdx.json"
  cksum "$nats" "$setup/pack_image.py" >"$images/.nats-made-from"
}

lock "$root/target"
"$setup/build-runtime.sh" 9>&-
if changed; then build_programs; fi
build_nats

printf '%-40s %8s  %s\n' image size file
for tar in "$images"/*.tar; do
  name=$(tar -xOf "$tar" manifest.json | sed -n 's/.*"RepoTags": *\["\([^"]*\)".*/\1/p')
  printf '%-40s %5d MB  %s\n' "$name" "$(($(wc -c <"$tar") / 1000000))" "target/images/$(basename "$tar")"
done
