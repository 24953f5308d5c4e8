using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Bartizan.Guard.Tests;

public class SelfEvidentTests
{
    private const string Key = "AKIA" + "Z7Q2PM4XW5RT3LKD";

    [Theory]
    [InlineData(Key, "secret.aws-access-key")]
    [InlineData("call_/" + Key, "secret.aws-access-key")]
    [InlineData("see " + Key + " there", "secret.aws-access-key")]
    [InlineData("4111" + "111111111111", "pii.payment-card")]
    [InlineData("4111-1111" + "-1111-1111", "pii.payment-card")]
    [InlineData("GB82WEST12345698765432", "pii.iban")]
    public void A_key_or_number_is_one_wherever_it_stands(string value, string label)
    {
        Assert.Equal(label, SelfEvident.LabelOf(Encoding.ASCII.GetBytes(value)));
        Assert.Equal(label, SelfEvident.LabelOf(value));
        Assert.Equal(label, SelfEvident.LabelOf(Encoding.ASCII.GetBytes(value + " " + new string('x', 1000))));
    }

    [Fact]
    public void So_is_one_encoded_in_a_short_value() =>
        Assert.Equal("secret.aws-access-key", SelfEvident.LabelOf(Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.ASCII.GetBytes($"the key is {Key}.")))));

    [Theory]
    [InlineData("")]
    [InlineData("chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT")]
    [InlineData("msg_01XFDUDYJgAACzvnptvVoYEL")]
    [InlineData("toolu_01A09q90qw90lq917835lq9")]
    [InlineData("resp_67ccd2bed1ec8190b14f964abc0542670bb6a6b452d3795b")]
    [InlineData("tooluse_kZJMlvQmRJ6eAyJE5GIl7Q")]
    [InlineData("123e4567-e89b-12d3-a456-426614174000")]
    [InlineData("fp_44709d6fcb")]
    [InlineData("gpt-4o-mini-2024-07-18")]
    [InlineData("anthropic.claude-3-5-sonnet-20241022-v2:0")]
    [InlineData("arn:aws:bedrock:us-east-1:123456789012:inference-profile/x")]
    [InlineData("MALFORMED_FUNCTION_CALL")]
    [InlineData("1741476542000")]
    public void Ids_names_and_times_are_neither(string value) => Assert.Null(SelfEvident.LabelOf(Encoding.ASCII.GetBytes(value)));

    [Fact]
    public void Nor_is_base64_of_anything_random()
    {
        // A megabyte of it, by a sequence that is always the same.
        var bytes = new byte[768 << 10];
        new Random(7).NextBytes(bytes);
        Assert.Null(SelfEvident.LabelOf(Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes))));
    }

    [Fact]
    public void It_takes_any_bytes() =>
        Prop.ForAll<byte[]>(bytes => SelfEvident.LabelOf(bytes) is null or { Length: > 0 }).QuickCheckThrowOnFailure();
}
