#!/usr/bin/env bash
# Checks what is promised of the images: the same sources give the same layers in another folder, a change of our code is one
# small layer, the Java runtime has every module that is used, and each program starts from nothing but its image.
set -euo pipefail
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
images=$root/target/images check=$root/target/check
programs="operator ingest delivery cli"
jdk=$("$setup/find-jdk.sh")

# Modules that libraries name in classes that are never loaded here: property editors of a YAML library, a circuit breaker.
never_used=java.desktop

copy_sources() {
  local file
  mkdir -p "$check/source"
  git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
    [ ! -e "$file" ] || printf '%s\0' "$file"
  done | tar --null -T - -cf - | tar -xf - -C "$check/source"
}

build_copy() { CATCHMENT_TOOLS=$tools "$check/source/e2e/setup/build-images.sh" --untrained; }

# The layers in which the copy's image of a program is another one.
differing() { python3 "$setup/compare_images.py" "$images/$1.tar" "$check/source/target/images/$1.tar"; }

same_layers() {
  local program layers
  for program in $programs; do
    layers=$(differing "$program")
    [ -z "$layers" ] || { echo "two builds of $program differ in: $layers" && return 1; }
  done
}

small_change() {
  local package=$check/source/ingest/src/main/java/dev/catchment/ingest
  printf 'package dev.catchment.ingest;\n\nfinal class AddedByCheck {\n    private AddedByCheck() {}\n}\n' >"$package/AddedByCheck.java"
  build_copy || return 1
  local program layers
  for program in operator delivery; do
    layers=$(differing "$program")
    [ -z "$layers" ] || { echo "a change of ingest is one of $program: $layers" && return 1; }
  done
  for program in ingest cli; do
    layers=$(differing "$program")
    [ "$(wc -l <<<"$layers")" -eq 1 ] && [ "$(cut -d ' ' -f 2 <<<"$layers")" -lt 2000000 ] ||
      { echo "a change of ingest should be one layer below 2 MB in $program, and is: ${layers:-none}" && return 1; }
  done
}

unpack() {
  local program
  for program in $programs; do python3 "$setup/unpack_image.py" "$images/$program.tar" "$check/$program" || return 1; done
}

# jdeps refuses libraries that are modules without their dependencies: so it is given the classes alone.
modules() {
  local used module
  python3 - "$check" <<'PY' || return 1
import pathlib, sys, zipfile
check = pathlib.Path(sys.argv[1])
jars = {path.name: path for path in check.glob("*/app/*/*.jar")}
for path in jars.values():
    with zipfile.ZipFile(path) as jar:
        jar.extractall(check / "classes", [name for name in jar.namelist() if name.endswith(".class") and "META-INF/" not in name and "module-info" not in name])
PY
  used=$("$jdk/bin/jdeps" --print-module-deps --ignore-missing-deps "$check/classes") || return 1
  for module in ${used//,/ }; do
    [ "$module" = "$never_used" ] || "$check/cli/opt/java/bin/java" --list-modules | grep -q "^$module@" ||
      { echo "the libraries use $module, which the runtime has not: add it to build-runtime.sh" && return 1; }
  done
}

# As root of a user namespace where that is not this user anyhow. The C library is the image's own there.
alone() {
  local folder=$1 user=''
  shift
  [ "$(id -u)" -eq 0 ] || user="--user --map-root-user"
  mkdir -p "$folder/proc"
  # shellcheck disable=SC2086 # two options
  unshare $user --mount --pid --fork bash -c 'mount -t proc proc "$0/proc" && exec chroot "$0" "$@"' "$folder" "$@"
}

# starts PROGRAM EXPECTED ARGUMENT...: with its cache or not at all
starts() {
  local program=$1 expected=$2 said
  shift 2
  said=$(alone "$check/$program" /opt/java/bin/java "$@" -cp @/app/jib-classpath-file @/app/jib-main-class-file 2>&1) || true
  grep -qF "$expected" <<<"$said" || { echo "$program should say: $expected; it says: $said" && return 1; }
}

all_start() {
  local cache="-XX:AOTMode=on -XX:AOTCache=/app/startup.aot"
  # shellcheck disable=SC2086 # two options
  starts operator "CATCHMENT_NATS_SERVERS" $cache && starts ingest "CATCHMENT_NAMESPACE is not set" $cache &&
    starts delivery "CATCHMENT_NAMESPACE is not set" $cache && starts cli "which command?"
}

lists() {
  local program
  for program in $programs; do python3 "$setup/sbom.py" check "$images/$program.tar" "$images/$program.cdx.json" || return 1; done
}

"$setup/build-images.sh"
rm -rf "$check" && copy_sources
log=$root/target/log
step "building the same sources in another folder" "$log/check-build.log" build_copy
step "comparing the layers" "$log/check-layers.log" same_layers
step "building with a change of ingest" "$log/check-change.log" small_change
step "unpacking the images" "$log/check-unpack.log" unpack
step "looking for modules that the runtime lacks" "$log/check-modules.log" modules
step "comparing the images with their lists of contents" "$log/check-lists.log" lists
step "starting each program from its image alone" "$log/check-start.log" all_start
rm -rf "$check"
say "images: reproducible, complete, and each starts"
