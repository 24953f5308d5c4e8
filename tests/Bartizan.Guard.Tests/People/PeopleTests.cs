namespace Bartizan.Guard.Tests.People;

public class PeopleTests
{
    [Theory]
    [InlineData("My name is Aurelio Quartaroli.", "Aurelio Quartaroli")]
    [InlineData("ich heiße Sören Kiekebusch und wohne hier", "Sören Kiekebusch")]
    [InlineData("Je m'appelle Clémence Rigaudière.", "Clémence Rigaudière")]
    [InlineData("Me llamo Itziar Zubeldia.", "Itziar Zubeldia")]
    [InlineData("Mi chiamo Fiorenza Baldacci.", "Fiorenza Baldacci")]
    [InlineData("O meu nome é Zulmira Falcato.", "Zulmira Falcato")]
    [InlineData("Mijn naam is Wietske Postmus.", "Wietske Postmus")]
    [InlineData("ask Mrs. Ottoline Farquharson about it", "Ottoline Farquharson")]
    [InlineData("Frau Kiekebusch rief an", "Kiekebusch")]
    [InlineData("we met Margaret van der Linden there", "Margaret van der Linden")]
    [InlineData("a letter from Thomas J. Okonkwo came", "Thomas J. Okonkwo")]
    [InlineData("{\"first_name\": \"Xanthe\", \"id\": 4}", "Xanthe")]
    [InlineData("Hi Zephyrine, the parcel is here", "Zephyrine")]
    public void A_name_is_found_exactly(string text, string name) => Assert.Equal([$"pii.person:{name}"], Inspecting.Spans(text));

    [Theory]
    [InlineData("Grace and hope will come in April or May, said the Chair.")]
    [InlineData("Victoria Station, Washington Street and Jordan River are places.")]
    [InlineData("The Visual Studio Code extension needs Node Package Manager.")]
    [InlineData("class Alice extends Bob { JsonReader Reader; } // Martin Fowler")]
    [InlineData("Hi all, hello everyone, dear customer")]
    [InlineData("San Francisco and Hurricane Jeanne")]
    [InlineData("Copyright (c) Martin Fowler. See [Martin Fowler](https://example.org).")]
    public void What_only_looks_like_a_name_passes(string text) => Assert.Empty(Inspecting.Find(text));

    [Theory]
    [InlineData("send it to 12 Baker Street, London NW1 6XE please", "12 Baker Street, London NW1 6XE")]
    [InlineData("sie wohnt Lange Straße 12, 20095 Hamburg", "Lange Straße 12, 20095 Hamburg")]
    [InlineData("au 40 rue Victor Hugo, 69002 Lyon.", "40 rue Victor Hugo, 69002 Lyon")]
    [InlineData("vive en Calle Mayor 12, 28013 Madrid", "Calle Mayor 12, 28013 Madrid")]
    [InlineData("abita in Via Garibaldi 7, 20121 Milano", "Via Garibaldi 7, 20121 Milano")]
    [InlineData("mora na Rua Augusta 100, Lisboa", "Rua Augusta 100, Lisboa")]
    [InlineData("woont op Kerkstraat 5, 1017 Amsterdam", "Kerkstraat 5, 1017 Amsterdam")]
    [InlineData("P.O. is closed; write to PO Box 1234", "PO Box 1234")]
    public void An_address_is_found_in_seven_languages(string text, string address) => Assert.Contains($"pii.address:{address}", Inspecting.Spans(text));

    [Theory]
    [InlineData("Featuring 30-hour battery life and 12 Main Features")]
    [InlineData("Route 101 and Figure 12 and Table 4, in 2026 Street prices rose")]
    [InlineData("3 Red apples, 12 Angry Men, 101 Dalmatians")]
    public void Numbers_beside_words_are_no_address(string text) => Assert.Empty(Inspecting.Find(text));

    [Theory]
    [InlineData("My zip code is 94182", "pii.postcode:94182")]
    [InlineData("postcode: SW1A 1AA", "pii.postcode:SW1A 1AA")]
    [InlineData("I grew up in Třebíč, really", "pii.location:Třebíč")]
    public void A_place_is_found_beside_words_that_name_it(string text, string expected) => Assert.Contains(expected, Inspecting.Spans(text));

    [Fact]
    public void A_stream_waits_for_the_whole_name_and_no_longer()
    {
        const string Text = "My name is Aurelio Quartaroli. And so the evening went on, quietly and without any further incident at all.";
        var stream = Inspecting.Engine.OpenStream(Core.Exchanges.SegmentRole.Assistant, Core.Exchanges.Provenance.Model, 0);
        Assert.InRange(stream.Append(Text.AsSpan(0, 20)), 0, 11);
        Assert.InRange(stream.Append(Text.AsSpan(20, 40)), 30, 60);
        Assert.Equal("pii.person", Assert.Single(stream.Findings).Label);
    }
}
