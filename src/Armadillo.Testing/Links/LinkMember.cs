using System.Net;
using Armadillo.Testing.Processes;

namespace Armadillo.Testing.Links;

/// <summary>A member as its links see it: processes come and go, the name stays.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Targets">Where others reach it.</param>
/// <param name="Process">Its last process, when there was one.</param>
/// <param name="IsLaunching">Whether it may have a process that is not known yet.</param>
internal sealed record LinkMember(string Name, IReadOnlyList<LinkTarget> Targets, Func<ProcessIdentity?> Process, Func<bool> IsLaunching);

/// <summary>A port that others are told.</summary>
/// <param name="Member">Whose it is.</param>
/// <param name="PeerPort">The port.</param>
/// <param name="Address">Where the member listens.</param>
internal sealed record LinkTarget(string Member, int PeerPort, IPEndPoint Address);
