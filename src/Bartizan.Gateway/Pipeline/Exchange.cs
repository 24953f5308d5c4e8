using System.Buffers;
using System.Diagnostics;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Identity;
using Bartizan.Core.KillSwitches;
using Bartizan.Gateway.Aws;
using Bartizan.Gateway.Budgets;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Forwarding;
using Bartizan.Gateway.Masking;
using Bartizan.Gateway.Metrics;
using Bartizan.Gateway.Sensitivities;
using Bartizan.Gateway.Translation;
using Bartizan.Guard;
using Bartizan.Guard.Leaks;
using Bartizan.Guard.Taint;
using Bartizan.Policy.Values;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Gateway.Pipeline;

/// <summary>One request and its response on the way through the pipeline: what the steps hand to each other. Used by one request at a time.</summary>
internal sealed class Exchange(HttpContext http, RouteMatch match, GatewaySnapshot snapshot, string id, TimeProvider time) : IDisposable
{
    /// <summary>Where the time goes; a field, because it is a struct that steps add to.</summary>
    public ExchangeTimer Timer = new(time);

    private byte[]? _rented;
    private byte[]? _rentedForAnswer;
    private string? _modelLabel;
    private GuardedPrompt? _prompt;
    private bool _promptRead;
    private Deadline? _clock;
    private volatile bool _isCut;

    public HttpContext Http { get; } = http;

    public GatewayRoute Route { get; } = match.Route;

    /// <summary>The model that the client named in the path; null where the body names it.</summary>
    public string? PathModel { get; } = match.Model;

    /// <summary>The same as it stands in the path, encoded as the client encoded it.</summary>
    public string? PathModelAsSent { get; } = match.ModelAsSent;

    public GatewaySnapshot Snapshot { get; } = snapshot;

    public string Id { get; } = id;

    /// <summary>When the request arrived.</summary>
    public DateTimeOffset Time { get; } = time.GetUtcNow();

    /// <summary>Set by step 1; where the request is signed, by step 2.</summary>
    public Principal? Principal { get; set; }

    /// <summary>Whether its principal still stands. Set together with it.</summary>
    public IStanding? Standing { get; set; }

    /// <summary>Whether its authority ended while it was under way.</summary>
    public bool IsCut => _isCut;

    /// <summary>Set by step 1 where the request is signed: what the body must prove.</summary>
    public PendingSignature? Signature { get; set; }

    /// <summary>Set by step 2.</summary>
    public RequestReading? Request { get; set; }

    /// <summary>Set by step 3.</summary>
    public InspectionResult Inspection { get; set; } = InspectionResult.Clean;

    /// <summary>Set by step 3 where policies ask for tokens.</summary>
    public ExchangeMasking? Masking { get; set; }

    /// <summary>The highest sensitivity label of anything seen of it and of its session so far. It never falls.</summary>
    public Sensitivity Sensitivity { get; private set; }

    /// <summary>The label that the client's header gives the request.</summary>
    public Sensitivity HeaderLabel { get; set; }

    /// <summary>The labels that metadata gives to texts of the request.</summary>
    public MetadataLabels RequestMetadata { get; set; } = MetadataLabels.None;

    /// <summary>The session whose label is remembered; null where none is.</summary>
    public string? LabelledSession { get; set; }

    /// <summary>The label that its session is known to be remembered with; null until something of it goes on.</summary>
    public Sensitivity? Remembered { get; set; }

    /// <summary>Set by step 4: labels to replace by tokens.</summary>
    public IReadOnlyList<string> Tokenise { get; set; } = [];

    /// <summary>Set by step 4: untrusted text is marked as such.</summary>
    public bool Spotlights { get; set; }

    /// <summary>What the first question to policy told it, so that the record need not say it again for those after it.</summary>
    public CedarRecord? FirstContext { get; set; }

    /// <summary>Who said what in the request, sorted when the first tool call is judged.</summary>
    public Conversation? Conversation { get; set; }

    /// <summary>The request's system message as the answer must not repeat it; null when there is none. Made when the answer comes.</summary>
    public GuardedPrompt? Prompt => _promptRead ? _prompt : ReadPrompt();

    /// <summary>What looks into texts of its system; asked for only once the principal is known.</summary>
    public GuardEngine Guard => field ??= Snapshot.GuardOf(Principal);

    /// <summary>What looks into its request.</summary>
    public GuardEngine RequestGuard => Snapshot.Routes.Inspectors.ForRequest(Guard, Principal!, Request!.Model);

    /// <summary>What looks into its answer.</summary>
    public GuardEngine AnswerGuard => Snapshot.Routes.Inspectors.ForAnswer(Guard, Principal!, Request!.Model);

    /// <summary>What it spends of the budgets that apply; null when none does.</summary>
    public Spending? Spending { get; set; }

    /// <summary>Upstreams that serve it, in the order in which they are asked. Set by step 4.</summary>
    public IReadOnlyList<Upstream> Upstreams { get; set; } = [];

    /// <summary>The one that was asked last.</summary>
    public Upstream? Upstream { get; set; }

    /// <summary>Name of the MCP server that it asks; null where it asks a model.</summary>
    public string? AsksServer { get; set; }

    /// <summary>Name of the MCP server that it was sent to; null where an <see cref="Upstream"/> serves models.</summary>
    public string? Server { get; set; }

    /// <summary>Says no in a shape that depends on the request; null where the dialect alone knows how.</summary>
    public Func<Refusal, byte[]>? ErrorBody { get; set; }

    /// <summary>Set by step 5 where the upstream speaks another dialect; null where it speaks the client's.</summary>
    public Translator? Translator { get; set; }

    /// <summary>How the upstream is asked: as the client asked, unless step 5 translated.</summary>
    public OnwardRequest Onward
    {
        get => field ??= new OnwardRequest(Route, PathModelAsSent, Route.Query is { } name ? Http.Request.Query[name].ToString() : null, Http.Request.Headers, Translated: false);
        set;
    }

    /// <summary>The bytes that go upstream: the client's own unless step 5 masked or translated them.</summary>
    public ReadOnlyMemory<byte> Outgoing { get; set; }

    /// <summary>The body on its way upstream, the same for every attempt. Set by step 6.</summary>
    public BodyContent? Sent { get; set; }

    /// <summary>How often an upstream was asked.</summary>
    public int Attempts { get; set; }

    /// <summary>Every decision, in order of making.</summary>
    public List<Decision> Decisions { get; } = new(2);

    /// <summary>Inspectors that failed, with the reason.</summary>
    public List<string>? GuardFailures { get; private set; }

    /// <summary>What is kept of the response's text.</summary>
    public IReadOnlyList<SegmentRecord> ResponseSegments { get; set; } = [];

    public TokenUsage Usage { get; set; }

    /// <summary>Why the model stopped, in the upstream's words.</summary>
    public IReadOnlyList<string> StopReasons { get; set; } = [];

    public ForwardFailure Failure { get; set; }

    /// <summary>Code of the refusal that the client got instead of an answer; null when it got one.</summary>
    public string? RefusalCode { get; set; }

    /// <summary>Its span, once it is forwarded and while somebody listens.</summary>
    public Activity? Span { get; set; }

    /// <summary>What its model is called in metrics: the name or pattern under which the configuration has it, so that clients cannot make series.</summary>
    public string ModelLabel => Upstream is null ? SeriesTable<string>.Other : _modelLabel ??= Upstream.Matching(Request!.Model) ?? SeriesTable<string>.Other;

    /// <summary>Whether it is in the log, so that nothing more is to be recorded of it.</summary>
    public bool IsRecorded { get; set; }

    /// <summary>A buffer for the request that lives as long as the exchange; called again, a larger one that begins with the first <paramref name="used"/> bytes.</summary>
    public byte[] RequestBuffer(int size, int used = 0) => Replace(ref _rented, size, used);

    /// <summary>The same for the answer.</summary>
    public byte[] AnswerBuffer(int size, int used = 0) => Replace(ref _rentedForAnswer, size, used);

    /// <summary>Takes a label into account.</summary>
    public void Raise(Sensitivity label) => Sensitivity = label > Sensitivity ? label : Sensitivity;

    /// <summary>Takes into account what findings stand for.</summary>
    public void Raise(IReadOnlyList<Finding> findings) => Raise(Snapshot.Routes.Sensitivities.Findings.Of(findings));

    public void AddGuardFailure(string inspector, string reason) => (GuardFailures ??= []).Add($"{inspector}: {reason}");

    /// <summary>Starts the clock of its forwarding, which ends at once when it is cut.</summary>
    public Deadline StartClock()
    {
        var clock = new Deadline(Snapshot.Routes.Options.Timeouts.Total, time, Http.RequestAborted);
        // An interlocked write on both sides: either whoever cuts sees the clock, or the clock sees the cut.
        Interlocked.Exchange(ref _clock, clock);
        if (_isCut)
        {
            clock.Cut();
        }

        return clock;
    }

    /// <summary>Ends it, from any thread: its authority is over.</summary>
    public void Cut()
    {
        _isCut = true;
        Interlocked.MemoryBarrier();
        Volatile.Read(ref _clock)?.Cut();
    }

    public void Dispose()
    {
        Request?.Dispose();
        Signature?.Dispose();
        // A body still on its way upstream keeps its buffer; the collector takes it, the pool must not.
        if (_rented is not null && Sent is not { InUse: true })
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }

        if (_rentedForAnswer is not null)
        {
            ArrayPool<byte>.Shared.Return(_rentedForAnswer);
        }

        (_rented, _rentedForAnswer) = (null, null);
    }

    private GuardedPrompt? ReadPrompt()
    {
        _promptRead = true;
        return _prompt = GuardedPrompt.Of(Request!.Segments);
    }

    private static byte[] Replace(ref byte[]? buffer, int size, int used)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        if (buffer is not null)
        {
            buffer.AsSpan(0, used).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return buffer = larger;
    }
}
