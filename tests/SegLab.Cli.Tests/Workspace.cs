using SegLab.Imaging;
using SegLab.Imaging.Png;

namespace SegLab.Cli.Tests;

/// <summary>A folder of its own for a test, with a small dataset; it goes when the test is over.</summary>
sealed class Workspace : IDisposable
{
    public const int Size = 32;

    public Workspace() => Directory.CreateDirectory(Root);

    public string Root { get; } = Path.Combine(Path.GetTempPath(), $"seglab-test-{Guid.NewGuid():N}");

    public string this[string name] => Path.Combine(Root, name);

    /// <summary>Images with a bright square on dark noise, and masks of it.</summary>
    public string Dataset(int images = 10, int size = Size)
    {
        string folder = this["data"];
        Directory.CreateDirectory(Path.Combine(folder, "images"));
        Directory.CreateDirectory(Path.Combine(folder, "masks"));
        for (int i = 0; i < images; i++)
        {
            var random = new Random(i);
            int top = random.Next(size / 2), left = random.Next(size / 2);
            var pixels = new byte[size * size];
            var labels = new ushort[size * size];
            for (int p = 0; p < pixels.Length; p++)
            {
                bool inside = p / size >= top && p / size < top + size / 3 && p % size >= left && p % size < left + size / 3;
                labels[p] = inside ? (ushort)1 : (ushort)0;
                pixels[p] = (byte)((inside ? 120 : 60) + random.Next(80));
            }

            PngFile.WriteRaster(Path.Combine(folder, "images", $"{i:00}.png"), new RasterImage(size, size, 1, pixels));
            PngFile.WriteLabelMap(Path.Combine(folder, "masks", $"{i:00}.png"), new LabelMap(size, size, labels), new ClassPalette());
        }

        return folder;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
