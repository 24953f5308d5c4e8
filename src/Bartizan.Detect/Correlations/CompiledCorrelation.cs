namespace Bartizan.Detect.Correlations;

/// <summary>A correlation whose references are resolved.</summary>
/// <param name="Written">As it was written.</param>
/// <param name="Inputs">For each reference the fields that stand for its group-by and value names.</param>
/// <param name="Reported">Whether it is reported itself, and not only used by others.</param>
internal sealed record CompiledCorrelation(SigmaCorrelation Written, IReadOnlyList<CorrelationInput> Inputs, bool Reported);

/// <summary>One reference of a correlation.</summary>
/// <param name="Name">The reference as written.</param>
/// <param name="Rules">The numbers of the rules it means.</param>
/// <param name="Correlations">The numbers of the correlations it means.</param>
/// <param name="GroupFields">For each group-by name the field of its events.</param>
/// <param name="ValueFields">For each field of the condition the field of its events.</param>
internal sealed record CorrelationInput(string Name, int[] Rules, int[] Correlations, string[] GroupFields, string[] ValueFields);
