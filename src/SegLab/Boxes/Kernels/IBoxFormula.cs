using SegLab.Numerics;

namespace SegLab.Boxes.Kernels;

/// <summary>What a predicted box costs.</summary>
interface IBoxFormula
{
    T Invoke<T, TPair>(in TPair boxes)
        where T : struct, IReal<T>
        where TPair : struct, IBoxPair<T>;
}

/// <summary>How much two boxes are alike: 1 when they are the same.</summary>
interface IBoxSimilarity
{
    T Similarity<T, TPair>(in TPair boxes)
        where T : struct, IReal<T>
        where TPair : struct, IBoxPair<T>;
}

/// <summary>What the difference of one of a box's four numbers costs.</summary>
interface ICoordinateFormula
{
    T Invoke<T>(T difference)
        where T : struct, IReal<T>;
}

/// <summary>Makes something of a loss's formula.</summary>
interface IBoxFormulaVisitor<out TResult>
{
    TResult Visit<TFormula>(TFormula formula)
        where TFormula : struct, IBoxFormula;

    TResult VisitCoordinates<TFormula>(TFormula formula)
        where TFormula : struct, ICoordinateFormula;
}
