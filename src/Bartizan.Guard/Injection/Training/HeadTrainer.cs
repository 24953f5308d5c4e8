using Bartizan.Guard.Injection.Scoring;

namespace Bartizan.Guard.Injection.Training;

/// <summary>
/// Logistic regression by AdaGrad (Duchi, Hazan and Singer 2011) on each row's highest-scoring window, so that a head is trained the
/// way it is used. One thread, fixed order: the same rows and options give the same weights to the bit.
/// </summary>
internal static class HeadTrainer
{
    private const int SnapshotsAPass = 4;

    /// <summary>Trains a head; <paramref name="progress"/> gets the share done after each pass.</summary>
    public static LinearHead Train(IReadOnlyList<Bag> bags, HeadOptions options, Action<double>? progress = null)
    {
        var head = new LinearHead(options.TableBits, options.Windows);
        var mean = new MeanOfWeights(head);
        var known = Known(bags, head, options.FewestRows);
        var squares = new float[head.Weights.Length];
        var biasSquares = 0f;
        var random = new SplitMix(options.Seed);
        var order = new int[bags.Count];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            random.Shuffle(order);
            for (var i = 0; i < order.Length; i++)
            {
                var bag = bags[order[i]];
                var best = head.Best(bag, forTraining: true);
                if (best.Piece >= 0)
                {
                    var probability = (float)Logistic.Of(best.Score);
                    var gradient = bag.Attack ? options.AttackWeight * (probability - 1) : probability;
                    Step(head, squares, known, bag.Pieces[best.Piece], best, gradient, options);
                    biasSquares += gradient * gradient;
                    head.Bias -= options.Rate * gradient / MathF.Sqrt(biasSquares + 1);
                }

                if (epoch >= options.Epochs - options.Averaged && (i + 1) % Math.Max(1, order.Length / SnapshotsAPass) == 0)
                {
                    mean.Add();
                }
            }

            progress?.Invoke((epoch + 1.0) / options.Epochs);
        }

        mean.Apply();
        return head;
    }

    /// <summary>Which weights stand for features of enough rows: what was seen once or twice says more of those rows than of attacks.</summary>
    private static bool[] Known(IReadOnlyList<Bag> bags, LinearHead head, int fewestRows)
    {
        var last = new int[head.Weights.Length];
        var rows = new byte[head.Weights.Length];
        for (var row = 0; row < bags.Count; row++)
        {
            foreach (var piece in bags[row].Pieces)
            {
                foreach (var feature in piece.Features)
                {
                    var index = head.Index(feature);
                    if (last[index] != row + 1 && rows[index] < byte.MaxValue)
                    {
                        last[index] = row + 1;
                        rows[index]++;
                    }
                }
            }
        }

        return Array.ConvertAll(rows, count => count >= fewestRows);
    }

    private static void Step(LinearHead head, float[] squares, bool[] known, Piece piece, BestWindow window, float gradient, HeadOptions options)
    {
        var weights = head.Weights;
        var share = gradient * InverseRoots.Of(window.Count);
        for (var u = window.FirstUnit; u <= window.LastUnit; u++)
        {
            var unit = piece.Units[u];
            for (var i = 0; i < unit.Count; i++)
            {
                if (u == window.FirstUnit && i < 32 && (unit.Crossing >> i & 1) != 0)
                    continue;
                var index = head.Index(piece.Features[unit.First + i]);
                if (!known[index])
                    continue;
                var g = share + (options.Decay * weights[index]);
                squares[index] += g * g;
                weights[index] -= options.Rate * g / MathF.Sqrt(squares[index] + 1e-4f);
            }
        }
    }
}
