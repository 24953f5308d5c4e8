using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Bartizan.Console.Policies;

/// <summary>Where a policy file comes from.</summary>
public enum PolicyPlace
{
    /// <summary>The folder of policies in force.</summary>
    Policies,

    /// <summary>The folder of policies that are only tried.</summary>
    Shadow,

    /// <summary>Bartizan itself.</summary>
    BuiltIn,
}

/// <summary>One policy file as it stands.</summary>
/// <param name="Id">What the API calls it, such as <c>policies/mine.cedar</c>; no path on the disk.</param>
/// <param name="Place">Where it comes from.</param>
/// <param name="IsShadow">Whether its policies are only tried, whatever they say themselves.</param>
/// <param name="Path">Its full path; null where it is built in.</param>
/// <param name="Text">What it holds.</param>
public sealed record PolicyFile(string Id, PolicyPlace Place, bool IsShadow, string? Path, string Text)
{
    /// <summary>What errors and policies call it.</summary>
    public string Name => Path ?? Id;

    /// <summary>SHA-256 of its text, hex: another text is another version.</summary>
    public string Version => DigestOf(Text);

    /// <summary>Tests that stand beside it, in <c>mine.tests.yaml</c> for <c>mine.cedar</c>; null for none.</summary>
    public string? Tests { get; init; }

    /// <summary>SHA-256 of a text's UTF-8, hex.</summary>
    public static string DigestOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>The policy files that a configuration names.</summary>
/// <param name="Files">In the order in which they are read.</param>
/// <param name="Folder">The folder of policies in force, full; null where they are built in.</param>
/// <param name="Hindrance">Why nothing can be saved, and what would change that; null where it can.</param>
public sealed partial record PolicySources(IReadOnlyList<PolicyFile> Files, string? Folder, string? Hindrance)
{
    /// <summary>What stands before the name of a file of <see cref="Folder"/> in its id.</summary>
    public const string FolderPrefix = "policies/";

    /// <summary>Digest over the ids and texts of all files: what somebody looked at is what is there, or it is not.</summary>
    public string Version => PolicyFile.DigestOf(string.Concat(Files.Select(f => $"{f.Id} {f.Version}\n")));

    /// <summary>The file of an id, or null.</summary>
    public PolicyFile? Find(string id) => Files.FirstOrDefault(f => string.Equals(f.Id, id, StringComparison.Ordinal));

    /// <summary>
    /// The files with another text in the place of one, or with one more in the folder; null where the id is neither that of a file nor
    /// <c>policies/&lt;name&gt;.cedar</c> with a plain name.
    /// </summary>
    public PolicySources? With(string id, string text)
    {
        if (Find(id) is { } known)
        {
            return this with { Files = [.. Files.Select(f => ReferenceEquals(f, known) ? f with { Text = text } : f)] };
        }

        if (Folder is null || !NewId().IsMatch(id))
        {
            return null;
        }

        var file = new PolicyFile(id, PolicyPlace.Policies, IsShadow: false, Path.Combine(Folder, id[FolderPrefix.Length..]), text);
        return this with
        {
            Files =
            [
                .. Files.Where(f => f.Place == PolicyPlace.Policies && !f.IsShadow).Append(file).OrderBy(f => f.Id, StringComparer.Ordinal),
                .. Files.Where(f => f.Place != PolicyPlace.Policies || f.IsShadow),
            ],
        };
    }

    [GeneratedRegex(@"^policies/[A-Za-z0-9][A-Za-z0-9_-]{0,80}(\.[A-Za-z0-9_-]{1,20}){0,3}\.cedar\z", RegexOptions.NonBacktracking)]
    private static partial Regex NewId();
}
