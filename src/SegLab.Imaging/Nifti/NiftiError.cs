namespace SegLab.Imaging.Nifti;

/// <summary>The errors of NIfTI files; each names the file.</summary>
static class NiftiError
{
    public static InvalidDataException Invalid(string name, string what) => new($"{name}: {what}.");
}
