using SegLab.Imaging.Storage;

namespace SegLab.Imaging.Evaluation;

/// <summary>The files of an image, as bytes in a temporary file: their paths without those of the folders.</summary>
sealed class MaskPairFormat(EvaluationSettings settings) : IRecordFormat<MaskPair>
{
    public void Write(BinaryWriter writer, MaskPair pair)
    {
        writer.Write(pair.Index);
        writer.Write(pair.Name);
        writer.Write(pair.Prediction[settings.Prediction.Length..]);
        writer.Write(pair.Truth[settings.Truth.Length..]);
        if (settings.Against is { } against) writer.Write(pair.Against![against.Length..]);
    }

    public MaskPair Read(BinaryReader reader) => new(
        reader.ReadInt32(),
        reader.ReadString(),
        settings.Prediction + reader.ReadString(),
        settings.Truth + reader.ReadString(),
        settings.Against is { } against ? against + reader.ReadString() : null);
}
