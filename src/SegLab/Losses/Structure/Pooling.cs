using System.Runtime.Intrinsics;
using SegLab.Numerics;

namespace SegLab.Losses.Structure;

/// <summary>Minimum and maximum over neighbours, and where they send slopes. Cells outside of the plane never win.</summary>
/// <remarks>
/// The maximum over the cube is taken along one axis after the other, which also finds the first of equal cells: the rows' axis before
/// the slower ones. Slopes are sent by each cell to the first neighbour, in the order of the plane, that has its value.
/// </remarks>
sealed unsafe class Pooling
{
    readonly RowScratch scratch = new();
    PlaneRows rows;

    public void Prepare(in PlaneRows rows)
    {
        this.rows = rows;
        scratch.Reserve(rows);
    }

    /// <summary>The minimum of each cell and its neighbours along the axes.</summary>
    public void Erode(float* source, float* destination)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            float* center = scratch.Framed(Row(source, row), rows, float.PositiveInfinity), result = Row(destination, row);
            for (int i = 0; i < rows.Stride; i += Lanes.Count)
                Vector512.MinNative(Vector512.MinNative(Vector512.Load(center + i - 1), Vector512.Load(center + i + 1)), Vector512.Load(center + i)).Store(result + i);

            for (int axis = 0; axis < rows.Axes; axis++)
            {
                Lower(result, rows.Before(row, axis), source);
                Lower(result, rows.Behind(row, axis), source);
            }

            ClearPadding(result);
        }
    }

    /// <summary>The maximum of each cell and its neighbours in the row.</summary>
    public void DilateRows(float* source, float* destination)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            float* center = scratch.Framed(Row(source, row), rows, float.NegativeInfinity), result = Row(destination, row);
            for (int i = 0; i < rows.Stride; i += Lanes.Count)
                Vector512.MaxNative(Vector512.MaxNative(Vector512.Load(center + i - 1), Vector512.Load(center + i + 1)), Vector512.Load(center + i)).Store(result + i);
            ClearPadding(result);
        }
    }

    /// <summary>The maximum of each cell and its neighbours along one of the other axes.</summary>
    public void DilateAcross(int axis, float* source, float* destination)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            float* center = Row(source, row), before = RowOr(source, rows.Before(row, axis), center), behind = RowOr(source, rows.Behind(row, axis), center);
            float* result = Row(destination, row);
            for (int i = 0; i < rows.Stride; i += Lanes.Count)
                Vector512.MaxNative(Vector512.MaxNative(Vector512.Load(before + i), Vector512.Load(behind + i)), Vector512.Load(center + i)).Store(result + i);
        }
    }

    /// <summary>From the slopes by <see cref="DilateRows"/>'s result to those by its source.</summary>
    public void DilateRowsBackward(float* source, float* slopes, float* result)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            float* center = scratch.Framed(Row(source, row), rows, float.NegativeInfinity), slope = Row(slopes, row);
            for (int i = 0; i < rows.Stride; i += Lanes.Count)
                Send(Vector512.Load(center + i - 1), Vector512.Load(center + i), Vector512.Load(center + i + 1), Vector512.Load(slope + i), i);
            Collect(Row(result, row), add: false);
        }
    }

    /// <summary>From the slopes by <see cref="DilateAcross"/>'s result to those by its source.</summary>
    public void DilateAcrossBackward(int axis, float* source, float* slopes, float* result)
    {
        new Span<float>(result, rows.Length).Clear();
        Vector512<float> outside = Vector512.Create(float.NegativeInfinity);
        for (int row = 0; row < rows.Count; row++)
        {
            int before = rows.Before(row, axis), behind = rows.Behind(row, axis);
            float* slope = Row(slopes, row), center = Row(source, row);
            for (int i = 0; i < rows.Stride; i += Lanes.Count)
            {
                Vector512<float> first = before < 0 ? outside : Vector512.Load(Row(source, before) + i);
                Vector512<float> last = behind < 0 ? outside : Vector512.Load(Row(source, behind) + i);
                Send(first, Vector512.Load(center + i), last, Vector512.Load(slope + i), i);
            }

            if (before >= 0) Add(Row(result, before), scratch.ToBefore);
            Add(Row(result, row), scratch.ToSelf);
            if (behind >= 0) Add(Row(result, behind), scratch.ToBehind);
        }
    }

    /// <summary>Adds to <paramref name="result"/> what the slopes by <see cref="Erode"/>'s destination are by its source.</summary>
    public void ErodeBackward(float* source, float* destination, float* slopes, float* result)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            float* left = Row(slopes, row), value = Row(destination, row);
            float* center = scratch.Framed(Row(source, row), rows, float.PositiveInfinity);
            for (int axis = 0; axis < rows.Axes; axis++) Hand(value, left, rows.Before(row, axis), source, result);
            for (int i = 0; i < rows.Stride; i += Lanes.Count)
            {
                Vector512<float> slope = Vector512.Load(left + i), least = Vector512.Load(value + i);
                slope = Take(Vector512.Load(center + i - 1), least, slope, scratch.ToBefore + i);
                slope = Take(Vector512.Load(center + i), least, slope, scratch.ToSelf + i);
                Take(Vector512.Load(center + i + 1), least, slope, scratch.ToBehind + i).Store(left + i);
            }

            Collect(Row(result, row), add: true);
            for (int axis = rows.Axes - 1; axis >= 0; axis--) Hand(value, left, rows.Behind(row, axis), source, result);
        }
    }

    // Gives slopes that are left to the cells of another row that have the value, and takes them away.
    void Hand(float* value, float* left, int row, float* source, float* result)
    {
        if (row < 0) return;
        float* neighbor = Row(source, row), receiver = Row(result, row);
        for (int i = 0; i < rows.Stride; i += Lanes.Count)
        {
            Vector512<float> equal = Vector512.Equals(Vector512.Load(neighbor + i), Vector512.Load(value + i)), slope = Vector512.Load(left + i);
            (Vector512.Load(receiver + i) + (slope & equal)).Store(receiver + i);
            Vector512.AndNot(slope, equal).Store(left + i);
        }
    }

    static Vector512<float> Take(Vector512<float> neighbor, Vector512<float> value, Vector512<float> slope, float* sent)
    {
        Vector512<float> equal = Vector512.Equals(neighbor, value);
        (slope & equal).Store(sent);
        return Vector512.AndNot(slope, equal);
    }

    // To the first of three that is not less than the others.
    void Send(Vector512<float> before, Vector512<float> center, Vector512<float> behind, Vector512<float> slope, int i)
    {
        Vector512<float> first = Vector512.GreaterThanOrEqual(before, Vector512.MaxNative(center, behind));
        Vector512<float> second = Vector512.AndNot(Vector512.GreaterThanOrEqual(center, behind), first);
        (slope & first).Store(scratch.ToBefore + i);
        (slope & second).Store(scratch.ToSelf + i);
        Vector512.AndNot(slope, first | second).Store(scratch.ToBehind + i);
    }

    void Collect(float* result, bool add)
    {
        float* toBefore = scratch.ToBefore, toSelf = scratch.ToSelf, toBehind = scratch.ToBehind;
        for (int i = 0; i < rows.Stride; i += Lanes.Count)
        {
            Vector512<float> sum = Vector512.Load(toBefore + i + 1) + Vector512.Load(toSelf + i) + Vector512.Load(toBehind + i - 1);
            (add ? Vector512.Load(result + i) + sum : sum).Store(result + i);
        }

        ClearPadding(result);
    }

    void Add(float* result, float* source)
    {
        for (int i = 0; i < rows.Stride; i += Lanes.Count) (Vector512.Load(result + i) + Vector512.Load(source + i)).Store(result + i);
    }

    void Lower(float* result, int row, float* source)
    {
        if (row < 0) return;
        float* neighbor = Row(source, row);
        for (int i = 0; i < rows.Stride; i += Lanes.Count) Vector512.MinNative(Vector512.Load(result + i), Vector512.Load(neighbor + i)).Store(result + i);
    }

    void ClearPadding(float* row) => new Span<float>(row + rows.Width, rows.Stride - rows.Width).Clear();

    float* Row(float* plane, int row) => plane + (nint)row * rows.Stride;

    float* RowOr(float* plane, int row, float* otherwise) => row < 0 ? otherwise : Row(plane, row);
}
