namespace Bartizan.Guard.Injection.Training;

/// <summary>The mean of a head's weights at several times of its training (Polyak and Juditsky 1992).</summary>
internal sealed class MeanOfWeights(LinearHead head)
{
    private readonly double[] _sums = new double[head.Weights.Length];
    private double _biases;
    private int _times;

    /// <summary>Takes the weights as they are now.</summary>
    public void Add()
    {
        for (var i = 0; i < _sums.Length; i++)
        {
            _sums[i] += head.Weights[i];
        }

        _biases += head.Bias;
        _times++;
    }

    /// <summary>Gives the head the mean of what was taken; leaves it alone if that is nothing.</summary>
    public void Apply()
    {
        if (_times == 0)
            return;
        for (var i = 0; i < _sums.Length; i++)
        {
            head.Weights[i] = (float)(_sums[i] / _times);
        }

        head.Bias = (float)(_biases / _times);
    }
}
