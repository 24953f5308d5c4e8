using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bartizan.Identity.Certificates;
using FsCheck;
using FsCheck.Fluent;

namespace Bartizan.Identity.Tests.Certificates;

/// <summary>Subjects as RFC 4514 writes them, against those of certificates.</summary>
public sealed class SubjectNameTests
{
    private const string Cn = "2.5.4.3";
    private const string O = "2.5.4.10";
    private const string Ou = "2.5.4.11";
    private const string Dc = "0.9.2342.19200300.100.1.25";
    private const string Serial = "2.5.4.5";

    private static readonly string[] Letters = ["a", "A", " ", ",", "\\", "#", "=", "+", "ä", "🏰"];
    private static readonly string[] Pieces = ["CN", "O", "=", "=", ",", "+", "\\", "#", "0C", "01", "61", " ", "\"", "a", "ä", "🏰", "\ud83c", "\0", "2.5.4.3", "9"];

    [Theory]
    [InlineData("CN=invoices,O=Example")]
    [InlineData("cn=invoices,o=Example")]
    [InlineData("2.5.4.3=invoices,2.5.4.10=Example")]
    [InlineData(@"CN=\69nvoices,O=\45xample")]
    [InlineData("CN=#0C08696E766F69636573,O=Example")]
    public void The_same_name_can_be_written_in_several_ways(string text) => Assert.True(Is(text, [(O, "Example")], [(Cn, "invoices")]));

    [Theory]
    [InlineData("O=Example,CN=invoices")]
    [InlineData("CN=invoices")]
    [InlineData("O=Example")]
    [InlineData("CN=invoices,O=Example,C=CH")]
    [InlineData("CN=invoices,CN=invoices,O=Example")]
    [InlineData("CN=invoices+O=Example")]
    [InlineData("CN=Invoices,O=Example")]
    [InlineData("CN=invoices,O=example")]
    [InlineData("CN=invoices,OU=Example")]
    [InlineData("CN=invoice,O=Example")]
    [InlineData(@"CN=invoices\20,O=Example")]
    [InlineData("CN=#1308696E766F69636573,O=Example")]
    [InlineData("CN=in  voices,O=Example")]
    public void Every_difference_counts(string text) => Assert.False(Is(text, [(O, "Example")], [(Cn, "invoices")]));

    [Theory]
    [InlineData(@"CN=a\,b", "a,b")]
    [InlineData(@"CN=\ a\ ", " a ")]
    [InlineData(@"CN=\#a#", "#a#")]
    [InlineData(@"CN=a=b", "a=b")]
    [InlineData(@"CN=a\=b", "a=b")]
    [InlineData(@"CN=a\\", @"a\")]
    [InlineData(@"CN=\""\+\;\<\>", "\"+;<>")]
    [InlineData(@"CN=Lu\C4\8Di\C4\87", "Lučić")]
    [InlineData("CN=Lučić", "Lučić")]
    [InlineData(@"CN=\F0\9F\8F\B0", "🏰")]
    [InlineData("CN=🏰", "🏰")]
    [InlineData("CN=a b", "a b")]
    public void Values_are_read_as_they_are_escaped(string text, string value)
    {
        Assert.True(Is(text, [(Cn, value)]));
        Assert.False(Is(text, [(Cn, value + "x")]));
    }

    [Fact]
    public void Several_values_in_one_place_have_no_order_and_all_count()
    {
        (string, string)[] both = [(Cn, "a"), (Ou, "b")];
        Assert.True(Is("CN=a+OU=b", both));
        Assert.True(Is("OU=b+CN=a", both));
        Assert.All(["CN=a", "OU=b", "CN=a,OU=b", "CN=b+OU=a", "CN=a+OU=b+O=c"], t => Assert.False(Is(t, both)));
        Assert.False(Is("CN=a+OU=b", [(Cn, "a")]));
        Assert.False(Is("CN=a", [(Cn, "a"), (Cn, "b")]));
    }

    [Fact]
    public void Kinds_of_strings_that_a_text_does_not_tell_apart_count_alike_and_others_only_as_they_are_encoded()
    {
        Assert.All([UniversalTagNumber.UTF8String, UniversalTagNumber.PrintableString, UniversalTagNumber.IA5String], kind => Assert.True(Subject("CN=abc").Is(Name(kind, [[(Cn, "abc")]]))));
        var wide = Name(UniversalTagNumber.BMPString, [[(Cn, "abc")]]);
        Assert.False(Subject("CN=abc").Is(wide));
        Assert.True(Subject("CN=#1E06006100620063").Is(wide));
        Assert.False(Subject("CN=#0C03616263").Is(Name(UniversalTagNumber.PrintableString, [[(Cn, "abc")]])));
        Assert.True(Subject("DC=example,DC=com").Is(Name(UniversalTagNumber.IA5String, [[(Dc, "com")], [(Dc, "example")]])));
        Assert.True(Subject("2.5.4.5=7").Is(Name(UniversalTagNumber.PrintableString, [[(Serial, "7")]])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("CN")]
    [InlineData("CN=")]
    [InlineData("=a")]
    [InlineData("CN=a,")]
    [InlineData(",CN=a")]
    [InlineData("CN=a+")]
    [InlineData("CN=a, O=b")]
    [InlineData("CN= a")]
    [InlineData("CN=a ")]
    [InlineData("CN=a ,O=b")]
    [InlineData(@"CN=a\\ ")]
    [InlineData("CN=a;O=b")]
    [InlineData("CN=\"a\"")]
    [InlineData("CN=<a>")]
    [InlineData(@"CN=\")]
    [InlineData(@"CN=\4")]
    [InlineData(@"CN=\zz")]
    [InlineData(@"CN=\C4")]
    [InlineData(@"CN=a\00")]
    [InlineData("CN=a\u0007")]
    [InlineData("CN=#")]
    [InlineData("CN=#0")]
    [InlineData("CN=#zz")]
    [InlineData("CN=#0C05")]
    [InlineData("CN=#0C01610C0161")]
    [InlineData("CN=#0C8001610000")]
    [InlineData("emailAddress=a@b.example")]
    [InlineData("OID.2.5.4.3=a")]
    [InlineData("2.5.4.=a")]
    [InlineData("9.9=a")]
    [InlineData("CN=a+CN=b")]
    [InlineData("CN=a+2.5.4.3=b")]
    [InlineData("/CN=a/O=b")]
    public void What_is_not_written_so_is_no_name(string text) => Assert.Null(SubjectName.Parse(text));

    [Fact]
    public void Long_and_broken_ones_are_none()
    {
        Assert.NotNull(SubjectName.Parse(string.Join(',', Enumerable.Repeat("CN=a", 32))));
        Assert.Null(SubjectName.Parse(string.Join(',', Enumerable.Repeat("CN=a", 33))));
        Assert.Null(SubjectName.Parse("CN=" + new string('a', 2_046)));
        Assert.Null(SubjectName.Parse(new string('1', 3_000) + "=a"));
        Assert.Null(SubjectName.Parse("CN=" + (char)0xD800));
    }

    [Fact]
    public void A_subject_that_is_none_matches_nothing()
    {
        var good = Name(UniversalTagNumber.UTF8String, [[(Cn, "a")]]).RawData;
        byte[][] others = [[], [0x30, 0x00], [0x05, 0x00], good[..^1], [.. good, 0x00], [0x30, 0x80, .. good[2..], 0, 0]];
        Assert.All(others, o => Assert.False(SubjectIs(o)));
        Assert.True(SubjectIs(good));

        // Broken ones .NET refuses to hold at all on some platforms; that is as good.
        static bool SubjectIs(byte[] raw)
        {
            try
            {
                return Subject("CN=a").Is(new X500DistinguishedName(raw));
            }
            catch (System.Security.Cryptography.CryptographicException)
            {
                return false;
            }
        }
    }

    [Fact]
    public void A_name_matches_itself_and_no_other() => Prop.ForAll(Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var ((cn, o), (otherCn, otherO)) = ((Value(random), Value(random)), (Value(random), Value(random)));
        var subject = Subject($"CN={Escape(cn)},O={Escape(o)}");
        return subject.Is(Name(UniversalTagNumber.UTF8String, [[(O, o)], [(Cn, cn)]]))
            && subject.Is(Name(UniversalTagNumber.UTF8String, [[(O, otherO)], [(Cn, otherCn)]])) == ((cn, o) == (otherCn, otherO));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Whatever_is_written_is_a_name_or_none() => Prop.ForAll(Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        _ = SubjectName.Parse(string.Concat(Enumerable.Range(0, random.Next(24)).Select(_ => Pieces[random.Next(Pieces.Length)])));
        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));

    private static string Value(Random random) => string.Concat(Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Letters[random.Next(Letters.Length)]));

    private static bool Is(string text, params (string Type, string Value)[][] sets) => Subject(text).Is(Name(UniversalTagNumber.UTF8String, sets));

    private static SubjectName Subject(string text) => SubjectName.Parse(text) ?? throw new InvalidOperationException(text);

    private static X500DistinguishedName Name(UniversalTagNumber kind, (string Type, string Value)[][] sets)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var set in sets)
            {
                using (writer.PushSetOf())
                {
                    foreach (var (type, value) in set)
                    {
                        using (writer.PushSequence())
                        {
                            writer.WriteObjectIdentifier(type);
                            writer.WriteCharacterString(kind, value);
                        }
                    }
                }
            }
        }

        return new X500DistinguishedName(writer.Encode());
    }

    // The plainest way to write any value: every byte in hexadecimal.
    private static string Escape(string value) => string.Concat(Encoding.UTF8.GetBytes(value).Select(b => "\\" + b.ToString("X2", CultureInfo.InvariantCulture)));
}
