using SegLab.Training.Studies.Runs;

namespace SegLab.Training.Studies.AllChannels;

/// <summary>The claims against the figures, in sentences.</summary>
static class AllChannelsVerdict
{
    public static IReadOnlyList<string> Of(AllChannelsComparison compared) => [Apart(compared), Accuracy(compared), Mistakes(compared), Larger(compared), Updated(compared)];

    static string Apart(AllChannelsComparison compared)
    {
        SeedMean probability = compared.Of(margins => margins.Probability).Difference, logit = compared.Of(margins => margins.Logit).Difference;
        return $"Cross-entropy over all channels sets the classes of a pixel further apart: {Both(probability, "probability", logit, "logit")}. "
            + $"Its margin between the true and the best other class is larger by {probability.Text("0.0000")} in probability and by {logit.Text("0.000")} in the logits.";
    }

    static string Accuracy(AllChannelsComparison compared)
    {
        SeedMean accuracy = compared.Of(margins => margins.Accuracy).Difference, iou = compared.Of(margins => margins.MeanIoU).Difference;
        return $"Classes are told better by it: {Both(accuracy, "pixel accuracy", iou, "mean IoU")}. Its pixel accuracy is larger by {accuracy.Text("0.0000")}, its mean IoU by {iou.Text("0.0000")}.";
    }

    static string Mistakes(AllChannelsComparison compared)
    {
        SeedMean wrong = compared.Of(margins => margins.LogitWhereWrong).Difference;
        return $"It is surer of its mistakes too: {wrong.IsBelow(0).Words()}. The logit margin of pixels that are wrong differs by {wrong.Text("0.000")}.";
    }

    static string Larger(AllChannelsComparison compared)
    {
        bool always = compared.Last.All(network => network.AllChannelsLoss > network.TrueChannelLoss);
        double[] ratios = [.. compared.Last.Select(network => network.AllChannelsLoss / network.TrueChannelLoss)];
        return $"Its value is the larger one: {(always ? Finding.Holds : Finding.Fails).Words()}. For the same predictions it is {ratios.Min():0.00} to {ratios.Max():0.00} times cross-entropy over the true channel.";
    }

    static string Updated(AllChannelsComparison compared)
    {
        double least = compared.Last.Min(network => network.WrongChannelShare);
        return $"Cross-entropy over the true channel does not update the wrong channels: {(least > 0 ? Finding.Fails : Finding.Holds).Words()}. Through the softmax they get {least:P1} "
            + "or more of the gradient by the logits (sum of |dL/dz|).";
    }

    static string Both(SeedMean first, string firstName, SeedMean second, string secondName)
    {
        (Finding one, Finding other) = (first.IsAbove(0), second.IsAbove(0));
        return one == other ? $"{one.Words()}, by {firstName} and by {secondName}" : $"{one.Words()} by {firstName}, {other.Words()} by {secondName}";
    }
}
