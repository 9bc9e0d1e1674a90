using SegLab.Imaging.Png;

namespace SegLab.Imaging.Tests;

/// <summary>A folder that is gone after the test, with ways to put images and masks into it.</summary>
sealed class TemporaryFolder : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("seglab");

    public string Path => folder.FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => folder.Delete(recursive: true);

    public TemporaryFolder Text(string name, string text)
    {
        File.WriteAllText(Prepare(name), text);
        return this;
    }

    /// <summary>A 2 x 2 image whose first sample is the number.</summary>
    public TemporaryFolder Image(string name, byte number = 0, int channels = 3)
    {
        byte[] planes = new byte[4 * channels];
        planes[0] = number;
        PngFile.WriteRaster(Prepare(name), new RasterImage(2, 2, channels, planes));
        return this;
    }

    /// <summary>A mask of two columns.</summary>
    public TemporaryFolder Mask(string name, params ushort[] labels)
    {
        PngFile.WriteLabelMap(Prepare(name), new LabelMap(2, labels.Length / 2, labels), ClassPalette.Standard);
        return this;
    }

    /// <summary>An image and its mask of 2 x 2.</summary>
    public TemporaryFolder Pair(string stem, string part = "", params ushort[] labels)
        => Image($"{part}images/{stem}.png", (byte)stem.Sum(letter => letter))
            .Mask($"{part}masks/{stem}.png", labels.Length > 0 ? labels : [0, 1, 1, 2]);

    string Prepare(string name)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return path;
    }
}
