using Bartizan.Guard.Injection.Features;
using Bartizan.Guard.Injection.Scoring;

namespace Bartizan.Guard.Injection.Training;

/// <summary>The window of a bag that scores highest.</summary>
internal readonly record struct BestWindow(float Score, int Piece, int FirstUnit, int LastUnit, int Count);

/// <summary>A linear head while it is trained: float weights by feature hash; a window's score is their sum over √(number of features), plus the bias.</summary>
internal sealed class LinearHead(int tableBits, bool windows)
{
    public float[] Weights { get; } = new float[1 << tableBits];

    public float Bias { get; set; }

    public int TableBits { get; } = tableBits;

    public bool Windows { get; } = windows;

    /// <summary>The highest score of a bag's windows; for training, only of windows that may stand for the attack.</summary>
    public BestWindow Best(Bag bag, bool forTraining)
    {
        var best = new BestWindow(float.NegativeInfinity, -1, 0, 0, 0);
        for (var p = 0; p < bag.Pieces.Length; p++)
        {
            BestOf(bag, p, forTraining, ref best);
        }

        return best.Piece >= 0 || !forTraining ? best : Best(bag, forTraining: false);
    }

    /// <summary>Table index of a feature.</summary>
    public int Index(uint feature) => (int)(feature >> (32 - TableBits));

    private void BestOf(Bag bag, int p, bool forTraining, ref BestWindow best)
    {
        var piece = bag.Pieces[p];
        var units = piece.Units;
        Span<float> sums = units.Length <= 512 ? stackalloc float[units.Length] : new float[units.Length];
        Span<float> crossings = units.Length <= 512 ? stackalloc float[units.Length] : new float[units.Length];
        for (var last = 0; last < units.Length; last++)
        {
            Sum(piece, units[last], out sums[last], out crossings[last]);
            var sum = 0f;
            var count = 0;
            for (var first = last; first >= 0; first--)
            {
                var unit = units[first];
                if (Windows && first < last && units[last].To - unit.From > WindowRules.LongestWindow)
                    break;
                sum += sums[first];
                count += unit.Count;
                if (Windows ? first == last && unit.Words < WindowRules.FewestWords : first > 0 || last < units.Length - 1)
                    continue;
                var n = count - unit.Count + unit.CountWhenFirst;
                var score = ((sum - crossings[first]) * InverseRoots.Of(n)) + Bias;
                if (score > best.Score && (!forTraining || !bag.Attack || !Windows || bag.MayStandFor(p, unit.Start, units[last].End)))
                {
                    best = new BestWindow(score, p, first, last, n);
                }
            }
        }
    }

    private void Sum(Piece piece, PieceUnit unit, out float sum, out float crossing)
    {
        sum = crossing = 0;
        for (var i = 0; i < unit.Count; i++)
        {
            var weight = Weights[Index(piece.Features[unit.First + i])];
            sum += weight;
            if (i < 32 && (unit.Crossing >> i & 1) != 0)
            {
                crossing += weight;
            }
        }
    }
}
