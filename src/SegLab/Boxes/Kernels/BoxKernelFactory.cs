using System.Numerics;

namespace SegLab.Boxes.Kernels;

/// <summary>Makes the kernel of a formula.</summary>
sealed class BoxKernelFactory<E> : IBoxFormulaVisitor<BoxKernel<E>>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    public BoxKernel<E> Visit<TFormula>(TFormula formula)
        where TFormula : struct, IBoxFormula => new PairKernel<E, TFormula>(formula);

    public BoxKernel<E> VisitCoordinates<TFormula>(TFormula formula)
        where TFormula : struct, ICoordinateFormula => new CoordinateKernel<E, TFormula>(formula);
}
