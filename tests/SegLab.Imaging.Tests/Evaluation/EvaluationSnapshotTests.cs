using SegLab.Imaging.Evaluation;

namespace SegLab.Imaging.Tests.Evaluation;

/// <summary>What one sees of an evaluation from outside: its state at any moment, and its figures as JSON.</summary>
public sealed class EvaluationSnapshotTests : IDisposable
{
    readonly MaskFolders folders = new();

    string State => folders["run.state"];

    public void Dispose() => folders.Dispose();

    [Fact]
    public void Figures_so_far_are_those_of_the_images_that_are_done()
    {
        folders.WriteRandom(images: 6, classes: 3, size: 8, seed: 1);
        int seen = 0;
        EvaluationResult whole = FolderEvaluation.Run(folders.Settings with { Threads = 1 }, State, (done, all) =>
        {
            EvaluationSnapshot snapshot = EvaluationSnapshot.Read(State);
            Assert.Equal((done, all), (snapshot.Done, snapshot.Expected));
            Assert.Equal(done, snapshot.Figures!.Figures.Images.Count);
            seen++;
        });
        Assert.Equal(6, seen);
        EvaluationSnapshot last = EvaluationSnapshot.Read(State);
        Assert.Equal(whole.Figures.Scores, last.Figures!.Figures.Scores);
        Assert.Equal(whole.Figures.ConfusionMatrix, last.Figures.Figures.ConfusionMatrix);
    }

    [Theory]
    [InlineData("1/4", 3)]
    [InlineData("2/4", 3)]
    [InlineData("3/4", 2)]
    [InlineData("4/4", 2)]
    public void A_shard_expects_its_own_images(string shard, int expected)
    {
        folders.WriteRandom(images: 10, classes: 3, size: 4, seed: 1);
        FolderEvaluation.Run(folders.Settings with { Shard = shard[0] - '0', Shards = 4 }, State);
        Assert.Equal((expected, expected), (EvaluationSnapshot.Read(State).Done, EvaluationSnapshot.Read(State).Expected));
    }

    [Fact]
    public void A_line_that_is_being_written_does_not_count()
    {
        folders.WriteRandom(images: 3, classes: 3, size: 4, seed: 1);
        FolderEvaluation.Run(folders.Settings, State);
        string text = File.ReadAllText(State);
        for (int length = text.IndexOf('\n') + 1; length < text.Length; length += 7)
        {
            File.WriteAllText(State, text[..length]);
            Assert.Equal(text[..length].Count(letter => letter == '\n') - 1, EvaluationSnapshot.Read(State).Done);
        }
    }

    [Theory]
    [InlineData("\"pixels\":[", "\"pixels\":[300,0,1,")]
    [InlineData("\"pixels\":[", "\"pixels\":[-1,0,1,")]
    [InlineData("\"pixels\":[", "\"pixels\":[1,")]
    [InlineData("\"index\":0", "\"index\":77")]
    public void Counts_that_cannot_be_are_told(string from, string to)
    {
        folders.WriteRandom(images: 3, classes: 3, size: 4, seed: 1);
        FolderEvaluation.Run(folders.Settings, State);
        File.WriteAllText(State, File.ReadAllText(State).Replace(from, to, StringComparison.Ordinal));
        Assert.Contains("run.state", Assert.Throws<InvalidDataException>(() => EvaluationSnapshot.Read(State)).Message);
    }

    [Fact]
    public void Json_reads_back_as_it_was_written()
    {
        folders.WriteRandom(images: 6, classes: 3, size: 8, seed: 1);
        EvaluationResult result = FolderEvaluation.Run(folders.Settings with { Against = folders["other"], Surfaces = true, Boundaries = true });
        EvaluationFiles.WriteJson(folders["figures.json"], result);
        Assert.Equal(File.ReadAllBytes(folders["figures.json"]), EvaluationFiles.ToJson(EvaluationFiles.ReadJson(folders["figures.json"])));
    }

    [Theory]
    [InlineData("\"label\": 1", "\"label\": 2")]
    [InlineData("\"confusionMatrix\": [", "\"confusionMatrix\": [[],")]
    [InlineData("\"classes\": [", "\"classes\": null, \"other\": [")]
    public void Json_whose_figures_do_not_fit_is_told(string from, string to)
    {
        folders.WriteRandom(images: 3, classes: 3, size: 4, seed: 1);
        EvaluationFiles.WriteJson(folders["figures.json"], FolderEvaluation.Run(folders.Settings));
        File.WriteAllText(folders["figures.json"], File.ReadAllText(folders["figures.json"]).Replace(from, to, StringComparison.Ordinal));
        Assert.Contains("figures.json", Assert.Throws<InvalidDataException>(() => EvaluationFiles.ReadJson(folders["figures.json"])).Message);
    }
}
