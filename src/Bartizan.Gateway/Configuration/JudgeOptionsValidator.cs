using System.Text.Json;
using Bartizan.Core.Results;
using Bartizan.Gateway.Judging;

namespace Bartizan.Gateway.Configuration;

/// <summary>Checks what a person wrote about the judge.</summary>
internal static class JudgeOptionsValidator
{
    public static void Validate(JudgeOptions judge, List<InputError> errors)
    {
        const string where = "guard.judge";
        if (!Uri.TryCreate(judge.Url, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            errors.Add(new($"{where}.url: it is not an http or https address.", "Write for example https://llm.example.com/v1/chat/completions."));
        }
        else if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            errors.Add(new($"{where}.url: it must have no user or fragment.", "Keep the key in credential."));
        }
        else if (url.Scheme == "http" && !url.IsLoopback)
        {
            errors.Add(new($"{where}.url: texts and the key would travel unencrypted to {url.Host}.", "Use https; http is for this machine only."));
        }

        if (judge.Model.Length is 0 or > 100 || judge.Model.Any(c => c is < '!' or > '~'))
        {
            errors.Add(new($"{where}.model: it must be 1 to 100 visible ASCII characters.", "Write the model's name; findings say it."));
        }

        if (judge.Credential is { } credential && CredentialReference.TryParse(credential) is null)
        {
            errors.Add(new($"{where}.credential: it is not a reference.", "Write env:NAME or file:/path; a key itself never stands in configuration."));
        }

        if (judge.Timeout < TimeSpan.FromMilliseconds(50) || judge.Timeout > TimeSpan.FromSeconds(60))
        {
            errors.Add(new($"{where}.timeout: it is out of range.", "Choose between 50ms and 60s."));
        }

        if (!(judge.From >= 0 && judge.From < judge.To && judge.To <= 1))
        {
            errors.Add(new($"{where}.from: the band is empty, or out of bounds.", "Write scores with 0 <= from < to <= 1."));
        }

        if (judge.Concurrency is < 1 or > 256)
        {
            errors.Add(new($"{where}.concurrency: {judge.Concurrency} is out of range.", "Choose between 1 and 256."));
        }

        ValidateMapping(judge, where, errors);
    }

    private static void ValidateMapping(JudgeOptions judge, string where, List<InputError> errors)
    {
        if ((judge.Request is null) != (judge.Score is null))
        {
            errors.Add(new($"{where}.{(judge.Request is null ? "request" : "score")}: it is missing.", "Write both request and score, or neither for OpenAI's chat completions."));
            return;
        }

        if (judge.Request is { } request && !IsTemplate(request))
        {
            errors.Add(new($"{where}.request: it is not JSON, or {JudgeTemplate.Slot} is in none of its texts.", $"Write for example '{{\"inputs\": \"{JudgeTemplate.Slot}\"}}'."));
        }

        if (judge.Score is { } score && JsonPath.TryParse(score) is null)
        {
            errors.Add(new($"{where}.score: it is not a path.", "Write names and places, for example results[0].score."));
        }
    }

    private static bool IsTemplate(string request)
    {
        try
        {
            return new JudgeTemplate(request).HasSlot;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // An argument is what it calls a name that stands twice.
            return false;
        }
    }
}
