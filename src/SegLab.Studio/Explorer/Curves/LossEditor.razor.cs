using Microsoft.AspNetCore.Components;
using SegLab.Losses;

namespace SegLab.Studio.Explorer.Curves;

/// <summary>All options of a loss, and of each part of a sum, to set.</summary>
public sealed partial class LossEditor : ComponentBase
{
    // An option that so many losses have says nothing about one of them.
    const int Many = 10;

    static readonly ParameterValues weightValues = ParameterValues.Number(NumberRange.Between(0, 10));
    static readonly HashSet<string> common = [.. LossCatalog.All.SelectMany(entry => entry.Parameters).GroupBy(parameter => parameter.Name)
        .Where(group => group.Count() >= Many && group.Key is not ("smooth" or "activation")).Select(group => group.Key)];

    IReadOnlyList<WeightedLoss> parts = [];
    string? fault;

    /// <summary>The loss; its weights do not change while training.</summary>
    [Parameter, EditorRequired] public SegmentationLoss Loss { get; set; } = null!;

    /// <summary>Is told the loss with an option changed.</summary>
    [Parameter] public EventCallback<SegmentationLoss> Changed { get; set; }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        IReadOnlyList<WeightedLoss> given = WeightedSumLoss.PartsOf(Loss);
        if (!given.SequenceEqual(parts)) fault = null;
        parts = given;
    }

    static bool IsCommon(CatalogParameter<ElementaryLoss> parameter) => common.Contains(parameter.Name);

    static double Weight(WeightedLoss part) => part.Factor.At(0);

    Task SetOption(int part, CatalogParameter<ElementaryLoss> parameter, string text) =>
        Set(part, parameter.Name, () => parts[part] with { Loss = parameter.Set(parts[part].Loss, text) });

    Task SetWeight(int part, string text) => Set(part, "weight", () => parts[part] with { Factor = OptionText.ParseNumber(text) });

    async Task Set(int index, string name, Func<WeightedLoss> change)
    {
        fault = null;
        try
        {
            WeightedLoss[] changed = [.. parts];
            changed[index] = change();
            await Changed.InvokeAsync(changed is [{ Loss: var only } single] && Weight(single) == 1 ? only : new WeightedSumLoss(changed));
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException)
        {
            fault = $"{name}: {wrong.Message}";
        }
    }
}
