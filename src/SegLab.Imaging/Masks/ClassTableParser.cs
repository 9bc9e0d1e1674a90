using System.Globalization;

namespace SegLab.Imaging.Masks;

/// <summary>Reads the text of a class table.</summary>
sealed class ClassTableParser(string name)
{
    const int Ignored = -1;

    readonly List<Row> rows = [];
    int line;

    /// <summary>A line: null is what it does not say.</summary>
    readonly record struct Row(int Line, string Name, int? Label, int? Class, RgbColor? Color);

    public ClassTable Parse(string text)
    {
        Columns? columns = null;
        bool isFirst = true;
        foreach (ReadOnlySpan<char> untrimmed in text.AsSpan().EnumerateLines())
        {
            line++;
            string content = untrimmed.Trim("\uFEFF \t\r").ToString();
            if (content.Length == 0 || content[0] == '#') continue;
            if (isFirst) columns = Columns.Find(content);
            if (columns is not null && isFirst) CheckColumns(columns);
            else rows.Add(columns is null ? ParsePlain(content) : ParseRow(content, columns));
            isFirst = false;
        }

        if (rows.Count == 0) throw new InvalidDataException($"{name}: it has no line; expected a class a line, such as 'name,r,g,b'.");
        return Build(columns);
    }

    ClassTable Build(Columns? columns)
    {
        bool labelled = columns?.Label >= 0, classed = columns?.Class >= 0;
        var classes = new SortedDictionary<int, Row>();
        var resolved = new List<(Row Row, int Class)>();
        foreach (Row row in rows)
        {
            int number = classed ? row.Class!.Value : labelled ? row.Label ?? throw Fault(row, "it has no label") : resolved.Count;
            resolved.Add((row, number));
            if (number == Ignored) continue;
            if (row.Name.Length == 0) throw Fault(row, "it has no name");
            if (!classes.TryGetValue(number, out Row first) || (first.Color is null && row.Color is not null && first.Name == row.Name))
                classes[number] = row;
        }

        if (classes.Count == 0) throw new InvalidDataException($"{name}: every line is ignored; expected a class.");
        int missing = Enumerable.Range(0, classes.Count).FirstOrDefault(number => !classes.ContainsKey(number), -1);
        if (missing >= 0)
            throw Fault(classes.Last().Value, $"it is class {classes.Last().Key}, but no line is class {missing}; classes count from 0");

        int ignore = classes.Count <= byte.MaxValue ? byte.MaxValue : ushort.MaxValue;
        var labels = new Dictionary<int, int>();
        var colors = new Dictionary<RgbColor, int>();
        foreach ((Row row, int number) in resolved)
        {
            int value = number == Ignored ? ignore : number;
            if (labelled && row.Label is { } label) Add(labels, label, value, row, $"label {label}");
            if (row.Color is { } color) Add(colors, color, value, row, $"colour ({color.Red}, {color.Green}, {color.Blue})");
        }

        bool ignores = resolved.Exists(entry => entry.Class == Ignored);
        return new ClassTable(
            name, [.. classes.Values.Select(row => row.Name)], [.. classes.Values.Select(row => row.Color)], ignores ? ignore : null, labels, colors);
    }

    void Add<T>(Dictionary<T, int> all, T key, int value, Row row, string what)
        where T : notnull
    {
        if (!all.TryAdd(key, value) && all[key] != value) throw Fault(row, $"its {what} stands for another class in a line above");
    }

    Row ParseRow(string content, Columns columns)
    {
        string[] fields = columns.Split(content);
        if (fields.Length != columns.Count)
            throw Fault($"it has {fields.Length} fields, expected the {columns.Count} that the header names");
        string klass = Field(columns.Class);
        RgbColor? color = null;
        if (columns.Red >= 0 && Field(columns.Red).Length + Field(columns.Green).Length + Field(columns.Blue).Length > 0)
            color = new RgbColor(Sample(Field(columns.Red)), Sample(Field(columns.Green)), Sample(Field(columns.Blue)));
        return new Row(
            line,
            Field(columns.Name),
            Field(columns.Label).Length == 0 ? null : Number(Field(columns.Label), "a label", int.MaxValue),
            columns.Class < 0 ? null : klass == "ignore" ? Ignored : Number(klass, "a class, or 'ignore'", ushort.MaxValue - 1),
            color);

        string Field(int column) => column < 0 ? "" : fields[column];
    }

    // name:r,g,b:parts:actions, then r g b name, then name r g b.
    Row ParsePlain(string content)
    {
        if (content.Split(':') is [string before, string color, ..])
        {
            return color.Split(',') is [string red, string green, string blue]
                ? new Row(line, before.Trim(), null, null, new RgbColor(Sample(red), Sample(green), Sample(blue)))
                : throw Fault($"it has '{color}' behind the first colon, expected a colour r,g,b");
        }

        string[] words = content.Split([',', ';', '\t', ' '], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length >= 4 && IsNumber(words[0]) && IsNumber(words[1]) && IsNumber(words[2]))
            return new Row(line, string.Join(' ', words[3..]), null, null, new RgbColor(Sample(words[0]), Sample(words[1]), Sample(words[2])));
        if (words.Length >= 4 && IsNumber(words[^1]) && IsNumber(words[^2]) && IsNumber(words[^3]))
            return new Row(line, string.Join(' ', words[..^3]), null, null, new RgbColor(Sample(words[^3]), Sample(words[^2]), Sample(words[^1])));
        throw Fault("expected 'r g b name', 'name r g b', or a header such as 'label,class,r,g,b,name' in the first line");
    }

    void CheckColumns(Columns columns)
    {
        if (columns.Name < 0) throw Fault("the header has no column 'name'");
        if ((columns.Red < 0) != (columns.Green < 0) || (columns.Red < 0) != (columns.Blue < 0))
            throw Fault("the header has one or two of the columns r, g and b; expected all three or none");
    }

    static bool IsNumber(string word) => word.All(char.IsAsciiDigit);

    byte Sample(string field) => (byte)Number(field, "a sample of a colour", byte.MaxValue);

    int Number(string field, string what, int most)
        => int.TryParse(field.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= most
            ? number
            : throw Fault($"it has '{field}' for {what}; expected a whole number, 0 to {most}");

    static InvalidDataException Fault(string name, int line, string what) => new($"{name}: line {line}: {what}.");

    InvalidDataException Fault(string what) => Fault(name, line, what);

    InvalidDataException Fault(Row row, string what) => Fault(name, row.Line, what);

    /// <summary>Which column is what, as the header says; -1 for those it does not have.</summary>
    sealed class Columns(char separator, string[] names)
    {
        public int Count => names.Length;

        public int Name { get; } = Find(names, "name", "class_name");

        public int Label { get; } = Find(names, "label", "id");

        public int Class { get; } = Find(names, "class", "trainid");

        public int Red { get; } = Find(names, "r", "red");

        public int Green { get; } = Find(names, "g", "green");

        public int Blue { get; } = Find(names, "b", "blue");

        /// <summary>The columns, if a line is a header: two of its words are names of columns. Other columns are passed over.</summary>
        public static Columns? Find(string content)
        {
            char separator = content.Contains(',') ? ',' : content.Contains(';') ? ';' : content.Contains('\t') ? '\t' : ' ';
            string[] names = [.. Split(content, separator, int.MaxValue).Select(word => word.ToLowerInvariant())];
            var columns = new Columns(separator, names);
            int[] found = [columns.Name, columns.Label, columns.Class, columns.Red, columns.Green, columns.Blue];
            return found.Count(column => column >= 0) > 1 ? columns : null;
        }

        /// <summary>The fields of a line; between spaces, the last one may have spaces itself.</summary>
        public string[] Split(string content) => Split(content, separator, separator == ' ' ? names.Length : int.MaxValue);

        static string[] Split(string content, char separator, int most)
        {
            StringSplitOptions options = separator == ' ' ? StringSplitOptions.RemoveEmptyEntries : StringSplitOptions.None;
            return [.. content.Split(separator, most, options).Select(field => field.Trim().Trim('"'))];
        }

        static int Find(string[] names, string name, string other) => Array.FindIndex(names, word => word == name || word == other);
    }
}
