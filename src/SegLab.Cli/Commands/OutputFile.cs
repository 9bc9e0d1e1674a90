using System.CommandLine;

namespace SegLab.Cli.Commands;

/// <summary>A file that a command is to write.</summary>
static class OutputFile
{
    /// <summary>A file of an array, which must not be one that is read.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="option">The option that names it.</param>
    /// <param name="inputs">Those that name what is read.</param>
    /// <returns>The file, or null when none is asked for.</returns>
    /// <exception cref="UsageException">It is read as well.</exception>
    public static string? Of(ParseResult parsed, Option<string> option, params IEnumerable<Option<string>> inputs)
    {
        if (parsed.GetValue(option) is not { } file) return null;
        foreach (Option<string> input in inputs)
        {
            if (parsed.GetValue(input) is { } read && Path.GetFullPath(ArrayFile.PathOf(read)) == Path.GetFullPath(file))
                throw new UsageException($"{option.Name} would overwrite the file of {input.Name}, '{file}'.");
        }

        return file;
    }

    /// <summary>Two files to write must not be one.</summary>
    public static void CheckApart(Option<string> first, string? firstFile, Option<string> second, string? secondFile)
    {
        if (firstFile is not null && secondFile is not null && Path.GetFullPath(firstFile) == Path.GetFullPath(secondFile))
            throw new UsageException($"{first.Name} and {second.Name} name the same file, '{firstFile}'.");
    }

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
