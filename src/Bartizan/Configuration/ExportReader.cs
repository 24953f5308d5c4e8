using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;
using Bartizan.Respond.Notices;
using Bartizan.Respond.Sinks;

namespace Bartizan.Configuration;

/// <summary>Reads, checks and compiles <c>export</c>: where events are pushed.</summary>
internal static class ExportReader
{
    private const string OcsfHttp = "ocsf-http";
    private const string Webhook = "webhook";
    private const string Slack = "slack";
    private const string Teams = "teams";

    private static readonly string[] Types = [OcsfHttp, Webhook, Slack, Teams];

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
    /// <param name="sinks">What a person wrote, checked.</param>
    /// <param name="console">Where people open the console, for links to it; null without one.</param>
    /// <exception cref="InputException">A secret is not there, or what stands there is no address.</exception>
    public static IReadOnlyList<HttpSink> Compile(IReadOnlyList<ExportOptions> sinks, Uri? console = null) => [.. sinks.Select((s, i) =>
    {
        var url = Resolve(s.Url, $"export[{i}].url") ?? s.Url;
        var secret = s.Credential is null ? null : Resolve(s.Credential, $"export[{i}].credential");
        if (ValidateUrl(url, $"export[{i}].url").ToList() is { Count: > 0 } errors)
        {
            throw new InputException(errors);
        }

        return new HttpSink(
            s.Name,
            new Uri(url),
            s.Type switch
            {
                Slack => new SlackForm(console),
                Teams => new TeamsForm(console),
                Webhook => new WebhookForm(console, secret),
                _ => new OcsfForm(secret),
            },
            // A chat takes one message a request.
            s.Type == OcsfHttp ? s.Batch : 1);
    })];

    private static string? Resolve(string reference, string where)
    {
        try
        {
            return CredentialReference.TryParse(reference)?.Resolve();
        }
        catch (InputException e)
        {
            throw new InputException([.. e.Errors.Select(error => error with { What = $"{where}: {error.What}" })]);
        }
    }

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

        if (!Types.Contains(sink.Type))
        {
            yield return new($"{where}.type: there is no such type.", $"Write {string.Join(", ", Types[..^1])} or {Types[^1]}.");
        }

        // The address of a chat's webhook is a secret itself, and then stands elsewhere.
        foreach (var error in CredentialReference.TryParse(sink.Url) is null ? ValidateUrl(sink.Url, where + ".url") : [])
        {
            yield return error;
        }

        if (sink.Credential is { } credential && CredentialReference.TryParse(credential) is null)
        {
            yield return new($"{where}.credential: it is not a reference.", "Write env:NAME or file:/path; a token itself never stands in configuration.");
        }
        else if (sink.Credential is not null && sink.Type is Slack or Teams)
        {
            yield return new($"{where}.credential: {sink.Type} knows senders by the address alone.", "Leave it out, and keep the address secret: url: env:NAME or file:/path.");
        }

        if (sink.Batch is < 1 or > 10_000)
        {
            yield return new($"{where}.batch: {sink.Batch} is out of range.", "Choose between 1 and 10000.");
        }
    }

    private static IEnumerable<InputError> ValidateUrl(string text, string where)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            yield return new($"{where}: it is not an http or https address.", "Write for example https://collector.example.com/ingest.");
        }
        else if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            yield return new($"{where}: it must have no user or fragment.", "Keep the token in credential.");
        }
        else if (url.Scheme == "http" && !url.IsLoopback)
        {
            yield return new($"{where}: who did what, and the token, would travel unencrypted to {url.Host}.", "Use https; http is for this machine only.");
        }
    }
}
