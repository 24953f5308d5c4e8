using Bartizan.Core.Results;

namespace Bartizan.Identity.AuthZen.Configuration;

/// <summary>Checks the options as a whole and reports every mistake at once, naming the setting and the fix.</summary>
public static class AuthZenOptionsValidator
{
    /// <summary>All mistakes, empty when the options are sound.</summary>
    public static IReadOnlyList<InputError> Validate(AuthZenOptions options)
    {
        var errors = new List<InputError>();
        if (options.Policies.Count == 0)
        {
            errors.Add(new("authzen.policies: there are none, so everything would be denied.", "Name a folder of *.cedar files, or files."));
        }

        if (options.Callers.Count == 0 && !options.Anonymous)
        {
            errors.Add(new("authzen.callers: nobody may ask.", "Name the agents that may, for example [edge-gateway]."));
        }

        if (options.Callers.Count > 0 && options.Anonymous)
        {
            errors.Add(new("authzen.anonymous: callers are named, and yet nobody needs a key.", "Remove one of the two settings."));
        }

        if (options.Anonymous && options.AttributesFrom.Any(a => a != AuthZenOptions.Everybody))
        {
            errors.Add(new("authzen.attributesFrom: who asks without a key has no name.", "Write [\"*\"], or remove the setting."));
        }

        foreach (var name in options.Anonymous ? [] : options.AttributesFrom.Where(a => a != AuthZenOptions.Everybody && !options.Callers.Contains(a) && !options.Callers.Contains(AuthZenOptions.Everybody)))
        {
            errors.Add(new($"authzen.attributesFrom: {name} may not ask at all.", "Name it under callers too."));
        }

        if (options.Namespace is { } space && !space.Split("::").All(IsName))
        {
            errors.Add(new("authzen.namespace: it is not a namespace.", "Write names joined by ::, for example Acme::Shop."));
        }

        ValidateUrl(options.Url, errors);
        ValidateLimits(options.Limits, errors);
        return errors;
    }

    private static bool IsName(string text) => text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(c => c == '_' || char.IsAsciiLetterOrDigit(c));

    private static void ValidateUrl(string? text, List<InputError> errors)
    {
        if (text is null)
        {
            return;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            errors.Add(new("authzen.url: it is not an https address.", "Write for example https://pdp.example.com."));
        }
        else if (url.Scheme == "http" && !url.IsLoopback)
        {
            errors.Add(new($"authzen.url: keys and decisions would travel unencrypted to {url.Host}.", "Use https; http is for this machine only."));
        }
        else if (url.UserInfo.Length > 0 || text.AsSpan().ContainsAny('?', '#') || text.EndsWith('/'))
        {
            errors.Add(new("authzen.url: it must have no user, query, fragment or slash at its end.", "Write for example https://pdp.example.com."));
        }
    }

    private static void ValidateLimits(AuthZenLimits limits, List<InputError> errors)
    {
        InRange("requestBody", limits.RequestBody, 1 << 10, 4 << 20);
        InRange("depth", limits.Depth, 4, 64);
        InRange("evaluations", limits.Evaluations, 1, 1_000);
        InRange("candidates", limits.Candidates, 1, 1_000_000);
        InRange("page", limits.Page, 1, 10_000);

        void InRange(string name, long value, long least, long most)
        {
            if (value < least || value > most)
            {
                errors.Add(new($"authzen.limits.{name}: {value} is out of range.", $"Choose between {least} and {most}."));
            }
        }
    }
}
