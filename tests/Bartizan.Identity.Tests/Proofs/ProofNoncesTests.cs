using Bartizan.Identity.Proofs;
using Bartizan.Testing;

namespace Bartizan.Identity.Tests.Proofs;

public class ProofNoncesTests
{
    [Fact]
    public void A_nonce_is_good_for_five_minutes_also_across_a_change_of_key()
    {
        var clock = new ManualClock();
        var nonces = new ProofNonces(clock);
        clock.Now += TimeSpan.FromMinutes(8);
        var nonce = nonces.Create();
        Assert.Equal(TimeSpan.Zero, nonces.AgeOf(nonce));
        clock.Now += TimeSpan.FromMinutes(5);
        Assert.Equal(TimeSpan.FromMinutes(5), nonces.AgeOf(nonce));
        clock.Now += TimeSpan.FromSeconds(1);
        Assert.Null(nonces.AgeOf(nonce));
    }

    [Fact]
    public void Those_of_others_and_those_changed_are_not()
    {
        var clock = new ManualClock();
        var nonces = new ProofNonces(clock);
        var nonce = nonces.Create();
        Assert.Null(new ProofNonces(clock).AgeOf(nonce));
        Assert.Null(nonces.AgeOf("B" + nonce[1..]));
        Assert.Null(nonces.AgeOf(""));
        Assert.Null(nonces.AgeOf(new string('A', 100_000)));
    }
}
