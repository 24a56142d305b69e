#!/bin/sh
# Agents as processes are killed, suspended, cut off and delayed while clients count and append; then all that they were told is
# compared with what the agents hold. Prints the faults, the outcomes and, last, each broken promise.
# Usage: scripts/raft-under-fire.sh [seconds, default 60] [agents, default 3] [seed, default a new one]
set -eu
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
result=0
ARMADILLO_FIRE_SECONDS=${1:-60} ARMADILLO_FIRE_MEMBERS=${2:-3} ARMADILLO_FIRE_SEED=${3:-$(od -An -N4 -tu4 /dev/urandom | awk '{ print $1 % 2147483647 }')} \
    ARMADILLO_FIRE_LOG=$log dotnet test tests/Armadillo.ArangodEmulator.Tests --nologo ${NO_BUILD:+--no-build} \
    --filter 'FullyQualifiedName~under_a_new_fire' || result=$?
cat "$log"
exit "$result"
