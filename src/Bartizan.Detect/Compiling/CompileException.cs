using Bartizan.Core.Results;

namespace Bartizan.Detect.Compiling;

/// <summary>A rule cannot be compiled; <see cref="IsPlaceholder"/> where it only lacks a list for a placeholder.</summary>
internal sealed class CompileException(InputError error, bool isPlaceholder = false) : Exception(error.ToString())
{
    public InputError Error { get; } = error;

    public bool IsPlaceholder { get; } = isPlaceholder;
}
