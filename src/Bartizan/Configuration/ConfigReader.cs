using Bartizan.Core.Results;
using Bartizan.Gateway.Budgets;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Mcp.Configuration;
using Bartizan.Guard.Custom;
using Bartizan.Guard.Topics;
using Bartizan.Identity;
using Bartizan.Identity.AuthZen.Configuration;
using Bartizan.Telemetry;

namespace Bartizan.Configuration;

/// <summary>Reads <c>bartizan.yaml</c>. Every mistake is reported at once with its line; a setting that does not exist is a mistake.</summary>
internal static class ConfigReader
{
    private const int DeepestNesting = 32;
    private const string Dialects = "openai, anthropic, azure-openai, gemini or bedrock";

    private static readonly InputError NoConsoleAddress = new(
        "console.address: It must be https:// and a host, perhaps with a port, and no path or slash after it; http:// only on this machine.",
        "Write the address that browsers open, for example https://console.example.com.");

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="InputException">It cannot be read, or something in it is wrong.</exception>
    public static BartizanConfig ReadFile(string file) => Read(YamlInput.ReadFile(file, "Check the path given with --config."), file);

    /// <summary>Reads and checks a text; <paramref name="file"/> is named in errors and anchors relative paths.</summary>
    /// <exception cref="InputException">Something in it is wrong.</exception>
    public static BartizanConfig Read(string text, string file)
    {
        var places = new SettingPlaces(file);
        var errors = new List<InputError>();
        var root = new YamlSection("", YamlInput.Parse(text, file, DeepestNesting), places, errors);
        var gateway = Gateway(root.Section("gateway"), Folder);
        var recording = root.Section("recording");
        var (telemetry, metricsReaders) = TelemetryReader.Read(root.Section("telemetry"));
        gateway = gateway with
        {
            MetricsReaders = metricsReaders,
            RecordedContent = recording.Value("content", RecordedContent.Digest, ParseName<RecordedContent>, "digest or sealed"),
        };
        recording.Close();
        gateway = gateway with { Masking = MaskingReader.Read(root.Section("masking")), Elevation = ElevationReader.Read(root.Section("elevation")), Sensitivity = SensitivityReader.Read(root) };
        var guard = root.Section("guard");
        gateway = gateway with { Judge = JudgeReader.Read(guard) };
        var topics = TopicsReader.Read(guard);
        var (entities, entityFiles) = EntitiesReader.Read(guard, Folder);
        var console = root.Section("console");
        var config = new BartizanConfig
        {
            Gateway = gateway,
            Budgets = BudgetsReader.Read(root.Section("budgets")),
            Mcp = McpConfigReader.Read(root.Section("mcp")),
            Identity = IdentityReader.Read(root.Section("identity"), Folder),
            ConsoleListen = console.Text("listen") ?? "127.0.0.1:4181",
            ConsoleAddress = console.Text("address"),
            EditPolicies = console.Value("editPolicies", false, Quantities.YesNo, Quantities.YesNoExpected),
            SignIn = SignInReader.Read(root.Section("signIn")),
            Databases = DatabasesReader.Read(root, Folder),
            Policies = Folder(root.Text("policies")),
            PolicyPacks = root.Texts("policyPacks") ?? [],
            PolicyCheck = root.Value("policyCheck", PolicyCheck.Warn, ParseName<PolicyCheck>, "warn or refuse"),
            Telemetry = telemetry,
            Export = ExportReader.Read(root),
            Shadow = ShadowReader.Read(root, Folder),
            AuthZen = AuthZenReader.Read(root, Folder),
            Entities = entities,
            EntityFiles = entityFiles,
            Topics = topics,
            Places = places,
        };
        console.Close();
        root.Close();
        if (errors.Count == 0)
        {
            errors.AddRange(GatewayOptionsValidator.Validate(config.Gateway)
                .Concat(McpOptionsValidator.Validate(config.Mcp))
                .Concat(DatabasesReader.Validate(config.Databases, config.Identity))
                .Concat(IdentityReader.Validate(config.Identity, config.Mcp))
                .Concat(SignInReader.Validate(config.SignIn, config.Identity))
                .Concat(SignInReader.Validate(config.SignIn, config.Mcp))
                .Concat(SignalsReader.Validate(config.Identity, config.SignIn))
                .Concat(config.ConsoleAddress is { } address && !AuthorizationOptions.IsOrigin(address) ? [NoConsoleAddress] : [])
                .Concat(BudgetsOptionsValidator.Validate(config.Budgets))
                .Concat(TelemetryOptionsValidator.Validate(config.Telemetry))
                .Concat(ExportReader.Validate(config.Export))
                .Concat(config.AuthZen is { } authZen ? AuthZenOptionsValidator.Validate(authZen) : [])
                .Concat(CustomEntities.Check(config.Entities, "guard.entities"))
                .Concat(TermLists.Check(config.Topics))
                .Select(places.Locate));
        }

        return errors.Count == 0 ? config : throw new InputException([.. errors.OrderBy(e => e.Line).ThenBy(e => e.Column)]);

        string? Folder(string? text) => text is { Length: > 0 } ? Path.GetFullPath(text, Path.GetDirectoryName(Path.GetFullPath(file))!) : null;
    }

    private static GatewayOptions Gateway(YamlSection section, Func<string?, string?> path)
    {
        var defaults = new GatewayOptions();
        var options = defaults with
        {
            Listen = section.Text("listen") ?? defaults.Listen,
            Tls = section.Has("tls") ? Tls(section.Section("tls"), path) : null,
            Upstreams = [.. section.Sections("upstreams").Select(Upstream)],
            Tools = ToolsReader.Read(section),
            Languages = ScopedReader.Languages(section),
            Contracts = ScopedReader.Contracts(section, path),
            Timeouts = Timeouts(section.Section("timeouts")),
            Limits = Limits(section.Section("limits")),
            Retries = ResilienceReader.Retries(section.Section("retries")),
            Circuit = ResilienceReader.Circuit(section.Section("circuit")),
        };
        section.Close();
        return options;
    }

    private static TlsOptions Tls(YamlSection section, Func<string?, string?> path)
    {
        var options = new TlsOptions
        {
            Certificate = path(section.Required("certificate"))!,
            Key = path(section.Required("key"))!,
            ClientAuthorities = path(section.Text("clientAuthorities")),
        };
        section.Close();
        return options;
    }

    private static UpstreamOptions Upstream(YamlSection section)
    {
        var access = AccessKeyReader.Read(section);
        var upstream = new UpstreamOptions
        {
            Name = section.Required("name"),
            Dialect = section.Required("dialect").Length == 0
                ? ProviderDialect.OpenAi
                : section.Value("dialect", ProviderDialect.OpenAi, ParseName<ProviderDialect>, Dialects),
            Url = section.Required("url"),
            Credential = access is null ? section.Required("credential") : section.Text("credential") ?? "",
            AccessKey = access,
            Region = section.Text("region"),
            Models = section.Texts("models") ?? ["*"],
            Weight = section.Value("weight", 0, Quantities.Count, "a whole number"),
            TranslateFrom = section.Values("translateFrom", ParseName<ProviderDialect>, Dialects),
            PassHeaders = section.Texts("passHeaders") ?? [],
        };
        section.Close();
        return upstream;
    }

    private static TimeoutOptions Timeouts(YamlSection section)
    {
        var defaults = new TimeoutOptions();
        var timeouts = new TimeoutOptions
        {
            Connect = section.Value("connect", defaults.Connect, Quantities.Duration, Quantities.DurationExpected),
            FirstByte = section.Value("firstByte", defaults.FirstByte, Quantities.Duration, Quantities.DurationExpected),
            Idle = section.Value("idle", defaults.Idle, Quantities.Duration, Quantities.DurationExpected),
            Total = section.Value("total", defaults.Total, Quantities.Duration, Quantities.DurationExpected),
        };
        section.Close();
        return timeouts;
    }

    private static LimitOptions Limits(YamlSection section)
    {
        var defaults = new LimitOptions();
        var limits = new LimitOptions
        {
            RequestBody = section.Value("requestBody", defaults.RequestBody, Quantities.Size, Quantities.SizeExpected),
            ResponseBody = section.Value("responseBody", defaults.ResponseBody, Quantities.Size, Quantities.SizeExpected),
            HeaderCount = section.Value("headerCount", defaults.HeaderCount, Quantities.Count, "a whole number"),
            HeaderBytes = section.Value("headerBytes", defaults.HeaderBytes, t => (int?)Quantities.Size(t), Quantities.SizeExpected),
            SlowestClient = section.Value("slowestClient", defaults.SlowestClient, t => Quantities.Size(t), "a number of bytes a second"),
        };
        section.Close();
        return limits;
    }

    /// <summary>Reads a name in the file's spelling: letter case and hyphens do not matter, numbers are no names.</summary>
    public static T? ParseName<T>(string text)
        where T : struct, Enum => !char.IsAsciiDigit(text.FirstOrDefault('0')) && Enum.TryParse<T>(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var value) ? value : null;
}
