using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using SegLab.Boxes;
using SegLab.Metrics;

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
        (string Name, int Value)[] choices =
        [
            ("SEGLAB_XYXY", (int)BoxFormat.Corners), ("SEGLAB_XYWH", (int)BoxFormat.LeftTopSize), ("SEGLAB_CXCYWH", (int)BoxFormat.CenterSize),
            ("SEGLAB_IOU", (int)BoxSimilarity.IoU), ("SEGLAB_GIOU", (int)BoxSimilarity.GeneralizedIoU),
            ("SEGLAB_DIOU", (int)BoxSimilarity.DistanceIoU), ("SEGLAB_CIOU", (int)BoxSimilarity.CompleteIoU),
            ("SEGLAB_SUPPRESS_HARD", (int)SuppressionMethod.Hard), ("SEGLAB_SUPPRESS_LINEAR", (int)SuppressionMethod.Linear),
            ("SEGLAB_SUPPRESS_GAUSSIAN", (int)SuppressionMethod.Gaussian),
            ("SEGLAB_SURFACE_VOXEL", (int)SurfaceElement.Voxel), ("SEGLAB_SURFACE_AREA", (int)SurfaceElement.Area),
        ];
        Assert.Equal(
            [.. statuses.Concat(types).Concat(choices).Select(each => $"{each.Name} = {each.Value}").Order()],
            declared.Select(each => $"{each.Key} = {each.Value}").Order().ToArray());
        Assert.Equal(
            choices.Length,
            Enum.GetValues<BoxFormat>().Length + Enum.GetValues<BoxSimilarity>().Length + Enum.GetValues<SuppressionMethod>().Length
            + Enum.GetValues<SurfaceElement>().Length);
        Assert.Contains($"#define SEGLAB_ABI_VERSION {LibraryFunctions.AbiVersion}\n", header, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_score_that_exists_is_named()
    {
        Action[] asked =
        [
            () => ScoreNames.OfMatrix.Find("?"), () => ScoreNames.OfClass.Find("?"), () => ScoreNames.OfSurfaces.Find("?"),
            () => ScoreNames.OfInstances.Find("?"), () => ScoreNames.OfSegments.Find("?"),
        ];
        IEnumerable<string> messages = asked.Select(ask => Assert.Throws<BorderException>(ask).Message);
        foreach (string name in messages.SelectMany(message => message[(message.IndexOf("there are", StringComparison.Ordinal) + 9)..].Trim('.', ' ').Split(", ")))
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
    static string Plain(string type) => Handle().Replace(type.Replace("const ", "").Replace(" ", ""), "handle").Replace("seglab_status", "status");

    static string Native(Type type) => type.IsPointer ? Native(type.GetElementType()!) + "*" : type.Name switch
    {
        nameof(Status) => "status",
        _ when type.IsEnum => Native(type.GetEnumUnderlyingType()),
        "IntPtr" => "handle",
        "UIntPtr" => "size_t",
        "Int32" => "int32_t",
        "UInt32" => "uint32_t",
        "Int64" => "int64_t",
        "Double" => "double",
        "Single" => "float",
        "Byte" => "char",
        nameof(NativeTensor) => "seglab_tensor",
        _ => type.Name,
    };

    static string Lower(string name) => Capital().Replace(name, "_$0").ToLowerInvariant();

    static string Snake(string name) => "SEGLAB_" + (name.Any(char.IsDigit) ? name : Capital().Replace(name, "_$0").TrimStart('_')).ToUpperInvariant();

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^([a-z][\w ]*[ *])(seglab_\w+)\(([^)]*)\);", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"seglab_(?!tensor|status)\w+\*")]
    private static partial Regex Handle();

    [GeneratedRegex(@"(SEGLAB_\w+) = (\d+)")]
    private static partial Regex Constant();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"(?<!^)[A-Z]")]
    private static partial Regex Capital();
}
