using SegLab.Training.Kernels;

namespace SegLab.Training.Tests.Layers;

/// <summary>A tensor [N, C, H, W] in double precision, for references that are slow and plain.</summary>
sealed class Tensor(int batch, int channels, int height, int width)
{
    public int Batch { get; } = batch;

    public int Channels { get; } = channels;

    public int Height { get; } = height;

    public int Width { get; } = width;

    public double[] Values { get; } = new double[batch * channels * height * width];

    /// <summary>One value; beyond the plane lie zeros.</summary>
    public double this[int n, int c, int y, int x]
    {
        get => y < 0 || y >= Height || x < 0 || x >= Width ? 0 : Values[((n * Channels + c) * Height + y) * Width + x];
        set => Values[((n * Channels + c) * Height + y) * Width + x] = value;
    }

    /// <summary>Random values that a float can hold.</summary>
    public static Tensor Random(Random random, int batch, int channels, int height, int width, double offset = 0)
    {
        var tensor = new Tensor(batch, channels, height, width);
        foreach (ref double value in tensor.Values.AsSpan()) value = (float)(offset + 2 * random.NextDouble() - 1);
        return tensor;
    }

    public static Tensor From(BlockedMap map)
    {
        var tensor = new Tensor(map.Batch, map.Channels, map.Height, map.Width);
        tensor.ForEach((n, c, y, x) => tensor[n, c, y, x] = map.Values[Index(map, n, c, y, x)]);
        return tensor;
    }

    public static Tensor From(FeatureMap map)
    {
        var tensor = new Tensor(map.Batch, map.Channels, map.Height, map.Width);
        for (int i = 0; i < map.Length; i++) tensor.Values[i] = map.Values[i];
        return tensor;
    }

    public void CopyTo(BlockedMap map) => ForEach((n, c, y, x) => map.Values[Index(map, n, c, y, x)] = (float)this[n, c, y, x]);

    public FeatureMap ToFeatureMap()
    {
        var map = new FeatureMap(Batch, Channels, Height, Width);
        for (int i = 0; i < Values.Length; i++) map.Values[i] = (float)Values[i];
        return map;
    }

    public void ForEach(Action<int, int, int, int> action)
    {
        for (int n = 0; n < Batch; n++)
        {
            for (int c = 0; c < Channels; c++)
            {
                for (int y = 0; y < Height; y++)
                {
                    for (int x = 0; x < Width; x++) action(n, c, y, x);
                }
            }
        }
    }

    /// <summary>The sum of products with another tensor: a loss whose gradient is that tensor.</summary>
    public double Dot(Tensor other) => Values.Zip(other.Values, (a, b) => a * b).Sum();

    static int Index(BlockedMap map, int n, int c, int y, int x) =>
        (((n * map.Blocks + c / BlockedMap.Lanes) * map.Height + y) * map.Width + x) * BlockedMap.Lanes + c % BlockedMap.Lanes;
}
