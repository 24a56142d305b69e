namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>No agent answered in time; the message says what was seen last.</summary>
internal sealed class AgencyUnreachableException(string message) : Exception(message);

/// <summary>An agent refused our token.</summary>
internal sealed class AgencyUnauthorizedException(string endpoint) : Exception($"agent {endpoint} answered 401");
