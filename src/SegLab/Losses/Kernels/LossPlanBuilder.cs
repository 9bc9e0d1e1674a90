namespace SegLab.Losses.Kernels;

/// <summary>Gathers the terms of a loss, those of one activation together, so that they share passes over the logits.</summary>
sealed class LossPlanBuilder
{
    readonly List<(Prediction Prediction, LossTerms Terms)> groups = [];

    /// <summary>The elementary losses, in the order they came.</summary>
    public List<ElementaryLoss> Losses { get; } = [];

    public void Add(Activation activation, PixelTerm term) => TermsOf((Prediction)activation).Pixel.Add(term);

    public void Add(Activation activation, PlaneTerm term) => Add((Prediction)activation, term);

    public void Add(Prediction prediction, PlaneTerm term) => TermsOf(prediction).Plane.Add(term);

    /// <summary>Adds a formula of each class.</summary>
    public void Add<TFormula>(RegionLoss loss, double factor, TFormula formula)
        where TFormula : struct, IRegionFormula => Add(loss, factor, formula, default(NoLink));

    /// <summary>Adds a formula of each class, with numbers of its own for channel 0.</summary>
    public void Add<TFormula>(RegionLoss loss, double factor, TFormula formula, TFormula background)
        where TFormula : struct, IRegionFormula => TermsOf((Prediction)loss.Activation).Region.Add(
            new RegionTerm<TFormula, NoLink>(loss, SumsOf(loss.Activation, loss.Measure), factor, formula, default) { Background = background });

    /// <summary>Adds a formula of each class, and a function of the mean over the classes.</summary>
    /// <param name="loss">Where the options of every region loss come from.</param>
    /// <param name="factor">What the term is multiplied by in a weighted sum.</param>
    /// <param name="formula">What a class costs.</param>
    /// <param name="link">What is made of the mean.</param>
    /// <param name="map">Pixel weights of the term's own, or null.</param>
    /// <param name="squaredMap">Whether these weigh as their squares.</param>
    public void Add<TFormula, TLink>(RegionLoss loss, double factor, TFormula formula, TLink link, WeightMap? map = null, bool squaredMap = false)
        where TFormula : struct, IRegionFormula
        where TLink : struct, IMeanLink =>
        TermsOf((Prediction)loss.Activation).Region.Add(
            new RegionTerm<TFormula, TLink>(loss, SumsOf(loss.Activation, loss.Measure, map, squaredMap), factor, formula, link));

    /// <summary>Adds a term that makes of the sums what it wants.</summary>
    public void Add(Activation activation, RegionTerm term)
    {
        LossTerms terms = TermsOf((Prediction)activation);
        if (!terms.Overlaps.Contains(term.Sums)) terms.Overlaps.Add(term.Sums);
        terms.Region.Add(term);
    }

    /// <summary>The sums under a measure, shared with the other terms that want the same.</summary>
    public OverlapSums SumsOf(Activation activation, OverlapMeasure measure, WeightMap? map = null, bool squaredMap = false)
    {
        List<OverlapSums> overlaps = TermsOf((Prediction)activation).Overlaps;
        OverlapSums? found = overlaps.Find(sums => sums.Measure == measure && sums.Map == map && sums.SquaredMap == squaredMap);
        if (found is not null) return found;
        OverlapSums made = measure switch
        {
            OverlapMeasure.Linear => new OverlapSums<LinearOverlap> { Measure = measure, Map = map, SquaredMap = squaredMap },
            OverlapMeasure.SquaredDenominator => new OverlapSums<SquaredDenominatorOverlap> { Measure = measure, Map = map, SquaredMap = squaredMap },
            OverlapMeasure.SquaredTerms => new OverlapSums<SquaredTermsOverlap> { Measure = measure, Map = map, SquaredMap = squaredMap },
            OverlapMeasure.AbsoluteDifference => new OverlapSums<AbsoluteDifferenceOverlap> { Measure = measure, Map = map, SquaredMap = squaredMap },
            OverlapMeasure.SquaredError => new OverlapSums<SquaredErrorOverlap> { Measure = measure, Map = map, SquaredMap = squaredMap },
            _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, $"There is no overlap measure {measure}."),
        };
        overlaps.Add(made);
        return made;
    }

    /// <summary>One kernel for each activation.</summary>
    public LossKernel[] Build() =>
    [
        .. groups.Select(LossKernel (group) => group.Prediction switch
        {
            Prediction.Softmax => new SoftmaxKernel(group.Terms),
            Prediction.Sigmoid => new ChannelKernel<SigmoidActivation>(group.Terms),
            Prediction.Probabilities => new ChannelKernel<GivenProbabilities>(group.Terms),
            Prediction.LogProbabilities => new ChannelKernel<GivenLogProbabilities>(group.Terms),
            _ => new ChannelKernel<GivenMargins>(group.Terms),
        }),
    ];

    /// <summary>The terms of each activation.</summary>
    public IReadOnlyList<(Prediction Prediction, LossTerms Terms)> Groups => groups;

    /// <summary>What the losses ask of a call together.</summary>
    /// <exception cref="InvalidOperationException">Some reduce their values and some do not.</exception>
    public LossDemands Demands() => new([.. Losses], groups.Exists(group => group.Prediction == Prediction.Softmax));

    LossTerms TermsOf(Prediction prediction)
    {
        foreach ((Prediction known, LossTerms terms) in groups)
            if (known == prediction) return terms;
        groups.Add((prediction, new LossTerms()));
        return groups[^1].Terms;
    }
}

/// <summary>What a kernel takes the logits for: an <see cref="Activation"/>, or numbers that are used as they are.</summary>
enum Prediction
{
    Softmax = Activation.Softmax,
    Sigmoid = Activation.Sigmoid,
    Probabilities = Activation.Probabilities,
    LogProbabilities = Activation.LogProbabilities,

    /// <summary>Any finite numbers, not turned into probabilities.</summary>
    Margins,
}
