using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Bartizan.Benchmarks.Load;

/// <summary>One run of the load generator: rates a second, latencies in milliseconds.</summary>
internal sealed record WrkRun(double RequestsPerSecond, long Requests, double P50, double P99, long Errors);

/// <summary>Runs wrk, one thread, pinned to the second core where there is one.</summary>
internal static partial class Wrk
{
    public static async Task<WrkRun> RunAsync(Target target, byte[] body, int concurrency, int seconds)
    {
        var script = Path.GetTempFileName();
        var bodyFile = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(bodyFile, body);
            await File.WriteAllTextAsync(script, Script(target, bodyFile));
            var start = new ProcessStartInfo("taskset") { RedirectStandardOutput = true, UseShellExecute = false };
            foreach (var argument in new[] { "-c", Pinning.Load, "wrk", "-t1", $"-c{concurrency}", $"-d{seconds}s", "--timeout", "10s", "--latency", "-s", script, target.Url })
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start)!;
            var text = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return Parse(text);
        }
        finally
        {
            File.Delete(script);
            File.Delete(bodyFile);
        }
    }

    private static string Script(Target target, string bodyFile)
    {
        var lua = new StringBuilder()
            .AppendLine("wrk.method = 'POST'")
            .AppendLine(CultureInfo.InvariantCulture, $"local f = io.open('{bodyFile}', 'rb'); local body = f:read('*a'); f:close()")
            .AppendLine(CultureInfo.InvariantCulture, $"local first, last = body:find('{RequestBody.OwnWord}', 1, true)")
            .AppendLine("local head, tail, n = body:sub(1, first - 1), body:sub(last + 1), os.time() * 10000")
            .AppendLine("local function word(i) local w = '' for _ = 1, 8 do w = w .. string.char(97 + i % 26); i = math.floor(i / 26) end return w end")
            .AppendLine("request = function() n = n + 1; return wrk.format(nil, nil, nil, head .. word(n) .. tail) end")
            .AppendLine("wrk.headers['Content-Type'] = 'application/json'");
        foreach (var (name, value) in target.Headers)
        {
            lua.AppendLine(CultureInfo.InvariantCulture, $"wrk.headers['{name}'] = '{value}'");
        }

        return lua.ToString();
    }

    private static WrkRun Parse(string text)
    {
        var perSecond = Number(RateLine().Match(text).Groups[1].Value);
        var requests = (long)Number(RequestsLine().Match(text).Groups[1].Value);
        var errors = (long)Number(Non2xxLine().Match(text).Groups[1].Value);
        var sockets = SocketErrorsLine().Match(text);
        for (var i = 1; sockets.Success && i <= 4; i++)
        {
            errors += (long)Number(sockets.Groups[i].Value);
        }

        return new WrkRun(perSecond, requests, Latency(text, "50%"), Latency(text, "99%"), errors);
    }

    private static double Latency(string text, string percentile)
    {
        var match = Regex.Match(text, $@"^\s+{percentile}\s+([\d.]+)(us|ms|s)", RegexOptions.Multiline | RegexOptions.NonBacktracking);
        return Number(match.Groups[1].Value) * match.Groups[2].Value switch { "us" => 0.001, "s" => 1000, _ => 1 };
    }

    private static double Number(string text) => text.Length == 0 ? 0 : double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)", RegexOptions.NonBacktracking)]
    private static partial Regex RateLine();

    [GeneratedRegex(@"(\d+) requests in", RegexOptions.NonBacktracking)]
    private static partial Regex RequestsLine();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)", RegexOptions.NonBacktracking)]
    private static partial Regex Non2xxLine();

    [GeneratedRegex(@"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", RegexOptions.NonBacktracking)]
    private static partial Regex SocketErrorsLine();
}

/// <summary>Which processors gateways and load run on.</summary>
internal static class Pinning
{
    public static string Gateway => "0";

    public static string All => $"0-{Environment.ProcessorCount - 1}";

    public static string Load => Environment.ProcessorCount > 1 ? "1" : "0";
}
