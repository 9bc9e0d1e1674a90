using SegLab.Losses;
using SegLab.Training.Probes;

namespace SegLab.Training.Studies.Objects;

/// <summary>The curves of one loss on the large and on the small object.</summary>
/// <param name="Name">The loss's name, or that of a sum that has one.</param>
/// <param name="Family">Its family; sums that have a name are compound.</param>
/// <param name="Large">By kind of error, on the large object.</param>
/// <param name="Small">By kind of error, on the small object.</param>
sealed record StudiedLoss(string Name, LossFamily Family, IReadOnlyList<ErrorCurve> Large, IReadOnlyList<ErrorCurve> Small)
{
    /// <summary>All curves.</summary>
    public IEnumerable<ErrorCurve> Curves => Large.Concat(Small);

    /// <summary>How much errors of both kinds on all of the small object raise the loss, to how much they do on all of the large one; NaN where those do nothing.</summary>
    public double Sensitivity => Large[(int)ErrorKind.Both].Rise is not 0 and var large ? Small[(int)ErrorKind.Both].Rise / large : double.NaN;

    /// <summary>Evaluates a loss for all kinds and steps of errors.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="family">Its family.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="large">The image with the large object.</param>
    /// <param name="small">The image with the small object.</param>
    /// <param name="probability">What a pixel is given that is predicted as foreground; the others have 1 less it.</param>
    /// <param name="steps">Steps from no errors to as many as the object has pixels.</param>
    /// <exception cref="ArgumentException">It cannot be evaluated on such an image.</exception>
    /// <exception cref="InvalidOperationException">Its options do not allow it.</exception>
    public static StudiedLoss Of(string name, LossFamily family, SegmentationLoss loss, ObjectImage large, ObjectImage small, double probability, int steps)
    {
        return new StudiedLoss(name, family, Curves(large), Curves(small));

        ErrorCurve[] Curves(ObjectImage image) => [.. Enum.GetValues<ErrorKind>().Select(kind => Curve(loss, image, kind, probability, steps))];
    }

    static ErrorCurve Curve(SegmentationLoss loss, ObjectImage image, ErrorKind kind, double probability, int steps)
    {
        var prediction = new BinaryPrediction(loss, image.Labels, [image.Size, image.Size]);
        for (int pixel = 0; pixel < image.Labels.Length; pixel++) prediction.Set(pixel, image.Labels[pixel] == 1 ? probability : 1 - probability);
        double[] values = new double[steps + 1];
        for (int step = 0; step <= steps; step++)
        {
            int errors = (int)Math.Round((double)step * image.Pixels / steps);
            if (kind != ErrorKind.FalseNegatives)
                foreach (int pixel in image.Added(errors)) prediction.Set(pixel, probability);
            if (kind != ErrorKind.FalsePositives)
                foreach (int pixel in image.Missed(errors)) prediction.Set(pixel, 1 - probability);
            values[step] = prediction.Evaluate();
        }

        return new ErrorCurve(kind, values);
    }
}
