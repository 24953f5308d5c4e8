using System.Text;
using Bartizan.Gateway.Aws;
using Bartizan.Testing.Stores;

namespace Bartizan.Gateway.Tests.Aws;

/// <summary>Makes requests signed as Amazon's clients sign them, with something wrong where a test wants it.</summary>
internal sealed record Signer
{
    public const string Path = "/bedrock/model/anthropic.test-v1%3A0/converse";

    public const string Body = """{"messages":[{"role":"user","content":[{"text":"hi"}]}]}""";

    public string Id { get; init; } = OneAgent.AccessKeyId;

    public string Secret { get; init; } = OneAgent.AccessKeySecret;

    public string Service { get; init; } = "bedrock";

    public DateTimeOffset Time { get; init; } = TimeProvider.System.GetUtcNow();

    /// <summary>Day in the scope, when it is not that of the time.</summary>
    public string? Date { get; init; }

    /// <summary>Whether the body's hash is declared in a header.</summary>
    public bool DeclaresHash { get; init; } = true;

    /// <summary>What is declared in its place.</summary>
    public string? Hash { get; init; }

    /// <summary>Headers to send and sign.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Headers that are sent and not signed.</summary>
    public IReadOnlyList<string> Unsigned { get; init; } = [];

    /// <summary>What is sent, when it is not what was signed.</summary>
    public string? SentBody { get; init; }

    /// <summary>Where it is sent, when it is not what was signed.</summary>
    public string? SentPath { get; init; }

    public HttpRequestMessage Make(Uri gateway)
    {
        var time = AwsTime.Write(Time);
        var hash = SigV4.HashOf(Encoding.UTF8.GetBytes(Body));
        List<(string Name, string Value)> sent =
            [("content-type", "application/json"), ("host", gateway.Authority), .. DeclaresHash ? [("x-amz-content-sha256", Hash ?? hash)] : Array.Empty<(string, string)>(), ("x-amz-date", time), .. Headers];
        List<(string Name, string Value)> signed = [.. sent.Where(h => !Unsigned.Contains(h.Name)).OrderBy(h => h.Name, StringComparer.Ordinal)];
        var scope = new CredentialScope(Date ?? time[..8], "eu-central-1", Service);
        var signature = SigV4.Sign(Secret, scope, time, new("POST", Path, "", signed, Hash ?? hash));
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway, SentPath ?? Path)) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(SentBody ?? Body)) };
        request.Content.Headers.TryAddWithoutValidation("content-type", "application/json");
        foreach (var (name, value) in sent.Where(h => h.Name is not ("content-type" or "host")))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.TryAddWithoutValidation("Authorization", $"{SigV4.Algorithm} Credential={Id}/{scope}, SignedHeaders={SigV4.Names(signed)}, Signature={signature}");
        return request;
    }
}
