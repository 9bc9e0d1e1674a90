using SegLab.Imaging.Npy;

namespace SegLab.Cli.Commands;

/// <summary>What <c>seglab loss</c> or <c>seglab boxes loss</c> found.</summary>
/// <param name="Loss">The loss, printed back.</param>
/// <param name="Inputs">The arrays it was evaluated on; the first is what was predicted.</param>
sealed record LossResult(string Loss, IReadOnlyList<(string Role, NpyArray Array)> Inputs)
{
    /// <summary>The value of a loss that reduces its values.</summary>
    public double? Value { get; init; }

    /// <summary>The values of one that does not.</summary>
    public WrittenArray? Values { get; init; }

    /// <summary>The gradient, if it was asked for.</summary>
    public WrittenArray? Gradient { get; init; }
}
