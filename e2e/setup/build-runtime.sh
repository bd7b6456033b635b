#!/usr/bin/env bash
# build-runtime.sh: makes the base of the images in target/runtime: a Java runtime of the modules that the programs need, and
# the C libraries that it is linked with. Again only if one of these is another one. It runs for this machine's architecture.
set -euo pipefail
# shellcheck source=e2e/setup/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

[ "$(uname -s)" = Linux ] || fail "the images are made of this machine's C libraries, so they are built on Linux: use a Linux machine or container"
jdk=$("$setup/find-jdk.sh")
out=${CATCHMENT_RUNTIME:-$root/target/runtime}
arch=$(platform) && arch=${arch#linux-}

# What jdeps finds in the programs and their libraries, without java.desktop: `make images-check` compares.
modules=java.base,java.compiler,java.naming,java.net.http,java.security.jgss,java.sql,jdk.httpserver,jdk.management,jdk.net,jdk.unsupported
# Of the least precedence, so that JDK_JAVA_OPTIONS of a pod changes each of them. bin/catchment says why the first ones.
jvm_options=(-XX:+UseParallelGC -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError -XX:MaxRAMPercentage=60
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8)
jlink=("$jdk/bin/jlink" --add-modules "$modules" --compress zip-6 --strip-debug --no-header-files --no-man-pages
  --add-options "${jvm_options[*]}")

# The files that the loader finds for a program or library, apart from those of the runtime itself.
linked_files() {
  find "$1" -type f \( -name '*.so' -o -path '*/bin/*' -o -name jexec -o -name jspawnhelper \) -exec env LD_LIBRARY_PATH="$1/lib:$1/lib/server" ldd {} + 2>/dev/null |
    awk -v own="$1/" '/not found/ { print "missing " $1 } $2 == "=>" && $3 ~ "^/" { print $3 } $1 ~ "^/.*[^:]$" && $2 ~ "^[(]" { print $1 }' |
    grep -vF "$1/" | sort -u
}

libc=$(ldd "$jdk/bin/java" | awk '$2 == "=>" && $3 ~ "libc[.]" { print $3 }')
stamp=$(printf '%s\n' "${jlink[@]}" && cksum "$jdk/release" "$jdk/lib/security/cacerts" "$libc" "$setup/build-runtime.sh" "$setup/pack_image.py")
if [ -f "$out/runtime.tar" ] && [ "$(cat "$out/.made-from" 2>/dev/null)" = "$stamp" ]; then exit 0; fi

make_runtime() {
  local files file
  "${jlink[@]}" --output "$out/root/opt/java"
  # Without it every call of the JDK for a certificate of others fails, and only then.
  [ -s "$out/root/opt/java/lib/security/cacerts" ] || { echo "$jdk has no certificates in lib/security/cacerts" && return 1; }
  files=$(linked_files "$out/root/opt/java")
  if grep '^missing' <<<"$files"; then return 1; fi
  while read -r file; do
    mkdir -p "$out/root$(dirname "$file")"
    cp -L "$file" "$out/root$file"
  done <<<"$files"
  mkdir -p "$out/root/etc" "$out/root/tmp"
  chmod 1777 "$out/root/tmp"
  printf 'root:x:0:0:root:/:/nologin\nnonroot:x:65532:65532:nonroot:/:/nologin\n' >"$out/root/etc/passwd"
  printf 'root:x:0:\nnonroot:x:65532:\n' >"$out/root/etc/group"
  # Otherwise the C library asks the DNS before /etc/hosts.
  printf 'hosts: files dns\n' >"$out/root/etc/nsswitch.conf"
  python3 "$setup/pack_image.py" "$out/runtime.tar" --name localhost/catchment/runtime:dev --arch "$arch" --layer "$out/root" \
    --env PATH=/opt/java/bin
}

rm -rf "$out" && mkdir -p "$out"
step "linking a Java runtime for the images" "$root/target/log/runtime.log" make_runtime
printf '%s\n' "$stamp" >"$out/.made-from"
# What a TLS connection trusts comes with the JDK, which some systems let follow their own list.
case $(readlink -f "$jdk/lib/security/cacerts") in "$(readlink -f "$jdk")"/*) ;; *)
  say "  the images trust what this system trusts: $(readlink -f "$jdk/lib/security/cacerts")" ;;
esac
