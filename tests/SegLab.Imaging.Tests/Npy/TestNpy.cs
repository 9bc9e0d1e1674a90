using System.Text;
using SegLab.Imaging.Npy;

namespace SegLab.Imaging.Tests.Npy;

/// <summary>NPY files built byte by byte, as the format's page says, and those that NumPy wrote.</summary>
static class TestNpy
{
    public static string NumPy(string file) => Path.Combine(AppContext.BaseDirectory, "Npy", "NumPy", file);

    /// <summary>A file with any text for a header.</summary>
    public static byte[] File(string header, byte[] data, int version = 1)
    {
        byte[] text = (version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetBytes(header);
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes((uint)text.Length);
        return [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', (byte)version, 0, .. length, .. text, .. data];
    }

    public static byte[] File(string type, bool fortran, string shape, byte[] data) =>
        File($"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}\n", data);

    public static NpyArray Read(byte[] file) => NpyFile.Read(new MemoryStream(file), "x.npy");

    public static string Fault(byte[] file) => Assert.Throws<InvalidDataException>(() => Read(file)).Message;
}
