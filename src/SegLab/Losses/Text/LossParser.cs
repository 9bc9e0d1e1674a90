using System.Globalization;

namespace SegLab.Losses;

/// <summary>
/// Reads the text form: <c>sum = [-] term { (+|-) term }, term = { factor * } name [ ( name = value {, name = value} ) ],
/// factor = number | schedule ( number {, number} )</c>.
/// </summary>
sealed class LossParser(string text)
{
    int position;

    public SegmentationLoss Parse()
    {
        var parts = new List<WeightedLoss>();
        WeightSchedule sign = Skip('-') ? -1 : 1;
        while (true)
        {
            parts.AddRange(Term(sign));
            if (AtEnd) break;
            sign = Skip('+') ? 1 : Skip('-') ? -1 : throw Error(position, "expected + or - between losses");
        }

        try
        {
            return parts is [var (factor, only)] && factor == 1 ? only : new WeightedSumLoss(parts);
        }
        catch (ArgumentException wrong)
        {
            throw new FormatException($"{wrong.Message} In: {text}", wrong);
        }
    }

    bool AtEnd
    {
        get
        {
            while (position < text.Length && char.IsWhiteSpace(text[position])) position++;
            return position == text.Length;
        }
    }

    List<WeightedLoss> Term(WeightSchedule factor)
    {
        for (int start = Start; Factor() is { } next; start = Start)
        {
            if (!Skip('*')) throw Error(position, "expected * between a factor and a loss");
            factor = Checked(start, () => factor * next);
        }

        return Recipe(factor) ?? [new WeightedLoss(factor, Loss())];
    }

    /// <summary>The parts of a sum that has a name; null, and nothing read, when another loss comes next.</summary>
    List<WeightedLoss>? Recipe(WeightSchedule factor)
    {
        int start = Start;
        string name = Take(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        LossRecipe? recipe = LossCatalog.Recipes.FirstOrDefault(known => known.Name == name);
        if (recipe is null)
        {
            position = start;
            return null;
        }

        if (!AtEnd && text[position] == '(') throw Error(position, $"{name} is short for {recipe.Text} and has no options: write the sum to set some");
        var parts = new List<WeightedLoss>();
        foreach (WeightedLoss part in WeightedSumLoss.PartsOf(SegmentationLoss.Parse(recipe.Text)))
            parts.Add(part with { Factor = Checked(start, () => factor * part.Factor) });
        return parts;
    }

    /// <summary>A number or a schedule; null, and nothing read, when a loss comes next.</summary>
    WeightSchedule? Factor()
    {
        if (AtEnd) return null;
        int start = position;
        if (char.IsAsciiDigit(text[position]) || text[position] == '.') return Number();
        string name = Take(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        if (ScheduleParser.IsSchedule(name) && Skip('('))
        {
            var numbers = new List<double>();
            do
            {
                double sign = Skip('-') ? -1 : 1;
                numbers.Add(sign * Number());
            }
            while (Skip(','));
            if (!Skip(')')) throw Error(position, "expected , or ) after a number");
            return Checked(start, () => ScheduleParser.Make(name, numbers));
        }

        position = start;
        return null;
    }

    double Number()
    {
        int start = Start;
        string number = Take(c => char.IsAsciiLetterOrDigit(c) || c == '.');
        if (number is [.., 'e' or 'E'] && position < text.Length && text[position] is '-' or '+')
            number += text[position++] + Take(char.IsAsciiDigit);
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw Error(start, number.Length == 0 ? "expected a number" : $"'{number}' is not a number");
    }

    WeightSchedule Checked(int start, Func<WeightSchedule> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException wrong)
        {
            throw Error(start, wrong.Message.TrimEnd('.'));
        }
    }

    ElementaryLoss Loss()
    {
        int start = Start;
        string name = Take(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        if (name.Length == 0) throw Error(start, "expected the name of a loss");
        LossEntry entry = LossCatalog.Find(name) ?? throw Error(start,
            $"there is no loss '{name}'{Suggest(name, LossCatalog.Names)}; there are {string.Join(", ", LossCatalog.All.Select(known => known.Name))}");
        ElementaryLoss loss = entry.Default;
        if (!Skip('(')) return loss;
        if (Skip(')')) return loss;
        do
        {
            loss = Argument(entry, loss);
        }
        while (Skip(','));
        if (!Skip(')')) throw Error(position, "expected , or ) after an option");
        if (loss.Fault is { } fault) throw Error(start, $"{entry.Name} {fault}");
        return loss;
    }

    ElementaryLoss Argument(LossEntry entry, ElementaryLoss loss)
    {
        int start = Start;
        string name = Take(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        LossParameter parameter = entry.Parameters.FirstOrDefault(known => known.Name == name) ?? throw Error(start,
            $"{entry.Name} has no option '{name}'{Suggest(name, entry.Parameters.Select(known => known.Name))}; it has {string.Join(", ", entry.Parameters.Select(known => known.Name))}");
        if (!Skip('=')) throw Error(position, $"expected = after {name}");
        start = Start;
        string value = Value();
        try
        {
            return parameter.Set(loss, value);
        }
        catch (FormatException wrong)
        {
            throw Error(start, $"{entry.Name}: {name} takes {parameter.Values}, and {wrong.Message}");
        }
        catch (ArgumentOutOfRangeException)
        {
            throw Error(start, $"{entry.Name}: {name} is {parameter.Values}, not {value}");
        }
        catch (ArgumentException wrong)
        {
            throw Error(start, $"{entry.Name}: {name}: {wrong.Message.TrimEnd('.')}");
        }
    }

    string Value()
    {
        if (AtEnd) throw Error(position, "expected a value");
        if (text[position] != '[') return Take(c => c is not (',' or ')')).Trim();
        int depth = 0, start = position;
        do
        {
            if (position == text.Length) throw Error(start, "expected ] at the end of the list");
            if (text[position] == '[') depth++;
            else if (text[position] == ']') depth--;
            position++;
        }
        while (depth > 0);
        return text[start..position];
    }

    int Start => AtEnd ? text.Length : position;

    string Take(Func<char, bool> belongs)
    {
        int start = Start;
        while (position < text.Length && belongs(text[position])) position++;
        return text[start..position];
    }

    bool Skip(char expected)
    {
        if (AtEnd || text[position] != expected) return false;
        position++;
        return true;
    }

    static string Suggest(string name, IEnumerable<string> known)
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

    FormatException Error(int at, string message) => new($"'{text}', character {at + 1}: {message}.");
}
