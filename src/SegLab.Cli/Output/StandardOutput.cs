using Spectre.Console;

namespace SegLab.Cli.Output;

/// <summary>The standard output as tables and plots are written to it: colours on a terminal, plain text elsewhere.</summary>
static class StandardOutput
{
    // In the order in which they count.
    static readonly string[] localeVariables = ["LC_ALL", "LC_CTYPE", "LANG"];

    /// <summary>Opens it.</summary>
    /// <param name="fileWidth">The columns of what is no terminal.</param>
    public static IAnsiConsole Open(int fileWidth = 160)
    {
        bool file = Console.IsOutputRedirected;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = file ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = file ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (file) console.Profile.Width = fileWidth;
        if (IsPlainLocale()) console.Profile.Capabilities.Unicode = false;
        return console;
    }

    // The runtime writes UTF-8 where the locale names no encoding; C and POSIX name ASCII.
    static bool IsPlainLocale() =>
        localeVariables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrEmpty(value)) is "C" or "POSIX";
}
