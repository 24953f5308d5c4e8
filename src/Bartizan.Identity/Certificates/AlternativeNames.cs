using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Bartizan.Identity.Certificates;

/// <summary>The DNS names and URIs in a certificate (<c>subjectAltName</c>, RFC 5280 §4.2.1.6).</summary>
/// <param name="DnsNames">DNS names, as they stand there.</param>
/// <param name="Uris">URIs, as they stand there.</param>
internal sealed record AlternativeNames(IReadOnlyList<string> DnsNames, IReadOnlyList<string> Uris)
{
    /// <summary>Most characters of a name.</summary>
    public const int LongestName = 2_048;

    private const string Oid = "2.5.29.17";
    private const int Most = 32;

    // The tags of GeneralName that are read.
    private static readonly Asn1Tag Dns = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag Uri = new(TagClass.ContextSpecific, 6);

    /// <summary>Reads them; null when they are broken, too many or too long, hold more than visible ASCII, or stand there twice.</summary>
    public static AlternativeNames? Of(X509Certificate2 certificate)
    {
        var extensions = certificate.Extensions.Where(e => e.Oid?.Value == Oid).ToList();
        if (extensions.Count != 1)
        {
            return extensions.Count == 0 ? new AlternativeNames([], []) : null;
        }

        var (dns, uris, count) = (new List<string>(), new List<string>(), 0);
        try
        {
            var reader = new AsnReader(extensions[0].RawData, AsnEncodingRules.DER);
            var names = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            while (names.HasData)
            {
                var tag = names.PeekTag();
                if (++count > Most)
                {
                    return null;
                }

                if (tag.HasSameClassAndValue(Dns))
                {
                    dns.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, Dns));
                }
                else if (tag.HasSameClassAndValue(Uri))
                {
                    uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, Uri));
                }
                else
                {
                    names.ReadEncodedValue();
                }
            }
        }
        catch (AsnContentException)
        {
            return null;
        }

        return dns.Concat(uris).All(IsVisible) ? new AlternativeNames(dns, uris) : null;
    }

    /// <summary>Whether a text is 1 to 2,048 visible ASCII characters.</summary>
    public static bool IsVisible(string text) => text.Length is > 0 and <= LongestName && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
}
