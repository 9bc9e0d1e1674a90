namespace SegLab.Imaging.Storage;

/// <summary>A number as its eight bytes.</summary>
sealed class NumberFormat : IRecordFormat<double>
{
    public void Write(BinaryWriter writer, double value) => writer.Write(value);

    public double Read(BinaryReader reader) => reader.ReadDouble();
}
