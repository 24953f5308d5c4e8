namespace Bartizan.Import;

/// <summary>A setting that has no counterpart here, or that a person must look at.</summary>
/// <param name="Path">Where it stands in its file. Never its value, which may be a secret.</param>
/// <param name="Line">Line of the file, from 1.</param>
/// <param name="Why">Why it was not carried over.</param>
/// <param name="Instead">What to do instead.</param>
internal sealed record Unmapped(string Path, int Line, string Why, string Instead);
