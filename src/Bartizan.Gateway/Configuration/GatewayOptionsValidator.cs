using System.Net;
using Bartizan.Core.Results;
using Bartizan.Gateway.Translation;

namespace Bartizan.Gateway.Configuration;

/// <summary>Checks what a person wrote as a whole and reports every mistake at once, naming the setting and the fix.</summary>
public static class GatewayOptionsValidator
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(24);

    /// <summary>All mistakes, empty when the options are sound.</summary>
    public static IReadOnlyList<InputError> Validate(GatewayOptions options)
    {
        var errors = new List<InputError>();
        if (!IPEndPoint.TryParse(options.Listen, out var endpoint) || !options.Listen.EndsWith($":{endpoint.Port}", StringComparison.Ordinal))
        {
            errors.Add(new("gateway.listen: it is not an address and a port.", "Write for example 127.0.0.1:4180."));
        }

        if (options.Upstreams.Count == 0)
        {
            errors.Add(new("gateway.upstreams: there is none, so nothing could be answered.", "Add at least one upstream."));
        }

        for (var i = 0; i < options.Upstreams.Count; i++)
        {
            ValidateUpstream(options.Upstreams[i], $"gateway.upstreams[{i}]", errors);
        }

        foreach (var twice in options.Upstreams.GroupBy(u => u.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            errors.Add(new($"gateway.upstreams: the name {twice.Key} stands there {twice.Count()} times.", "Give each upstream its own name."));
        }

        for (var i = 0; i < options.Tools.Count; i++)
        {
            if (options.Tools[i].Name.Length is 0 or > 256)
            {
                errors.Add(new($"gateway.tools[{i}].name: it must be a tool's name or pattern of 1 to 256 characters.", "Write for example get_weather, or crm.*."));
            }
        }

        for (var i = 0; i < options.Contracts.Count; i++)
        {
            errors.AddRange(options.Contracts[i].For.Check($"gateway.contracts[{i}]"));
        }

        for (var i = 0; i < options.Languages.Count; i++)
        {
            errors.AddRange(options.Languages[i].Check($"gateway.languages[{i}]"));
        }

        foreach (var reader in options.MetricsReaders.Where(r => !IPNetwork.TryParse(r, out _)))
        {
            errors.Add(new($"telemetry.metricsReaders: {reader} is not a network.", "Write for example 10.1.0.0/16, or 10.1.2.3/32 for one address."));
        }

        ValidateTimeouts(options.Timeouts, errors);
        ValidateLimits(options.Limits, errors);
        ResilienceOptionsValidator.Validate(options, errors);
        MaskingOptionsValidator.Validate(options.Masking, errors);
        ElevationOptionsValidator.Validate(options.Elevation, errors);
        SensitivityOptionsValidator.Validate(options.Sensitivity, errors);
        JudgeOptionsValidator.Validate(options.Judge, errors);
        return errors;
    }

    /// <summary>Whether an upstream's configuration may let a request header through.</summary>
    public static bool MayBePassed(string header) => Forwarding.HeaderRules.MayBePassed(header);

    private static void ValidateUpstream(UpstreamOptions upstream, string where, List<InputError> errors)
    {
        if (upstream.Name.Length is 0 or > 64 || upstream.Name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')))
        {
            errors.Add(new($"{where}.name: it must be 1 to 64 letters, digits, '-', '_' or '.'.", "Write for example openai."));
        }

        if (!Uri.TryCreate(upstream.Url, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            errors.Add(new($"{where}.url: it is not an http or https address.", "Write for example https://api.openai.com/v1."));
        }
        else if (url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
        {
            errors.Add(new($"{where}.url: it must have no user, query or fragment.", "Keep keys in credential; leave the rest out."));
        }
        else if (url.Scheme == "http" && !url.IsLoopback)
        {
            errors.Add(new($"{where}.url: prompts and the key would travel unencrypted to {url.Host}.", "Use https; http is for this machine only."));
        }

        CredentialValidator.Validate(upstream, where, errors);

        if (upstream.Models.Count == 0 || upstream.Models.Any(m => m.Length is 0 or > 256))
        {
            errors.Add(new($"{where}.models: every entry must be a model's name or pattern of 1 to 256 characters.", "Write for example [\"gpt-*\"], or [\"*\"] for all."));
        }

        foreach (var client in upstream.TranslateFrom.Where(client => !Translator.Knows(client, upstream.Dialect)))
        {
            errors.Add(new($"{where}.translateFrom: {client} needs no translation for an upstream of this dialect.", "Name the dialects of other providers; for the same format add an upstream of that dialect."));
        }

        foreach (var header in upstream.PassHeaders.Where(h => !MayBePassed(h)))
        {
            errors.Add(new($"{where}.passHeaders: {header} may not be passed on.", "Headers that carry credentials, frame the message, belong to one connection or are the gateway's own stay here."));
        }
    }

    private static void ValidateTimeouts(TimeoutOptions timeouts, List<InputError> errors)
    {
        foreach (var (name, value) in (ReadOnlySpan<(string, TimeSpan)>)
            [("connect", timeouts.Connect), ("firstByte", timeouts.FirstByte), ("idle", timeouts.Idle), ("total", timeouts.Total)])
        {
            if (value <= TimeSpan.Zero || value > LongestWait)
            {
                errors.Add(new($"gateway.timeouts.{name}: it must lie between 1ms and 24h.", "Write for example 30s."));
            }
        }
    }

    private static void ValidateLimits(LimitOptions limits, List<InputError> errors)
    {
        foreach (var (name, value, least, most) in (ReadOnlySpan<(string, double, double, double)>)
        [
            ("requestBody", limits.RequestBody, 1 << 10, 256 << 20),
            ("responseBody", limits.ResponseBody, 1 << 10, 1 << 30),
            ("headerCount", limits.HeaderCount, 10, 1_000),
            ("headerBytes", limits.HeaderBytes, 1 << 10, 1 << 20),
            ("slowestClient", limits.SlowestClient, 1, 1 << 20),
        ])
        {
            if (!(value >= least && value <= most))
            {
                errors.Add(new($"gateway.limits.{name}: {value} is out of range.", $"Choose between {least} and {most}."));
            }
        }
    }
}
