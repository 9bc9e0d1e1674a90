using System.Buffers.Binary;
using System.IO.Compression;
using SegLab.Imaging.Npy;

namespace SegLab.Imaging.Tests.Npy;

/// <summary>A zip file can lie in more ways: about sizes, about names, and about what its entries share.</summary>
public class DamagedNpzTests
{
    static readonly byte[] array = TestNpy.File("<i4", false, "(2,)", [1, 0, 0, 0, 2, 0, 0, 0]);

    [Fact]
    public void Something_else_than_a_zip_is_an_error() => Assert.StartsWith("x.npz: it is no sound NPZ file", Fault(array));

    [Fact]
    public void An_array_that_is_not_there_is_an_error_that_names_those_that_are()
    {
        string path = TestNpy.NumPy("all.npz");
        Assert.StartsWith($"{path}: it has no array 'logits'; it has b1_little_C, ", Assert.Throws<InvalidDataException>(() =>
            NpzFile.Read(path, "logits")).Message);
    }

    [Fact]
    public void An_entry_that_is_no_array_is_an_error()
    {
        Assert.Equal("x.npz: its entry 'readme.txt' is not called .npy.", Fault(Zip(("readme.txt", array))));
        Assert.Equal("x.npz:a: it does not start as one, expected an NPY file.", Fault(Zip(("a.npy", "something else"u8.ToArray()))));
        Assert.Equal("x.npz: it has 'a.npy' twice.", Fault(Zip(("a.npy", array), ("a.npy", array))));
    }

    [Fact]
    public void A_flipped_bit_of_the_numbers_is_found_by_the_check_sum()
    {
        byte[] zip = Zip(("a.npy", array));
        zip[zip.AsSpan().IndexOf(array) + array.Length - 1] ^= 1;
        Assert.Contains("x.npz:a: its check sum is", Fault(zip));
    }

    [Fact]
    public void A_shape_that_the_entry_cannot_hold_is_an_error_before_memory_is_taken()
    {
        byte[] bomb = TestNpy.File("<f8", false, "(200000000,)", new byte[1_000_000]);
        byte[] zip = Zip(CompressionLevel.Optimal, ("a.npy", bomb));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("float64 of shape (200000000,) takes 1600000000 bytes, but 1000000 follow", Fault(zip));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void A_claim_to_unpack_to_more_than_deflate_can_is_an_error_before_memory_is_taken()
    {
        byte[] zip = Zip(CompressionLevel.Optimal, ("a.npy", TestNpy.File("<f8", false, "(200000000,)", new byte[80])));
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(CentralDirectory(zip) + 24), 1_600_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("claims to unpack to 1600000000 bytes", Fault(zip));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void A_length_that_is_claimed_takes_no_memory_before_the_bytes_are_there(CompressionLevel level)
    {
        byte[] header = TestNpy.File("<f8", false, "(10000000,)", []), content = new byte[200_000];
        new Random(1).NextBytes(content);
        header.CopyTo(content, 0);
        byte[] zip = Zip(level, ("a.npy", content));
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(CentralDirectory(zip) + 24), (uint)(header.Length + 80_000_000));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.StartsWith("x.npz", Fault(zip));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3_000_000);
    }

    [Fact]
    public void An_entry_that_unpacks_to_more_than_it_claims_is_an_error()
    {
        byte[] zip = Zip(CompressionLevel.Optimal, ("a.npy", [.. array, .. new byte[1000]]));
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(CentralDirectory(zip) + 24), (uint)array.Length);
        Assert.StartsWith("x.npz", Fault(zip));
    }

    [Fact]
    public void Entries_that_share_their_bytes_are_an_error()
    {
        byte[] zip = Zip(("a.npy", array), ("b.npy", array));
        int first = CentralDirectory(zip);
        int second = first + 46 + "a.npy".Length;
        zip.AsSpan(first + 42, 4).CopyTo(zip.AsSpan(second + 42));
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(second + 20), (uint)zip.Length - 20);
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(second + 24), (uint)zip.Length - 20);
        Assert.Contains("claim more bytes than the", Fault(zip));
    }

    [Fact]
    public void Random_damage_gives_arrays_or_the_documented_error()
    {
        byte[] small = TestNpy.File(">f2", true, "(2, 2)", new byte[8]);
        byte[][] seeds =
        [
            Zip(("a.npy", array), ("b.npy", small)),
            Zip(CompressionLevel.Optimal, ("a.npy", array), ("b.npy", [.. TestNpy.File("|u1", false, "(500,)", new byte[500])])),
            Zip(("a.npy", array)),
        ];
        Damage.Check(seeds, 12_000, bytes => NpzFile.Read(new MemoryStream(bytes), "fuzz").Sum(read => read.Value.Count),
            mostMemory: 1_500_000);
    }

    static int CentralDirectory(byte[] zip) => zip.AsSpan().IndexOf("PK\u0001\u0002"u8);

    static byte[] Zip(params (string Name, byte[] Content)[] entries) => Zip(CompressionLevel.NoCompression, entries);

    static byte[] Zip(CompressionLevel level, params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream entry = archive.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    static string Fault(byte[] file) => Assert.Throws<InvalidDataException>(() => NpzFile.Read(new MemoryStream(file), "x.npz")).Message;
}
