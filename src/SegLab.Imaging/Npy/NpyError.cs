namespace SegLab.Imaging.Npy;

/// <summary>The errors of NPY and NPZ files; each names the file.</summary>
static class NpyError
{
    public static InvalidDataException Invalid(string name, string what) => new($"{name}: {what}.");

    public static InvalidDataException Truncated(string name, string where) => Invalid(name, $"it ends inside {where}; it is cut off");
}
