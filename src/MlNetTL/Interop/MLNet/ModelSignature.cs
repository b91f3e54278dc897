namespace MlNetTL.Interop;

/// <summary>What marks a component in an ML.NET zip.</summary>
/// <param name="Name">Exactly eight characters: the kind of the data.</param>
/// <param name="Loader">At most 24 characters: the name under which <c>LoadableClasses.cs</c> registers the class that reads it.</param>
/// <param name="Version">The version of the data that this library writes, and the newest that it reads.</param>
/// <param name="ReadableFrom">The oldest version of a reader that understands what this library writes.</param>
internal sealed record ModelSignature(string Name, string Loader, uint Version = 1, uint ReadableFrom = 1);
