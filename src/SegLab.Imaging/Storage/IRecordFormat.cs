namespace SegLab.Imaging.Storage;

/// <summary>How a value is written as bytes and read back.</summary>
interface IRecordFormat<T>
{
    void Write(BinaryWriter writer, T value);

    T Read(BinaryReader reader);
}
