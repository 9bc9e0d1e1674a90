using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SegLab.Numerics;

/// <summary>Turns records of four numbers, such as boxes, into columns and back: sixteen records of floats, or eight of doubles.</summary>
static unsafe class Records
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>Reads records and hands out their columns.</summary>
    [MethodImpl(Inline)]
    public static (Vector512<E> First, Vector512<E> Second, Vector512<E> Third, Vector512<E> Fourth) Columns<E>(E* source)
        where E : unmanaged
    {
        int step = Vector512<E>.Count;
        return Exchange(
            Gather(Vector512.Load(source)),
            Gather(Vector512.Load(source + step)),
            Gather(Vector512.Load(source + 2 * step)),
            Gather(Vector512.Load(source + 3 * step)));
    }

    /// <summary>Writes columns as records.</summary>
    [MethodImpl(Inline)]
    public static void Store<E>(Vector512<E> first, Vector512<E> second, Vector512<E> third, Vector512<E> fourth, E* destination)
        where E : unmanaged
    {
        int step = Vector512<E>.Count;
        (first, second, third, fourth) = Exchange(first, second, third, fourth);
        Scatter(first).Store(destination);
        Scatter(second).Store(destination + step);
        Scatter(third).Store(destination + 2 * step);
        Scatter(fourth).Store(destination + 3 * step);
    }

    /// <summary>Brings the numbers of one column together, within a vector.</summary>
    [MethodImpl(Inline)]
    static Vector512<E> Gather<E>(Vector512<E> records) => typeof(E) == typeof(float)
        ? Vector512.Shuffle(records.AsSingle(), Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)).As<float, E>()
        : Vector512.Shuffle(records.AsDouble(), Vector512.Create(0L, 4, 1, 5, 2, 6, 3, 7)).As<double, E>();

    /// <summary>Undoes <see cref="Gather"/>.</summary>
    [MethodImpl(Inline)]
    static Vector512<E> Scatter<E>(Vector512<E> columns) => typeof(E) == typeof(float)
        ? Vector512.Shuffle(columns.AsSingle(), Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)).As<float, E>()
        : Vector512.Shuffle(columns.AsDouble(), Vector512.Create(0L, 2, 4, 6, 1, 3, 5, 7)).As<double, E>();

    /// <summary>Transposes four by four blocks of 128 bits.</summary>
    [MethodImpl(Inline)]
    static (Vector512<E> First, Vector512<E> Second, Vector512<E> Third, Vector512<E> Fourth) Exchange<E>(
        Vector512<E> a, Vector512<E> b, Vector512<E> c, Vector512<E> d) => (
        Vector512.Create(
            Vector256.Create(a.GetLower().GetLower(), b.GetLower().GetLower()),
            Vector256.Create(c.GetLower().GetLower(), d.GetLower().GetLower())),
        Vector512.Create(
            Vector256.Create(a.GetLower().GetUpper(), b.GetLower().GetUpper()),
            Vector256.Create(c.GetLower().GetUpper(), d.GetLower().GetUpper())),
        Vector512.Create(
            Vector256.Create(a.GetUpper().GetLower(), b.GetUpper().GetLower()),
            Vector256.Create(c.GetUpper().GetLower(), d.GetUpper().GetLower())),
        Vector512.Create(
            Vector256.Create(a.GetUpper().GetUpper(), b.GetUpper().GetUpper()),
            Vector256.Create(c.GetUpper().GetUpper(), d.GetUpper().GetUpper())));
}
