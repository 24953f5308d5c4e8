using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;
using Bartizan.Respond.Sinks;

namespace Bartizan.Configuration;

/// <summary>Reads, checks and compiles <c>export</c>: where events are pushed.</summary>
internal static class ExportReader
{
    private const string OcsfHttp = "ocsf-http";

    public static IReadOnlyList<ExportOptions> Read(YamlSection root) => [.. root.Sections("export").Select(Sink)];

    /// <summary>All mistakes, empty when the options are sound.</summary>
    public static IEnumerable<InputError> Validate(IReadOnlyList<ExportOptions> sinks)
    {
        for (var i = 0; i < sinks.Count; i++)
        {
            foreach (var error in Validate(sinks[i], $"export[{i}]"))
            {
                yield return error;
            }
        }

        foreach (var twice in sinks.GroupBy(s => s.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            yield return new($"export: the name {twice.Key} stands there {twice.Count()} times.", "Give each entry its own name: its place in the log is kept under it.");
        }
    }

    /// <summary>With their secrets, fetched now so that a missing one is found at start.</summary>
    /// <exception cref="InputException">A secret is not there.</exception>
    public static IReadOnlyList<HttpSink> Compile(IReadOnlyList<ExportOptions> sinks) => [.. sinks.Select((s, i) =>
    {
        try
        {
            return new HttpSink(s.Name, new Uri(s.Url), s.Credential is null ? null : CredentialReference.TryParse(s.Credential)!.Resolve(), s.Batch);
        }
        catch (InputException e)
        {
            throw new InputException([.. e.Errors.Select(error => error with { What = $"export[{i}].credential: {error.What}" })]);
        }
    })];

    private static ExportOptions Sink(YamlSection section)
    {
        var sink = new ExportOptions
        {
            Name = section.Required("name"),
            Type = section.Required("type"),
            Url = section.Required("url"),
            Credential = section.Text("credential"),
            Batch = section.Value("batch", 200, Quantities.Count, "a whole number"),
        };
        section.Close();
        return sink;
    }

    private static IEnumerable<InputError> Validate(ExportOptions sink, string where)
    {
        if (sink.Name.Length is 0 or > 64 || sink.Name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')))
        {
            yield return new($"{where}.name: it must be 1 to 64 letters, digits, '-', '_' or '.'.", "Write for example siem.");
        }

        if (sink.Type != OcsfHttp)
        {
            yield return new($"{where}.type: there is no such type.", $"Write {OcsfHttp}.");
        }

        if (!Uri.TryCreate(sink.Url, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            yield return new($"{where}.url: it is not an http or https address.", "Write for example https://collector.example.com/ingest.");
        }
        else if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            yield return new($"{where}.url: it must have no user or fragment.", "Keep the token in credential.");
        }
        else if (url.Scheme == "http" && !url.IsLoopback)
        {
            yield return new($"{where}.url: who did what, and the token, would travel unencrypted to {url.Host}.", "Use https; http is for this machine only.");
        }

        if (sink.Credential is { } credential && CredentialReference.TryParse(credential) is null)
        {
            yield return new($"{where}.credential: it is not a reference.", "Write env:NAME or file:/path; a token itself never stands in configuration.");
        }

        if (sink.Batch is < 1 or > 10_000)
        {
            yield return new($"{where}.batch: {sink.Batch} is out of range.", "Choose between 1 and 10000.");
        }
    }
}
