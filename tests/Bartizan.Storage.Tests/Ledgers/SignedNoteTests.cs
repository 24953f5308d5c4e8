using System.Security.Cryptography;
using System.Text;
using Bartizan.Storage.Ledgers;

namespace Bartizan.Storage.Tests.Ledgers;

public class SignedNoteTests
{
    private const string Name = "bartizan.local/ledger_test";

    [Fact]
    public void A_note_signed_by_a_key_is_verified_by_its_text_form_alone()
    {
        using var signer = new CheckpointSigner(Name, CheckpointSigner.NewKey());
        var note = signer.Sign(5, new byte[32]);
        var key = NoteKey.Parse(signer.Key.ToString())!;
        Assert.True(SignedNote.Parse(note)!.IsSignedBy(key));
        Assert.Equal(new Checkpoint(Name, 5, new byte[32]).Text, SignedNote.Parse(note)!.Text);
    }

    [Fact]
    public void The_key_id_is_the_hash_of_the_public_key_alone_as_the_format_says_for_ecdsa()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var spki = ecdsa.ExportSubjectPublicKeyInfo();
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(spki)[..4]), new NoteKey(Name, spki).Id.ToString("x8"));
    }

    [Fact]
    public void Another_keys_signature_and_a_changed_text_are_refused()
    {
        using var signer = new CheckpointSigner(Name, CheckpointSigner.NewKey());
        using var other = new CheckpointSigner(Name, CheckpointSigner.NewKey());
        var note = signer.Sign(5, new byte[32]);
        Assert.False(SignedNote.Parse(note)!.IsSignedBy(other.Key));
        Assert.False(SignedNote.Parse(note.Replace("\n5\n", "\n6\n"))!.IsSignedBy(signer.Key));
        // Unknown keys are passed over; but a good line does not save a note that has a bad one of the same key.
        var foreign = other.Sign(5, new byte[32]).Split('\n')[^2];
        Assert.True(SignedNote.Parse(note + foreign + "\n")!.IsSignedBy(signer.Key));
        var bad = signer.Sign(6, new byte[32]).Split('\n')[^2];
        Assert.False(SignedNote.Parse(note + bad + "\n")!.IsSignedBy(signer.Key));
    }

    [Fact]
    public void The_example_of_the_format_is_read()
    {
        const string Example = """
            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

            — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=

            """;
        var note = SignedNote.Parse(Example)!;
        Assert.Equal(("example.com/behind-the-sofa", 0x033de0aeu, 64), (note.Signatures[0].Name, note.Signatures[0].KeyId, note.Signatures[0].Signature.Length));
        Assert.Equal(20_852_163, Checkpoint.Parse(note.Text)!.Size);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\n\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\n- name AAAAAAAA\n")]
    [InlineData("text\n\n— name AAAA\n")]
    [InlineData("text\n\n— name not base64!\n")]
    [InlineData("te\u0007xt\n\n— name AAAAAAAA\n")]
    public void What_is_not_a_note_is_refused(string text) => Assert.Null(SignedNote.Parse(text));

    [Fact]
    public void Garbled_notes_keys_and_entries_are_refused_without_a_crash()
    {
        using var signer = new CheckpointSigner(Name, CheckpointSigner.NewKey());
        var random = new Random(7);
        var note = signer.Sign(5, new byte[32]);
        var key = signer.Key.ToString();
        var entry = new LedgerEntry
        {
            Sequence = 3,
            Time = DateTimeOffset.UnixEpoch,
            Source = "s",
            Kind = "k",
            Id = "i",
            EventHash = new byte[32],
            Previous = new byte[32],
        };
        var original = Encoding.ASCII.GetString(entry.ToBytes());
        for (var round = 0; round < 4_000; round++)
        {
            Assert.False(Garble(note, random) is var n && n != note && (SignedNote.Parse(n)?.IsSignedBy(signer.Key) ?? false));
            Assert.False(Garble(key, random) is var k && k.Trim() != key && NoteKey.Parse(k) is { } read && read.ToString() == key);
            Assert.False(Garble(original, random) is var e && e != original && LedgerEntry.Parse(Encoding.UTF8.GetBytes(e)) is { } parsed
                && Encoding.ASCII.GetString(parsed.ToBytes()) != e);
        }
    }

    private static string Garble(string text, Random random)
    {
        var at = random.Next(text.Length);
        return random.Next(4) switch
        {
            0 => text.Remove(at, 1),
            1 => text.Insert(at, ((char)random.Next(1, 0x2100)).ToString()),
            2 => text[..at],
            _ => text[..at] + (char)random.Next(1, 0x180) + text[(at + 1)..],
        };
    }
}
