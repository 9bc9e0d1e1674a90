namespace SegLab.Imaging.Evaluation;

/// <summary>The mean of values that come one after the other; null where there is none.</summary>
struct RunningMean
{
    double sum;

    /// <summary>How many values there were.</summary>
    public int Count { get; private set; }

    public readonly double? Value => Count == 0 ? null : sum / Count;

    /// <summary>Adds a value; one that does not exist does not count.</summary>
    public void Add(double? value)
    {
        if (value is not { } number) return;
        sum += number;
        Count++;
    }
}
