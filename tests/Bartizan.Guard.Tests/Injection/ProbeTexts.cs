using Bartizan.Guard.Injection;

namespace Bartizan.Guard.Tests.Injection;

/// <summary>Hand-written texts that no training saw, a line each in <c>Probes/</c>; their wording stays out of <c>content/guard</c>.</summary>
internal static class ProbeTexts
{
    /// <summary>The texts of a file of one channel.</summary>
    public static List<(string Text, InjectionChannel Channel)> Of(string name, InjectionChannel channel) => [.. Lines(name).Select(line => (line, channel))];

    /// <summary>The texts of a file whose lines begin with the channel and a tab.</summary>
    public static List<(string Text, InjectionChannel Channel)> Of(string name) =>
        [.. Lines(name).Select(line => line.Split('\t')).Select(parts => (parts[1], parts[0] == "data" ? InjectionChannel.Data : InjectionChannel.User))];

    /// <summary>All of them.</summary>
    public static IEnumerable<(string Text, InjectionChannel Channel)> All() =>
    [
        .. Of("user-benign", InjectionChannel.User), .. Of("user-attack", InjectionChannel.User), .. Of("data-benign", InjectionChannel.Data),
        .. Of("data-attack", InjectionChannel.Data), .. Of("agents-attack", InjectionChannel.Data), .. Of("agents-benign", InjectionChannel.Data),
        .. Of("translated"), .. Of("translated-benign"),
    ];

    private static IEnumerable<string> Lines(string name)
    {
        using var reader = new StreamReader(typeof(ProbeTexts).Assembly.GetManifestResourceStream($"probes/{name}.txt")!);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0).Select(line => line.Replace("\\n", "\n", StringComparison.Ordinal))];
    }
}
