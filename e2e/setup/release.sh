#!/usr/bin/env bash
# release.sh --prefix REGISTRY/PATH --version X.Y.Z [--platforms linux/amd64,linux/arm64] [--sign] [--dry-run]
# Builds the images and the chart of a release and pushes them. An image is made on a machine of its architecture: run this
# once on one of each, with the same arguments; the last makes the images of several platforms, and the chart.
# Not exercised: a real registry, signing, and arm64. What --dry-run prints is tested.
set -euo pipefail
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

usage="usage: e2e/setup/release.sh --prefix REGISTRY/PATH --version X.Y.Z [--platforms linux/amd64,linux/arm64] [--sign] [--dry-run]"
prefix='' version='' platforms=linux/amd64,linux/arm64 sign='' dry=''
while [ $# -gt 0 ]; do
  case $1 in
    --sign) sign=yes ;;
    --dry-run) dry=yes ;;
    --prefix | --version | --platforms)
      [ $# -gt 1 ] || fail "$1 needs a value; $usage"
      case $1 in --prefix) prefix=$2 ;; --version) version=$2 ;; *) platforms=$2 ;; esac
      shift
      ;;
    *) fail "unknown option $1; $usage" ;;
  esac
  shift
done
grep -Eq '^[a-z0-9][a-z0-9.:-]*(/[a-z0-9._-]+)+$' <<<"$prefix" ||
  fail "--prefix '$prefix' is no place for images: give it a registry and a path, such as registry.example/catchment, without https:// and in lower case"
grep -Eq '^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$' <<<"$version" ||
  fail "--version '$version' is no version such as 1.2.3 or 1.2.3-rc.1, which the tag of the images and of the chart are made of"
for platform in ${platforms//,/ }; do
  case $platform in linux/amd64 | linux/arm64) ;; *) fail "--platforms: there are linux/amd64 and linux/arm64, not $platform" ;; esac
done
here=$(platform) && here=linux/${here#*-}
case ,$platforms, in *",$here,"*) ;; *) fail "this machine makes images for $here, which --platforms $platforms does not name: run it on one of those" ;; esac

need() {
  command -v "$1" >/dev/null && return
  [ -n "$dry" ] || fail "$1 is needed to $2: install it ($3)"
  say "missing here: $1, to $2 ($3)"
}
need crane "push images" "of github.com/google/go-containerregistry"
PATH=$PATH:$tools/bin need helm "package the chart" "e2e/setup/install-helm.sh, or helm.sh"
if [ -n "$sign" ]; then need cosign "sign what is pushed" "docs.sigstore.dev/cosign; or release without --sign"; fi
if [ -z "$dry" ] && [ -n "$(git status --porcelain)" ]; then
  fail "there are changes that are in no commit: commit them, so that the images can say what they were made of"
fi

run() {
  if [ -n "$dry" ]; then say "+ $*"; else "$@"; fi
}

out=target/release
images="operator ingest delivery cli"
arch_of() { echo "$version-${1#linux/}"; }

# sign NAME TAG [LIST]: signs what the tag stands for, by its digest, and attests what is in it.
sign() {
  local name=$1 tag=$2 list=${3:-} digest=DIGEST
  [ -n "$sign" ] || return 0
  [ -n "$dry" ] || digest=$(crane digest "$prefix/$name:$tag")
  run cosign sign --yes "$prefix/$name@$digest"
  if [ -n "$list" ]; then run cosign attest --yes --type cyclonedx --predicate "$list" "$prefix/$name@$digest"; fi
}

run e2e/setup/build-images.sh --prefix "$prefix" --tag "$(arch_of "$here")" --output "$out/images"
for image in $images; do
  run crane push "$out/images/$image.tar" "$prefix/$image:$(arch_of "$here")"
  sign "$image" "$(arch_of "$here")" "$out/images/$image.cdx.json"
done

absent=''
for platform in ${platforms//,/ }; do
  [ -n "$dry" ] || [ "$platform" = "$here" ] || crane digest "$prefix/cli:$(arch_of "$platform")" >/dev/null 2>&1 || absent="$absent $platform"
done
if [ -n "$absent" ]; then
  say "the images for $here are pushed; still to come:$absent. Run the same command on such a machine; the last one finishes the release."
  exit
fi

for image in $images; do
  manifests=()
  for platform in ${platforms//,/ }; do manifests+=(--manifest "$prefix/$image:$(arch_of "$platform")"); done
  run crane index append "${manifests[@]}" --tag "$prefix/$image:$version"
  sign "$image" "$version"
done

# The chart's own default is a prefix without a registry.
run rm -rf "$out/chart"
run mkdir -p "$out/chart"
run cp -R helm/catchment "$out/chart/catchment"
run sed -i "s|^  repository: catchment\$|  repository: $prefix|" "$out/chart/catchment/values.yaml"
PATH=$PATH:$tools/bin run helm package "$out/chart/catchment" --version "$version" --app-version "$version" --destination "$out"
PATH=$PATH:$tools/bin run helm push "$out/catchment-$version.tgz" "oci://$prefix/charts"
sign charts/catchment "$version"
if [ -n "$dry" ]; then
  say "nothing of this was done"
else
  say "done: $version of $images in $prefix, and the chart in $prefix/charts; lists of contents: $out/images/*.cdx.json"
fi
