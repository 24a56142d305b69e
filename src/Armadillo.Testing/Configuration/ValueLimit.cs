namespace Armadillo.Testing.Configuration;

/// <summary>Which values of a type are allowed, for the check and for people.</summary>
/// <typeparam name="T">The type.</typeparam>
/// <param name="Text">Completes "it must be", for example <c>at least 1</c>.</param>
/// <param name="Allows">Whether a value is allowed.</param>
public sealed record ValueLimit<T>(string Text, Func<T, bool> Allows);
