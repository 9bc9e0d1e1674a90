using SegLab.Boxes.Kernels;
using SegLab.Boxes.Regression;

namespace SegLab.Boxes;

/// <summary>Lets boxes descend on a loss, as the DIoU paper does (Zheng et al. 2020): see <see cref="RegressionProtocol"/>.</summary>
public static class BoxRegression
{
    static readonly BoxLoss[] published = [new IoULoss(), new GeneralizedIoULoss(), new DistanceIoULoss(), new CompleteIoULoss()];

    /// <summary>Runs all descents of the protocol under a loss, in double precision. The result is the same for any number of threads.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="settings">How; null for exact gradients by center and size from the paper's anchors.</param>
    /// <param name="progress">Is told how many centers are done, and how many there are; may be called from any thread, one call at a time.</param>
    /// <param name="cancellation">Stops soon.</param>
    /// <exception cref="ArgumentException">Published directions are asked for, and the loss has none.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static RegressionResult Simulate(BoxLoss loss, RegressionSettings? settings = null, Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(loss);
        settings ??= new RegressionSettings();
        RegressionKernel kernel = KernelOf(loss, settings);
        kernel.Run(settings.Threads > 0 ? settings.Threads : Environment.ProcessorCount, progress, cancellation);
        long cases = (long)settings.Centers.Count * RegressionProtocol.CasesPerCenter;
        return new RegressionResult
        {
            Loss = loss.ToString(),
            Mode = settings.Mode,
            Numbers = settings.Numbers,
            Cases = cases,
            ErrorSums = kernel.Curve(),
            Centers = settings.Centers,
            FinalErrors = [.. kernel.FinalErrors.Select(sum => sum / RegressionProtocol.CasesPerCenter)],
            LargeErrorShare = (double)kernel.LargeErrors() / cases,
            MedianStepsToHalf = Median(kernel.StepsTo(0), cases),
            MedianStepsToNineTenths = Median(kernel.StepsTo(1), cases),
        };
    }

    /// <summary>One box on its way: where it is before the first step and after each.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="start">The box that moves.</param>
    /// <param name="target">Where it should get.</param>
    /// <param name="settings">How; centers are not used.</param>
    /// <exception cref="ArgumentException">As for <see cref="Simulate"/>.</exception>
    public static IReadOnlyList<CenteredBox> Follow(BoxLoss loss, CenteredBox start, CenteredBox target, RegressionSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return KernelOf(loss, (settings ?? new RegressionSettings()) with { Centers = [(start.X, start.Y)] }).Follow(start, target);
    }

    /// <summary>Whether the authors' program has directions for a loss: IoU, GIoU, DIoU and CIoU with their defaults.</summary>
    public static bool IsPublished(BoxLoss loss) => published.Contains(loss);

    /// <summary>Whether boxes move in another way under a loss when the enclosing diagonal is held constant: its gradient has the diagonal.</summary>
    public static bool DependsOnDiagonal(BoxLoss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return !loss.WithConstantDiagonal().Equals(loss);
    }

    static RegressionKernel KernelOf(BoxLoss loss, RegressionSettings settings) => settings.Mode == RegressionMode.Published
        ? PublishedKernelOf(loss, settings)
        : (settings.Mode == RegressionMode.ConstantDiagonal ? loss.WithConstantDiagonal() : loss).Accept(new KernelFactory(settings));

    static RegressionKernel PublishedKernelOf(BoxLoss loss, RegressionSettings settings)
    {
        if (!IsPublished(loss)) throw new ArgumentException($"There are published directions for iou, giou, diou and ciou with their defaults, none for {loss}.");
        return loss switch
        {
            IoULoss => Kernel(default(PublishedIoUDirection)),
            GeneralizedIoULoss => Kernel(default(PublishedGIoUDirection)),
            DistanceIoULoss => Kernel(default(PublishedDIoUDirection)),
            _ => Kernel(default(PublishedCIoUDirection)),
        };

        RegressionKernel Kernel<TDirection>(TDirection direction)
            where TDirection : struct, IDirection => new RegressionKernel<TDirection>(settings.Centers, settings.Numbers, direction) { LargeError = settings.LargeError };
    }

    /// <summary>The number of steps by which half of all are there.</summary>
    static int? Median(long[] reached, long cases)
    {
        long sum = 0;
        for (int step = 0; step <= RegressionProtocol.Steps; step++)
        {
            sum += reached[step];
            if (2 * sum >= cases) return step;
        }

        return null;
    }

    sealed class KernelFactory(RegressionSettings settings) : IBoxFormulaVisitor<RegressionKernel>
    {
        public RegressionKernel Visit<TFormula>(TFormula formula)
            where TFormula : struct, IBoxFormula => Kernel(new GradientDirection<TFormula>(formula));

        public RegressionKernel VisitCoordinates<TFormula>(TFormula formula)
            where TFormula : struct, ICoordinateFormula => Kernel(new CoordinateDirection<TFormula>(formula));

        RegressionKernel<TDirection> Kernel<TDirection>(TDirection direction)
            where TDirection : struct, IDirection => new(settings.Centers, settings.Numbers, direction) { LargeError = settings.LargeError };
    }
}

/// <summary>A box by its center.</summary>
/// <param name="X">The center's x.</param>
/// <param name="Y">The center's y.</param>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
public readonly record struct CenteredBox(double X, double Y, double Width, double Height);
