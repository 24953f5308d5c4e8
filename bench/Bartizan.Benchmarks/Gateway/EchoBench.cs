using System.Text;
using Bartizan.Gateway.Credentials.Echo;

namespace Bartizan.Benchmarks.Gateway;

/// <summary>What looking for an injected credential costs, for a kilobyte of an answer.</summary>
internal static class EchoBench
{
    private const int Kilobytes = 16;

    public static int Run()
    {
        var pattern = EchoPattern.Of("sk-proj-Zb0c9QhT7vXk2LrW5yNdE8uJmP4aSgF1")!;
        var prose = Repeat("The quick brown fox jumps over the lazy dog; sixty-six slow snakes slept under a blue sky. ");
        var events = Repeat("data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" so\\n\"},\"finish_reason\":null}]}\n\n");
        var random = new Random(1);
        var base64 = Repeat(Convert.ToBase64String([.. Enumerable.Range(0, 3_000).Select(_ => (byte)random.Next(256))]));
        var escapes = Repeat("\\\\\\u0073%25");
        Console.WriteLine(Measurement.Header);
        foreach (var (name, bytes) in new[] { ("prose", prose), ("events", events), ("base64", base64), ("escapes", escapes) })
        {
            Console.WriteLine(Harness.Measure($"echo, {name}, 1 KB", () => pattern.Apply(bytes, final: true, out _), Kilobytes));
        }

        return 0;
    }

    private static byte[] Repeat(string text) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, (Kilobytes * 1_024 / text.Length) + 1)))[..(Kilobytes * 1_024)];
}
