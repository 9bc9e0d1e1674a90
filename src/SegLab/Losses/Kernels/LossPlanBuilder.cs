namespace SegLab.Losses.Kernels;

/// <summary>Gathers the terms of a loss, those of one activation together, so that they share passes over the logits.</summary>
sealed class LossPlanBuilder
{
    readonly List<Group> groups = [];

    /// <summary>The elementary losses, in the order they came.</summary>
    public List<ElementaryLoss> Losses { get; } = [];

    public void Add(ElementaryLoss loss, Activation activation, PixelTerm term)
    {
        Losses.Add(loss);
        GroupOf(activation).PixelTerms.Add(term);
    }

    public void Add(RegionLoss loss, Activation activation, Func<OverlapSums, RegionTerm> term)
    {
        Losses.Add(loss);
        Group group = GroupOf(activation);
        if (!group.Overlaps.TryGetValue(loss.Overlap, out OverlapSums? sums)) group.Overlaps.Add(loss.Overlap, sums = Sums(loss.Overlap));
        group.RegionTerms.Add(term(sums));
    }

    /// <summary>One kernel for each activation.</summary>
    public LossKernel[] Build() =>
    [
        .. groups.Select(LossKernel (group) => group.Activation == Activation.Softmax
            ? new SoftmaxKernel([.. group.PixelTerms], [.. group.RegionTerms], [.. group.Overlaps.Values])
            : new SigmoidKernel([.. group.PixelTerms], [.. group.RegionTerms], [.. group.Overlaps.Values])),
    ];

    /// <summary>Whether a softmax is among the activations.</summary>
    public bool HasSoftmax => groups.Exists(group => group.Activation == Activation.Softmax);

    Group GroupOf(Activation activation)
    {
        Group? group = groups.Find(group => group.Activation == activation);
        if (group is null) groups.Add(group = new Group(activation));
        return group;
    }

    static OverlapSums Sums(OverlapMeasure measure) => measure switch
    {
        OverlapMeasure.Linear => new OverlapSums<LinearOverlap>(),
        OverlapMeasure.SquaredDenominator => new OverlapSums<SquaredDenominatorOverlap>(),
        OverlapMeasure.SquaredTerms => new OverlapSums<SquaredTermsOverlap>(),
        OverlapMeasure.AbsoluteDifference => new OverlapSums<AbsoluteDifferenceOverlap>(),
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, $"There is no overlap measure {measure}."),
    };

    sealed class Group(Activation activation)
    {
        public Activation Activation { get; } = activation;

        public List<PixelTerm> PixelTerms { get; } = [];

        public List<RegionTerm> RegionTerms { get; } = [];

        public Dictionary<OverlapMeasure, OverlapSums> Overlaps { get; } = [];
    }
}
