using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace SegLab.Native.Tests;

/// <summary>The header says what the library has.</summary>
public sealed partial class HeaderTests
{
    static readonly string header = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "seglab.h"));

    static readonly string code = Comment().Replace(header, "");

    [Fact]
    public void Every_function_stands_in_the_header_with_its_types_and_names()
    {
        string[] declared = [.. Declaration().Matches(code).Select(match => Declared(match)).Order()];
        string[] exported = [.. Exports().Select(Exported).Order()];
        Assert.Equal(exported, declared);
    }

    [Fact]
    public void Numbers_are_those_of_the_enumerations()
    {
        var declared = Constant().Matches(code).ToDictionary(match => match.Groups[1].Value, match => int.Parse(match.Groups[2].Value));
        var statuses = Enum.GetValues<Status>().Select(status => (Name: Snake(status.ToString()), Value: (int)status));
        var types = Enum.GetValues<ElementType>().Select(type => (Name: Snake(type.ToString()), Value: (int)type));
        Assert.Equal([.. statuses.Concat(types).Select(each => $"{each.Name} = {each.Value}").Order()], declared.Select(each => $"{each.Key} = {each.Value}").Order().ToArray());
        Assert.Contains($"#define SEGLAB_ABI_VERSION {LibraryFunctions.AbiVersion}\n", header, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_score_that_exists_is_named()
    {
        string matrix = Assert.Throws<BorderException>(() => ScoreNames.OfMatrix("?")).Message, perClass = Assert.Throws<BorderException>(() => ScoreNames.OfClass("?")).Message;
        foreach (string name in new[] { matrix, perClass }.SelectMany(message => message[(message.IndexOf("there are", StringComparison.Ordinal) + 9)..].Trim('.', ' ').Split(", ")))
            Assert.Contains($"\"{name}\"", header, StringComparison.Ordinal);
    }

    static IEnumerable<MethodInfo> Exports() =>
        from type in typeof(LossFunctions).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public)
        where method.IsDefined(typeof(UnmanagedCallersOnlyAttribute))
        select method;

    static string Exported(MethodInfo method)
    {
        string name = method.GetCustomAttribute<UnmanagedCallersOnlyAttribute>()!.EntryPoint!;
        return $"{Native(method.ReturnType)} {name}({string.Join(", ", method.GetParameters().Select(parameter => $"{Native(parameter.ParameterType)} {Lower(parameter.Name!)}"))})";
    }

    static string Declared(Match declaration)
    {
        string parameters = Space().Replace(declaration.Groups[3].Value.Trim(), " ");
        if (parameters == "void") parameters = "";
        string[] each = [.. parameters.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(Parameter)];
        return $"{Plain(declaration.Groups[1].Value)} {declaration.Groups[2].Value}({string.Join(", ", each)})";
    }

    static string Parameter(string text)
    {
        int end = text.LastIndexOfAny([' ', '*']) + 1;
        return $"{Plain(text[..end])} {text[end..]}";
    }

    // Handles are opaque pointers in the header and numbers here; const is for the reader.
    static string Plain(string type) => type.Replace("const ", "").Replace(" ", "")
        .Replace("seglab_loss*", "handle").Replace("seglab_confusion_matrix*", "handle").Replace("seglab_status", "status");

    static string Native(Type type) => type.IsPointer ? Native(type.GetElementType()!) + "*" : type.Name switch
    {
        "IntPtr" => "handle",
        "UIntPtr" => "size_t",
        "Int32" => "int32_t",
        "UInt32" => "uint32_t",
        "Int64" => "int64_t",
        "Double" => "double",
        "Single" => "float",
        "Byte" => "char",
        nameof(Status) => "status",
        nameof(NativeTensor) => "seglab_tensor",
        _ => type.Name,
    };

    static string Lower(string name) => Capital().Replace(name, "_$0").ToLowerInvariant();

    static string Snake(string name) => "SEGLAB_" + (name.Any(char.IsDigit) ? name : Capital().Replace(name, "_$0").TrimStart('_')).ToUpperInvariant();

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^([a-z][\w ]*[ *])(seglab_\w+)\(([^)]*)\);", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"(SEGLAB_\w+) = (\d+)")]
    private static partial Regex Constant();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"(?<!^)[A-Z]")]
    private static partial Regex Capital();
}
