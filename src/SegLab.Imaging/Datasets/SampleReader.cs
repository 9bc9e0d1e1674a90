using SegLab.Imaging.Jpeg;
using SegLab.Imaging.Png;

namespace SegLab.Imaging.Datasets;

/// <summary>What reading an image and its mask gave: what is null could not be read, and a fault says why.</summary>
/// <param name="Image">The image.</param>
/// <param name="Mask">The mask, null also when its size is not the image's.</param>
/// <param name="Faults">A line for each file at fault.</param>
readonly record struct ReadSample(RasterImage? Image, LabelMap? Mask, IReadOnlyList<string> Faults);

/// <summary>Reads the files of a dataset on all processors.</summary>
static class SampleReader
{
    /// <summary>Reads pairs of files; what comes back is in their order.</summary>
    public static ReadSample[] ReadAll(string folder, IReadOnlyList<SampleFiles> files)
    {
        var read = new ReadSample[files.Count];
        Parallel.For(0, files.Count, i => read[i] = Read(folder, files[i]));
        return read;
    }

    static ReadSample Read(string folder, SampleFiles files)
    {
        var faults = new List<string>();
        RasterImage? image = TryRead(folder, files.Image, ReadImage, faults);
        LabelMap? mask = TryRead(folder, files.Mask, (bytes, name) => PngFile.Decode(bytes, name).ToLabelMap(), faults);
        if (image is not null && mask is not null && (image.Width, image.Height) != (mask.Width, mask.Height))
        {
            faults.Add($"{files.Mask}: is {mask.Width} x {mask.Height} (width x height), but its image is {image.Width} x {image.Height}");
            mask = null;
        }

        return new ReadSample(image, mask, faults);
    }

    // The content tells, for names lie; what is neither is refused as what its name says.
    static RasterImage ReadImage(byte[] bytes, string name)
    {
        bool isPng = bytes.AsSpan().StartsWith(PngChunkReader.Signature), isJpeg = bytes.AsSpan().StartsWith(FileSignature.Jpeg);
        return isJpeg || (!isPng && JpegFile.HasExtension(name)) ? JpegFile.Decode(bytes, name) : PngFile.Decode(bytes, name).ToRasterImage();
    }

    static T? TryRead<T>(string folder, string name, Func<byte[], string, T> decode, List<string> faults) where T : class
    {
        try
        {
            return decode(File.ReadAllBytes(Path.Combine(folder, name)), name);
        }
        catch (InvalidDataException fault)
        {
            faults.Add(fault.Message.TrimEnd('.'));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{name}: {fault.Message}");
        }

        return null;
    }
}
