#!/usr/bin/env bash
# Prints the JAVA_HOME of a JDK >= 25, also when another one is the default.
set -euo pipefail
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# The major version of the JDK in folder $1; nothing if there is none.
major_of() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
  local version=
  [ ! -f "$1/release" ] || version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [ -n "$version" ] || version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
  echo "$version"
}

is_good() { [ "$(major_of "$1")" -ge "$java_major" ] 2>/dev/null; }

# The home of the javac on PATH, through its symbolic links.
home_on_path() {
  local file link
  file=$(command -v javac) || return 0
  while link=$(readlink "$file"); do
    case $link in /*) file=$link ;; *) file=$(dirname "$file")/$link ;; esac
  done
  (cd "$(dirname "$file")/.." && pwd)
}

for chosen in "${JAVA_HOME:-}" "${JDK25_HOME:-}"; do
  if [ -n "$chosen" ] && is_good "$chosen"; then
    echo "$chosen"
    exit
  fi
done

folders=(/usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*
  /Library/Java/JavaVirtualMachines/*/Contents/Home {/opt/homebrew,/usr/local}/opt/openjdk*/libexec/openjdk.jdk/Contents/Home)
[ -z "${CATCHMENT_JDK_FOLDERS:-}" ] || folders=("$CATCHMENT_JDK_FOLDERS"/*) # for the tests of this script

best='' best_major=''
for home in "${folders[@]}" "$(home_on_path)"; do
  if ! is_good "$home"; then continue; fi
  major=$(major_of "$home")
  # The lowest that is good: what the build was tried with.
  if [ -z "$best" ] || [ "$major" -lt "$best_major" ]; then best=$home best_major=$major; fi
done
[ -n "$best" ] || fail "no JDK >= $java_major found (JAVA_HOME, JDK25_HOME, /usr/lib/jvm, /Library/Java, ~/.sdkman, PATH): install one" \
  "(adoptium.net; Debian 13: apt-get install openjdk-25-jdk-headless; brew install openjdk@25; sdk install java 25-tem) or set JAVA_HOME"
echo "$best"
