using System.Globalization;
using Microsoft.Playwright;

namespace SegLab.Explorer.Tests;

/// <summary>The page of boxes, as one uses it.</summary>
public class BoxesPageTests(ExplorerFixture explorer)
{
    const string Apart = "boxes?loss=giou&target=4,1,5,2&predicted=1,2,2,3";

    [Fact]
    public async Task Dragging_a_box_changes_the_arrows_the_values_and_the_address()
    {
        await using ExplorerPage opened = await OpenAsync(Apart);
        IPage page = opened.Page;
        string arrow = await Attribute(page.Locator(".arrow .shaft").First, "d"), value = await Value(page, "giou").InnerTextAsync();
        await DragAsync(page, (1.5, 2.5), (3.5, 1.5));
        await ExpectSidesAsync(page, "predicted", "300", "100", "100", "100");
        await ExpectSidesAsync(page, "target", "400", "100", "100", "100");
        await Assertions.Expect(page.Locator(".arrow .shaft").First).Not.ToHaveAttributeAsync("d", arrow);
        // Side by side: no overlap, and the enclosing box is their union.
        await Assertions.Expect(Value(page, "giou")).ToHaveTextAsync("1.000");
        Assert.NotEqual("1.000", value);
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("predicted=3(,|%2C)1(,|%2C)4(,|%2C)2"));
    }

    [Theory]
    [InlineData("left top", "80", "190", "120", "110")]
    [InlineData("right", "100", "200", "80", "100")]
    [InlineData("bottom", "100", "200", "100", "90")]
    public async Task Dragging_a_corner_or_side_moves_that_alone(string grip, string x, string y, string width, string height)
    {
        await using ExplorerPage opened = await OpenAsync(Apart);
        (double gripX, double gripY) = (grip.Contains("left", StringComparison.Ordinal) ? 1 : grip.Contains("right", StringComparison.Ordinal) ? 2 : 1.5,
            grip.Contains("top", StringComparison.Ordinal) ? 2 : grip.Contains("bottom", StringComparison.Ordinal) ? 3 : 2.5);
        await DragAsync(opened.Page, (gripX, gripY), (gripX - 0.2, gripY - 0.1));
        await ExpectSidesAsync(opened.Page, "predicted", x, y, width, height);
    }

    [Fact]
    public async Task A_box_cannot_leave_the_board_or_vanish()
    {
        await using ExplorerPage opened = await OpenAsync(Apart);
        await DragAsync(opened.Page, (1.5, 2.5), (-3, 2.5));
        await ExpectSidesAsync(opened.Page, "predicted", "0", "200", "100", "100");
        await DragAsync(opened.Page, (1, 3), (-2, 1));
        await ExpectSidesAsync(opened.Page, "predicted", "0", "200", "20", "20");
    }

    [Fact]
    public async Task Of_two_boxes_under_the_pointer_the_smaller_is_dragged()
    {
        await using ExplorerPage opened = await OpenAsync("boxes?loss=giou&target=2.5,1.5,3.5,2.5&predicted=1,1,5,3");
        await DragAsync(opened.Page, (3, 2), (3.5, 2));
        await ExpectSidesAsync(opened.Page, "target", "300", "150", "100", "100");
        await ExpectSidesAsync(opened.Page, "predicted", "100", "100", "400", "200");
    }

    [Fact]
    public async Task Arrow_keys_move_a_box_and_resize_it_with_shift_and_enter_goes_to_its_corners()
    {
        await using ExplorerPage opened = await OpenAsync(Apart);
        IPage page = opened.Page;
        await page.Locator(".box.predicted").FocusAsync();
        string value = await Value(page, "giou").InnerTextAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowUp");
        await ExpectSidesAsync(page, "predicted", "105", "195", "100", "100");
        await page.Keyboard.PressAsync("Shift+ArrowDown");
        await ExpectSidesAsync(page, "predicted", "105", "195", "100", "105");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("ArrowLeft");
        await ExpectSidesAsync(page, "predicted", "100", "195", "105", "105");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".box.predicted")).ToBeFocusedAsync();
        await Assertions.Expect(Value(page, "giou")).Not.ToHaveTextAsync(value);
        await Assertions.Expect(page.Locator(".box.predicted")).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("left 1.00, top 1.95, width 1.05"));
    }

    [Fact]
    public async Task A_descent_raises_the_IoU_and_ends()
    {
        await using ExplorerPage opened = await OpenAsync(Apart.Replace("giou", "diou", StringComparison.Ordinal));
        IPage page = opened.Page;
        await page.GetByLabel("Speed").SelectOptionAsync("60");
        await page.Locator(".play").ClickAsync();
        await Assertions.Expect(page.Locator(".play")).ToHaveTextAsync("Pause");
        await Assertions.Expect(page.Locator(".ghost")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".player output")).ToHaveTextAsync("step 200 of 200", new LocatorAssertionsToHaveTextOptions { Timeout = 60_000 });
        await Assertions.Expect(page.Locator(".play")).ToHaveTextAsync("Play");
        Assert.True(await NumberAsync(Cell(page, "diou", 3)) > 0.9);
        await ExpectSidesAsync(page, "predicted", "100", "200", "100", "100");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Reset", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".ghost")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_descent_can_be_paused_stepped_and_broken_off_by_moving_a_box()
    {
        await using ExplorerPage opened = await OpenAsync(Apart);
        IPage page = opened.Page;
        ILocator step = page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Step", Exact = true }), output = page.Locator(".player output");
        await page.GetByLabel("Speed").SelectOptionAsync("5");
        await page.Locator(".play").ClickAsync();
        await Assertions.Expect(output).Not.ToHaveTextAsync("step 0 of 200");
        await step.ClickAsync();
        await Assertions.Expect(page.Locator(".play")).ToHaveTextAsync("Play");
        await page.GetByLabel("Step of the descent").FillAsync("150");
        await Assertions.Expect(output).ToHaveTextAsync("step 150 of 200");
        await step.ClickAsync();
        await Assertions.Expect(output).ToHaveTextAsync("step 151 of 200");
        await page.Locator(".play").ClickAsync();
        await page.Locator(".box.target").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(output).ToHaveTextAsync("step 0 of 200");
        await Assertions.Expect(page.Locator(".play")).ToHaveTextAsync("Play");
    }

    [Theory]
    [InlineData("Nested", "0.141", 4)]
    [InlineData("Distant", "0.000", 0)]
    [InlineData("Identical", "1.000", 0)]
    public async Task Presets_put_both_boxes(string name, string iou, int arrows)
    {
        await using ExplorerPage opened = await OpenAsync("boxes?loss=iou");
        await opened.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true }).ClickAsync();
        await Assertions.Expect(opened.Page.Locator(".measures dd").First).ToHaveTextAsync(iou);
        await Assertions.Expect(opened.Page.Locator(".arrow")).ToHaveCountAsync(arrows);
    }

    [Fact]
    public async Task Losses_are_shown_added_set_and_removed()
    {
        await using ExplorerPage opened = await OpenAsync(Apart);
        IPage page = opened.Page;
        await page.GetByLabel("Show diou").CheckAsync();
        await Assertions.Expect(page.Locator(".track")).ToHaveCountAsync(2);
        await page.Locator("#add-box-loss").FillAsync("ciou(detach_alpha=false)");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".track")).ToHaveCountAsync(3);
        await page.GetByLabel("ciou, power", new PageGetByLabelOptions { Exact = true }).FillAsync("3");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("Remove ciou(detach_alpha=false, power=3)").ClickAsync();
        await Assertions.Expect(page.Locator(".track")).ToHaveCountAsync(2);
        await page.Locator("#add-box-loss").FillAsync("cioo");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("cioo");
        await page.GetByLabel("Learning rate").FillAsync("7");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("above 0, to 1");
    }

    [Fact]
    public async Task The_numbers_that_the_gradient_is_taken_by_decide_where_arrows_point()
    {
        // Under L1 the target lies to the right and above: by sides each of them goes as far, by center and size the box keeps its size.
        await using ExplorerPage opened = await OpenAsync("boxes?loss=l1&target=4,1,5,2&predicted=1,2,2.5,3");
        IPage page = opened.Page;
        await Assertions.Expect(Cell(page, "smooth_l1(beta=0)", 2)).ToHaveTextAsync("1.732");
        string before = await Attribute(page.Locator(".arrow .shaft").First, "d");
        await page.GetByLabel("Gradient by").SelectOptionAsync("xyxy");
        await Assertions.Expect(Cell(page, "smooth_l1(beta=0)", 2)).ToHaveTextAsync("2.000");
        await Assertions.Expect(page.Locator(".arrow .shaft").First).Not.ToHaveAttributeAsync("d", before);
    }

    [Fact]
    public async Task What_the_losses_measure_is_drawn_on_demand()
    {
        await using ExplorerPage opened = await OpenAsync("boxes?loss=giou&target=1,1,3,2&predicted=2,1,4,3");
        IPage page = opened.Page;
        foreach (string measure in new[] { "Intersection", "Enclosing box C", "Centers" }) await page.GetByLabel(measure).CheckAsync();
        await ExpectSidesAsync(page.Locator(".overlap"), "200", "100", "100", "100");
        await ExpectSidesAsync(page.Locator(".enclosing"), "100", "100", "300", "200");
        await Assertions.Expect(page.Locator(".distance")).ToHaveAttributeAsync("d", "M300 200L200 150");
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
        await using ExplorerPage opened = await OpenAsync(Apart);
        IPage page = opened.Page;
        string value = await Value(page, "giou").InnerTextAsync();
        await page.EvaluateAsync($"async () => {{ const boxes = await import('/boxes.js'); await boxes.move(document.querySelector('.board'), {message}).catch(() => null); }}");
        await ExpectSidesAsync(page, "predicted", "100", "200", "100", "100");
        Assert.Equal(value, await Value(page, "giou").InnerTextAsync());
        // It still answers.
        await page.Locator(".box.predicted").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(Value(page, "giou")).Not.ToHaveTextAsync(value);
    }

    [Fact]
    public async Task A_hand_made_address_cannot_break_the_page()
    {
        await using ExplorerPage opened = await OpenAsync($"boxes?loss={Uri.EscapeDataString(new string('(', 300))}&target=NaN,1,2,3&predicted=1e300,0,1,1&rate=-1&format=%00");
        await Assertions.Expect(opened.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("200 characters");
        await Assertions.Expect(opened.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Overlapping" })).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1200)]
    public async Task Nothing_sticks_out_of_the_window(int width)
    {
        await using ExplorerPage opened = await OpenAsync("boxes?loss=ciou(detach_alpha%3Dfalse,power%3D3)&loss=wiou", width);
        await opened.AssertFitsAsync();
        await opened.Page.GetByLabel("Step of the descent").FillAsync("100");
        await Assertions.Expect(opened.Page.Locator(".ghost")).ToHaveCountAsync(2);
        await opened.AssertFitsAsync();
    }

    [Fact]
    public async Task A_page_that_is_left_while_it_plays_stops()
    {
        await using ExplorerPage opened = await OpenAsync(Apart);
        IPage page = opened.Page;
        await page.Locator(".play").ClickAsync();
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Curves" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Boxes" }).ClickAsync();
        await Assertions.Expect(page.Locator(".player output")).ToHaveTextAsync("step 0 of 200");
        await Assertions.Expect(page.Locator(".play")).ToHaveTextAsync("Play");
    }

    async Task<ExplorerPage> OpenAsync(string path, int width = 1200)
    {
        ExplorerPage opened = await explorer.OpenAsync(path, width);
        await opened.Page.Locator(".board[data-live]").WaitForAsync();
        return opened;
    }

    /// <summary>Drags from one place of the board to another, in the boxes' unit.</summary>
    static async Task DragAsync(IPage page, (double X, double Y) from, (double X, double Y) to)
    {
        await page.Locator(".board").ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult board = (await page.Locator(".board").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(X(from.X), Y(from.Y));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(X(to.X), Y(to.Y), new MouseMoveOptions { Steps = 8 });
        await page.Mouse.UpAsync();

        // A border of one pixel surrounds the drawing.
        float X(double at) => (float)(board.X + 1 + at / 6.4 * (board.Width - 2));
        float Y(double at) => (float)(board.Y + 1 + at / 4 * (board.Height - 2));
    }

    static Task ExpectSidesAsync(IPage page, string box, string x, string y, string width, string height) => ExpectSidesAsync(page.Locator($".box.{box}"), x, y, width, height);

    static async Task ExpectSidesAsync(ILocator box, string x, string y, string width, string height)
    {
        await Assertions.Expect(box).ToHaveAttributeAsync("x", x);
        await Assertions.Expect(box).ToHaveAttributeAsync("y", y);
        await Assertions.Expect(box).ToHaveAttributeAsync("width", width);
        await Assertions.Expect(box).ToHaveAttributeAsync("height", height);
    }

    static ILocator Value(IPage page, string loss) => Cell(page, loss, 1);

    static ILocator Cell(IPage page, string loss, int column) =>
        page.Locator(".box-losses tbody tr").Filter(new LocatorFilterOptions { Has = page.GetByLabel($"Show {loss}", new PageGetByLabelOptions { Exact = true }) }).Locator("td").Nth(column - 1);

    static async Task<double> NumberAsync(ILocator cell) => double.Parse(await cell.InnerTextAsync(), CultureInfo.InvariantCulture);

    static async Task<string> Attribute(ILocator element, string name) => (await element.GetAttributeAsync(name))!;
}
