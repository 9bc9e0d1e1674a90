namespace SegLab.Imaging.Tests;

public sealed class AtomicFileTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    string Path => folder["x"];

    public void Dispose() => folder.Dispose();

    static void DiskFull(Stream stream)
    {
        stream.Write([9, 9]);
        throw new IOException("No space left on device");
    }

    [Fact]
    public void A_file_is_created_and_replaced()
    {
        AtomicFile.Write(Path, stream => stream.Write([1, 2]));
        AtomicFile.Write(Path, stream => stream.Write([3]));
        Assert.Equal([3], File.ReadAllBytes(Path));
        Assert.Equal([Path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void When_the_disk_is_full_the_old_file_stays_and_nothing_is_left_beside_it()
    {
        AtomicFile.Write(Path, stream => stream.Write([1, 2]));
        var failure = Assert.Throws<IOException>(() => AtomicFile.Write(Path, DiskFull));
        Assert.Equal($"Could not write '{Path}': No space left on device. The file that was there before is intact.", failure.Message);
        Assert.Equal([1, 2], File.ReadAllBytes(Path));
        Assert.Equal([Path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void What_a_killed_process_left_beside_the_file_is_overwritten()
    {
        File.WriteAllBytes(Path + ".partial", new byte[100]);
        AtomicFile.Write(Path, stream => stream.Write([3]));
        Assert.Equal([3], File.ReadAllBytes(Path));
        Assert.Equal([Path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        var failure = Assert.Throws<IOException>(() => AtomicFile.Write(folder["missing/x"], stream => stream.Write([1])));
        Assert.StartsWith($"Could not write '{folder["missing/x"]}': ", failure.Message);
    }
}
