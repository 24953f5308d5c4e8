namespace Bartizan.Gateway.Configuration;

/// <summary>What a person wrote about the gateway. Checked whole by <see cref="GatewayOptionsValidator"/> and compiled into a <see cref="RouteTable"/>.</summary>
public sealed record GatewayOptions
{
    /// <summary>Address and port to listen on; port 0 takes a free one.</summary>
    public string Listen { get; init; } = "127.0.0.1:4180";

    /// <summary>How the listener ends TLS; null for plain HTTP.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>Where requests may go. Nothing else is ever connected to.</summary>
    public IReadOnlyList<UpstreamOptions> Upstreams { get; init; } = [];

    /// <summary>What is known of tools that models may call.</summary>
    public IReadOnlyList<ToolOptions> Tools { get; init; } = [];

    /// <summary>How long to wait for what.</summary>
    public TimeoutOptions Timeouts { get; init; } = new();

    /// <summary>How much to accept.</summary>
    public LimitOptions Limits { get; init; } = new();

    /// <summary>When to ask again.</summary>
    public RetryOptions Retries { get; init; } = new();

    /// <summary>When not to ask an upstream for a while.</summary>
    public CircuitOptions Circuit { get; init; } = new();

    /// <summary>How values that are replaced by tokens are kept.</summary>
    public MaskingOptions Masking { get; init; } = new();

    /// <summary>How people are asked about what policy holds.</summary>
    public ElevationOptions Elevation { get; init; } = new();

    /// <summary>What answers must look like.</summary>
    public IReadOnlyList<ContractOptions> Contracts { get; init; } = [];

    /// <summary>The languages that exchanges may be held in; any where nothing covers one.</summary>
    public IReadOnlyList<LanguageOptions> Languages { get; init; } = [];

    /// <summary>Where sensitivity labels come from beside findings; null where nothing else gives any.</summary>
    public SensitivityOptions? Sensitivity { get; init; }

    /// <summary>Who is asked about texts of which the injection model is not sure; null for nobody.</summary>
    public JudgeOptions? Judge { get; init; }

    /// <summary>Networks from which <c>/metrics</c> may be read beside this machine itself, e.g. <c>10.1.0.0/16</c>.</summary>
    public IReadOnlyList<string> MetricsReaders { get; init; } = [];

    /// <summary>What of an exchange's text is kept.</summary>
    public RecordedContent RecordedContent { get; init; } = RecordedContent.Digest;
}

/// <summary>One provider endpoint and the models it serves.</summary>
public sealed record UpstreamOptions
{
    /// <summary>Name shown in records and metrics; unique.</summary>
    public required string Name { get; init; }

    /// <summary>The wire format it speaks.</summary>
    public required ProviderDialect Dialect { get; init; }

    /// <summary>Base address, up to what the provider's client library would be given, e.g. <c>https://api.openai.com/v1</c>, <c>https://api.anthropic.com</c> or <c>https://my-resource.openai.azure.com</c>.</summary>
    public required string Url { get; init; }

    /// <summary>Where the provider's key is: <c>secret:NAME</c>, <c>env:NAME</c> or <c>file:/path</c>. Never the key itself; empty when <see cref="AccessKey"/> stands in its place.</summary>
    public string Credential { get; init; } = "";

    /// <summary>The AWS access key pair with which requests to Bedrock are signed; null where a key is sent.</summary>
    public AwsKeyOptions? AccessKey { get; init; }

    /// <summary>The AWS region that such a signature is for.</summary>
    public string? Region { get; init; }

    /// <summary>Names of models it serves; <c>*</c> stands for any run of characters. The first upstream in the file with a match serves a model, those after it when it cannot.</summary>
    public IReadOnlyList<string> Models { get; init; } = ["*"];

    /// <summary>Dialects whose clients it also serves, in translation, where no upstream of their own dialect serves the model.</summary>
    public IReadOnlyList<ProviderDialect> TranslateFrom { get; init; } = [];

    /// <summary>Its share of the exchanges that several upstreams could serve; with 0, or where others have a weight and it has none, it only stands in for them.</summary>
    public int Weight { get; init; }

    /// <summary>Names of further request headers to pass on to it, beside those that its dialect defines.</summary>
    public IReadOnlyList<string> PassHeaders { get; init; } = [];
}

/// <summary>A provider's wire format, as configured.</summary>
public enum ProviderDialect
{
    /// <summary>OpenAI's API: chat completions, responses, embeddings.</summary>
    OpenAi,

    /// <summary>Anthropic's API: messages and their token count.</summary>
    Anthropic,

    /// <summary>OpenAI's API as Azure serves it: by deployment and API version, or under <c>/openai/v1</c>.</summary>
    AzureOpenAi,

    /// <summary>Google's Gemini API: generateContent, streamed or not.</summary>
    Gemini,

    /// <summary>Amazon Bedrock's runtime API: Converse and InvokeModel, streamed or not.</summary>
    Bedrock,
}

/// <summary>What of the text of an exchange is kept in its record.</summary>
public enum RecordedContent
{
    /// <summary>A keyed digest of each segment: equal texts are recognised, none is readable.</summary>
    Digest,

    /// <summary>Also the text itself, sealed under the store's data key.</summary>
    Sealed,
}

/// <summary>How long the gateway waits for what.</summary>
public sealed record TimeoutOptions
{
    /// <summary>For a connection to an upstream.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For the first byte of an upstream's answer. Models think long.</summary>
    public TimeSpan FirstByte { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Between two pieces of an upstream's answer.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>For an exchange as a whole.</summary>
    public TimeSpan Total { get; init; } = TimeSpan.FromMinutes(15);
}

/// <summary>How much the gateway accepts.</summary>
public sealed record LimitOptions
{
    /// <summary>Bytes of a request's body.</summary>
    public long RequestBody { get; init; } = 8 << 20;

    /// <summary>Bytes of a complete (not streamed) answer's body.</summary>
    public long ResponseBody { get; init; } = 32 << 20;

    /// <summary>Number of header lines in a request.</summary>
    public int HeaderCount { get; init; } = 100;

    /// <summary>Bytes of all header lines of a request together.</summary>
    public int HeaderBytes { get; init; } = 32 << 10;

    /// <summary>Bytes a second below which a client that sends a body or reads an answer is given up, after five seconds' grace.</summary>
    public double SlowestClient { get; init; } = 240;
}
