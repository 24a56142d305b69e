#!/usr/bin/env bash
# Builds everything and runs all tests. Installs the Debian packages that the tests need when it may, otherwise names them.
# Ends with one line: N passed, N failed, N skipped. With CI set, a test skipped for a missing server or tool is a failure.
set -uo pipefail
cd "$(dirname "$0")"

fail() { echo "$1" >&2; echo "0 passed, 1 failed, 0 skipped"; exit 1; }

command -v dotnet >/dev/null || fail "dotnet was not found. Install the .NET SDK that global.json names and put it on PATH."

# program:package of every real server and tool that tests start
needed="redis-server:redis-server etcd:etcd-server nginx:nginx-light pg_ctlcluster:postgresql gdb:gdb setsid:util-linux ps:procps node:nodejs npm:npm"
missing=""
for pair in $needed; do
  command -v "${pair%%:*}" >/dev/null || [ -x "/usr/sbin/${pair%%:*}" ] || missing="$missing ${pair##*:}"
done
if [ -n "$missing" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing:$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing >/dev/null || fail "apt-get could not install:$missing"
  elif [ -n "${CI:-}" ]; then
    fail "Missing Debian packages:$missing. Install them, or run this as root."
  else
    echo "Missing Debian packages:$missing. Tests that need them are skipped; install them with: apt-get install$missing" >&2
  fi
fi

configuration="${CONFIGURATION:-Debug}"
dotnet build Armadillo.Testing.sln -c "$configuration" --nologo -v quiet -clp:ErrorsOnly || fail "The build failed."
# Style and analyzers are errors of the build already; only white space is left to look at.
dotnet format whitespace Armadillo.Testing.sln --verify-no-changes --no-restore >/tmp/format.$$ 2>&1 || { head -20 /tmp/format.$$ >&2; rm -f /tmp/format.$$; fail "dotnet format would change files."; }
rm -f /tmp/format.$$

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
passed=0 failed=0 skipped=0 broken=0
for project in tests/*.Tests samples/*Tests samples/*Tests.*; do
  name=$(basename "$project")
  [ "${1:-}" = "" ] || case "$name" in *"$1"*) ;; *) continue ;; esac
  echo "== $name"
  began=$SECONDS
  dotnet test "$project" -c "$configuration" --no-build --nologo --logger "trx;LogFileName=$results/$name.trx" \
    --blame-hang-timeout 10m --blame-hang-dump-type none > "$results/$name.log" 2>&1
  code=$?
  line=$(grep -o '<Counters [^>]*' "$results/$name.trx" 2>/dev/null | head -1)
  count() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$line"; }
  p=$(count passed) f=$(count failed) s=$(grep -c 'outcome="NotExecuted"' "$results/$name.trx" 2>/dev/null)
  passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0})) skipped=$((skipped + ${s:-0}))
  echo "   ${p:-0} passed, ${f:-0} failed, ${s:-0} skipped in $((SECONDS - began)) s"
  if [ "$code" -ne 0 ] || [ -z "$line" ]; then
    grep -v '^\[xUnit.net.*\] *[A-Za-z.]*: \[' "$results/$name.log" | tail -80
    [ "${f:-0}" -gt 0 ] || { broken=1; failed=$((failed + 1)); }
  fi
done
if [ -n "${CI:-}" ] && [ "$skipped" -gt 0 ]; then
  echo "Skipped tests are failures in CI." >&2
  grep -ho 'testName="[^"]*"[^>]*outcome="NotExecuted"' "$results"/*.trx | sed 's/ .*//' >&2
  broken=1
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$broken" -eq 0 ]
