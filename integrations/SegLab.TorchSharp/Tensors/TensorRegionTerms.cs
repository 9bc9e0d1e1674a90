using SegLab.Losses;
using SegLab.Losses.Kernels;
using SegLab.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SegLab.TorchSharp.Tensors;

/// <summary>
/// Evaluates region terms on tensors: sums of each image and class under autograd, then the terms' formulas of them, in double precision where the
/// device has it: some take differences of large sums.
/// </summary>
sealed class TensorRegionTerms(TensorOutcomes outcomes, TensorTarget target, TensorWeightMaps maps) : IRegionTermVisitor<Tensor>
{
    readonly int channels = (int)outcomes.Logits.shape[1];
    readonly ScalarType sumType = outcomes.Logits.device_type == DeviceType.MPS ? ScalarType.Float32 : ScalarType.Float64;
    readonly Dictionary<OverlapSums, Tensor[]> known = [];

    public Tensor Visit<TFormula, TLink>(RegionTerm<TFormula, TLink> term)
        where TFormula : struct, IRegionFormula
        where TLink : struct, IMeanLink
    {
        RegionLoss loss = term.Loss;
        int[] classes = loss.Channels.Of(channels);
        Tensor[] sums = Grouped([.. SumsOf(term.Sums), target.WeightSums.to(sumType).expand(-1, channels)], loss.Aggregate);
        if (classes.Length < channels)
        {
            Tensor chosen = tensor(classes, dtype: ScalarType.Int64, device: target.Weights.device);
            sums = [.. sums.Select(sum => sum.index_select(1, chosen))];
        }

        Tensor counts = loss.AbsentClass == AbsentClass.Include ? sums[2].new_ones(1, classes.Length, dtype: ScalarType.Bool) : sums[2].ne(0);
        Tensor? mask = loss.AbsentClass == AbsentClass.Include ? null : counts;
        Tensor costs = term.HasBackground && classes[0] == 0
            ? cat([Costs(term.Background, 0, 1), Costs(term.Foreground, 1, classes.Length)], 1)
            : Costs(term.Foreground, 0, classes.Length);

        Tensor? weights = loss.ClassWeights is { } given ? tensor(given.Values, dtype: costs.dtype, device: costs.device) : null;
        if (weights is not null) costs *= weights;
        if (loss.Reduction == Reduction.None) return term.Factor * (loss.Aggregate == Aggregate.Batch ? costs.squeeze(0) : costs);
        Tensor total = costs.sum();
        if (loss.Reduction == Reduction.Mean)
        {
            Tensor counted = loss.AbsentClass == AbsentClass.Skip ? counts.to(costs.dtype) : ones_like(costs);
            if (loss.NormalizeClassWeights && weights is not null) counted *= weights;
            Tensor divisor = counted.sum();
            total = where(divisor.eq(0), total.new_zeros([]), total / divisor.masked_fill(divisor.eq(0), 1));
        }

        return term.Factor * Attached.Of([total], mean => term.Link.Invoke(mean[0]));

        Tensor Costs(TFormula formula, int first, int end) => Attached.Of(
            [.. sums.Select(sum => sum.slice(1, first, end, 1))],
            sum => formula.Invoke(new Overlap<Dual<TensorReal>>(sum[0], sum[0] + sum[1], sum[2], sum[3])),
            mask?.slice(1, first, end, 1));
    }

    public Tensor Visit<TLink>(GeneralizedDiceTerm<TLink> term)
        where TLink : struct, IMeanLink
    {
        GeneralizedOverlapLoss loss = term.Options;
        Tensor[] sums = Grouped(SumsOf(term.Sums), loss.Aggregate);
        Tensor weights = term.WeightOf(new TensorReal(sums[2].detach())).ToTensor(sums[2]).expand(sums[2].shape);
        Tensor selected = tensor([.. Enumerable.Range(0, channels).Select(k => loss.Channels.Has(k, channels))], device: weights.device);
        Tensor finite = weights.isfinite(), largest = weights.masked_fill(finite.logical_and(selected).logical_not(), 0).amax([1], keepdim: true);
        weights = where(finite, weights, largest) * selected.to(weights.dtype);
        Tensor intersection = (weights * sums[0]).sum(1), whole = (weights * (sums[0] + sums[1] + sums[2])).sum(1);
        return term.Factor * Reduced(Attached.Of([intersection, whole], sum => term.Loss(sum[0], sum[1])), loss.Reduction);
    }

    public Tensor Visit(WassersteinTerm term)
    {
        var sums = (WassersteinSums)term.Sums;
        float[] matrix = [.. Enumerable.Range(0, channels * channels).Select(i => sums.DistanceOf(i / channels, i % channels))];
        Tensor distances = tensor(matrix, dtype: sumType, device: target.Weights.device).view(channels, channels);
        Tensor classCounts = target.ClassCounts.to(sumType);
        Tensor weights = stack([.. Enumerable.Range(0, channels).Select(y => sums.WeightOf(y, new TensorReal(classCounts.select(1, y)))
            .ToTensor(distances).expand(target.Images))], 1);

        // How far each channel is from what the pixel is, plain and by the class's weight.
        Tensor share = outcomes.P * target.Weights;
        Tensor plain = Sum(distances.expand(target.Images, channels, channels)), weighted = Sum(weights.unsqueeze(2) * distances);
        Tensor all = (weights * classCounts).sum(1);
        return term.Factor * Reduced(Attached.Of([all, weighted, plain], sum => term.Loss(sum[0], sum[1], sum[2])), term.Options.Reduction);

        Tensor Sum(Tensor matrices) => (share * matrices.transpose(1, 2).to(share.dtype).matmul(target.Shares)).sum([1, 2], type: sumType);
    }

    static Tensor Reduced(Tensor values, Reduction reduction) => reduction switch
    {
        Reduction.Mean => values.mean(),
        Reduction.Sum => values.sum(),
        _ => values,
    };

    static Tensor[] Grouped(Tensor[] sums, Aggregate aggregate) => aggregate == Aggregate.Batch ? [.. sums.Select(sum => sum.sum(0, keepdim: true))] : sums;

    /// <summary>True positives, false positives and target, <c>[N, C]</c> each; terms of one measure share them.</summary>
    /// <remarks>With false positives in place of all that is predicted, slopes that are large where there are next to none do not meet and cancel.</remarks>
    Tensor[] SumsOf(OverlapSums sums)
    {
        if (known.TryGetValue(sums, out Tensor[]? found)) return found;
        Tensor weights = target.Weights;
        if (sums.Map is { } map)
        {
            Tensor own = maps.Of(map, channels);
            weights = weights * (sums.SquaredMap ? own * own : own);
        }

        Overlap<Dual<TensorReal>> share = sums.Share(
            Dual<TensorReal>.Variable(new(outcomes.P.detach())), Dual<TensorReal>.Fixed(new(target.Shares)));
        return known[sums] = [Sum(share.Intersection), Sum(share.FalsePositives), Sum(share.Target)];

        Tensor Sum(Dual<TensorReal> of) => (weights * Attached.To(outcomes.P, of.Value.ToTensor(weights), of.Slope)).sum(2, type: sumType);
    }
}
