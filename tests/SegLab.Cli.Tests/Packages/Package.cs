using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace SegLab.Cli.Tests.Packages;

/// <summary>A NuGet package, read.</summary>
sealed class Package : IDisposable
{
    readonly ZipArchive archive;
    readonly XElement metadata;

    public Package(string path)
    {
        archive = ZipFile.OpenRead(path);
        using Stream nuspec = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        metadata = XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    /// <summary>All files but those that every package has by its format.</summary>
    public IEnumerable<string> Files => archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal)
        .Where(name => !name.EndsWith(".nuspec", StringComparison.Ordinal) && name != "[Content_Types].xml"
            && !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal));

    /// <summary>Each dependency as "name version".</summary>
    public IEnumerable<string> Dependencies => metadata.Descendants().Where(element => element.Name.LocalName == "dependency")
        .Select(dependency => $"{dependency.Attribute("id")!.Value} {dependency.Attribute("version")!.Value}").Order(StringComparer.Ordinal);

    /// <summary>What the manifest says under a name; empty where it says nothing.</summary>
    public string this[string name] => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? "";

    /// <summary>Types that the manifest gives the package, such as that of a tool.</summary>
    public IEnumerable<string> Types => metadata.Descendants().Where(element => element.Name.LocalName == "packageType").Select(type => type.Attribute("name")!.Value);

    public byte[] Read(string file)
    {
        using var memory = new MemoryStream();
        using (Stream stream = archive.GetEntry(file)!.Open()) stream.CopyTo(memory);
        return memory.ToArray();
    }

    public string ReadText(string file) => System.Text.Encoding.UTF8.GetString(Read(file)).ReplaceLineEndings("\n");

    /// <summary>Which symbols an assembly asks for, where it says they were written, and whether it was compiled deterministically.</summary>
    public (Guid Symbols, string Path, bool Deterministic) Assembly(string file)
    {
        using var reader = new PEReader(new MemoryStream(Read(file)));
        var entries = reader.ReadDebugDirectory();
        CodeViewDebugDirectoryData view = reader.ReadCodeViewDebugDirectoryData(entries.Single(entry => entry.Type == DebugDirectoryEntryType.CodeView));
        return (view.Guid, view.Path, entries.Any(entry => entry.Type == DebugDirectoryEntryType.Reproducible));
    }

    /// <summary>Which symbols a file holds, and of what source files.</summary>
    public (Guid Symbols, IReadOnlyList<string> Sources) Symbols(string file)
    {
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(Read(file)));
        MetadataReader reader = provider.GetMetadataReader();
        return (new BlobContentId(reader.DebugMetadataHeader!.Id).Guid,
            [.. reader.Documents.Select(handle => reader.GetString(reader.GetDocument(handle).Name))]);
    }

    public void Dispose() => archive.Dispose();
}
