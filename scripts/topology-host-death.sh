#!/bin/sh
# Lets a test host die that runs a topology of eight members on leased ports, and counts processes and ports that are left.
# Usage: scripts/topology-host-death.sh [rounds of SIGKILL, default 100; a quarter of it for each of three other ways]
set -eu
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
result=0
HOST_DEATH_ROUNDS=${1:-100} ENDURANCE_LOG=$log \
    dotnet test tests/Armadillo.Testing.Endurance.Tests --nologo ${NO_BUILD:+--no-build} --filter 'FullyQualifiedName~HostDeathTests' || result=$?
# Lines look like: SIGKILL: 0 of 12 alive, 0 of 8 ports held after 29 ms
awk -F': ' '
    { split($2, word, " "); way = $1; if (!(way in deaths)) order[++ways] = way
      all[way, ++deaths[way]] = word[11] + 0; alive[way] += word[1]; held[way] += word[5] }
    END {
        for (w = 1; w <= ways; w++) {
            way = order[w]; n = deaths[way]
            for (i = 2; i <= n; i++) { v = all[way, i]; for (j = i - 1; j > 0 && all[way, j] > v; j--) all[way, j + 1] = all[way, j]; all[way, j + 1] = v }
            printf "%-22s %3d deaths  %d processes left  %d ports held  median %3d ms  max %4d ms\n", way, n, alive[way], held[way], all[way, int((n + 1) / 2)], all[way, n]
        }
    }' "$log"
exit "$result"
