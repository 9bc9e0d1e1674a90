using System.Globalization;

namespace SegLab.Losses;

/// <summary>Reads the text form: <c>sum = [-] term { (+|-) term }, term = [number *] name [ ( name = value {, name = value} ) ]</c>.</summary>
sealed class LossParser(string text)
{
    int position;

    public SegmentationLoss Parse()
    {
        var parts = new List<WeightedLoss>();
        double sign = Skip('-') ? -1 : 1;
        while (true)
        {
            parts.Add(Term(sign));
            if (AtEnd) break;
            sign = Skip('+') ? 1 : Skip('-') ? -1 : throw Error(position, "expected + or - between losses");
        }

        try
        {
            return parts is [(1, var only)] ? only : new WeightedSumLoss(parts);
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

    WeightedLoss Term(double sign)
    {
        double factor = sign;
        if (!AtEnd && (char.IsAsciiDigit(text[position]) || text[position] == '.'))
        {
            int start = position;
            string number = Take(c => char.IsAsciiLetterOrDigit(c) || c == '.');
            if (number.EndsWith('e') && position < text.Length && text[position] is '-' or '+') number += text[position++] + Take(char.IsAsciiDigit);
            if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)) throw Error(start, $"'{number}' is not a number");
            if (!Skip('*')) throw Error(position, "expected * between a factor and a loss");
            factor *= value;
        }

        return new WeightedLoss(factor, Loss());
    }

    ElementaryLoss Loss()
    {
        int start = Start;
        string name = Take(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        if (name.Length == 0) throw Error(start, "expected the name of a loss");
        LossEntry entry = LossCatalog.Find(name) ?? throw Error(start,
            $"there is no loss '{name}'{Suggest(name, LossCatalog.All.SelectMany(known => known.Aliases.Prepend(known.Name)))}; there are {string.Join(", ", LossCatalog.All.Select(known => known.Name))}");
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
            throw Error(start, $"{entry.Name}: {name}: {wrong.Message}");
        }
    }

    string Value()
    {
        if (AtEnd) throw Error(position, "expected a value");
        if (text[position] != '[') return Take(c => c is not (',' or ')')).Trim();
        int end = text.IndexOf(']', position);
        if (end < 0) throw Error(position, "expected ] at the end of the list");
        string list = text[position..(end + 1)];
        position = end + 1;
        return list;
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
