namespace SegLab.Losses.Kernels;

/// <summary>
/// Evaluates region terms over numbers other than the kernels' own, such as a framework's tensors. The formulas are the terms'; sums,
/// selection and reduction are the visitor's.
/// </summary>
interface IRegionTermVisitor<TResult>
{
    /// <summary>A formula of each class.</summary>
    TResult Visit<TFormula, TLink>(RegionTerm<TFormula, TLink> term)
        where TFormula : struct, IRegionFormula
        where TLink : struct, IMeanLink;

    /// <summary>One score over all classes.</summary>
    TResult Visit<TLink>(GeneralizedDiceTerm<TLink> term)
        where TLink : struct, IMeanLink;

    /// <summary>A score of distances between classes.</summary>
    TResult Visit(WassersteinTerm term);
}
