namespace Bartizan.Benchmarks.Load;

/// <summary>How Bartizan is configured for a run.</summary>
internal sealed class BartizanSetting(string name, string configuration, string? policies)
{
    /// <summary>The built-in policies and no more: authentication, full inspection, recording.</summary>
    public static BartizanSetting AsShipped { get; } = new("bartizan", "", null);

    /// <summary>Reversible masking, argument origins and the rule of two, spotlighting, budgets of every unit, traces with guardrail spans, metrics.</summary>
    public static BartizanSetting EverythingOn { get; } = new(
        "bartizan-all",
        """
        policies: policies
        policyPacks: [argument-origins, rule-of-two]
        budgets:
          prices:
            - { models: ["*"], input: 0.01, output: 0.01 }
          limits:
            - { name: requests, limit: 1000000000 requests, per: minute, each: [agent] }
            - { name: tokens, limit: 1000000000000 tokens, per: day, each: [agent, model] }
            - { name: money, limit: 100000000 USD, per: month }
            - { name: streams, limit: 100000 streams, each: [user] }
        telemetry:
          endpoint: UPSTREAM
          guardrailEvents: true
        """,
        """
        @tokenise("pii.*") @spotlight permit (principal, action == Action::"invokeModel", resource);
        @restore("pii.*") @redact("secret.*") permit (principal, action == Action::"returnAnswer", resource);
        permit (principal, action == Action::"callTool", resource);
        """);

    public string Name => name;

    /// <summary>Writes the configuration and its policies, and returns the file's path.</summary>
    public string Write(string folder, Uri upstream)
    {
        var credential = Path.Combine(folder, "credential");
        File.WriteAllText(credential, "bench-upstream-key");
        if (policies is not null)
        {
            Directory.CreateDirectory(Path.Combine(folder, "policies"));
            File.WriteAllText(Path.Combine(folder, "policies", "all.cedar"), policies);
        }

        var file = Path.Combine(folder, "bartizan.yaml");
        File.WriteAllText(file, $"""
            gateway:
              upstreams:
                - name: bench
                  dialect: openai
                  url: {new Uri(upstream, "/v1")}
                  credential: file:{credential}
                  models: ["*"]
            {configuration.Replace("UPSTREAM", upstream.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)}
            """);
        return file;
    }
}
