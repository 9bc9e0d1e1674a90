using Microsoft.Playwright;

namespace SegLab.Explorer.Tests;

/// <summary>The page of boxes, as one uses it.</summary>
public class BoxesPageTests(ExplorerFixture explorer)
{
    [Theory]
    [InlineData("Nested", "0.141", 4)]
    [InlineData("Distant", "0.000", 0)]
    [InlineData("Identical", "1.000", 0)]
    public async Task Presets_put_both_boxes(string name, string iou, int arrows)
    {
        await using ExplorerPage opened = await explorer.OpenBoxesAsync("boxes?loss=iou");
        await opened.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true }).ClickAsync();
        await Assertions.Expect(opened.Page.Locator(".measures dd").First).ToHaveTextAsync(iou);
        await Assertions.Expect(opened.Page.Locator(".arrow")).ToHaveCountAsync(arrows);
    }

    [Fact]
    public async Task Losses_are_shown_added_set_and_removed()
    {
        await using ExplorerPage opened = await explorer.OpenBoxesAsync(BoxesBoard.Apart);
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
        await using ExplorerPage opened = await explorer.OpenBoxesAsync("boxes?loss=l1&target=4,1,5,2&predicted=1,2,2.5,3");
        IPage page = opened.Page;
        await Assertions.Expect(page.BoxLossCell("smooth_l1(beta=0)", 2)).ToHaveTextAsync("1.732");
        string before = await page.FirstArrowAsync();
        await page.GetByLabel("Gradient by").SelectOptionAsync("xyxy");
        await Assertions.Expect(page.BoxLossCell("smooth_l1(beta=0)", 2)).ToHaveTextAsync("2.000");
        await Assertions.Expect(page.Locator(".arrow .shaft").First).Not.ToHaveAttributeAsync("d", before);
    }

    [Fact]
    public async Task What_the_losses_measure_is_drawn_on_demand()
    {
        await using ExplorerPage opened = await explorer.OpenBoxesAsync("boxes?loss=giou&target=1,1,3,2&predicted=2,1,4,3");
        IPage page = opened.Page;
        foreach (string measure in new[] { "Intersection", "Enclosing box C", "Centers" }) await page.GetByLabel(measure).CheckAsync();
        await page.Locator(".overlap").ExpectSidesAsync("200", "100", "100", "100");
        await page.Locator(".enclosing").ExpectSidesAsync("100", "100", "300", "200");
        await Assertions.Expect(page.Locator(".distance")).ToHaveAttributeAsync("d", "M300 200L200 150");
    }

    [Fact]
    public async Task A_hand_made_address_cannot_break_the_page()
    {
        await using ExplorerPage opened = await explorer.OpenBoxesAsync($"boxes?loss={Uri.EscapeDataString(new string('(', 300))}&target=NaN,1,2,3&predicted=1e300,0,1,1&rate=-1&format=%00");
        await Assertions.Expect(opened.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("200 characters");
        await Assertions.Expect(opened.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Overlapping" })).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1200)]
    public async Task Nothing_sticks_out_of_the_window(int width)
    {
        await using ExplorerPage opened = await explorer.OpenBoxesAsync("boxes?loss=ciou(detach_alpha%3Dfalse,power%3D3)&loss=wiou", width);
        await opened.AssertFitsAsync();
        await opened.Page.GetByLabel("Step of the descent").FillAsync("100");
        await Assertions.Expect(opened.Page.Locator(".ghost")).ToHaveCountAsync(2);
        await opened.AssertFitsAsync();
    }
}
