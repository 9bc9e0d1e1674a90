using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace SegLab.Explorer.Tests;

/// <summary>Boxes that are dragged with a pointer, a finger or keys.</summary>
public class BoxDraggingTests(ExplorerFixture explorer)
{
    [Fact]
    public async Task Dragging_a_box_changes_the_arrows_the_values_and_the_address()
    {
        await using ExplorerPage opened = await explorer.OpenBoxesAsync(BoxesBoard.Apart);
        IPage page = opened.Page;
        string arrow = await page.FirstArrowAsync(), value = await page.BoxLossCell("giou", 1).InnerTextAsync();
        await page.DragAsync((1.5, 2.5), (3.5, 1.5));
        await page.ExpectSidesAsync("predicted", "300", "100", "100", "100");
        await page.ExpectSidesAsync("target", "400", "100", "100", "100");
        await Assertions.Expect(page.Locator(".arrow .shaft").First).Not.ToHaveAttributeAsync("d", arrow);
        // Side by side: no overlap, and the enclosing box is their union.
        await Assertions.Expect(page.BoxLossCell("giou", 1)).ToHaveTextAsync("1.000");
        Assert.NotEqual("1.000", value);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("predicted=3(,|%2C)1(,|%2C)4(,|%2C)2"));
    }

    [Theory]
    [InlineData("left top", "80", "190", "120", "110")]
    [InlineData("right", "100", "200", "80", "100")]
    [InlineData("bottom", "100", "200", "100", "90")]
    public async Task Dragging_a_corner_or_side_moves_that_alone(string grip, string x, string y, string width, string height)
    {
        await using ExplorerPage opened = await explorer.OpenBoxesAsync(BoxesBoard.Apart);
        (double gripX, double gripY) = (grip.Contains("left", StringComparison.Ordinal) ? 1 : grip.Contains("right", StringComparison.Ordinal) ? 2 : 1.5,
            grip.Contains("top", StringComparison.Ordinal) ? 2 : grip.Contains("bottom", StringComparison.Ordinal) ? 3 : 2.5);
        await opened.Page.DragAsync((gripX, gripY), (gripX - 0.2, gripY - 0.1));
        await opened.Page.ExpectSidesAsync("predicted", x, y, width, height);
    }

    [Fact]
    public async Task A_box_cannot_leave_the_board_or_vanish()
    {
        await using ExplorerPage opened = await explorer.OpenBoxesAsync(BoxesBoard.Apart);
        await opened.Page.DragAsync((1.5, 2.5), (-3, 2.5));
        await opened.Page.ExpectSidesAsync("predicted", "0", "200", "100", "100");
        await opened.Page.DragAsync((1, 3), (-2, 1));
        await opened.Page.ExpectSidesAsync("predicted", "0", "200", "20", "20");
    }

    [Fact]
    public async Task Of_two_boxes_under_the_pointer_the_smaller_is_dragged()
    {
        await using ExplorerPage opened = await explorer.OpenBoxesAsync("boxes?loss=giou&target=2.5,1.5,3.5,2.5&predicted=1,1,5,3");
        await opened.Page.DragAsync((3, 2), (3.5, 2));
        await opened.Page.ExpectSidesAsync("target", "300", "150", "100", "100");
        await opened.Page.ExpectSidesAsync("predicted", "100", "100", "400", "200");
    }

    [Fact]
    public async Task A_finger_drags_a_box_and_does_not_scroll_the_page()
    {
        await using ExplorerPage opened = await explorer.OpenBoxesAsync(BoxesBoard.Apart, width: 390);
        IPage page = opened.Page;
        await page.TouchDragAsync((1.5, 2.5), (2.5, 1.5));
        await page.ExpectSidesAsync("predicted", "200", "100", "100", "100");
        Assert.Equal(0, await page.EvaluateAsync<double>("scrollY"));
    }

    [Fact]
    public async Task Arrow_keys_move_a_box_and_resize_it_with_shift_and_enter_goes_to_its_corners()
    {
        await using ExplorerPage opened = await explorer.OpenBoxesAsync(BoxesBoard.Apart);
        IPage page = opened.Page;
        await page.Locator(".box.predicted").FocusAsync();
        string value = await page.BoxLossCell("giou", 1).InnerTextAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.ExpectSidesAsync("predicted", "105", "195", "100", "100");
        await page.Keyboard.PressAsync("Shift+ArrowDown");
        await page.ExpectSidesAsync("predicted", "105", "195", "100", "105");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("ArrowLeft");
        await page.ExpectSidesAsync("predicted", "100", "195", "105", "105");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".box.predicted")).ToBeFocusedAsync();
        await Assertions.Expect(page.BoxLossCell("giou", 1)).Not.ToHaveTextAsync(value);
        await Assertions.Expect(page.Locator(".box.predicted")).ToHaveAttributeAsync("aria-label", new Regex("left 1.00, top 1.95, width 1.05"));
    }

    [Theory]
    [InlineData("'predicted', [NaN, 100, 200, 200]")]
    [InlineData("'predicted', [1e308, 100, 1.5e308, 200]")]
    [InlineData("'predicted', [-1e308, -1e308, 1e308, 1e308]")]
    [InlineData("'predicted', [300, 100, 200, 200]")]
    [InlineData("'predicted', [100, 100, 100, 100]")]
    [InlineData("'predicted', [100, 100]")]
    [InlineData("'predicted', null")]
    [InlineData("'predicted', ['a', 'b', 'c', 'd']")]
    [InlineData("'nothing', [100, 100, 200, 200]")]
    [InlineData("null, Array(5000).fill(1)")]
    public async Task A_message_that_says_no_box_changes_nothing(string message)
    {
        await using ExplorerPage opened = await explorer.OpenBoxesAsync(BoxesBoard.Apart);
        IPage page = opened.Page;
        string value = await page.BoxLossCell("giou", 1).InnerTextAsync();
        await page.EvaluateAsync($"async () => {{ const boxes = await import('/boxes.js'); await boxes.move(document.querySelector('.board'), {message}).catch(() => null); }}");
        await page.ExpectSidesAsync("predicted", "100", "200", "100", "100");
        Assert.Equal(value, await page.BoxLossCell("giou", 1).InnerTextAsync());
        // It still answers.
        await page.Locator(".box.predicted").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.BoxLossCell("giou", 1)).Not.ToHaveTextAsync(value);
    }
}
