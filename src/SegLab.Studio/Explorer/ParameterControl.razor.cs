using System.Globalization;
using Microsoft.AspNetCore.Components;
using SegLab.Losses;

namespace SegLab.Studio.Explorer;

/// <summary>An option of a loss to set: a slider and a field for a number, a list for words, a box for a flag, a field for the rest.</summary>
public sealed partial class ParameterControl : ComponentBase
{
    readonly string id = $"parameter-{Guid.NewGuid():N}";
    double? number;
    SliderRange? slider;

    /// <summary>The option's name.</summary>
    [Parameter, EditorRequired] public string Name { get; set; } = "";

    /// <summary>Its name among all options on the page.</summary>
    [Parameter, EditorRequired] public string Label { get; set; } = "";

    /// <summary>What it does.</summary>
    [Parameter] public string Description { get; set; } = "";

    /// <summary>What it takes.</summary>
    [Parameter, EditorRequired] public ParameterValues Values { get; set; } = null!;

    /// <summary>What it has unless it is set, in the text form.</summary>
    [Parameter, EditorRequired] public string Default { get; set; } = "";

    /// <summary>What it has, in the text form.</summary>
    [Parameter, EditorRequired] public string Value { get; set; } = "";

    /// <summary>Is told another value, in the text form; it may be one that the option does not take.</summary>
    [Parameter] public EventCallback<string> Changed { get; set; }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        number = FieldNumber.Of(Value);
        slider = Values.Range is { } range ? SliderRange.Of(range, Values.IsWhole, FieldNumber.Of(Default), number) : null;
    }

    Task Slide(ChangeEventArgs change) => FieldNumber.Of(change.Value) is { } moved ? Changed.InvokeAsync(Text(slider!.Near(moved))) : Task.CompletedTask;

    Task Type(ChangeEventArgs change) => Changed.InvokeAsync($"{change.Value}".Trim());

    Task Switch(ChangeEventArgs change) => Changed.InvokeAsync(change.Value is true ? Text(FieldNumber.Of(Default) ?? slider!.Middle) : Values.Choices[0]);

    static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
