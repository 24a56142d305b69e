using Armadillo.Testing.Configuration;

namespace Armadillo.Testing.Fixtures;

/// <summary>The keys of <see cref="TestOptions"/>, in the section Tests of the configuration.</summary>
internal static class TestKeys
{
    public static void Describe(SectionKeys<TestOptions> keys) => keys
        .Add(options => options.LogSlices)
        .Add(options => options.LogSliceLimit, TestLimits.LogSliceLimit)
        .Add(options => options.Leftovers)
        .Add(options => options.AfterCrash)
        .Add(options => options.Sharing)
        .Add(options => options.AftercareTimeout, TestLimits.AftercareTimeout)
        .Add(options => options.MemoryPerInstance, TestLimits.MemoryPerInstance);
}
