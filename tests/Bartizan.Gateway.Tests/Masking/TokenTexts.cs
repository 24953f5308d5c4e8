using System.Text;
using Bartizan.Core.Masking;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Masking;

/// <summary>Seeded texts in which tokens stand as they are, mangled, broken off and run together, among everything that JSON must escape.</summary>
internal static class TokenTexts
{
    public static string Random(Random random, IReadOnlyList<MaskedValue> values)
    {
        var text = new StringBuilder();
        for (var i = random.Next(8); i > 0; i--)
        {
            var token = values[random.Next(values.Count)].Token;
            text.Append(random.Next(8) switch
            {
                0 => token.ToUpperInvariant(),
                1 => $"**{token}**",
                2 => token[..random.Next(token.Length)],
                3 => token[random.Next(token.Length)..],
                4 => token.Insert(random.Next(token.Length), " "),
                5 => $" https://x.example/{token}",
                _ => token,
            });
            text.Append(random.Next(4) switch { 0 => "", 1 => RandomJson.Text(random, 6), _ => " " });
        }

        return text.ToString();
    }
}
