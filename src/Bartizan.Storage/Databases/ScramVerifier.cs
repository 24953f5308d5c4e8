using System.Security.Cryptography;
using System.Text;

namespace Bartizan.Storage.Databases;

/// <summary>
/// What PostgreSQL keeps of a password (SCRAM-SHA-256, RFC 5803), made here, so that the password itself is in no statement and in no log of the server.
/// </summary>
internal static class ScramVerifier
{
    // PostgreSQL's own number; the password has 256 random bits, which no number of rounds adds to.
    private const int Rounds = 4_096;

    /// <summary>The verifier of a password of ASCII letters and digits, which SASLprep leaves as it is.</summary>
    public static string Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.ASCII.GetBytes(password), salt, Rounds, HashAlgorithmName.SHA256, 32);
        var stored = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var server = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"SCRAM-SHA-256${Rounds}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(stored)}:{Convert.ToBase64String(server)}";
    }
}
