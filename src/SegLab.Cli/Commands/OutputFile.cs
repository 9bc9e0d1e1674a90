using System.CommandLine;

namespace SegLab.Cli.Commands;

/// <summary>A file that a command is to write.</summary>
static class OutputFile
{
    /// <summary>Finds out before the work whether it can be written.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="option">The option it was given for.</param>
    /// <param name="extensions">What its name may end in; anything when there are none.</param>
    /// <exception cref="UsageException">It is a folder, lies in none, or has another name.</exception>
    public static void Check(string file, Option option, params IReadOnlyList<string> extensions)
    {
        if (extensions.Count > 0 && !extensions.Contains(Path.GetExtension(file).ToLowerInvariant()))
            throw new UsageException($"{option.Name}: '{file}' is no name that is understood; expected one that ends in {string.Join(", ", extensions)}.");
        if (Directory.Exists(file)) throw new UsageException($"{option.Name}: '{file}' is a folder; expected a file.");
        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        if (!Directory.Exists(folder)) throw new UsageException($"{option.Name}: there is no folder '{folder}'.");
    }
}
