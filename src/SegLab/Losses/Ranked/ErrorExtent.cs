namespace SegLab.Losses.Ranked;

/// <summary>What is known of a plane's errors before they are sorted.</summary>
record struct ErrorExtent()
{
    /// <summary>The weight of the pixels of the class; their number when all weigh 1.</summary>
    public double Foreground;

    /// <summary>The least error of a pixel of the class; infinite when there is none.</summary>
    public float LeastForeground = float.PositiveInfinity;

    /// <summary>The least error above 0, and the greatest.</summary>
    public float LeastPositive = float.PositiveInfinity, Greatest;

    public void Include(ErrorExtent other)
    {
        Foreground += other.Foreground;
        LeastForeground = Math.Min(LeastForeground, other.LeastForeground);
        LeastPositive = Math.Min(LeastPositive, other.LeastPositive);
        Greatest = Math.Max(Greatest, other.Greatest);
    }
}
