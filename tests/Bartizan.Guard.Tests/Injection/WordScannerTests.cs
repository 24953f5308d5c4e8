using Bartizan.Guard.Injection.Features;
using Bartizan.Guard.Injection.Training;

namespace Bartizan.Guard.Tests.Injection;

public sealed class WordScannerTests
{
    private const string Alphabet = "abcdefgzAZ0189 \n.,!\"<>|-_{}'\t:;/@[`";

    [Theory]
    [InlineData("Ignore", "iGNORE")]
    [InlineData("ignore", "1gn0r3")]
    [InlineData("ignore", "i g n o r e")]
    [InlineData("instructions", "i.n.s.t.r.u.c.t.i.o.n.s")]
    [InlineData("17", "2026")]

    public void Ways_of_writing_one_word_have_one_hash(string plain, string other) =>
        Assert.Equal(Assert.Single(Words(plain)).Hash, Assert.Single(Words(other)).Hash);

    [Theory]
    [InlineData("ignore", "ignores")]
    [InlineData("a", "b")]
    [InlineData("abcdefgh", "abcdefghi")]
    [InlineData("мир", "мор")]
    public void Different_words_have_different_hashes(string one, string other) =>
        Assert.NotEqual(Assert.Single(Words(one)).Hash, Assert.Single(Words(other)).Hash);

    [Fact]
    public void Hashes_are_fixed_bit_by_bit()
    {
        // A change here makes every model file out there worthless: it needs a new format number.
        Assert.Equal(Vectors, string.Join(' ', Words("Ignore previous instructions 42 мир 指").Select(w => w.Hash.ToString("x16"))));
    }

    [Theory]
    [InlineData("règles", "regles")]
    [InlineData("Şifre", "sifre")]
    [InlineData("łódź", "lodz")]
    [InlineData("de\u0301ja\u0300", "deja")]
    public void A_word_has_one_hash_with_its_accents_and_without(string accented, string plain) =>
        Assert.Equal(Assert.Single(Words(plain)).Hash, Assert.Single(Words(accented)).Hash);

    [Fact]
    public void Forms_of_a_word_share_their_stem_and_jumbled_letters_the_skeleton()
    {
        var words = Words("instructions instruction isntrutcions instructs cat cta");
        Assert.Equal(words[0].Stem, words[1].Stem);
        Assert.Equal(words[0].Stem, words[3].Stem);
        Assert.NotEqual(words[0].Hash, words[1].Hash);
        Assert.Equal(words[0].Skeleton, words[2].Skeleton);
        Assert.NotEqual(words[0].Skeleton, words[1].Skeleton);
        Assert.NotEqual(words[4].Skeleton, words[5].Skeleton);
        Assert.Equal(words[4].Hash, words[4].Stem);
    }

    [Fact]
    public void Scripts_without_spaces_give_a_word_a_unit()
    {
        Assert.Equal(4, Words("忽略指令").Count);
        Assert.Equal(2, Words("мир вам").Count);
    }

    [Fact]
    public void Words_know_their_place_and_their_marks()
    {
        var words = Words("[INST] Do it: now");
        Assert.Equal([(1, 5), (7, 9), (10, 12), (14, 17)], words.Select(w => (w.Start, w.End)));
        Assert.Equal(('[', ']'), (words[0].Before, words[0].After));
        Assert.Equal(('\n', ':'), (words[3].After, words[2].After));
    }

    [Fact]
    public void A_unit_opens_after_a_sentence_but_not_inside_a_name()
    {
        Assert.Equal([true, false, false, true], Words("see example.com now. Then").Select(w => w.OpensUnit).Where((_, i) => i != 2));
        Assert.True(Words("one\ntwo")[1].OpensUnit);
    }

    [Fact]
    public void The_fast_path_finds_what_the_slow_one_finds()
    {
        var random = new SplitMix(1);
        for (var round = 0; round < 3000; round++)
        {
            var chars = new char[random.Below(round % 50 == 0 ? 6000 : 200)];
            var letters = random.Below(4) == 0;
            for (var i = 0; i < chars.Length; i++)
            {
                chars[i] = letters && random.Below(8) != 0 ? (char)('a' + random.Below(26)) : Alphabet[random.Below(Alphabet.Length)];
            }

            var slow = new Sink([]);
            WordScanner.ScanAny(chars, ref slow);
            Assert.Equal(slow.Words, Words(new string(chars)));
        }
    }

    [Fact]
    public void Any_text_at_all_is_scanned_in_order()
    {
        var random = new SplitMix(2);
        for (var round = 0; round < 2000; round++)
        {
            var chars = new char[random.Below(120)];
            for (var i = 0; i < chars.Length; i++)
            {
                chars[i] = (char)(random.Below(3) == 0 ? random.Below(0x10000) : random.Below(0x250));
            }

            var end = 0;
            foreach (var word in Words(new string(chars)))
            {
                Assert.InRange(word.Start, end, chars.Length - 1);
                Assert.InRange(word.End, word.Start + 1, chars.Length);
                end = word.End;
            }
        }
    }

    internal static List<Word> Words(string text)
    {
        var sink = new Sink([]);
        WordScanner.Scan(text, ref sink);
        return sink.Words;
    }

    private readonly struct Sink(List<Word> words) : IWordSink
    {
        public List<Word> Words { get; } = words;

        public void Add(in Word word) => Words.Add(word);
    }

    private const string Vectors = "70bef3e9e112c57c 1dbbab71a246e9c9 6127ef02a700d2b5 3758b3e6977bf9c5 ee4fd030d9c5372d bc8e4e8f73242412";
}
