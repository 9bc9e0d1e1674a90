using SegLab.Losses;

namespace SegLab.Tests.Losses;

/// <summary>Distances between classes: the matrix, its text, and what it is made from.</summary>
public sealed class ClassDistancesTests : IDisposable
{
    readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    static float[][] Rows(ClassDistances distances) =>
        [.. Enumerable.Range(0, distances.Count).Select(i => Enumerable.Range(0, distances.Count).Select(j => distances[i, j]).ToArray())];

    [Fact]
    public void A_matrix_is_kept_as_it_was_given()
    {
        var distances = new ClassDistances([[0, 2, 4], [2, 0, 0.5f], [4, 0.5f, 0]]);
        Assert.Equal([[0, 2, 4], [2, 0, 0.5f], [4, 0.5f, 0]], Rows(distances));
        Assert.Equal((3, 4f), (distances.Count, distances.Largest));
        Assert.Equal("[[0, 2, 4], [2, 0, 0.5], [4, 0.5, 0]]", distances.ToString());
        Assert.Equal(distances, ClassDistances.Parse(distances.ToString()));
        Assert.Equal(distances.GetHashCode(), ClassDistances.Parse(distances.ToString()).GetHashCode());
        Assert.NotEqual(distances, new ClassDistances([[0, 2, 4], [2, 0, 1], [4, 1, 0]]));
    }

    [Theory]
    [InlineData("[[0, 1], [1, 0]]")]
    [InlineData(" [ [0,1] ,[ 1 ,0 ] ] ")]
    public void The_text_may_be_spaced_freely(string text) => Assert.Equal(new ClassDistances([[0, 1], [1, 0]]), ClassDistances.Parse(text));

    [Theory]
    [InlineData("", "is not a matrix such as [[0, 1], [1, 0]]")]
    [InlineData("[0, 1]", "is not a matrix")]
    [InlineData("[[0, 1], [1, 0]", "is not a matrix")]
    [InlineData("[[0, 1] [1, 0]]", "'[1, 0]' has no , before it")]
    [InlineData("[[0, 1], 1, 0]]", "'1, 0]' is not a list in brackets")]
    [InlineData("[[0, x], [1, 0]]", "'x' is not a number")]
    [InlineData("[[]]", "'' is not a number")]
    [InlineData("[[0]]", "two classes at least, not 1")]
    [InlineData("[[0, 1, 2], [1, 0]]", "Row 0 of the class distances has 3 numbers, and there are 2 rows")]
    [InlineData("[[0, 1], [2, 0]]", "row 1, column 0 is 2 and that in row 0, column 1 is 1")]
    [InlineData("[[0, 1], [1, 3]]", "row 1, column 1 is 3; from a class to itself it is 0")]
    [InlineData("[[0, -1], [-1, 0]]", "row 0, column 1 is -1; distances are finite and not negative")]
    [InlineData("[[0, NaN], [NaN, 0]]", "row 0, column 1 is NaN")]
    [InlineData("[[0, 0], [0, 0]]", "All class distances are 0")]
    public void A_text_that_is_no_matrix_of_distances_is_refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => ClassDistances.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void In_a_hierarchy_edges_count()
    {
        // car - bus: 2 edges over "vehicle"; car - person: 4 over the root; car - sky: 3; person - sky: 3.
        var distances = ClassDistances.FromHierarchy(["sky", "vehicle/car", "", "vehicle / bus", "human/person"]);
        Assert.Equal([[0, 0.75f, 0.75f, 0.75f], [0.75f, 0, 0.5f, 1], [0.75f, 0.5f, 0, 1], [0.75f, 1, 1, 0]], Rows(distances));
    }

    [Fact]
    public void A_class_may_lie_above_another() =>
        Assert.Equal([[0, 0.5f, 0.5f], [0.5f, 0, 1], [0.5f, 1, 0]], Rows(ClassDistances.FromHierarchy(["vehicle", "vehicle/car", "vehicle/bus"])));

    [Theory]
    [InlineData("a\nb//c", "Line 2, 'b//c', has an empty part")]
    [InlineData("a\n\nb\na", "Line 4, 'a', names a class that comes before")]
    [InlineData("a", "two classes at least, a line each, not 1")]
    public void A_hierarchy_with_a_fault_names_the_line(string text, string message)
    {
        Assert.Contains(message, Assert.Throws<FormatException>(() => ClassDistances.FromHierarchy(text.Split('\n'))).Message, StringComparison.Ordinal);
        File.WriteAllText(file, text);
        Assert.StartsWith($"'{file}': {message[..6]}", Assert.Throws<FormatException>(() => ClassDistanceFile.ReadHierarchy(file)).Message.Replace(": A hierarchy needs ", ": ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Embeddings_are_compared_by_their_angle_or_their_difference()
    {
        // Angles of 90, 45 and 180 degrees; differences of sqrt 2, 1 and 2.
        float[][] vectors = [[1, 0], [0, 1], [-1, 0]];
        Assert.Equal([[0, 0.5f, 1], [0.5f, 0, 0.5f], [1, 0.5f, 0]], Rows(ClassDistances.FromEmbeddings(vectors)));
        float half = (float)Math.Sqrt(0.5);
        Assert.Equal([[0, half, 1], [half, 0, half], [1, half, 0]], Rows(ClassDistances.FromEmbeddings(vectors, EmbeddingMetric.Euclidean)));
    }

    [Fact]
    public void Random_embeddings_give_a_matrix_of_distances()
    {
        var random = new Random(1);
        float[][] vectors = [.. Enumerable.Range(0, 30).Select(_ => Enumerable.Range(0, 7).Select(_ => (float)random.NextDouble() - 0.5f).ToArray())];
        foreach (EmbeddingMetric metric in Enum.GetValues<EmbeddingMetric>())
        {
            var distances = ClassDistances.FromEmbeddings(vectors, metric);
            Assert.Equal(1, distances.Largest);
            Assert.Equal(distances, ClassDistances.Parse(distances.ToString()));
        }
    }

    [Fact]
    public void Embeddings_that_cannot_be_compared_are_refused_with_the_place()
    {
        Assert.Equal("The embedding of class 1 has 1 numbers, that of class 0 has 2.", Message([[1, 2], [1]]));
        Assert.Equal("The embedding of class 1 has NaN in column 1.", Message([[1, 2], [1, float.NaN]]));
        Assert.Equal("The embedding of class 0 is all 0, which has no direction.", Message([[0, 0], [1, 1]]));
        Assert.Equal("All class embeddings are the same.", Message([[1, 1], [1, 1]]));
        Assert.Equal("All class embeddings are the same.", Message([[0.1f, 0.3f], [0.2f, 0.6f]]));
        Assert.Equal("The embedding of class 0 is empty.", Message([[], []]));
        static string Message(float[][] vectors) =>
            Assert.Throws<ArgumentException>(() => ClassDistances.FromEmbeddings(vectors)).Message;
    }

    [Fact]
    public void Files_may_have_names_before_the_numbers_and_any_separator()
    {
        File.WriteAllText(file, "sky 1 0\n\ncar;0;1\nbus,-1, 0\n");
        Assert.Equal(ClassDistances.FromEmbeddings([[1, 0], [0, 1], [-1, 0]]), ClassDistanceFile.ReadEmbeddings(file));
        File.WriteAllText(file, "0 2\n2\t0");
        Assert.Equal(new ClassDistances([[0, 2], [2, 0]]), ClassDistanceFile.ReadMatrix(file));
        File.WriteAllText(file, "vehicle/car\nhuman\n");
        Assert.Equal(ClassDistances.FromHierarchy(["vehicle/car", "human"]), ClassDistanceFile.ReadHierarchy(file));
    }

    [Theory]
    [InlineData("a 1 0\nb 0 y", ", line 2: 'y' is not a number.")]
    [InlineData("a 1 0\n\nb 0 1 2", ", line 3: there are 3 numbers, and 2 in the lines before.")]
    [InlineData("a 1 0", ": Class distances need two classes at least, not 1.")]
    [InlineData("", ": Class distances need two classes at least, not 0.")]
    public void A_file_with_a_fault_names_the_file_and_the_line(string text, string message)
    {
        File.WriteAllText(file, text);
        Assert.Equal($"'{file}'{message}", Assert.Throws<FormatException>(() => ClassDistanceFile.ReadEmbeddings(file)).Message);
    }

    [Fact]
    public void An_option_takes_a_matrix_or_a_file_and_prints_the_matrix()
    {
        ClassDistances? kept = null;
        var loss = new CrossEntropyLoss();
        CatalogParameter<ElementaryLoss> option = LossParameters.Distances<CrossEntropyLoss>("distances", "", _ => kept, (same, value) => { kept = value; return same; });
        Assert.Equal("none", option.Default);
        File.WriteAllText(file, "0 1\n1 0");
        foreach (string text in new[] { "[[0, 1], [1, 0]]", $"matrix@{file}", $"euclidean@{file}" })
        {
            kept = null;
            option.Set(loss, text);
            Assert.Equal("[[0, 1], [1, 0]]", option.Get(loss));
        }

        option.Set(loss, "none");
        Assert.Null(kept);
        Assert.Contains("is not a matrix such as", Assert.Throws<ArgumentException>(() => option.Set(loss, "[0]")).Message, StringComparison.Ordinal);
        Assert.Contains("nowhere", Assert.Throws<ArgumentException>(() => option.Set(loss, "cosine@nowhere.csv")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ce(class_weights=[[1, 2], 3])", "'[1' is not a number")]
    [InlineData("ce(class_weights=[[1, 2])", "expected ] at the end of the list")]
    public void Lists_in_a_losss_text_may_be_nested(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => SegmentationLoss.Parse(text)).Message, StringComparison.Ordinal);
}
