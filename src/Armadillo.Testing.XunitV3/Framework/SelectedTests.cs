using Xunit.Sdk;
using Xunit.v3;

namespace Armadillo.Testing.XunitV3.Framework;

/// <summary>Which test cases have anything to run: xUnit leaves skipped ones out, and those marked explicit unless it is told otherwise.</summary>
internal static class SelectedTests
{
    public static bool Selects(this ExplicitOption option, IXunitTestCase testCase)
    {
        var skipped = testCase is { SkipReason: not null, SkipUnless: null, SkipWhen: null };
        return !skipped && option switch
        {
            ExplicitOption.Only => testCase.Explicit,
            ExplicitOption.Off => !testCase.Explicit,
            _ => true,
        };
    }
}
