using Bartizan.Configuration;
using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;

namespace Bartizan.Tests.Configuration;

public class JudgeReaderTests
{
    private const string Upstream = """
        gateway:
          upstreams:
            - { name: a, dialect: openai, url: "https://api.example.org", credential: env:PATH }

        """;

    [Fact]
    public void Every_setting_is_read()
    {
        var judge = ConfigReader.Read(
            Upstream + """
            guard:
              judge:
                url: https://llm.example.org/v1/chat/completions?api-version=1
                model: guard-8b
                credential: env:JUDGE_KEY
                keyHeader: api-key
                timeout: 750ms
                onFailure: open
                from: 0.2
                to: 0.9
                bands:
                  - { systems: [shop], to: 0.5 }
                  - { models: ["local-*"], agents: [batch], from: 0, to: 0 }
                attackFrom: 0.7
                concurrency: 3
                request: '{"inputs": "{text}"}'
                score: '[label=INJECTION].score'
            """,
            "x.yaml").Gateway.Judge!;
        Assert.Equal(
            new JudgeOptions
            {
                Url = "https://llm.example.org/v1/chat/completions?api-version=1",
                Model = "guard-8b",
                Credential = "env:JUDGE_KEY",
                KeyHeader = "api-key",
                Timeout = TimeSpan.FromMilliseconds(750),
                OnFailure = JudgeFailureMode.Open,
                Band = new JudgeBand { From = 0.2, To = 0.9 },
                Bands = judge.Bands,
                AttackFrom = 0.7,
                Concurrency = 3,
                Request = "{\"inputs\": \"{text}\"}",
                Score = "[label=INJECTION].score",
            },
            judge);
        Assert.Equal([("shop", "*", "*", 0.1, 0.5), ("*", "local-*", "batch", 0, 0)], judge.Bands.Select(b => (b.For.Systems[0], b.For.Models[0], b.For.Agents[0], b.From, b.To)));
    }

    [Fact]
    public void What_is_left_out_is_the_default()
    {
        var judge = ConfigReader.Read(Upstream + "guard:\n  judge: { url: \"http://127.0.0.1:9/v1\", model: m }\n", "x.yaml").Gateway.Judge!;
        Assert.Equal(new JudgeOptions { Url = "http://127.0.0.1:9/v1", Model = "m", Bands = judge.Bands }, judge);
        Assert.Equal((JudgeFailureMode.Closed, TimeSpan.FromSeconds(2), 0.1, 0.95, 0.5, 8), (judge.OnFailure, judge.Timeout, judge.Band.From, judge.Band.To, judge.AttackFrom, judge.Concurrency));
        Assert.Empty(judge.Bands);
    }

    [Fact]
    public void Nobody_is_asked_unless_somebody_is_named() => Assert.Null(ConfigReader.Read(Upstream, "x.yaml").Gateway.Judge);

    [Theory]
    [InlineData("", "guard.judge.url")]
    [InlineData("url: ftp://x, model: m", "guard.judge.url")]
    [InlineData("url: /v1/chat, model: m", "guard.judge.url")]
    [InlineData("url: http://llm.example.org/v1, model: m", "guard.judge.url")]
    [InlineData("url: https://me:secret@llm.example.org/v1, model: m", "guard.judge.url")]
    [InlineData("url: https://llm.example.org/v1", "guard.judge.model")]
    [InlineData("url: https://llm.example.org/v1, model: \"a b\"", "guard.judge.model")]
    [InlineData("url: https://llm.example.org/v1, model: m, credential: sk-1234", "guard.judge.credential")]
    [InlineData("url: https://llm.example.org/v1, model: m, keyHeader: Host", "guard.judge.keyHeader")]
    [InlineData("url: https://llm.example.org/v1, model: m, timeout: 10ms", "guard.judge.timeout")]
    [InlineData("url: https://llm.example.org/v1, model: m, from: 0.9, to: 0.1", "guard.judge.from")]
    [InlineData("url: https://llm.example.org/v1, model: m, to: 1.1", "guard.judge.from")]
    [InlineData("url: https://llm.example.org/v1, model: m, from: low", "guard.judge.from")]
    [InlineData("url: https://llm.example.org/v1, model: m, bands: [{ from: 0.9, to: 0.1 }]", "guard.judge.bands[0].from")]
    [InlineData("url: https://llm.example.org/v1, model: m, bands: [{ systems: [] }]", "guard.judge.bands[0].systems")]
    [InlineData("url: https://llm.example.org/v1, model: m, bands: [{ system: [a] }]", "guard.judge.bands[0].system")]
    [InlineData("url: https://llm.example.org/v1, model: m, attackFrom: 0", "guard.judge.attackFrom")]
    [InlineData("url: https://llm.example.org/v1, model: m, concurrency: 0", "guard.judge.concurrency")]
    [InlineData("url: https://llm.example.org/v1, model: m, onFailure: shrug", "guard.judge.onFailure")]
    [InlineData("url: https://llm.example.org/v1, model: m, score: a", "guard.judge.request")]
    [InlineData("url: https://llm.example.org/v1, model: m, request: '{\"a\":\"{text}\"}'", "guard.judge.score")]
    [InlineData("url: https://llm.example.org/v1, model: m, request: '{}', score: a", "guard.judge.request")]
    [InlineData("url: https://llm.example.org/v1, model: m, request: '{', score: a", "guard.judge.request")]
    [InlineData("url: https://llm.example.org/v1, model: m, request: '{\"a\":\"{text}\"}', score: a..b", "guard.judge.score")]
    [InlineData("url: https://llm.example.org/v1, model: m, temper: 1", "guard.judge.temper")]
    public void A_mistake_is_told_with_its_place(string judge, string setting)
    {
        var wrong = Assert.Throws<InputException>(() => ConfigReader.Read($"{Upstream}guard:\n  judge: {{ {judge} }}\n", "x.yaml"));
        var error = Assert.Single(wrong.Errors, e => e.What.StartsWith(setting + ":", StringComparison.Ordinal));
        Assert.Equal(("x.yaml", 5), (error.File, error.Line));
        Assert.NotEmpty(error.Fix);
    }
}
