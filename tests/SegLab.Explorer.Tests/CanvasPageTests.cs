using Microsoft.Playwright;

namespace SegLab.Explorer.Tests;

/// <summary>The page to paint on, as one uses it.</summary>
public class CanvasPageTests(ExplorerFixture explorer)
{
    [Fact]
    public async Task Painting_a_false_alarm_changes_values_pictures_and_scores()
    {
        await using ExplorerPage opened = await OpenAsync();
        IPage page = opened.Page;
        (string values, string gradient, string iou) = (await Values(page), await Picture(page, "canvas[data-slopes]"), await Score(page, "IoU"));
        await Stroke(page, 1, (30, 30), (90, 40));
        await Changed(page, values);
        Assert.NotEqual(gradient, await Picture(page, "canvas[data-slopes]"));
        Assert.NotEqual(iou, await Score(page, "IoU"));
    }

    [Fact]
    public async Task Painting_the_truth_changes_values_too()
    {
        await using ExplorerPage opened = await OpenAsync();
        string values = await Values(opened.Page);
        await Stroke(opened.Page, 0, (200, 200), (220, 220));
        await Changed(opened.Page, values);
    }

    [Fact]
    public async Task The_keyboard_paints_as_the_pointer_does()
    {
        await using ExplorerPage opened = await OpenAsync();
        IPage page = opened.Page;
        string values = await Values(page), prediction = await Picture(page, "canvas[data-layer='1']");
        await page.Locator("canvas[data-layer='1']").FocusAsync();
        for (int i = 0; i < 6; i++) await page.Keyboard.PressAsync("Shift+ArrowLeft");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync(" ");
        await Changed(page, values);
        Assert.NotEqual(prediction, await Picture(page, "canvas[data-layer='1']"));
    }

    [Fact]
    public async Task Blur_eraser_scenes_and_buttons_do_what_they_say()
    {
        await using ExplorerPage opened = await OpenAsync();
        IPage page = opened.Page;
        string values = await Values(page);
        await page.GetByLabel("Blur").FillAsync("6");
        values = await Changed(page, values);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Predict the truth" }).ClickAsync();
        await Assertions.Expect(page.Locator(".scores")).ToContainTextAsync("IoU0.99");
        values = await Changed(page, values);
        await page.GetByLabel("Background", new PageGetByLabelOptions { Exact = true }).CheckAsync();
        await Stroke(page, 1, (128, 128), (140, 128));
        values = await Changed(page, values);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Clear truth" }).ClickAsync();
        values = await Changed(page, values);
        await page.GetByLabel("Scene", new PageGetByLabelOptions { Exact = true }).Last.SelectOptionAsync("Thin line with a gap");
        await Changed(page, values);
    }

    [Fact]
    public async Task A_chosen_loss_shows_its_gradient_and_its_options_change_it()
    {
        await using ExplorerPage opened = await OpenAsync();
        IPage page = opened.Page;
        string gradient = await Picture(page, "canvas[data-slopes]");
        await page.Locator(".cards button").Filter(new LocatorFilterOptions { HasText = "focal_tversky" }).ClickAsync();
        await Assertions.Expect(page.Locator(".scene h2").Last).ToHaveTextAsync("Gradient of focal_tversky");
        Assert.NotEqual(gradient, await Picture(page, "canvas[data-slopes]"));
        string values = await Values(page);
        await page.Locator(".canvas-losses input[type=range]").First.FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Changed(page, values);
    }

    [Fact]
    public async Task Values_that_no_honest_page_sends_are_brought_into_range()
    {
        await using ExplorerPage opened = await OpenAsync();
        IPage page = opened.Page;
        string values = await Values(page);
        await page.GetByLabel("Size").EvaluateAsync("element => { element.type = 'text'; element.value = 'NaN'; element.dispatchEvent(new Event('input', { bubbles: true })); }");
        await page.GetByLabel("Blur").EvaluateAsync("element => { element.type = 'text'; element.value = '1e999'; element.dispatchEvent(new Event('input', { bubbles: true })); }");
        await page.GetByLabel("Scene", new PageGetByLabelOptions { Exact = true }).Last.EvaluateAsync("element => { element.options[0].value = '-7'; element.dispatchEvent(new Event('change', { bubbles: true })); }");
        await page.Locator("button:has-text('Predict the truth')").ClickAsync();
        await Changed(page, values);
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1200)]
    public async Task Nothing_sticks_out_of_the_window(int width)
    {
        await using ExplorerPage opened = await explorer.OpenAsync("canvas", width);
        await opened.AssertFitsAsync();
    }

    async Task<ExplorerPage> OpenAsync()
    {
        ExplorerPage opened = await explorer.OpenAsync("canvas", height: 1200);
        // The first pictures tell that the page's script stands.
        await opened.Page.Locator("[data-drawn=true]").WaitForAsync();
        return opened;
    }

    static async Task Stroke(IPage page, int layer, (float X, float Y) from, (float X, float Y) to)
    {
        LocatorBoundingBoxResult box = (await page.Locator($"canvas[data-layer='{layer}']").BoundingBoxAsync())!;
        float scale = box.Width / 256;
        await page.Mouse.MoveAsync(box.X + from.X * scale, box.Y + from.Y * scale);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + to.X * scale, box.Y + to.Y * scale, new MouseMoveOptions { Steps = 12 });
        await page.Mouse.UpAsync();
    }

    static async Task<string> Values(IPage page) => string.Join(' ', await page.Locator(".cards .figure").AllTextContentsAsync());

    /// <summary>Waits until values differ, and returns the new ones.</summary>
    static async Task<string> Changed(IPage page, string before)
    {
        string now = before;
        await ExplorerPage.WaitUntilAsync(async () => (now = await Values(page)) != before);
        return now;
    }

    static async Task<string> Picture(IPage page, string selector) => await page.Locator(selector).EvaluateAsync<string>("canvas => canvas.toDataURL()");

    static async Task<string> Score(IPage page, string name) => await page.Locator(".scores > div").Filter(new LocatorFilterOptions { HasText = name }).First.InnerTextAsync();
}
