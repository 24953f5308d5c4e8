namespace Bartizan.Telemetry;

/// <summary>What a person wrote about telemetry. Without an endpoint nothing is measured for export and nothing leaves the machine.</summary>
internal sealed record TelemetryOptions
{
    /// <summary>Where OpenTelemetry data goes, e.g. <c>http://127.0.0.1:4318</c>; null for nowhere.</summary>
    public string? Endpoint { get; init; }

    /// <summary>How it is sent.</summary>
    public TelemetryProtocol Protocol { get; init; } = TelemetryProtocol.Http;

    /// <summary>Headers sent with it: name to a reference such as <c>env:NAME</c>. Never a secret itself.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Share of exchanges that are traced, 0 to 1.</summary>
    public double Sampling { get; init; } = 1;

    /// <summary>What describes this installation, e.g. <c>deployment.environment.name</c>.</summary>
    public IReadOnlyDictionary<string, string> Resource { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether spans of the guard and its findings are sent too, by a proposal to the conventions that may change.</summary>
    public bool GuardrailEvents { get; init; }

    /// <summary>By which names metrics go.</summary>
    public MetricNames MetricNames { get; init; } = MetricNames.Published;

    /// <summary>How often metrics are sent.</summary>
    public TimeSpan MetricInterval { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>A transport of OTLP.</summary>
internal enum TelemetryProtocol
{
    /// <summary>Protobuf over HTTP, usually port 4318.</summary>
    Http,

    /// <summary>gRPC, usually port 4317.</summary>
    Grpc,
}

/// <summary>Edition of the conventions for metrics of generative AI.</summary>
internal enum MetricNames
{
    /// <summary>The last published edition, 1.41, which dashboards know.</summary>
    Published,

    /// <summary>The edition under way since.</summary>
    Latest,

    /// <summary>Both, for moving from one to the other.</summary>
    Both,
}
