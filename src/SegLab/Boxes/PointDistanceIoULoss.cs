using System.Runtime.CompilerServices;
using SegLab.Boxes.Kernels;
using SegLab.Losses;
using SegLab.Numerics;

namespace SegLab.Boxes;

/// <summary>
/// Minimum point distance IoU loss, MPDIoU (Ma and Xu 2023): 1 - IoU + (d1^2 + d2^2) / (image width^2 + image height^2), d1 and d2 the distances of the upper
/// left and the lower right corners.
/// </summary>
public sealed record PointDistanceIoULoss : PenalizedIoULoss
{
    internal static BoxLossEntry Entry { get; } = new("mpdiou", "Minimum point distance IoU loss", new PointDistanceIoULoss())
    {
        Formula = "1 - (I / U)^a + ((d1^2 + d2^2) / (image_width^2 + image_height^2))^a",
        UseWhen = "one penalty shall cover center and sizes; far-off boxes move slowly, the more so the larger the image",
        Paper = "Ma and Xu 2023, arXiv:2307.07662",
        Notes = ["The penalty depends on the image: give its size in the units of the boxes. The default of 1 by 1 is for boxes in units of the image."],
        Parameters =
        [
            BoxLossParameters.Number<PointDistanceIoULoss>("image_width", NumberRange.Above(0), "in the units of the boxes",
                loss => loss.ImageWidth, (loss, value) => loss with { ImageWidth = value }),
            BoxLossParameters.Number<PointDistanceIoULoss>("image_height", NumberRange.Above(0), "in the units of the boxes",
                loss => loss.ImageHeight, (loss, value) => loss with { ImageHeight = value }),
            .. BoxLossParameters.Penalized<PointDistanceIoULoss>(),
        ],
    };

    /// <summary>The width of the image in the units of the boxes, above 0 (default 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public double ImageWidth { get; init => field = Require.Positive(value); } = 1;

    /// <summary>The height of the image in the units of the boxes, above 0 (default 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public double ImageHeight { get; init => field = Require.Positive(value); } = 1;

    internal override TResult Accept<TResult>(IBoxFormulaVisitor<TResult> visitor)
    {
        double diagonal = ImageWidth * ImageWidth + ImageHeight * ImageHeight;
        return Power == 1
            ? visitor.Visit(new Formula<FirstPower>(Epsilon, diagonal, default))
            : visitor.Visit(new Formula<TermPower>(Epsilon, diagonal, new(Power)));
    }

    readonly struct Formula<TPower>(double epsilon, double imageDiagonalSquared, TPower power) : IBoxFormula
        where TPower : struct, ITermPower
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T, TPair>(in TPair boxes)
            where T : struct, IReal<T>
            where TPair : struct, IBoxPair<T> =>
            1 - power.Of(boxes.IoU(epsilon)) + power.Of(1 / imageDiagonalSquared * boxes.CornerDistancesSquared);
    }
}
