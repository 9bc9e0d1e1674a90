using SegLab.Imaging.Jpeg;

namespace SegLab.Imaging.Datasets;

/// <summary>
/// Datasets in folders: PNG or JPEG images in <c>images/</c> and PNG masks of the same names in <c>masks/</c>, either right in the folder,
/// which is then split by chance, or in <c>train/</c> and <c>val/</c>. A mask holds class indices: grey samples or palette indices.
/// </summary>
public static class DatasetFolder
{
    /// <summary>Reads a dataset into memory: 3 bytes a pixel for a colour image, 2 for its mask.</summary>
    /// <remarks>
    /// Class names are the lines of <c>classes.txt</c>; without it there are as many classes as the highest label asks for. Masks of 0 and
    /// 255 alone are read as 0 and 1, unless 255 is the label to ignore. Grey images among colour ones get three equal channels.
    /// </remarks>
    /// <exception cref="DatasetException">The folder is no dataset; the message names up to ten files at fault, and what to do.</exception>
    public static SegmentationDataset Load(string folder, DatasetFolderOptions? options = null)
    {
        options ??= new DatasetFolderOptions();
        if (!(options.ValidationFraction is > 0 and < 1))
            throw new DatasetException($"The validation fraction is {options.ValidationFraction}; expected a number above 0 and below 1.");

        FolderLayout layout = FolderLayout.Find(folder);
        string[]? names = ReadNames(folder, options.ClassesFile);
        SampleFiles[] files = [.. layout.Training, .. layout.Validation ?? []];
        if (!JpegFile.IsAvailable && Array.Exists(files, file => JpegFile.HasExtension(file.Image)))
            throw new DatasetException($"{folder}: {JpegFile.Missing}");
        ReadSample[] read = SampleReader.ReadAll(folder, files);
        List<string> faults = [.. layout.Faults, .. read.SelectMany(sample => sample.Faults)];

        IEnumerable<int> all = read.SelectMany(sample => sample.Mask?.DistinctLabels() ?? []);
        int[] labels = [.. all.Distinct().Where(label => label != options.IgnoreLabel).Order()];
        bool binary = labels is [0, 255] && names is null or { Length: 2 };
        if (binary) labels = [0, 1];
        names ??= binary ? ["background", "foreground"] : ClassList.Infer(labels);
        // A list often names the label to ignore as well, last; a network needs no channel for it.
        if (options.IgnoreLabel == names.Length - 1) names = names[..^1];

        var samples = new Dictionary<string, SegmentationSample>();
        bool color = read.Any(sample => sample.Image?.Channels == 3);
        foreach ((SampleFiles file, ReadSample sample) in files.Zip(read))
        {
            if (sample is not { Image: { } image, Mask: { } mask }) continue;
            if (binary) mask = mask.Replace(255, 1);
            if (LabelBeyond(mask, names.Length, options.IgnoreLabel) is { } fault) faults.Add($"{file.Mask}: {fault}");
            samples.Add(file.Image, new SegmentationSample(file.Stem, color ? image.ToColor() : image, mask));
        }

        if (faults.Count > 0) throw new DatasetException(folder, [.. faults.Order(StringComparer.Ordinal)]);
        if (names.Length < 2)
        {
            string only = labels is [] ? "no label that counts" : "label 0 alone";
            throw new DatasetException($"{folder}: the masks hold {only}; expected two classes or more.");
        }

        (IEnumerable<SampleFiles> training, IEnumerable<SampleFiles> validation) = Split(folder, layout, options);
        return new SegmentationDataset
        {
            Name = folder,
            ClassNames = names,
            IgnoreLabel = options.IgnoreLabel,
            Training = [.. training.Select(file => samples[file.Image])],
            Validation = [.. validation.Select(file => samples[file.Image])],
        };
    }

    static string[]? ReadNames(string folder, string? given)
    {
        string path = given ?? Path.Combine(folder, "classes.txt");
        return given is not null || File.Exists(path) ? ClassList.Read(path) : null;
    }

    static string? LabelBeyond(LabelMap mask, int classes, int? ignore)
    {
        ReadOnlySpan<ushort> labels = mask.Labels;
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] < classes || labels[i] == ignore) continue;
            return $"label {labels[i]} at row {i / mask.Width}, column {i % mask.Width}, but the classes are 0 to {classes - 1}; "
                + $"if such pixels are to be left out: --ignore {labels[i]}";
        }

        return null;
    }

    static (IEnumerable<SampleFiles> Training, IEnumerable<SampleFiles> Validation) Split(
        string folder, FolderLayout layout, DatasetFolderOptions options)
    {
        if (layout.Validation is { } given) return (layout.Training, given);
        if (layout.Training.Count < 2)
        {
            throw new DatasetException(
                $"{folder}: has one image, so none is left to validate on; add images, or put some into train/ and others into val/.");
        }

        string[] stems = [.. layout.Training.Select(file => file.Stem)];
        HashSet<string> chosen = RandomSplit.Choose(stems, options.ValidationFraction, options.Seed);
        return (layout.Training.Where(file => !chosen.Contains(file.Stem)), layout.Training.Where(file => chosen.Contains(file.Stem)));
    }
}
