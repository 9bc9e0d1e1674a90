using Microsoft.Playwright;

namespace SegLab.Explorer.Tests;

/// <summary>The page of curves, as one uses it.</summary>
public class CurvesPageTests(ExplorerFixture explorer)
{
    [Fact]
    public async Task A_slider_moves_the_curve_and_the_text_of_the_loss()
    {
        await using ExplorerPage opened = await explorer.OpenAsync("?loss=focal&loss=ce");
        IPage page = opened.Page;
        string before = await Curve(page, 0), other = await Curve(page, 1);
        await page.GetByLabel("focal, gamma, slider").FillAsync("4");
        await Assertions.Expect(page.Locator(".losses .choose").First).ToHaveTextAsync("focal(gamma=4)");
        await Assertions.Expect(page.Locator(".when-wide path.line").Nth(2)).Not.ToHaveAttributeAsync("d", before);
        Assert.Equal(other, await Curve(page, 1));
        Assert.Contains("gamma%3D4", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slider_moves_with_the_keyboard()
    {
        await using ExplorerPage opened = await explorer.OpenAsync("?loss=focal");
        IPage page = opened.Page;
        await page.GetByLabel("focal, gamma, slider").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(page.Locator(".losses .choose").First).ToHaveTextAsync("focal(gamma=0)");
    }

    [Fact]
    public async Task A_range_adds_a_curve_of_each_value_and_each_can_be_removed()
    {
        await using ExplorerPage opened = await explorer.OpenAsync("?loss=ce");
        IPage page = opened.Page;
        await page.Locator("#add-loss").FillAsync("focal(gamma=0:5:1)");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Add", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".losses li")).ToHaveCountAsync(7);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Remove ce", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".losses li")).ToHaveCountAsync(6);
    }

    [Theory]
    [InlineData("fokal", "fokal")]
    [InlineData("focal(gamma=-1)", "gamma")]
    [InlineData("ce(reduction=none)", "reduction=none")]
    public async Task What_is_no_loss_is_told_and_changes_nothing(string text, string told)
    {
        await using ExplorerPage opened = await explorer.OpenAsync("?loss=ce");
        IPage page = opened.Page;
        await page.Locator("#add-loss").FillAsync(text);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(told);
        await Assertions.Expect(page.Locator(".losses li")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Options_of_all_kinds_can_be_set()
    {
        await using ExplorerPage opened = await explorer.OpenAsync("?loss=focal%28activation%3Dsigmoid%29");
        IPage page = opened.Page;
        ILocator text = page.Locator(".losses .choose").First;
        await page.GetByLabel("focal, alpha, set").CheckAsync();
        await Assertions.Expect(text).ToContainTextAsync("alpha=0.5");
        await page.GetByLabel("focal, normalized", new PageGetByLabelOptions { Exact = true }).CheckAsync();
        await Assertions.Expect(text).ToContainTextAsync("normalized=true");
        await page.GetByLabel("focal, alpha", new PageGetByLabelOptions { Exact = true }).FillAsync("2");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("alpha");
        await page.GetByLabel("Against").SelectOptionAsync("logit");
        await Assertions.Expect(page.Locator(".command")).ToContainTextAsync("--against logit");
    }

    [Fact]
    public async Task A_hand_made_address_cannot_break_the_page()
    {
        await using ExplorerPage opened = await explorer.OpenAsync($"?loss={Uri.EscapeDataString(new string('(', 600))}&against=nonsense&pixel=%00");
        await Assertions.Expect(opened.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("500 characters");
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1200)]
    public async Task Nothing_sticks_out_of_the_window(int width)
    {
        await using ExplorerPage opened = await explorer.OpenAsync("?loss=focal&loss=0.5%2Ace%20%2B%20dice&loss=hausdorff", width);
        await opened.AssertFitsAsync();
        await opened.Page.Locator("summary").First.ClickAsync();
        await opened.AssertFitsAsync();
    }

    static async Task<string> Curve(IPage page, int line) => (await page.Locator(".when-wide path.line").Nth(line + 2).GetAttributeAsync("d"))!;
}
