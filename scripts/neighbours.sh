#!/bin/sh
# Several test hosts at once start and stop topologies of four listening members each; nothing may collide or fail.
# Usage: scripts/neighbours.sh [hosts, default 8] [topologies per host, default 10]
set -eu
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
result=0
NEIGHBOURS=${1:-8} NEIGHBOUR_CYCLES=${2:-10} ENDURANCE_LOG=$log \
    dotnet test tests/Armadillo.Testing.Endurance.Tests --nologo ${NO_BUILD:+--no-build} --filter 'FullyQualifiedName~NeighbourTests' || result=$?
cat "$log"
exit "$result"
