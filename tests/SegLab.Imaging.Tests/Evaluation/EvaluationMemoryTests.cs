using SegLab.Imaging.Evaluation;

namespace SegLab.Imaging.Tests.Evaluation;

/// <summary>Nothing else runs while it is counted how much memory is in use.</summary>
[CollectionDefinition(nameof(EvaluationMemoryTests), DisableParallelization = true)]
public sealed class NothingBeside;

/// <summary>What is in use after a full collection does not grow with the images. Names and counts in memory are at least 200 bytes an image.</summary>
[Collection(nameof(EvaluationMemoryTests))]
public sealed class EvaluationMemoryTests : IDisposable
{
    const int Few = 500, Many = 4 * Few, MostBytesAnImage = 50;

    readonly MaskFolders folders = new();

    public void Dispose() => folders.Dispose();

    [Fact]
    public void Neither_a_running_evaluation_nor_its_result_holds_the_images()
    {
        Evaluate(Few);
        (long During, long After) few = Evaluate(Few), many = Evaluate(Many);
        Assert.InRange(many.During - few.During, long.MinValue, MostBytesAnImage * (Many - Few));
        Assert.InRange(many.After - few.After, long.MinValue, MostBytesAnImage * (Many - Few));

        (long During, long After) Evaluate(int images)
        {
            WriteMasks(images);
            long before = GC.GetTotalMemory(true), during = 0;
            EvaluationResult result = FolderEvaluation.Run(folders.Settings with { Against = folders["prediction"] }, folders[$"state {Guid.NewGuid()}"], (done, all) =>
            {
                if (done == all) during = GC.GetTotalMemory(true);
            });
            long after = GC.GetTotalMemory(true);
            Assert.Equal(images, result.Images);
            Assert.Equal(images, result.Files.Count);
            return (during - before, after - before);
        }
    }

    [Fact]
    public void Merged_states_are_not_in_memory_either()
    {
        WriteMasks(1);
        FolderEvaluation.Run(folders.Settings, folders["state"]);
        string[] lines = File.ReadAllLines(folders["state"]);
        Merge(Few);
        Assert.InRange(Merge(16 * Few) - Merge(Few), long.MinValue, MostBytesAnImage * 15 * Few);

        long Merge(int images)
        {
            string header = lines[0].Replace("\"images\":1,", $"\"images\":{images},", StringComparison.Ordinal);
            File.WriteAllLines(folders["merged"], Enumerable.Range(0, images).Select(i => lines[1].Replace("\"index\":0,", $"\"index\":{i},", StringComparison.Ordinal)).Prepend(header));
            long before = GC.GetTotalMemory(true);
            EvaluationResult result = FolderEvaluation.Merge([folders["merged"]], threads: 1);
            long after = GC.GetTotalMemory(true);
            Assert.Equal(images, result.Images);
            return after - before;
        }
    }

    /// <summary>The same two masks under many names.</summary>
    void WriteMasks(int images)
    {
        folders.Write("truth", "0", "0011");
        folders.Write("prediction", "0", "0111");
        foreach (string role in new[] { "truth", "prediction" })
        {
            byte[] mask = File.ReadAllBytes(Path.Combine(folders[role], "0.png"));
            for (int i = 1; i < images; i++) File.WriteAllBytes(Path.Combine(folders[role], $"{i}.png"), mask);
        }
    }
}
