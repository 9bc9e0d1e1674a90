namespace SegLab.Studio.Charts;

/// <summary>How a layer of a picture looks.</summary>
public enum LayerStyle
{
    /// <summary>As it is, smooth when enlarged.</summary>
    Plain,

    /// <summary>As it is, with sharp pixels when enlarged.</summary>
    Crisp,

    /// <summary>Darkened, as a ground for what is laid over it.</summary>
    Dimmed,

    /// <summary>With sharp pixels that only brighten what is below; black changes nothing.</summary>
    Light,
}
