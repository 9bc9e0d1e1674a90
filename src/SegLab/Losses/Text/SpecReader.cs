namespace SegLab.Losses;

/// <summary>Reads text from left to right: names, values, <c>name(option=value, ...)</c>, and errors that say where.</summary>
abstract class SpecReader(string text)
{
    /// <summary>All of it.</summary>
    protected string Text => text;

    protected int Position { get; set; }

    /// <summary>The next character; only where the text is not <see cref="AtEnd"/>.</summary>
    protected char Next => text[Position];

    protected bool AtEnd
    {
        get
        {
            while (Position < text.Length && char.IsWhiteSpace(text[Position])) Position++;
            return Position == text.Length;
        }
    }

    /// <summary>Where the next word begins.</summary>
    protected int Start => AtEnd ? text.Length : Position;

    protected string Name() => Take(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    protected string Take(Func<char, bool> belongs)
    {
        int start = Start;
        while (Position < text.Length && belongs(text[Position])) Position++;
        return text[start..Position];
    }

    protected bool Skip(char expected)
    {
        if (AtEnd || text[Position] != expected) return false;
        Position++;
        return true;
    }

    /// <summary>Sets the options in parentheses, if there are any, one after the other.</summary>
    protected TLoss Options<TLoss>(CatalogEntry<TLoss> entry, TLoss loss)
        where TLoss : class
    {
        if (!Skip('(') || Skip(')')) return loss;
        do
        {
            loss = Option(entry, loss);
        }
        while (Skip(','));
        return Skip(')') ? loss : throw Error(Position, "expected , or ) after an option");
    }

    TLoss Option<TLoss>(CatalogEntry<TLoss> entry, TLoss loss)
        where TLoss : class
    {
        int start = Start;
        string owner = entry.Name, name = Name();
        if (entry.Parameters.FirstOrDefault(known => known.Name == name) is not { } parameter)
        {
            IEnumerable<string> known = entry.Parameters.Select(known => known.Name);
            throw Error(start, $"{owner} has no option '{name}'{Suggest(name, known)}; it has {string.Join(", ", known)}");
        }

        if (!Skip('=')) throw Error(Position, $"expected = after {name}");
        start = Start;
        string value = Value();
        try
        {
            return parameter.Set(loss, value);
        }
        catch (FormatException wrong)
        {
            throw Error(start, $"{owner}: {name} takes {parameter.Values}, and {wrong.Message}");
        }
        catch (ArgumentOutOfRangeException)
        {
            throw Error(start, $"{owner}: {name} is {parameter.Values}, not {value}");
        }
        catch (ArgumentException wrong)
        {
            throw Error(start, $"{owner}: {name}: {wrong.Message.TrimEnd('.')}");
        }
    }

    string Value()
    {
        if (AtEnd) throw Error(Position, "expected a value");
        if (text[Position] != '[') return Take(c => c is not (',' or ')')).Trim();
        int depth = 0, start = Position;
        do
        {
            if (Position == text.Length) throw Error(start, "expected ] at the end of the list");
            if (text[Position] == '[') depth++;
            else if (text[Position] == ']') depth--;
            Position++;
        }
        while (depth > 0);
        return text[start..Position];
    }

    /// <summary>The known name that is nearest, as a question; nothing when none is near.</summary>
    protected static string Suggest(string name, IEnumerable<string> known)
    {
        (string? nearest, int distance) = (null, Math.Max(2, name.Length / 3) + 1);
        foreach (string candidate in known)
        {
            if (EditDistance(name, candidate) is int edits && edits >= distance) continue;
            (nearest, distance) = (candidate, EditDistance(name, candidate));
        }

        return nearest is null ? "" : $", did you mean '{nearest}'?";
    }

    static int EditDistance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }

    protected FormatException Error(int at, string message) => new($"'{text}', character {at + 1}: {message}.");
}
