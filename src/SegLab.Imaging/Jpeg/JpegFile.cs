namespace SegLab.Imaging.Jpeg;

/// <summary>Reads JPEG images through libjpeg-turbo, where that is installed.</summary>
public static class JpegFile
{
    // The least that a JPEG can spend: half a bit, rounded down, on a block of 8 x 8 samples in a progressive file.
    const long MostPixelsForByte = 1024;

    /// <summary>What to do where libjpeg-turbo is not installed.</summary>
    internal const string Missing =
        "JPEG images need libjpeg-turbo's library turbojpeg, which is not installed here; on Debian and Ubuntu: apt install libturbojpeg0 (or libturbojpeg); on Fedora: dnf install turbojpeg; on macOS: brew install jpeg-turbo; "
        + "on Windows put turbojpeg.dll from libjpeg-turbo.org on the PATH.";

    /// <summary>Whether libjpeg-turbo is installed, so that JPEG files can be read.</summary>
    public static bool IsAvailable => TurboJpeg.Installed is not null;

    /// <summary>Reads an image of 8 bits: grey as one channel, colours as three. The turn that a camera noted (Exif) is not made.</summary>
    /// <exception cref="InvalidDataException">The file is not a sound JPEG; the message names it and what is wrong.</exception>
    /// <exception cref="IOException">The file cannot be read, or libjpeg-turbo is not installed; the message says how to install it.</exception>
    public static RasterImage Read(string path) => Decode(File.ReadAllBytes(path), path);

    /// <summary>Reads an image from memory; see <see cref="Read(string)"/>.</summary>
    /// <param name="file">The JPEG's bytes.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="InvalidDataException">As for a file.</exception>
    /// <exception cref="IOException">Libjpeg-turbo is not installed.</exception>
    public static RasterImage Decode(ReadOnlySpan<byte> file, string name)
    {
        if (!file.StartsWith(FileSignature.Jpeg)) throw new InvalidDataException($"{name}: {FileSignature.Describe(file)}, expected a JPEG.");
        TurboJpeg turbo = TurboJpeg.Installed ?? throw new IOException(Missing);
        nint decoder = turbo.Start();
        try
        {
            return Decode(turbo, decoder, file, name);
        }
        finally
        {
            turbo.Destroy(decoder);
        }
    }

    /// <summary>Whether a file is called as a JPEG is.</summary>
    internal static bool HasExtension(string name)
        => Path.GetExtension(name) is { } extension
        && (extension.Equals(".jpg", StringComparison.OrdinalIgnoreCase) || extension.Equals(".jpeg", StringComparison.OrdinalIgnoreCase));

    static RasterImage Decode(TurboJpeg turbo, nint decoder, ReadOnlySpan<byte> file, string name)
    {
        if (!turbo.ReadHeader(decoder, file, out int width, out int height, out int space)) throw Damaged(turbo, decoder, name);
        if (space is TurboJpeg.Cmyk or TurboJpeg.Ycck)
            throw new InvalidDataException($"{name}: a JPEG in the inks of a printer (CMYK), expected grey or red, green and blue.");
        int channels = space == TurboJpeg.Grey ? 1 : 3;
        if (width < 1 || height < 1 || (long)width * height > file.Length * MostPixelsForByte || (long)width * height * channels > Array.MaxLength)
            throw new InvalidDataException($"{name}: its size {width} x {height} cannot be in a file of {file.Length} bytes; it is truncated or damaged.");

        byte[] pixels = new byte[width * height * channels];
        bool sound = turbo.ReadPixels(decoder, file, pixels, width, height, channels == 1 ? TurboJpeg.GreyPixels : TurboJpeg.RgbPixels);
        if (!sound && !IsHarmless(turbo.Error(decoder))) throw Damaged(turbo, decoder, name);
        return new RasterImage(width, height, channels, channels == 1 ? pixels : ToPlanes(pixels));
    }

    // Some cameras pad between the parts of a file. The image is whole.
    static bool IsHarmless((string Text, bool IsWarning) error)
        => error.IsWarning && error.Text.Contains("extraneous bytes", StringComparison.OrdinalIgnoreCase);

    static InvalidDataException Damaged(TurboJpeg turbo, nint decoder, string name)
        => new($"{name}: the JPEG is damaged or cut off: {turbo.Error(decoder).Text.TrimEnd('.')}.");

    static byte[] ToPlanes(byte[] pixels)
    {
        int count = pixels.Length / 3;
        byte[] planes = new byte[pixels.Length];
        Span<byte> red = planes.AsSpan(0, count), green = planes.AsSpan(count, count), blue = planes.AsSpan(2 * count, count);
        for (int i = 0; i < count; i++) (red[i], green[i], blue[i]) = (pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]);
        return planes;
    }
}
