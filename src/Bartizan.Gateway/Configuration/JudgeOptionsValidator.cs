using System.Text.Json;
using Bartizan.Core.Results;
using Bartizan.Gateway.Forwarding;
using Bartizan.Gateway.Judging;

namespace Bartizan.Gateway.Configuration;

/// <summary>Checks what a person wrote about the judge.</summary>
internal static class JudgeOptionsValidator
{
    private const string Where = "guard.judge";
    private const int LongestModel = 100;
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    public static void Validate(JudgeOptions? options, List<InputError> errors)
    {
        if (options is not { } judge)
        {
            return;
        }

        ValidateUrl(judge.Url, errors);
        ValidateKey(judge, errors);
        if (judge.Model.Length is 0 or > LongestModel || judge.Model.Any(c => c is < '!' or > '~'))
        {
            errors.Add(new($"{Where}.model: it must be 1 to {LongestModel} visible ASCII characters.", "Write the model's name; findings say it."));
        }

        if (judge.Timeout < ShortestWait || judge.Timeout > LongestWait)
        {
            errors.Add(new($"{Where}.timeout: it is out of range.", "Choose between 50ms and 60s."));
        }

        if (judge.Concurrency is < 1 or > 256)
        {
            errors.Add(new($"{Where}.concurrency: {judge.Concurrency} is out of range.", "Choose between 1 and 256."));
        }

        if (!(judge.AttackFrom > 0 && judge.AttackFrom <= 1))
        {
            errors.Add(new($"{Where}.attackFrom: it is out of range.", "Choose above 0 and up to 1."));
        }

        ValidateBands(judge, errors);
        ValidateMapping(judge, errors);
    }

    private static void ValidateUrl(string text, List<InputError> errors)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            errors.Add(new($"{Where}.url: it is not an http or https address.", "Write for example https://llm.example.com/v1/chat/completions."));
        }
        else if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            errors.Add(new($"{Where}.url: it must have no user or fragment.", "Keep the key in credential."));
        }
        else if (url.Scheme == "http" && !url.IsLoopback)
        {
            errors.Add(new($"{Where}.url: texts and the key would travel unencrypted to {url.Host}.", "Use https; http is for this machine only."));
        }
    }

    private static void ValidateKey(JudgeOptions judge, List<InputError> errors)
    {
        if (judge.Credential is { } credential && CredentialReference.TryParse(credential) is null)
        {
            errors.Add(new($"{Where}.credential: it is not a reference.", "Write env:NAME or file:/path; a key itself never stands in configuration."));
        }

        if (judge.KeyHeader != KeyHeaders.Bearer && !HeaderRules.MayBeCredential(judge.KeyHeader))
        {
            errors.Add(new($"{Where}.keyHeader: it is no header for a key.", "Write for example api-key, or leave it out for a bearer token."));
        }
    }

    private static void ValidateBands(JudgeOptions judge, List<InputError> errors)
    {
        if (!IsBand(judge.Band) || judge.Band.From >= judge.Band.To)
        {
            errors.Add(new($"{Where}.from: the band is empty, or out of bounds.", "Write scores with 0 <= from < to <= 1."));
        }

        for (var i = 0; i < judge.Bands.Count; i++)
        {
            errors.AddRange(judge.Bands[i].For.Check($"{Where}.bands[{i}]"));
            if (!IsBand(judge.Bands[i]))
            {
                errors.Add(new($"{Where}.bands[{i}].from: the band is out of bounds.", "Write scores with 0 <= from <= to <= 1; where both are the same the judge is not asked."));
            }
        }
    }

    private static bool IsBand(JudgeBand band) => band.From >= 0 && band.From <= band.To && band.To <= 1;

    private static void ValidateMapping(JudgeOptions judge, List<InputError> errors)
    {
        if ((judge.Request is null) != (judge.Score is null))
        {
            errors.Add(new($"{Where}.{(judge.Request is null ? "request" : "score")}: it is missing.", "Write both request and score, or neither for OpenAI's chat completions."));
            return;
        }

        if (judge.Request is { } request && !IsTemplate(request))
        {
            errors.Add(new($"{Where}.request: it is not JSON, or {JudgeTemplate.Slot} is in none of its texts.", $"Write for example '{{\"inputs\": \"{JudgeTemplate.Slot}\"}}'."));
        }

        if (judge.Score is { } score && JsonPath.TryParse(score) is null)
        {
            errors.Add(new($"{Where}.score: it is not a path.", "Write names and places, for example results[0].score or [label=INJECTION].score."));
        }
    }

    private static bool IsTemplate(string request)
    {
        try
        {
            return new JudgeTemplate(request).HasSlot;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
