namespace SegLab.Imaging.Evaluation;

/// <summary>Figures that do not exist are null, and not NaN.</summary>
static class Finite
{
    public static double? OrNull(double? figure) => figure is { } number && double.IsFinite(number) ? number : null;
}
