using System.Collections.Immutable;
using Armadillo.Testing.ArangoDb.Options;
using Armadillo.Testing.ArangoDb.Servers;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.ArangoDb.Configuration;

/// <summary>What of the three specs can be configured: the section ArangoDb for all of them, one below it for each.</summary>
internal static class ArangoDbSections
{
    public const string Root = "ArangoDb";

    public static void AddTo(IServiceCollection services) => services
        .AddArmadilloSection<ArangoSpec>(Root, new SingleServerSpec(), DescribeAll)
        .AddArmadilloSection($"{Root}:Agency", new AgencySpec(), DescribeAgency)
        .AddArmadilloSection($"{Root}:Cluster", new ClusterSpec(), DescribeCluster);

    private static void DescribeAll(SectionKeys<ArangoSpec> keys) => keys
        .AddParsed(spec => spec.Server, "the path of an arangod, or the word emulator", ReadServer, ArangodLocator.Variable)
        .Add(spec => spec.Authentication)
        .AddPath(spec => spec.JwtSecretFile)
        .AddPath(spec => spec.TlsKeyFile)
        .AddParsed(spec => spec.Memory, ByteCount.Accepts, static text => ByteCount.Read(text.Text))
        .Add(spec => spec.ReplicationVersion, new ValueLimit<string?>("1 or 2", static version => version is "1" or "2"))
        .AddPath(spec => spec.EncryptionKeyFile)
        .AddMap(spec => spec.Options, WithOption)
        .AddMap(spec => spec.Environment, static (variables, name, values) => variables.ToImmutableDictionary().SetItem(name, values[^1]))
        .Add(spec => spec.StartTimeout, ArangoLimits.Timeout)
        .Add(spec => spec.StopGracePeriod, ArangoLimits.Timeout);

    private static void DescribeAgency(SectionKeys<AgencySpec> keys) => keys
        .Add(spec => spec.Agents, ArangoLimits.Agents)
        .Add(spec => spec.LinkFaults)
        .AddSection(spec => spec.Timing, DescribeTiming)
        .AddMap(spec => spec.AgentOptions, WithOption);

    private static void DescribeCluster(SectionKeys<ClusterSpec> keys) => keys
        .Add(spec => spec.Agents, ArangoLimits.Agents)
        .Add(spec => spec.DbServers, ArangoLimits.Count)
        .Add(spec => spec.Coordinators, ArangoLimits.Count)
        .Add(spec => spec.ForceOneShard)
        .Add(spec => spec.LinkFaults)
        .AddSection(spec => spec.Timing, DescribeTiming)
        .AddMap(spec => spec.AgentOptions, WithOption)
        .AddMap(spec => spec.DbServerOptions, WithOption)
        .AddMap(spec => spec.CoordinatorOptions, WithOption);

    private static void DescribeTiming(SectionKeys<AgencyTiming> keys) => keys
        .Add(timing => timing.ElectionTimeoutMin, ArangoLimits.ElectionTimeoutMin)
        .Add(timing => timing.ElectionTimeoutMax, ArangoLimits.Timeout)
        .Add(timing => timing.SupervisionFrequency, ArangoLimits.Timeout)
        .Add(timing => timing.SupervisionOkThreshold, ArangoLimits.Timeout)
        .Add(timing => timing.SupervisionGracePeriod, ArangoLimits.Timeout)
        .Add(timing => timing.WaitForSync);

    private static StartupOptions WithOption(StartupOptions options, string name, IReadOnlyList<string> values) =>
        StartupOptions.FindProblem(name) is { } problem ? throw new FormatException(problem) : options.With(name, values);

    private static ArangodServer? ReadServer(ConfiguredText text)
    {
        try
        {
            return ArangodLocator.Named(text.Text, text.ToFullPath()) ?? throw new FormatException($"There is no file {text.ToFullPath()}.");
        }
        catch (ArangodNotFoundException e)
        {
            throw new FormatException(e.Message, e);
        }
    }
}
