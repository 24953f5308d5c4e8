using System.Text;
using System.Text.RegularExpressions;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Hosting;
using Bartizan.Gateway.Pipeline;
using Bartizan.Gateway.Replay;
using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Tests.Support;
using Bartizan.Guard;
using Bartizan.Policy;
using Bartizan.Testing;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Coverage;

/// <summary>
/// The law of the gateway, cell by cell: every place where a dialect carries text, in every direction, under every decision and every failure.
/// What it finds out is written to docs/coverage-matrix.md; run it with BARTIZAN_APPROVE=1 after a wanted change.
/// </summary>
public sealed partial class CoverageMatrixTests
{
    // One e-mail address, in two halves for what is cut.
    private const string First = "bob@exa";
    private const string Second = "mple.org";

    private static readonly string[] Dialects = [.. GatewayRoutes.All.Select(r => r.Dialect.Name).Distinct()];

    [Fact]
    public void Every_dialect_has_a_row_or_a_reason_for_every_field_and_direction()
    {
        var wanted =
            from dialect in Dialects
            from flow in Enum.GetValues<CoverageFlow>()
            from field in Enum.GetValues<CoverageField>()
            select (dialect, flow, field);
        var have = CoverageRows.All.Select(r => (r.Dialect, r.Flow, r.Field)).ToList();
        Assert.Empty(wanted.Except(have));
        Assert.Equal(have.Count, have.Distinct().Count());
        Assert.All(CoverageRows.All, row => Assert.True(row.Template is not null != row.Reason.Length > 0, $"{row}"));
    }

    [Fact]
    public async Task Every_cell_holds_and_the_page_says_so()
    {
        var answerTo = (string request) => request;
        var dialect = CoverageRows.Dialects[0];
        await using var upstream = ScriptedUpstream.Start(async (request, connection) =>
        {
            var answer = answerTo(request.Body);
            if (answer.StartsWith('{'))
            {
                await connection.JsonAsync(answer);
                return;
            }

            await connection.BeginEventsAsync(type: dialect.StreamType);
            await connection.ChunkAsync(Encode(dialect, answer));
            await connection.EndAsync();
        });
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        var sound = gateway.State.Current;
        var failures = new List<string>();
        var cells = new HashSet<(CoverageRow, CoverageCase)>();
        foreach (var row in CoverageRows.All.Where(r => r.Template is not null))
        {
            dialect = CoverageRows.Dialects.Single(d => d.Name == row.Dialect);
            var streams = row.Flow == CoverageFlow.StreamedAnswer;
            foreach (var what in Enum.GetValues<CoverageCase>())
            {
                gateway.State.Swap(Arrange(sound, row, what));
                upstream.Requests.Clear();
                var message = Fill(row.Template!, what);
                var spoken = dialect;
                answerTo = row.Flow == CoverageFlow.Request ? _ => spoken.Answer
                    : what == CoverageCase.Unmask ? request => Fill(row.Template!, what, Token().Match(request).Value)
                    : _ => message;
                var asked = row.Flow == CoverageFlow.Request ? message
                    : what == CoverageCase.Unmask ? Fill(CoverageRows.Of(row.Dialect, CoverageFlow.Request, CoverageField.User).Template!, what)
                    : (streams ? dialect.StreamRequest : null) ?? dialect.Request;
                using var response = await AskAsync(gateway, (streams ? dialect.StreamPath : null) ?? dialect.Path, asked);
                var received = await ReadAsync(response, streams && dialect.Event is not null);
                var passed = row.Flow == CoverageFlow.Request ? string.Concat(upstream.Requests.Select(r => r.Body)) : received;
                if (Judge(row, what, streams ? StreamRun.TextOf(Encode(dialect, message), dialect.Event is null ? StreamShape.Events : StreamShape.AmazonEvents) : message, passed, (int)response.StatusCode, received, upstream.Requests.Count) is { } wrong)
                {
                    failures.Add($"{row.Dialect} {row.Flow} {row.Field} {what}: {wrong}\n  status {(int)response.StatusCode}, passed: {passed}\n  client: {received}");
                }

                if (new Replayer(gateway.State.Current.Policies).Replay(gateway.LastExchange) is { Outcome: not (ReplayOutcome.Same or ReplayOutcome.NothingAsked) } replayed)
                {
                    failures.Add($"{row.Dialect} {row.Flow} {row.Field} {what}: a replay with the same policies is {replayed}");
                }

                cells.Add((row, what));
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Approve(CoverageDocument.Write(Dialects, cells));
    }

    private static GatewaySnapshot Arrange(GatewaySnapshot sound, CoverageRow row, CoverageCase what)
    {
        const string Forbid = """forbid(principal, action, resource) when { context.labels.contains("pii") };""";
        var options = sound.Routes.Options;
        return what switch
        {
            CoverageCase.Redact => sound with { Policies = Policies("""@redact("pii.*") permit(principal, action, resource);""") },
            CoverageCase.Unmask => sound with { Policies = Policies("""@tokenise("pii.*") @restore("pii.*") permit(principal, action, resource);""") },
            CoverageCase.Block => sound with { Policies = Policies(TestGateway.AllowAll + Forbid) },
            CoverageCase.Hold => sound with { Policies = Policies(TestGateway.AllowAll + "@hold(\"owner\") " + Forbid) },
            CoverageCase.InspectorThrows => sound with { Guard = GuardEngine.CreateDefault(null, new WordInspector("never", "test.never", failsOn: First)) },
            CoverageCase.InspectorTooSlow => sound with { Guard = Dawdling() },
            CoverageCase.TooLarge when row.Flow != CoverageFlow.StreamedAnswer => sound with
            {
                Routes = RouteTable.Compile(options with
                {
                    Limits = row.Flow == CoverageFlow.Request ? options.Limits with { RequestBody = 1 << 10 } : options.Limits with { ResponseBody = 1 << 10 },
                }),
            },
            _ => sound,
        };

        static GuardEngine Dawdling()
        {
            var inspector = new DawdlingInspector(First);
            return new GuardEngine([inspector, new WordInspector("never", "test.never")], new GuardOptions(), inspector);
        }

        static PolicyEngine Policies(string text) => new(PolicySet.Parse(text));
    }

    private static string Fill(string template, CoverageCase what, string text = First + Second)
    {
        var filled = template
            .Replace("@@", text, StringComparison.Ordinal)
            .Replace("@1@", text[..First.Length], StringComparison.Ordinal)
            .Replace("@2@", text[First.Length..], StringComparison.Ordinal)
            .Replace("@64@", Convert.ToBase64String(Encoding.UTF8.GetBytes($"Please write to {text} now, thank you.")), StringComparison.Ordinal);
        return what switch
        {
            // In a stream one event grows beyond what may be held back.
            CoverageCase.TooLarge when template.StartsWith("chunk ", StringComparison.Ordinal) || template.StartsWith("messageStart ", StringComparison.Ordinal) =>
                string.Concat(template.Split(' ')[0], " {\"vendor\":\"", new string('x', 9 << 20), "\"}\n", filled),
            CoverageCase.TooLarge when !template.StartsWith('{') => string.Concat("data: {\"vendor\":\"", new string('x', 9 << 20), "\"}\n\n", filled),
            CoverageCase.TooLarge => filled + new string(' ', 2 << 10),
            // Broken where the text stands, so that only who reads on regardless would see it.
            CoverageCase.Malformed => filled.Replace(First, "\"" + First, StringComparison.Ordinal).Replace("base64,", "base64,\"", StringComparison.Ordinal).Replace("\"data\":\"", "\"data\":\"\"", StringComparison.Ordinal).Replace("\"bytes\":\"", "\"bytes\":\"\"", StringComparison.Ordinal),
            _ => filled,
        };
    }

    private static string? Judge(CoverageRow row, CoverageCase what, string message, string passed, int status, string received, int forwarded)
    {
        if (what == CoverageCase.Allow)
        {
            return passed == message && status == 200 ? null : "it should have passed byte for byte";
        }

        if (what == CoverageCase.Unmask && row.Flow != CoverageFlow.Request)
        {
            var (decoded, restores) = (Decoded(passed), row.Restores && row.LeavesMask);
            return status != 200 ? "it should have passed"
                : restores != decoded.Contains(First + Second, StringComparison.Ordinal) ? "the value should stand there again, or nowhere"
                : row.Restores && Token().IsMatch(decoded) ? "the token is still there"
                : null;
        }

        if (Leaks(passed))
        {
            return "the text got through";
        }

        if (what == CoverageCase.Unmask)
        {
            return status != 200 ? "it should have passed with a token"
                : row.LeavesMask && !Token().IsMatch(Decoded(passed)) ? "the token is missing"
                : null;
        }

        if (what == CoverageCase.Redact)
        {
            return status != 200 ? "it should have passed with a mask"
                : row.LeavesMask && !Decoded(passed).Contains("[redacted:pii.email]", StringComparison.Ordinal) ? "the mask is missing"
                : null;
        }

        var (expected, code) = (what, row.Flow) switch
        {
            (CoverageCase.Block, _) => (403, "blocked_by_policy"),
            (CoverageCase.Hold, _) => (403, "held_for_approval"),
            (CoverageCase.InspectorThrows or CoverageCase.InspectorTooSlow, _) => (403, "guard_unavailable"),
            (CoverageCase.TooLarge, CoverageFlow.Request) => (413, "request_too_large"),
            (CoverageCase.TooLarge, CoverageFlow.Answer) => (502, "upstream_answer_too_large"),
            (CoverageCase.TooLarge, _) => (502, "upstream_too_large"),
            (_, CoverageFlow.Request) => (400, "invalid_json"),
            (_, CoverageFlow.Answer) => (502, "upstream_answer_unreadable"),
            _ => (502, "upstream_invalid"),
        };
        // A stream has begun with 200: its error is its last event.
        return status != (row.Flow == CoverageFlow.StreamedAnswer ? 200 : expected) ? $"the status should have been {expected}"
            : !Bodies.HasCode(received, code) ? $"the code should have been {code}"
            : row.Flow == CoverageFlow.Request && forwarded > 0 ? "it reached the upstream"
            : null;
    }

    private static bool Leaks(string text) => Decoded(text) is var all && (all.Contains(First, StringComparison.Ordinal) || all.Contains(Second, StringComparison.Ordinal));

    // The text, and what stands in it in base64.
    private static string Decoded(string text) => text + string.Concat(Base64().Matches(text).Select(m =>
    {
        var bytes = new byte[m.Length];
        return Convert.TryFromBase64String(m.Value, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }));

    // A stream as it is sent.
    private static byte[] Encode(CoverageDialect dialect, string stream) =>
        dialect.Event is null ? Encoding.UTF8.GetBytes(stream) : [.. stream.Split('\n').SelectMany(dialect.Event)];

    private static async Task<HttpResponseMessage> AskAsync(TestGateway gateway, string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + OneAgent.Key);
        return await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    // What came before an answer was broken off counts too.
    private static async Task<string> ReadAsync(HttpResponseMessage response, bool binary)
    {
        var bytes = new MemoryStream();
        try
        {
            await response.Content.CopyToAsync(bytes);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
        }

        return StreamRun.TextOf(bytes.ToArray(), binary ? StreamShape.AmazonEvents : StreamShape.Events);
    }

    private static void Approve(string page)
    {
        var file = Repository.PathTo("docs", "coverage-matrix.md");
        if (Environment.GetEnvironmentVariable("BARTIZAN_APPROVE") == "1")
        {
            File.WriteAllText(file, page);
        }

        Assert.Equal(page, File.Exists(file) ? File.ReadAllText(file) : "");
    }

    [GeneratedRegex(@"u[2-9a-z]{12}@mask\.invalid")]
    private static partial Regex Token();

    [GeneratedRegex("[A-Za-z0-9+/]{16,}={0,2}")]
    private static partial Regex Base64();
}
