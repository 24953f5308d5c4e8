using System.Diagnostics;
using System.Diagnostics.Metrics;
using Bartizan.Gateway.Pipeline;

namespace Bartizan.Gateway.Telemetry;

/// <summary>
/// The conventions' client metrics, under their published and their latest names; who listens chooses. Model names come from the configuration and
/// never from the request, so a client cannot make series.
/// </summary>
internal sealed class GenAiMetrics : IDisposable
{
    public const string OperationDuration = "gen_ai.client.operation.duration";
    public const string OperationFirstChunk = "gen_ai.client.operation.time_to_first_chunk";
    public const string OperationChunk = "gen_ai.client.operation.time_per_output_chunk";
    public const string TokenUsage = "gen_ai.client.token.usage";
    public const string InferenceDuration = "gen_ai.client.inference.duration";
    public const string InferenceFirstChunk = "gen_ai.client.inference.time_to_first_chunk";
    public const string InferenceChunk = "gen_ai.client.inference.time_per_output_chunk";
    public const string InputTokens = "gen_ai.client.inference.usage.input_tokens";
    public const string OutputTokens = "gen_ai.client.inference.usage.output_tokens";
    public const string InputTokensPerOperation = "gen_ai.client.inference.operation.input_tokens";
    public const string OutputTokensPerOperation = "gen_ai.client.inference.operation.output_tokens";

    // Boundaries as the conventions name them.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
    };

    private static readonly InstrumentAdvice<long> Tokens = new()
    {
        HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864],
    };

    private readonly Meter _meter = new(TelemetrySources.Gateway);
    private readonly Histogram<double> _operation, _operationFirst, _operationChunk, _inference, _inferenceFirst, _inferenceChunk;
    private readonly Histogram<long> _usage, _inputPerOperation, _outputPerOperation;
    private readonly Counter<long> _input, _output;

    public GenAiMetrics()
    {
        _operation = Time(OperationDuration, "GenAI operation duration.");
        _operationFirst = Time(OperationFirstChunk, "Time to the first chunk of a streamed answer.");
        _operationChunk = Time(OperationChunk, "Time between chunks of a streamed answer.");
        _inference = Time(InferenceDuration, "GenAI inference duration.");
        _inferenceFirst = Time(InferenceFirstChunk, "Time to the first chunk of a streamed answer.");
        _inferenceChunk = Time(InferenceChunk, "Time between chunks of a streamed answer.");
        _usage = Count(TokenUsage, "Number of input and output tokens used.");
        _inputPerOperation = Count(InputTokensPerOperation, "Input tokens of an operation.");
        _outputPerOperation = Count(OutputTokensPerOperation, "Output tokens of an operation.");
        _input = _meter.CreateCounter<long>(InputTokens, "{token}", "Input tokens used.");
        _output = _meter.CreateCounter<long>(OutputTokens, "{token}", "Output tokens used.");
    }

    /// <summary>Whether anybody listens.</summary>
    public bool IsEnabled => _operation.Enabled || _inference.Enabled || _usage.Enabled || _input.Enabled;

    /// <summary>Measures a finished exchange.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="error">Its error type, or null when it succeeded.</param>
    public void Record(Exchange exchange, string? error)
    {
        var tags = TagsOf(exchange);
        var isInference = GenAi.OperationOf(exchange.Route) != GenAi.Embeddings;
        if (exchange.Upstream is not null)
        {
            RecordUsage(exchange.Usage.Input, exchange.Usage.Output, isInference, tags, error);
        }

        if (exchange.Timer.FirstChunkSeconds is { } first)
        {
            _operationFirst.Record(first, tags);
            _inferenceFirst.Record(first, tags);
        }

        if (error is not null)
        {
            tags.Add(GenAi.ErrorType, error);
        }

        var seconds = exchange.Timer.TotalSeconds;
        _operation.Record(seconds, tags);
        if (isInference)
        {
            _inference.Record(seconds, tags);
        }
    }

    /// <summary>Measures a chunk of a streamed answer after the first.</summary>
    public void RecordChunk(Exchange exchange, double seconds)
    {
        if (_operationChunk.Enabled || _inferenceChunk.Enabled)
        {
            var tags = TagsOf(exchange);
            _operationChunk.Record(seconds, tags);
            _inferenceChunk.Record(seconds, tags);
        }
    }

    public void Dispose() => _meter.Dispose();

    private static TagList TagsOf(Exchange exchange)
    {
        var tags = new TagList
        {
            { GenAi.Operation, GenAi.OperationOf(exchange.Route) },
            { GenAi.Provider, GenAi.ProviderOf(exchange.Onward.Route.Provider) },
        };
        if (exchange.Upstream is { } upstream)
        {
            tags.Add(GenAi.RequestModel, exchange.ModelLabel);
            tags.Add(GenAi.ServerAddress, upstream.Base.Host);
            tags.Add(GenAi.ServerPort, upstream.Base.Port);
        }

        return tags;
    }

    private void RecordUsage(long? input, long? output, bool isInference, TagList tags, string? error)
    {
        RecordUsage(input, "input", tags);
        RecordUsage(output, "output", tags);
        if (!isInference)
        {
            return;
        }

        // The counters and their histograms want a zero where the provider said nothing.
        var counters = tags;
        counters.Add(GenAi.TokenModality, "unknown");
        _input.Add(input ?? 0, counters);
        _output.Add(output ?? 0, counters);
        var operations = tags;
        if (error is not null)
        {
            operations.Add(GenAi.ErrorType, error);
        }

        _inputPerOperation.Record(input ?? 0, operations);
        _outputPerOperation.Record(output ?? 0, operations);
    }

    private void RecordUsage(long? tokens, string type, TagList tags)
    {
        if (tokens is { } count)
        {
            tags.Add(GenAi.TokenType, type);
            _usage.Record(count, tags);
        }
    }

    private Histogram<double> Time(string name, string description) => _meter.CreateHistogram(name, "s", description, tags: null, Seconds);

    private Histogram<long> Count(string name, string description) => _meter.CreateHistogram(name, "{token}", description, tags: null, Tokens);
}
