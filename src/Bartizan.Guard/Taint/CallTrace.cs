namespace Bartizan.Guard.Taint;

/// <summary>What a look at one tool call's arguments found.</summary>
/// <param name="Arguments">One entry for each name, in order of appearance.</param>
/// <param name="HasUrl">Whether a web address is among them, so that even a reading tool sends something out.</param>
public sealed record CallTrace(IReadOnlyList<ArgumentOrigin> Arguments, bool HasUrl);
