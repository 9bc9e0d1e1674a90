namespace SegLab.Training.Tests.Layers;

/// <summary>The layers written out in double precision, straight from their definitions.</summary>
static class Reference
{
    /// <summary>A convolution with zeros around; the kernel is 3 x 3 or 1 x 1.</summary>
    public static Tensor Convolve(Tensor input, IReadOnlyList<float> weights, int outputs, int size = 3) =>
        Convolve(input, [.. weights.Select(weight => (double)weight)], outputs, size);

    public static Tensor Convolve(Tensor input, double[] weights, int outputs, int size = 3)
    {
        var output = new Tensor(input.Batch, outputs, input.Height, input.Width);
        int reach = size / 2;
        output.ForEach((n, o, y, x) =>
        {
            double sum = 0;
            for (int i = 0; i < input.Channels; i++)
            {
                for (int dy = 0; dy < size; dy++)
                {
                    for (int dx = 0; dx < size; dx++)
                    {
                        sum += weights[((o * input.Channels + i) * size + dy) * size + dx] * input[n, i, y + dy - reach, x + dx - reach];
                    }
                }
            }

            output[n, o, y, x] = sum;
        });
        return output;
    }

    /// <summary>max(0, gamma * (x - mean) / sqrt(variance + 1e-5) + beta) with the batch's mean and biased variance.</summary>
    public static Tensor NormalizeAndRectify(Tensor input, double[] gamma, double[] beta)
    {
        (double[] mean, double[] variance) = Statistics(input);
        return NormalizeAndRectify(input, gamma, beta, mean, variance);
    }

    public static Tensor NormalizeAndRectify(Tensor input, double[] gamma, double[] beta, double[] mean, double[] variance)
    {
        var output = new Tensor(input.Batch, input.Channels, input.Height, input.Width);
        output.ForEach((n, c, y, x) => output[n, c, y, x] =
            Math.Max(0, gamma[c] * (input[n, c, y, x] - mean[c]) / Math.Sqrt(variance[c] + 1e-5) + beta[c]));
        return output;
    }

    public static (double[] Mean, double[] Variance) Statistics(Tensor input)
    {
        int count = input.Batch * input.Height * input.Width;
        var mean = new double[input.Channels];
        var variance = new double[input.Channels];
        input.ForEach((n, c, y, x) => mean[c] += input[n, c, y, x] / count);
        input.ForEach((n, c, y, x) => variance[c] += Math.Pow(input[n, c, y, x] - mean[c], 2) / count);
        return (mean, variance);
    }

    /// <summary>The largest of 2 x 2 pixels; an odd last row or column is left out.</summary>
    public static Tensor Pool(Tensor input)
    {
        var output = new Tensor(input.Batch, input.Channels, input.Height / 2, input.Width / 2);
        output.ForEach((n, c, y, x) => output[n, c, y, x] = Math.Max(
            Math.Max(input[n, c, 2 * y, 2 * x], input[n, c, 2 * y, 2 * x + 1]),
            Math.Max(input[n, c, 2 * y + 1, 2 * x], input[n, c, 2 * y + 1, 2 * x + 1])));
        return output;
    }

    /// <summary>Bilinear interpolation, align_corners = false.</summary>
    public static Tensor Upsample(Tensor input, int height, int width)
    {
        var output = new Tensor(input.Batch, input.Channels, height, width);
        output.ForEach((n, c, y, x) =>
        {
            double row = Math.Max((y + 0.5) * input.Height / height - 0.5, 0), column = Math.Max((x + 0.5) * input.Width / width - 0.5, 0);
            int top = (int)row, left = (int)column;
            int bottom = Math.Min(top + 1, input.Height - 1), right = Math.Min(left + 1, input.Width - 1);
            double down = row - top, across = column - left;
            output[n, c, y, x] =
                (1 - down) * ((1 - across) * input[n, c, top, left] + across * input[n, c, top, right])
                + down * ((1 - across) * input[n, c, bottom, left] + across * input[n, c, bottom, right]);
        });
        return output;
    }

    public static Tensor Concatenate(params IReadOnlyList<Tensor> inputs)
    {
        Tensor first = inputs[0];
        var output = new Tensor(first.Batch, inputs.Sum(input => input.Channels), first.Height, first.Width);
        int channel = 0;
        foreach (Tensor input in inputs)
        {
            input.ForEach((n, c, y, x) => output[n, channel + c, y, x] = input[n, c, y, x]);
            channel += input.Channels;
        }

        return output;
    }

    /// <summary>Central differences of a function of some numbers, one at a time.</summary>
    public static double[] Differences(double[] at, Func<double> function, double step = 1e-5)
    {
        var gradient = new double[at.Length];
        for (int i = 0; i < at.Length; i++)
        {
            double kept = at[i];
            at[i] = kept + step;
            double above = function();
            at[i] = kept - step;
            gradient[i] = (above - function()) / (2 * step);
            at[i] = kept;
        }

        return gradient;
    }
}
