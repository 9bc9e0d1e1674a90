namespace SegLab.Imaging.Npy;

/// <summary>The code of an element type in a header, such as <c>f4</c>: its kind and its bytes.</summary>
static class NpyElementCode
{
    static readonly (NpyElementType Type, string Code, Type Clr)[] known =
    [
        (NpyElementType.Bool, "b1", typeof(bool)),
        (NpyElementType.Int8, "i1", typeof(sbyte)),
        (NpyElementType.Int16, "i2", typeof(short)),
        (NpyElementType.Int32, "i4", typeof(int)),
        (NpyElementType.Int64, "i8", typeof(long)),
        (NpyElementType.UInt8, "u1", typeof(byte)),
        (NpyElementType.UInt16, "u2", typeof(ushort)),
        (NpyElementType.UInt32, "u4", typeof(uint)),
        (NpyElementType.UInt64, "u8", typeof(ulong)),
        (NpyElementType.Float16, "f2", typeof(Half)),
        (NpyElementType.Float32, "f4", typeof(float)),
        (NpyElementType.Float64, "f8", typeof(double)),
    ];

    /// <summary>The type of a code; null when it is not one that is read.</summary>
    public static NpyElementType? Find(string code)
    {
        foreach (var entry in known)
            if (entry.Code == code) return entry.Type;
        return null;
    }

    /// <summary>The type that holds what a .NET type holds.</summary>
    /// <exception cref="ArgumentException">NPY files have no such numbers here.</exception>
    public static NpyElementType Of(Type clr)
    {
        foreach (var entry in known)
            if (entry.Clr == clr) return entry.Type;
        throw new ArgumentException(
            $"Arrays of {clr.Name} cannot be written as NPY; expected bool, an integer of 8 to 64 bits, Half, float or double.");
    }

    /// <summary>A type's code.</summary>
    public static string CodeOf(NpyElementType type) => known[(int)type].Code;

    /// <summary>The bytes of an element.</summary>
    public static int Size(NpyElementType type) => CodeOf(type)[1] - '0';

    /// <summary>A type's name as NumPy writes it.</summary>
    public static string Name(NpyElementType type) => type.ToString().ToLowerInvariant();

    /// <summary>The name of a .NET type: NumPy's where it has one.</summary>
    public static string Name(Type clr)
    {
        foreach (var entry in known)
            if (entry.Clr == clr) return Name(entry.Type);
        return clr.Name;
    }

    /// <summary>What a code that is not read stands for, in words.</summary>
    public static string Describe(string code) => code switch
    {
        "c8" or "c16" or "c32" => "complex numbers",
        "O" or "O4" or "O8" => "Python objects (a pickle, which is a program and is never run here)",
        "f12" or "f16" => "floating-point numbers of more than 64 bits",
        ['S' or 'a', ..] => "byte strings",
        ['U', ..] => "texts",
        ['V', ..] => "raw bytes",
        ['M', ..] => "points in time",
        ['m', ..] => "spans of time",
        _ => "something unknown",
    };
}
