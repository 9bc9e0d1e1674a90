using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SegLab.Studio.Tests;

/// <summary>Renders components to text, and finds the drawings in it.</summary>
static partial class Rendering
{
    public static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static async Task<string> RenderAsync<T>(params (string Name, object? Value)[] parameters) where T : IComponent
    {
        await using ServiceProvider services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var view = ParameterView.FromDictionary(parameters.ToDictionary(p => p.Name, p => p.Value));
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<T>(view)).ToHtmlString());
    }

    /// <summary>Every drawing of a page, read as XML, which throws where one is not well-formed.</summary>
    public static IReadOnlyList<XElement> Drawings(string html) => [.. Drawing().Matches(html).Select(match => XElement.Parse(match.Value))];

    /// <summary>The elements with a class, in the order of the page.</summary>
    public static IEnumerable<XElement> OfClass(this XElement root, string name) =>
        root.Descendants().Where(element => ((string?)element.Attribute("class") ?? "").Split(' ').Contains(name));

    public static double Number(this XElement element, string attribute) => (double)element.Attribute(attribute)!;

    /// <summary>The points of a path, without its gaps.</summary>
    public static (double X, double Y)[] Points(this XElement path) =>
        [.. Point().Matches((string)path.Attribute("d")!).Select(m => (double.Parse(m.Groups[1].Value), double.Parse(m.Groups[2].Value)))];

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Drawing();

    [GeneratedRegex(@"[ML]([-\d.]+) ([-\d.]+)")]
    private static partial Regex Point();
}
