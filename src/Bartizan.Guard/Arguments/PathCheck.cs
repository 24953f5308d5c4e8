using System.Buffers;

namespace Bartizan.Guard.Arguments;

/// <summary>Paths that lead out of the folder they begin in, and files whose content is worth stealing.</summary>
internal static class PathCheck
{
    private const string Label = "unsafe.path";
    private const int MostHits = 16;
    private const int Climbs = 3;
    private const string Out = "A path that leads out of the folder it begins in.";
    private const string Disguised = "A path that leads upwards, written so that filters do not see it.";
    private const string Secret = "A file that holds secrets of the machine or of an account.";
    private const string Cut = "A NUL character, which cuts a path short for some programs.";

    private static readonly SearchValues<char> Marks = SearchValues.Create(".\0~:/\\");
    private static readonly SearchValues<char> Breaks = SearchValues.Create(" \t\r\n\"'`;|&<>(),=");
    private static readonly SearchValues<char> WordEnds = SearchValues.Create(" \t\r\n\"'`|&<>(),=");
    private static readonly SearchValues<string> Sensitive = SearchValues.Create([.. ArgumentPatterns.SensitivePaths.Select(static p => p.TrimEnd('*'))], StringComparison.Ordinal);
    private static readonly string[] Readers = ["cat", "less", "more", "head", "tail", "base64", "xxd", "strings", "nl", "tac", "type"];

    /// <summary>Adds what a value holds.</summary>
    public static void Check(Reading reading, Reading path, ArgumentKind kind, List<ArgumentHit> hits)
    {
        if (kind is ArgumentKind.Text or ArgumentKind.Query)
        {
            return;
        }

        // In lower case and with one kind of slash: what Windows and web servers make of it.
        var text = reading.Text;
        if (!text.ContainsAny(Marks))
        {
            return;
        }

        Slash(reading, path);
        text = path.Text;
        if (text.ContainsAny(Sensitive))
        {
            FindSensitive(path, hits);
        }

        if (kind != ArgumentKind.Command && text.Trim().IndexOf('\0') is > 0 && text.ContainsAny("./"))
        {
            var nul = text.IndexOf('\0');
            hits.Add(path.Hit(nul, 1, Label, 0.9, Cut));
        }

        FindClimbs(path, kind, hits);
        FindSettings(path, kind, hits);
    }

    private static void Slash(Reading reading, Reading path)
    {
        path.Begin(reading.Count);
        for (var i = 0; i < reading.Count; i++)
        {
            var c = reading.Text[i];
            c = c == '\\' ? '/' : c;
            if (c != '/' || path.Last != '/' || (path.Count > 1 && path.Text[^2] == ':'))
            {
                path.Add(c, reading.From(i));
            }
        }

        path.End(reading.From(reading.Count));
    }

    private static void FindSensitive(Reading path, List<ArgumentHit> hits)
    {
        var text = path.Text;
        foreach (var pattern in ArgumentPatterns.SensitivePaths)
        {
            var open = pattern[^1] == '*';
            var name = open ? pattern[..^1] : pattern;
            for (var at = 0; text[at..].IndexOf(name) is >= 0 and var offset && hits.Count < MostHits; at += offset + name.Length)
            {
                var (start, end) = (at + offset, at + offset + name.Length);
                if (Begins(text, start) && (open || end == text.Length || text[end] == '\0' || text[end] is '/' or '?' or '#' || Breaks.Contains(text[end])))
                {
                    start = text[..start].LastIndexOfAny(Breaks) + 1;
                    end = text[end..].IndexOfAny(Breaks) is >= 0 and var rest ? end + rest : text.Length;
                    hits.Add(path.Hit(start, end - start, Label, 0.9, Secret));
                    break;
                }
            }
        }
    }

    // "/etc/shadow" begins a path, follows the last of some "..", or a drive; "project/etc/shadow" is another file. What begins with a name may follow any folder.
    private static bool Begins(ReadOnlySpan<char> text, int start)
    {
        if (start == 0)
        {
            return true;
        }

        var before = text[start - 1];
        return before == '/' || Breaks.Contains(before) || (text[start] == '/' && before is '.' or ':' or '~' or '@');
    }

    private static void FindClimbs(Reading path, ArgumentKind kind, List<ArgumentHit> hits)
    {
        var text = path.Text;
        var found = 0;
        for (var at = 0; found < MostHits && text[at..].IndexOf("..") is >= 0 and var offset;)
        {
            var dots = at + offset;
            var start = text[..dots].LastIndexOfAny(WordEnds) + 1;
            at = text[dots..].IndexOfAny(WordEnds) is >= 0 and var rest ? dots + rest : text.Length;
            if (Judge(path, start, at, kind) is { } hit)
            {
                hits.Add(hit);
                found++;
            }
        }
    }

    private static ArgumentHit? Judge(Reading path, int start, int end, ArgumentKind kind)
    {
        var text = path.Text[start..end];
        var whole = path.Text.Trim().Length == text.Length;
        var scheme = text.IndexOf("://");
        var (depth, lowest, ups, entered) = (0, 0, 0, 0);
        var disguised = false;
        for (var at = scheme < 0 ? 0 : scheme + 3; at <= text.Length;)
        {
            var length = text[at..].IndexOf('/');
            length = length < 0 ? text.Length - at : length;
            var part = text.Slice(at, length);

            // "...." and "..;": what some filters and servers make ".." of.
            var up = part is ".." || (part is "...." or "..;" && at + length < text.Length);
            if (up)
            {
                ups++;
                depth--;
                lowest = Math.Min(lowest, depth);
                disguised |= part is not ".." || IsDecoded(path, start + at, Math.Min(start + at + 3, path.Count));
            }
            else if (part.Length > 0 && part is not ".")
            {
                depth++;
                entered += ups == 0 ? 1 : 0;
            }

            at += length + 1;
        }

        var score = ups == 0 ? 0
            : disguised ? 0.95
            : kind == ArgumentKind.Command || !whole ? 0
            : entered > 0 && (lowest < 0 || (text[0] == '/' && ups > 1)) ? 0.85
            : ups >= Climbs && lowest < 0 ? 0.75
            : 0;
        return score == 0 ? null : path.Hit(start, end - start, Label, score, disguised ? Disguised : Out);
    }

    private static bool IsDecoded(Reading path, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (path.IsDecoded(i))
            {
                return true;
            }
        }

        return false;
    }

    // ".env" is a word in documentation and scripts; as the whole value, or shown, it is a theft.
    private static void FindSettings(Reading path, ArgumentKind kind, List<ArgumentHit> hits)
    {
        var text = path.Text;
        for (var at = 0; text[at..].IndexOf(".env") is >= 0 and var offset && hits.Count < MostHits;)
        {
            var dot = at + offset;
            var end = text[dot..].IndexOfAny(Breaks) is >= 0 and var rest ? dot + rest : text.Length;
            var start = text[..dot].LastIndexOfAny(Breaks) + 1;
            at = end;
            var name = text[start..end].TrimEnd('\0');
            name = name[(name.LastIndexOf('/') + 1)..];
            var settings = name is ".env" or ".env.local" or ".env.production" or ".env.prod" or ".env.development" or ".env.dev" or ".env.staging" or ".env.test";
            var command = text[..start].TrimEnd();
            command = command[(command.LastIndexOfAny(Breaks) + 1)..];
            if (settings && (kind == ArgumentKind.Command ? IsReader(command) : text.Trim().Length == end - start))
            {
                hits.Add(path.Hit(start, end - start, Label, 0.8, Secret));
                return;
            }
        }
    }

    private static bool IsReader(ReadOnlySpan<char> command)
    {
        foreach (var reader in Readers)
        {
            if (command.SequenceEqual(reader))
            {
                return true;
            }
        }

        return false;
    }
}
