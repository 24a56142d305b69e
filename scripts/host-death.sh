#!/bin/sh
# Lets a test host with eight servers die again and again, in ten ways, and counts what is left one second later.
# Usage: scripts/host-death.sh [rounds per way, default 10: 100 deaths]
set -eu
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
result=0
HOST_DEATH_ROUNDS=${1:-10} HOST_DEATH_LOG=$log \
    dotnet test tests/Armadillo.Testing.Tests --nologo --filter 'FullyQualifiedName~HostDeathTests' || result=$?
# Lines look like: SIGKILL: 0 of 13 alive after 42 ms
awk -F': ' '
    { split($2, word, " "); ways[$1]++; total++; left[$1] += word[1]; alive += word[1]; ms = word[6] + 0
      sum[$1] += ms; if (ms > max[$1]) max[$1] = ms; all[total] = ms }
    END {
        for (way in ways) printf "%-22s %3d deaths  %d left  mean %4.0f ms  max %4d ms\n", way, ways[way], left[way], sum[way] / ways[way], max[way] | "sort"
        close("sort")
        for (i = 2; i <= total; i++) { v = all[i]; for (j = i - 1; j > 0 && all[j] > v; j--) all[j + 1] = all[j]; all[j + 1] = v }
        printf "%d deaths, %d processes left, median %d ms, max %d ms\n", total, alive, all[int((total + 1) / 2)], all[total]
    }' "$log"
exit "$result"
