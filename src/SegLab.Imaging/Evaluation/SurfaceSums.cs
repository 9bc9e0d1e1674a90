namespace SegLab.Imaging.Evaluation;

/// <summary>Sums up the surface distances of a class over images.</summary>
struct SurfaceSums
{
    RunningMean hausdorff, hausdorff95, averageSymmetric, meanAverage, surfaceDice, boundaryF1;

    public void Add(ClassSurface surface)
    {
        surfaceDice.Add(surface.SurfaceDice);
        boundaryF1.Add(surface.BoundaryF1);
        if (!surface.IsMeasured) return;
        hausdorff.Add(surface.Hausdorff);
        hausdorff95.Add(surface.Hausdorff95);
        averageSymmetric.Add(surface.AverageSymmetric);
        meanAverage.Add(surface.MeanAverage);
    }

    public readonly SurfaceFigures ToFigures() => new(
        hausdorff.Value, hausdorff95.Value, averageSymmetric.Value, meanAverage.Value, surfaceDice.Value, boundaryF1.Value,
        hausdorff.Count, surfaceDice.Count - hausdorff.Count);
}
