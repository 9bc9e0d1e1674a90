namespace SegLab.Bench;

/// <summary>The times that one of those who take turns took, in milliseconds, and what it computed last.</summary>
sealed class Timing(string name) : IComparable<Timing>
{
    readonly List<double> times = [];

    public string Name => name;

    public double Value { get; set; }

    public double Sum => times.Sum();

    /// <summary>The least: what others do on the machine can only add to it.</summary>
    public double Best => times.Min();

    public void Add(double milliseconds) => times.Add(milliseconds);

    public int CompareTo(Timing? other) => Best.CompareTo(other?.Best);
}
