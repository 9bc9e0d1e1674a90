namespace SegLab.Studio.Explorer.Canvas;

/// <summary>An image of 256 x 256 pixels with a truth and a prediction that are painted, the prediction blurred as one wishes.</summary>
sealed class PaintedScene
{
    /// <summary>Pixels along each side.</summary>
    public const int Side = 256;

    /// <summary>The surest that a prediction can be; its logit is 6.9.</summary>
    public const double Certainty = 0.999;

    /// <summary>The widest blur, in pixels.</summary>
    public const double GreatestBlur = 16;

    readonly byte[] truth = new byte[Side * Side];
    readonly float[] painted = new float[Side * Side], prediction = new float[Side * Side];
    readonly GaussianBlur blur = new(Side, Side);

    /// <summary>Nothing but background, and all of it predicted so.</summary>
    public PaintedScene() => Clear(SceneLayer.Prediction);

    /// <summary>1 where the foreground is, 0 elsewhere, row by row.</summary>
    public ReadOnlySpan<byte> Truth => truth;

    /// <summary>The probability of the foreground, 1 - <see cref="Certainty"/> to <see cref="Certainty"/>, row by row.</summary>
    public ReadOnlySpan<float> Prediction => prediction;

    /// <summary>The standard deviation of the Gaussian that the painted prediction is blurred with, in pixels, 0 to <see cref="GreatestBlur"/>.</summary>
    public double Blur { get; private set; }

    /// <summary>Draws a line, or a dot, with a brush.</summary>
    /// <param name="layer">What is painted on.</param>
    /// <param name="brush">The brush; what is out of its ranges is brought into them.</param>
    /// <param name="points">x and y of each point in turn, in pixels; a point that is not finite is left out, one outside of the image is moved to within a brush of it.</param>
    public void Stroke(SceneLayer layer, Brush brush, ReadOnlySpan<double> points)
    {
        double radius = Math.Clamp(Finite(brush.Radius, 1), Brush.LeastRadius, Brush.GreatestRadius);
        double confidence = Math.Clamp(Finite(brush.Confidence, Certainty), 0.5, Certainty);
        (double X, double Y)? last = null;
        for (int i = 0; i + 1 < points.Length; i += 2)
        {
            if (!double.IsFinite(points[i]) || !double.IsFinite(points[i + 1])) continue;
            (double X, double Y) point = (Math.Clamp(points[i], -radius, Side + radius), Math.Clamp(points[i + 1], -radius, Side + radius));
            Draw(layer, last ?? point, point, radius, (float)(brush.Erases ? 1 - confidence : confidence), brush.Erases);
            last = point;
        }

        if (layer == SceneLayer.Prediction) Predict();
    }

    /// <summary>Makes all of a layer background.</summary>
    public void Clear(SceneLayer layer)
    {
        if (layer == SceneLayer.Truth) Array.Clear(truth);
        else painted.AsSpan().Fill((float)(1 - Certainty));
        if (layer == SceneLayer.Prediction) Predict();
    }

    /// <summary>Predicts the truth, as sure as the confidence.</summary>
    /// <param name="confidence">The probability of what is true, 0.5 to <see cref="Certainty"/>.</param>
    public void CopyTruth(double confidence)
    {
        float sure = (float)Math.Clamp(Finite(confidence, Certainty), 0.5, Certainty);
        for (int i = 0; i < truth.Length; i++) painted[i] = truth[i] == 1 ? sure : 1 - sure;
        Predict();
    }

    /// <summary>Blurs the painted prediction with another width.</summary>
    public void SetBlur(double deviation)
    {
        Blur = Math.Clamp(Finite(deviation, 0), 0, GreatestBlur);
        Predict();
    }

    void Predict()
    {
        blur.Apply(painted, prediction, Blur);
        float least = (float)(1 - Certainty), most = (float)Certainty;
        foreach (ref float probability in prediction.AsSpan()) probability = Math.Clamp(probability, least, most);
    }

    /// <summary>Paints all pixels whose centre is within the radius of a line.</summary>
    void Draw(SceneLayer layer, (double X, double Y) from, (double X, double Y) to, double radius, float probability, bool erases)
    {
        (int top, int bottom) = Range(Math.Min(from.Y, to.Y) - radius, Math.Max(from.Y, to.Y) + radius);
        (int left, int right) = Range(Math.Min(from.X, to.X) - radius, Math.Max(from.X, to.X) + radius);
        (double dx, double dy) = (to.X - from.X, to.Y - from.Y);
        double length = dx * dx + dy * dy;
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                (double px, double py) = (x + 0.5 - from.X, y + 0.5 - from.Y);
                double along = length == 0 ? 0 : Math.Clamp((px * dx + py * dy) / length, 0, 1);
                (double ex, double ey) = (px - along * dx, py - along * dy);
                if (ex * ex + ey * ey > radius * radius) continue;
                if (layer == SceneLayer.Truth) truth[y * Side + x] = (byte)(erases ? 0 : 1);
                else painted[y * Side + x] = probability;
            }
        }
    }

    static (int First, int Last) Range(double low, double high) => (Math.Max(0, (int)Math.Floor(low)), Math.Min(Side - 1, (int)Math.Ceiling(high)));

    static double Finite(double number, double otherwise) => double.IsFinite(number) ? number : otherwise;
}
