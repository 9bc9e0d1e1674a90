using System.Globalization;

namespace SegLab.Losses;

/// <summary>
/// Reads the text form: <c>sum = [-] term { (+|-) term }, term = { factor * } name [ ( name = value {, name = value} ) ],
/// factor = number | schedule ( number {, number} )</c>.
/// </summary>
sealed class LossParser(string text) : SpecReader(text)
{
    public SegmentationLoss Parse()
    {
        var parts = new List<WeightedLoss>();
        WeightSchedule sign = Skip('-') ? -1 : 1;
        while (true)
        {
            parts.AddRange(Term(sign));
            if (AtEnd) break;
            sign = Skip('+') ? 1 : Skip('-') ? -1 : throw Error(Position, "expected + or - between losses");
        }

        try
        {
            return parts is [var (factor, only)] && factor == 1 ? only : new WeightedSumLoss(parts);
        }
        catch (ArgumentException wrong)
        {
            throw new FormatException($"{wrong.Message} In: {Text}", wrong);
        }
    }

    List<WeightedLoss> Term(WeightSchedule factor)
    {
        for (int start = Start; Factor() is { } next; start = Start)
        {
            if (!Skip('*')) throw Error(Position, "expected * between a factor and a loss");
            factor = Checked(start, () => factor * next);
        }

        return Recipe(factor) ?? [new WeightedLoss(factor, Loss())];
    }

    /// <summary>The parts of a sum that has a name; null, and nothing read, when another loss comes next.</summary>
    List<WeightedLoss>? Recipe(WeightSchedule factor)
    {
        int start = Start;
        string name = Name();
        LossRecipe? recipe = LossCatalog.Recipes.FirstOrDefault(known => known.Name == name);
        if (recipe is null)
        {
            Position = start;
            return null;
        }

        if (!AtEnd && Next == '(') throw Error(Position, $"{name} is short for {recipe.Text} and has no options: write the sum to set some");
        var parts = new List<WeightedLoss>();
        foreach (WeightedLoss part in WeightedSumLoss.PartsOf(SegmentationLoss.Parse(recipe.Text)))
            parts.Add(part with { Factor = Checked(start, () => factor * part.Factor) });
        return parts;
    }

    /// <summary>A number or a schedule; null, and nothing read, when a loss comes next.</summary>
    WeightSchedule? Factor()
    {
        if (AtEnd) return null;
        int start = Position;
        if (char.IsAsciiDigit(Next) || Next == '.') return Number();
        string name = Name();
        if (ScheduleParser.IsSchedule(name) && Skip('('))
        {
            var numbers = new List<double>();
            do
            {
                double sign = Skip('-') ? -1 : 1;
                numbers.Add(sign * Number());
            }
            while (Skip(','));
            if (!Skip(')')) throw Error(Position, "expected , or ) after a number");
            return Checked(start, () => ScheduleParser.Make(name, numbers));
        }

        Position = start;
        return null;
    }

    double Number()
    {
        int start = Start;
        string number = Take(c => char.IsAsciiLetterOrDigit(c) || c == '.');
        if (number is [.., 'e' or 'E'] && (Skip('-') ? "-" : Skip('+') ? "+" : null) is { } sign) number += sign + Take(char.IsAsciiDigit);
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
        string name = Name();
        if (name.Length == 0) throw Error(start, "expected the name of a loss");
        LossEntry entry = LossCatalog.Find(name) ?? throw Error(start,
            $"there is no loss '{name}'{Suggest(name, LossCatalog.Names)}; there are {string.Join(", ", LossCatalog.All.Select(known => known.Name))}");
        ElementaryLoss loss = Options(entry, entry.Default);
        return loss.Fault is { } fault ? throw Error(start, $"{entry.Name} {fault}") : loss;
    }
}
