using SegLab.Training.Networks;
using SegLab.Training.Tests.Layers;

namespace SegLab.Training.Tests.Networks;

/// <summary>The U-Net in double precision, from its definition and the parameters by their names.</summary>
sealed class ReferenceUNet
{
    readonly Dictionary<string, double[]> values;
    readonly int classes;
    readonly int width;
    readonly int depth;

    public ReferenceUNet(UNet network)
    {
        (classes, width, depth) = (network.Classes, network.Width, network.Depth);
        values = network.Parameters.Concat(network.Buffers).ToDictionary(p => p.Name, p => Close.Doubles(p.Values));
    }

    public double[] this[string name] => values[name];

    public Tensor Forward(Tensor images, bool training = true)
    {
        var skips = new List<Tensor>();
        Tensor map = images;
        for (int level = 0; level <= depth; level++)
        {
            if (level > 0) map = Reference.Pool(map);
            map = Block($"encoder.{level}", map, level, training);
            skips.Add(map);
        }

        for (int level = depth - 1; level >= 0; level--)
        {
            Tensor up = Reference.Upsample(map, skips[level].Height, skips[level].Width);
            map = Block($"decoder.{level}", Reference.Concatenate(up, skips[level]), level, training);
        }

        Tensor logits = Reference.Convolve(map, values["head.weight"], classes, size: 1);
        logits.ForEach((n, k, y, x) => logits[n, k, y, x] += values["head.bias"][k]);
        return logits;
    }

    Tensor Block(string name, Tensor map, int level, bool training)
    {
        for (int unit = 1; unit <= 2; unit++)
        {
            map = Reference.Convolve(map, values[$"{name}.conv{unit}.weight"], width << level);
            double[] gamma = values[$"{name}.bn{unit}.weight"], beta = values[$"{name}.bn{unit}.bias"];
            map = training
                ? Reference.NormalizeAndRectify(map, gamma, beta)
                : Reference.NormalizeAndRectify(map, gamma, beta, values[$"{name}.bn{unit}.running_mean"], values[$"{name}.bn{unit}.running_var"]);
        }

        return map;
    }
}
