using SegLab.Imaging;

namespace SegLab.Studio.Report;

/// <summary>Where a prediction is wrong, as an image to be laid over the photograph: red where wrong, hatched where not counted, else black.</summary>
static class ErrorMap
{
    /// <summary>The colour of wrong pixels.</summary>
    public static readonly RgbColor Wrong = new(255, 72, 56);

    static readonly RgbColor ignored = new(112, 112, 112), hatch = new(152, 152, 152);

    /// <summary>Draws it for masks of one size.</summary>
    public static RasterImage Draw(LabelMap truth, LabelMap prediction, int? ignoreLabel)
    {
        int pixels = truth.Width * truth.Height;
        byte[] planes = new byte[3 * pixels];
        for (int i = 0; i < pixels; i++)
        {
            RgbColor color = Colour(i / truth.Width, i % truth.Width, truth.Labels[i] != prediction.Labels[i], truth.Labels[i] == ignoreLabel);
            (planes[i], planes[pixels + i], planes[2 * pixels + i]) = (color.Red, color.Green, color.Blue);
        }
        return new RasterImage(truth.Width, truth.Height, 3, planes);
    }

    /// <summary>The colour of a pixel.</summary>
    public static RgbColor Colour(int row, int column, bool isWrong, bool isIgnored) =>
        isIgnored ? (row + column) % 6 < 2 ? hatch : ignored : isWrong ? Wrong : default;

    /// <summary>The share of the counted pixels that are right; NaN where none counts.</summary>
    public static double ShareRight(LabelMap truth, LabelMap prediction, int? ignoreLabel)
    {
        int counted = 0, right = 0;
        for (int i = 0; i < truth.Labels.Length; i++)
        {
            if (truth.Labels[i] == ignoreLabel) continue;
            counted++;
            if (truth.Labels[i] == prediction.Labels[i]) right++;
        }
        return counted == 0 ? double.NaN : (double)right / counted;
    }
}
