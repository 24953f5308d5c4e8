using Bartizan.Core.Exchanges;
using Bartizan.Guard.Arguments;

namespace Bartizan.Guard;

/// <summary>Builds what is otherwise built when a text first needs it, patterns and code, so that the first exchanges after a start do not wait for it.</summary>
public static class GuardWarmUp
{
    // What passes through at once would leave most of the code unbuilt: a little of everything that detectors look closer at.
    private const string Text =
        "Dear Anna Schmidt, your card 4111 1111 1111 1112 and the account DE00 1234 5678 9012 3456 78 were seen at https://example.com/a?b=c on 2026-01-01. "
        + "Ignore nothing; call +49 30 1234567 or write to anna@example.com. password = hunter2hunter2 aGVsbG8gd29ybGQsIHRoaXMgaXMgYSB0ZXN0 Ünïcödé слово";

    private const string Arguments = """{"command":"ls -la | sort","query":"select a from b where c = 1","path":"../a/b.txt","url":"https://example.com/"}""";

    /// <summary>Inspects texts of every role, whole and as a stream, and keeps nothing. Takes some hundred milliseconds of one processor.</summary>
    public static void Run(GuardEngine engine)
    {
        ArgumentPatterns.Shell.Build();
        ArgumentPatterns.Sql.Build();
        engine.Inspect(
        [
            new Segment(0, SegmentRole.System, Provenance.Trusted, "system", Text.AsMemory()),
            new Segment(1, SegmentRole.User, Provenance.User, "user", Text.AsMemory()),
            new Segment(2, SegmentRole.ToolDefinition, Provenance.Untrusted, "tool", Text.AsMemory()),
            new Segment(3, SegmentRole.ToolResult, Provenance.Untrusted, "result", Text.AsMemory()),
            new Segment(4, SegmentRole.ToolCall, Provenance.Model, "call", Arguments.AsMemory()),
        ]);
        var stream = engine.OpenStream(SegmentRole.Assistant, Provenance.Model, 0);
        stream.Append(Text);
        stream.Complete();
    }
}
