using System.Globalization;
using System.Security.Cryptography;

namespace Bartizan.Identity.Attesting.Processes;

/// <summary>
/// What the calling process is: its user, group, and the digest of the program that it runs. The digest is left out where this process may not read the
/// program (it is another user's), so that a policy that asks for it refuses.
/// </summary>
internal sealed class ProcessEvidence : IDisposable
{
    private const long LargestProgram = 512L << 20;
    private const int AtOnce = 2;

    private readonly SemaphoreSlim _turns = new(AtOnce);

    /// <summary>What the process is.</summary>
    public async ValueTask<EvidenceResult> ReadAsync(UnixPeer peer, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            var digest = peer.IsThere() ? await DigestAsync(peer.Pid, cancellationToken) : null;
            // Looked at once more: what was read between was of the same process only if it is still there.
            if (!peer.IsThere())
            {
                return EvidenceResult.Fails("the calling process has ended");
            }

            var said = new List<KeyValuePair<string, string>>
            {
                new("uid", peer.Uid.ToString(CultureInfo.InvariantCulture)),
                new("gid", peer.Gid.ToString(CultureInfo.InvariantCulture)),
            };
            if (digest is not null)
            {
                said.Add(new("sha256", digest));
            }

            return EvidenceResult.Holds(new Evidence(TrustedIssuerOptions.UnixSource, Evidence.Write(TrustedIssuerOptions.UnixSource, said)));
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    // The link leads to the file itself, whatever stands at its path by now.
    private static async Task<string?> DigestAsync(int pid, CancellationToken cancellationToken)
    {
        try
        {
            await using var program = File.OpenRead(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/exe"));
            return program.Length <= LargestProgram ? Convert.ToHexStringLower(await SHA256.HashDataAsync(program, cancellationToken)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
