using System.Runtime.InteropServices;

namespace SegLab.Metrics;

/// <summary>The sizes of all segments of a prediction and of the truth, and of what each two have in common, in pixels.</summary>
sealed class SegmentOverlaps
{
    (long Prediction, long Truth) current;
    long run;

    public Dictionary<(long Prediction, long Truth), long> Intersections { get; } = [];

    public Dictionary<long, long> Predictions { get; } = [];

    public Dictionary<long, long> Truths { get; } = [];

    /// <summary>Counts one more pixel; segments are runs, so each run is looked up once.</summary>
    public void Add(long prediction, long truth)
    {
        if (run > 0 && (prediction, truth) != current) EndRun();
        current = (prediction, truth);
        run++;
    }

    /// <summary>Tells that all pixels are counted.</summary>
    public SegmentOverlaps Complete()
    {
        if (run > 0) EndRun();
        foreach (((long prediction, long truth), long area) in Intersections)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(Predictions, prediction, out _) += area;
            CollectionsMarshal.GetValueRefOrAddDefault(Truths, truth, out _) += area;
        }

        return this;
    }

    public long Intersection(long prediction, long truth) => Intersections.GetValueOrDefault((prediction, truth));

    void EndRun()
    {
        CollectionsMarshal.GetValueRefOrAddDefault(Intersections, current, out _) += run;
        run = 0;
    }
}
