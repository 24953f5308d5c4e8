using Bartizan.Core.Identity;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Judging;
using Bartizan.Gateway.Mcp.Wire;
using Bartizan.Gateway.Pipeline;
using Bartizan.Guard;
using Bartizan.Policy;
using Bartizan.Testing.Stores;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Gateway.Tests.Judging;

public sealed class JudgeStepTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Where_nobody_is_asked_it_waits_for_nothing_and_allocates_nothing(bool configured)
    {
        var routes = RouteTable.Compile(new GatewayOptions
        {
            Upstreams = [new() { Name = "x", Dialect = ProviderDialect.OpenAi, Url = "https://example.org", Credential = "env:PATH" }],
        });
        var snapshot = new GatewaySnapshot(routes, new PolicyEngine(PolicySet.Parse(TestGateway.AllowAll)), GuardEngine.CreateDefault())
        {
            Judge = configured ? HttpJudge.Compile(new JudgeOptions { Url = "https://judge.example.org", Model = "m", Bands = [new JudgeBand { From = 0.5, To = 0.9 }] }) : null,
        };
        using var calls = new JudgeCalls(new PlainContent(), new JudgeMetrics(), TimeProvider.System);
        using var exchange = new Exchange(new DefaultHttpContext(), new RouteMatch(null!, null, null), snapshot, "exc", TimeProvider.System)
        {
            Principal = new Principal("agt", "agent", "owner", new Dictionary<string, string>()),
            Request = McpReading.Nothing(),
            Inspection = InspectionResult.Clean with { Scores = [new(0, 0.01), new(1, 0.99)] },
        };
        var step = new JudgeStep(calls, TimeProvider.System);
        Assert.Same(Task.CompletedTask, step.RunAsync(exchange).AsTask());
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            _ = step.RunAsync(exchange).AsTask();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
