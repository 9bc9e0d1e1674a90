using System.Globalization;
using Microsoft.Playwright;

namespace SegLab.Explorer.Tests;

/// <summary>Descents that are played.</summary>
public class BoxDescentTests(ExplorerFixture explorer)
{
    [Fact]
    public async Task A_descent_raises_the_IoU_and_ends()
    {
        await using ExplorerPage opened = await explorer.OpenBoxesAsync(BoxesBoard.Apart.Replace("giou", "diou", StringComparison.Ordinal));
        IPage page = opened.Page;
        await page.GetByLabel("Speed").SelectOptionAsync("60");
        await page.Locator(".play").ClickAsync();
        await Assertions.Expect(page.Locator(".play")).ToHaveTextAsync("Pause");
        await Assertions.Expect(page.Locator(".ghost")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".player output")).ToHaveTextAsync("step 200 of 200", new LocatorAssertionsToHaveTextOptions { Timeout = 60_000 });
        await Assertions.Expect(page.Locator(".play")).ToHaveTextAsync("Play");
        Assert.True(double.Parse(await page.BoxLossCell("diou", 3).InnerTextAsync(), CultureInfo.InvariantCulture) > 0.9);
        await page.ExpectSidesAsync("predicted", "100", "200", "100", "100");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Reset", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".ghost")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_descent_can_be_paused_stepped_and_broken_off_by_moving_a_box()
    {
        await using ExplorerPage opened = await explorer.OpenBoxesAsync(BoxesBoard.Apart);
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

    [Fact]
    public async Task A_page_that_is_left_while_it_plays_stops()
    {
        await using ExplorerPage opened = await explorer.OpenBoxesAsync(BoxesBoard.Apart);
        IPage page = opened.Page;
        await page.Locator(".play").ClickAsync();
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Curves" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Boxes" }).ClickAsync();
        await Assertions.Expect(page.Locator(".player output")).ToHaveTextAsync("step 0 of 200");
        await Assertions.Expect(page.Locator(".play")).ToHaveTextAsync("Play");
    }
}
