namespace Bartizan.DemoModel;

/// <summary>A request as it reached the demo model, kept so that a test can see what travelled upstream.</summary>
/// <param name="Path">Path asked for.</param>
/// <param name="Headers">Header names and values.</param>
/// <param name="Body">The body.</param>
public sealed record ReceivedRequest(string Path, IReadOnlyDictionary<string, string> Headers, string Body);
