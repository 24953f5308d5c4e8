using Bartizan.Policy;
using Bartizan.Policy.Schema;

namespace Bartizan.Console.Policies;

/// <summary>The policy files of a running Bartizan, which the host knows and loads. Everything here reads what stands in the files now.</summary>
public interface IPolicyDesk
{
    /// <summary>What requests can hold.</summary>
    PolicySchema Schema { get; }

    /// <summary>Reads the files that the configuration names.</summary>
    /// <exception cref="Core.Results.InputException">A file or folder cannot be read.</exception>
    PolicySources Read();

    /// <summary>The policies of these files, every one as if it were in force already, but for those in shadow mode.</summary>
    /// <exception cref="Core.Results.InputException">They are wrong; carries every mistake.</exception>
    PolicySet Compose(PolicySources sources);

    /// <summary>Does with these files all that loading them would do, but puts nothing in force.</summary>
    /// <exception cref="Core.Results.InputException">They would not be loaded; carries every mistake.</exception>
    void RequireLoadable(PolicySources sources);

    /// <summary>Runs tests in the form that <c>bartizan policy test</c> takes. The text names no other file.</summary>
    /// <exception cref="Core.Results.InputException">The tests cannot be read.</exception>
    IReadOnlyList<PolicyTestResult> Test(PolicySet policies, string tests);
}

/// <summary>One test of policies.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Line">Where it stands, from 1.</param>
/// <param name="Differences">What came out other than expected; empty when it passed.</param>
public sealed record PolicyTestResult(string Name, int Line, IReadOnlyList<string> Differences);
