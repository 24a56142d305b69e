#!/bin/bash
# What a new user does: packs the packages into a folder feed, makes a fresh project for each test framework outside of the
# repository, takes the first test from the README word for word, sees it fail clearly without a server, then pass on the emulator.
# Usage: scripts/first-test.sh [xunit|xunit3|nunit ...]     default: all three
set -euo pipefail
cd "$(dirname "$0")/.."
readme=$PWD/README.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset ARMADILLO_ARANGOD

echo "== packing"
for project in src/*/*.csproj; do
    dotnet pack "$project" -c Release -o "$work/feed" --nologo -v q
done
# Packages of this version that were unpacked earlier must not be taken for these.
export NUGET_PACKAGES=$work/packages
cat > "$work/nuget.config" <<EOF
<configuration>
  <packageSources>
    <add key="armadillo" value="$work/feed" />
  </packageSources>
</configuration>
EOF

# The first C# block of the README that uses the namespace of an adapter.
first_test() {
    awk -v adapter="using $1;" '
        /^```csharp/ { inside = 1; block = ""; next }
        /^```/ && inside { inside = 0; if (index(block, adapter)) { printf "%s", block; exit } next }
        inside { block = block $0 "\n" }' "$readme"
}

fresh_project() {
    case $1 in
        xunit)
            dotnet new xunit -o . >/dev/null
            dotnet add package Armadillo.Testing.Xunit >/dev/null
            first_test Armadillo.Testing.Xunit > UnitTest1.cs ;;
        xunit3)
            dotnet new xunit -o . >/dev/null
            dotnet remove package xunit >/dev/null
            dotnet add package xunit.v3 --version 3.2.2 >/dev/null
            sed -i 's|<IsPackable>|<OutputType>Exe</OutputType>\n    <IsPackable>|' ./*.csproj
            dotnet add package Armadillo.Testing.XunitV3 >/dev/null
            first_test Armadillo.Testing.Xunit | sed 's/using Armadillo.Testing.Xunit;/using Armadillo.Testing.XunitV3;/' > UnitTest1.cs ;;
        nunit)
            dotnet new nunit -o . >/dev/null
            dotnet add package Armadillo.Testing.NUnit >/dev/null
            first_test Armadillo.Testing.NUnit > UnitTest1.cs ;;
        *) echo "unknown framework '$1'; there are xunit, xunit3 and nunit" >&2; exit 64 ;;
    esac
    dotnet add package Armadillo.ArangodEmulator >/dev/null
}

for framework in "${@:-xunit}" $([ $# -gt 0 ] || echo xunit3 nunit); do
    echo "== $framework"
    mkdir "$work/tests-$framework"
    cd "$work/tests-$framework"
    fresh_project "$framework"
    test -s UnitTest1.cs || { echo "the README has no first test for $framework" >&2; exit 1; }
    dotnet build --nologo -v q -clp:ErrorsOnly
    if dotnet test --no-build > without.log 2>&1; then
        cat without.log; echo "it passed without a server" >&2; exit 1
    fi
    grep -q 'ARMADILLO_ARANGOD' without.log || { cat without.log; echo "the failure does not name the way out" >&2; exit 1; }
    grep -m1 'ARMADILLO_ARANGOD' without.log
    ARMADILLO_ARANGOD=emulator dotnet test --no-build > with.log 2>&1 || { cat with.log; exit 1; }
    tail -n 1 with.log
    if [ "$framework" = xunit3 ]; then
        # The same project as a program of the Microsoft testing platform.
        ARMADILLO_ARANGOD=emulator dotnet run -p:UseMicrosoftTestingPlatformRunner=true > platform.log 2>&1 || { cat platform.log; exit 1; }
        grep 'Test run summary' platform.log
    fi
done
