using SegLab.Losses;

namespace SegLab.Boxes;

/// <summary>Reads the text form: <c>name [ ( name = value {, name = value} ) ]</c>.</summary>
sealed class BoxLossParser(string text) : SpecReader(text)
{
    public BoxLoss Parse()
    {
        int start = Start;
        string name = Name();
        if (name.Length == 0) throw Error(start, "expected the name of a box loss");
        if (BoxLossCatalog.Recipes.FirstOrDefault(known => known.Name == name) is { } recipe) return Extended(recipe);
        BoxLossEntry entry = BoxLossCatalog.Find(name) ?? throw Error(start,
            $"there is no box loss '{name}'{Suggest(name, BoxLossCatalog.Names)}; there are {string.Join(", ", BoxLossCatalog.All.Select(known => known.Name))}");
        return Finished(entry, entry.Default);
    }

    /// <summary>A loss that has a name of its own, and further options of it.</summary>
    BoxLoss Extended(LossRecipe recipe)
    {
        BoxLoss loss = BoxLoss.Parse(recipe.Text);
        return Finished(BoxLossCatalog.EntryOf(loss), loss);
    }

    BoxLoss Finished(BoxLossEntry entry, BoxLoss loss)
    {
        loss = Options(entry, loss);
        return AtEnd ? loss : throw Error(Position, "expected nothing after a box loss: it is one loss, not a sum");
    }
}
