using SegLab.Imaging.Storage;

namespace SegLab.Imaging.Evaluation;

/// <summary>What is kept of an image, as bytes in a temporary file.</summary>
sealed class ImageScoresFormat : IRecordFormat<ImageScores>
{
    public void Write(BinaryWriter writer, ImageScores image)
    {
        writer.Write(image.Index);
        writer.Write(image.Name);
        Write(writer, image.Prediction);
        writer.Write(image.Against is not null);
        if (image.Against is { } other) Write(writer, other);
    }

    public ImageScores Read(BinaryReader reader) =>
        new(reader.ReadInt32(), reader.ReadString(), ReadScores(reader), reader.ReadBoolean() ? ReadScores(reader) : null);

    static void Write(BinaryWriter writer, PredictionScores scores)
    {
        foreach (IReadOnlyList<long> numbers in (ReadOnlySpan<IReadOnlyList<long>>)[scores.Pixels, scores.Unassigned, scores.Boundaries, scores.Instances, scores.Thresholds])
            NarrowList.Of(numbers).Write(writer);
        writer.Write7BitEncodedInt(scores.Surfaces.Count);
        foreach (ClassSurface surface in scores.Surfaces)
        {
            writer.Write(surface.Label);
            foreach (double figure in (ReadOnlySpan<double>)
                [surface.Hausdorff, surface.Hausdorff95, surface.AverageSymmetric, surface.MeanAverage, surface.SurfaceDice, surface.BoundaryF1]) writer.Write(figure);
        }

        writer.Write7BitEncodedInt(scores.Calibration.Count);
        foreach (UInt128 number in scores.Calibration)
        {
            writer.Write((ulong)(number >> 64));
            writer.Write((ulong)number);
        }
    }

    static PredictionScores ReadScores(BinaryReader reader) => new()
    {
        Pixels = NarrowList.Read(reader),
        Unassigned = NarrowList.Read(reader),
        Boundaries = NarrowList.Read(reader),
        Instances = NarrowList.Read(reader),
        Thresholds = NarrowList.Read(reader),
        Surfaces = Array(reader, ReadSurface),
        Calibration = Array(reader, from => new UInt128(from.ReadUInt64(), from.ReadUInt64())),
    };

    static ClassSurface ReadSurface(BinaryReader reader) => new(
        reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());

    static T[] Array<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        int count = reader.Read7BitEncodedInt();
        if (count == 0) return [];
        var values = new T[count];
        for (int i = 0; i < count; i++) values[i] = read(reader);
        return values;
    }
}
