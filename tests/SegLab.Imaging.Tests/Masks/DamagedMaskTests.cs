using System.IO.Compression;
using System.Numerics.Tensors;
using SegLab.Imaging.Jpeg;
using SegLab.Imaging.Masks;
using SegLab.Imaging.Npy;
using SegLab.Imaging.Png;
using SegLab.Imaging.Tests.Jpeg;
using SegLab.Imaging.Tests.Nifti;
using SegLab.Imaging.Tests.Png;

namespace SegLab.Imaging.Tests.Masks;

/// <summary>
/// Whatever is done to a sound file, there is a label map or the one error that names the file; no more memory is taken than the file
/// could fill. The damage is the same on every run.
/// </summary>
public sealed class DamagedMaskTests : IDisposable
{
    // What a deflate stream can at most expand to, in labels and in the samples that they come from.
    const long Expansion = 2 * 1032;

    // What is taken for any file, whatever it holds.
    const long Buffers = 120_000;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Png()
    {
        TestPng[] sound =
        [
            new(40, 30, 8, PngColorType.Grey) { Sample = (row, column, _) => (row + column) / 20 },
            new(9, 9, 2, PngColorType.Palette, Interlaced: true) { Palette = new byte[12] },
            new(7, 5, 16, PngColorType.Grey),
            new(6, 5, 8, PngColorType.Color) { Sample = (row, _, _) => row / 3, ChunkLength = 9 },
        ];
        Check([.. sound.Select(png => png.ToBytes())], 1500, repairPng: true);
    }

    [Fact]
    public void Nifti()
    {
        var first = new TestNifti();
        var second = new TestNifti { Version = 2, Offset = 544, Datatype = 16, IsBigEndian = true, Voxels = new byte[48] };
        Check([first.ToBytes(), second.ToBytes(), TestNifti.Compress(first.ToBytes())], 1500);
    }

    [Fact]
    public void Nifti_that_was_damaged_before_it_was_compressed()
    {
        byte[] file = new TestNifti { Slope = 2, Datatype = 4, Voxels = new byte[24] }.ToBytes();
        Check([file], 1000, then: TestNifti.Compress);
    }

    [Fact]
    public void Npy()
    {
        NpyFile.Write(folder["a.npy"], new ReadOnlyTensorSpan<short>(new short[300], [15, 20]));
        NpyFile.Write(folder["b.npy"], new ReadOnlyTensorSpan<double>([1, 2, 3, 4], [1, 2, 2]));
        Check([File.ReadAllBytes(folder["a.npy"]), File.ReadAllBytes(folder["b.npy"])], 1500);
    }

    [Fact]
    public void Npz()
    {
        var array = KeyValuePair.Create("labels", NpyArray.Create(new ReadOnlyTensorSpan<int>(new int[600], [20, 30])));
        NpzFile.Write(folder["a.npz"], [array]);
        NpzFile.Write(folder["b.npz"], [array], compressed: true);
        Check([File.ReadAllBytes(folder["a.npz"]), File.ReadAllBytes(folder["b.npz"])], 1000);
    }

    [Fact]
    public void Jpeg()
    {
        Assert.SkipUnless(JpegFile.IsAvailable, "libjpeg-turbo (libturbojpeg0) is not installed: JPEG is not tested.");
        byte[][] sound = [.. new[] { "color.jpg", "grey.jpg", "progressive.jpeg" }.Select(file => File.ReadAllBytes(TestJpeg.Pillow(file)))];
        Check(sound, 1000, file => JpegFile.Read(file), expansion: 6 * 1024);
    }

    [Fact]
    public void A_bomb_of_pixels_that_are_all_there_takes_no_more_than_they_need()
    {
        // 900 times its size, and all of it true: that is what a PNG of one colour is.
        var png = new MemoryStream();
        png.Write([137, 80, 78, 71, 13, 10, 26, 10]);
        png.Write(TestPng.Chunk("IHDR", [.. TestPng.BigEndian(4000), .. TestPng.BigEndian(4000), 8, 0, 0, 0, 0]));
        var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.SmallestSize)) zlib.Write(new byte[4001 * 4000]);
        png.Write(TestPng.Chunk("IDAT", data.ToArray()));
        png.Write(TestPng.Chunk("IEND", []));
        File.WriteAllBytes(folder["bomb.png"], png.ToArray());
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(16_000_000, LabelMapFile.Read(folder["bomb.png"]).Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 33_000_000);
    }

    void Check(
        byte[][] sound, int rounds, Action<string>? read = null, Func<byte[], byte[]>? then = null, bool repairPng = false, long expansion = Expansion)
    {
        string path = folder["fuzz"];
        read ??= file =>
        {
            LabelMapFile.Read(file);
            LabelMapFile.ReadShape(file);
        };
        foreach (byte[] file in sound)
        {
            File.WriteAllBytes(path, then is null ? file : then(file));
            read(path);
        }

        var random = new Random(20240229);
        int refused = 0;
        for (int i = 0; i < rounds; i++)
        {
            byte[] file = Damage(sound[i % sound.Length], random);
            if (repairPng) RepairPng(file);
            if (then is not null) file = then(file);
            File.WriteAllBytes(path, file);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(path);
            }
            catch (InvalidDataException fault)
            {
                Assert.StartsWith(path, fault.Message);
                refused++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Buffers + expansion * file.Length);
        }

        Assert.InRange(refused, rounds / 10, rounds - rounds / 100);
    }

    static byte[] Damage(byte[] sound, Random random)
    {
        byte[] file = [.. sound];
        for (int n = random.Next(1, 4); n > 0 && file.Length > 4; n--)
        {
            int at = random.Next(file.Length);
            switch (random.Next(6))
            {
                case 0: file[at] = (byte)random.Next(256); break;
                case 1: file[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: file.AsSpan(at, Math.Min(4, file.Length - at)).Fill(random.Next(2) == 0 ? (byte)0xFF : (byte)0x7F); break;
                case 3: file = file[..at]; break;
                case 4: file = [.. file[..at], .. file[Math.Min(file.Length, at + random.Next(1, 9))..]]; break;
                default: file = [.. file[..at], .. file[..at].TakeLast(random.Next(1, 9)), .. file[at..]]; break;
            }
        }

        return file;
    }

    // Makes every check sum right again, so that the damage gets past it.
    static void RepairPng(byte[] file)
    {
        for (int at = 8; at + 12 <= file.Length;)
        {
            long length = (file[at] << 24) | (file[at + 1] << 16) | (file[at + 2] << 8) | file[at + 3];
            if (length < 0 || at + 12 + length > file.Length) break;
            TestPng.BigEndian(TestPng.CheckSum(file.AsSpan(at + 4, 4 + (int)length))).CopyTo(file, at + 8 + (int)length);
            at += 12 + (int)length;
        }
    }
}
