using Bartizan.Identity.Jose;
using FsCheck;
using FsCheck.Fluent;

namespace Bartizan.Identity.Tests.Jose;

public class Base64UrlTextTests
{
    [Fact]
    public void Bytes_have_one_text_only() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        bytes => Base64UrlText.Decode(Base64UrlText.Encode(bytes))!.SequenceEqual(bytes)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("A")]
    [InlineData("AA==")]
    [InlineData("AB")] // bits that say nothing
    [InlineData("AA\n")]
    [InlineData(" AAA")]
    [InlineData("A+A_")]
    [InlineData("AAÄA")]
    public void Anything_else_is_refused(string text) => Assert.Null(Base64UrlText.Decode(text));
}
