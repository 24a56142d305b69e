namespace Armadillo.Testing.NUnit.Running;

/// <summary>NUnit's hooks are synchronous: here they wait, on the thread pool's terms, where no synchronisation context is in the way.</summary>
internal static class Blocking
{
    public static T Wait<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();

    public static void Wait(Func<Task> work) => Task.Run(work).GetAwaiter().GetResult();
}
