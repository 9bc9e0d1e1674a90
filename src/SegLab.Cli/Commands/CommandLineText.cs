using System.CommandLine;

namespace SegLab.Cli.Commands;

/// <summary>Writes a command line so that it can be pasted into a shell.</summary>
static class CommandLineText
{
    /// <summary>The command as it was given, without the options that only say where to write or how to show.</summary>
    public static string Of(string command, ParseResult parsed)
    {
        var words = new List<string> { "seglab", command };
        IReadOnlyList<string> tokens = [.. parsed.Tokens.Select(token => token.Value).Skip(1)];
        for (int i = 0; i < tokens.Count; i++)
        {
            if (tokens[i] is "--resume" or "--json") continue;
            if (tokens[i] == "--out") i++;
            else words.Add(Quote(tokens[i]));
        }

        return string.Join(' ', words);
    }

    static string Quote(string word) => word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./:=,+".Contains(letter, StringComparison.Ordinal))
        ? word
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
