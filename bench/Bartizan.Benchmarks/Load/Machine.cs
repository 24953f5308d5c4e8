using System.Globalization;

namespace Bartizan.Benchmarks.Load;

/// <summary>What this machine is, and how much CPU time processes have used (Linux: /proc).</summary>
internal static class Machine
{
    private const int TicksPerSecond = 100;

    public static string Describe()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
        return $"{model ?? "unknown"}, {Environment.ProcessorCount} cores, .NET {Environment.Version}";
    }

    /// <summary>User and system time of processes and their threads so far.</summary>
    public static TimeSpan CpuOf(IEnumerable<int> processIds)
    {
        long ticks = 0;
        foreach (var id in processIds)
        {
            // The command name may hold spaces and brackets: fields count from the last bracket (proc(5)).
            var text = File.ReadAllText($"/proc/{id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            ticks += long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        }

        return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
    }

    /// <summary>The most memory that processes had resident, in bytes, together (VmHWM of proc(5)).</summary>
    public static long MostResident(IEnumerable<int> processIds) => processIds.Sum(id =>
        1024 * long.Parse(File.ReadLines($"/proc/{id}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal))[6..^3], CultureInfo.InvariantCulture));

    /// <summary>A process and all below it.</summary>
    public static IReadOnlyList<int> Tree(int root)
    {
        var parents = new List<(int Id, int Parent)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id))
            {
                try
                {
                    var text = File.ReadAllText($"{folder}/stat");
                    parents.Add((id, int.Parse(text[(text.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture)));
                }
                catch (IOException)
                {
                    // It ended meanwhile.
                }
            }
        }

        var tree = new List<int> { root };
        for (var i = 0; i < tree.Count; i++)
        {
            tree.AddRange(parents.Where(p => p.Parent == tree[i]).Select(p => p.Id));
        }

        return tree;
    }
}
