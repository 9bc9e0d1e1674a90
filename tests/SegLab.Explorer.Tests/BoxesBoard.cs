using Microsoft.Playwright;

namespace SegLab.Explorer.Tests;

/// <summary>What tests do on the page of boxes, and where they look.</summary>
static class BoxesBoard
{
    /// <summary>Two squares of side 1, one to the right of and above the other.</summary>
    public const string Apart = "boxes?loss=giou&target=4,1,5,2&predicted=1,2,2,3";

    /// <summary>Opens the page and waits until its boxes can be dragged.</summary>
    public static async Task<ExplorerPage> OpenBoxesAsync(this ExplorerFixture explorer, string path, int width = 1200)
    {
        ExplorerPage opened = await explorer.OpenAsync(path, width);
        await opened.Page.Locator(".board[data-live]").WaitForAsync();
        return opened;
    }

    /// <summary>Drags from one place of the board to another, in the boxes' unit.</summary>
    public static async Task DragAsync(this IPage page, (double X, double Y) from, (double X, double Y) to)
    {
        Func<(double X, double Y), (float X, float Y)> place = await PlaceAsync(page);
        await page.Mouse.MoveAsync(place(from).X, place(from).Y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(place(to).X, place(to).Y, new MouseMoveOptions { Steps = 8 });
        await page.Mouse.UpAsync();
    }

    /// <summary>Likewise with a finger.</summary>
    public static async Task TouchDragAsync(this IPage page, (double X, double Y) from, (double X, double Y) to)
    {
        const int steps = 8;
        Func<(double X, double Y), (float X, float Y)> place = await PlaceAsync(page);
        ICDPSession session = await page.Context.NewCDPSessionAsync(page);
        await SendAsync("touchStart", [place(from)]);
        for (double i = 1; i <= steps; i++)
            await SendAsync("touchMove", [place((from.X + i / steps * (to.X - from.X), from.Y + i / steps * (to.Y - from.Y)))]);
        await SendAsync("touchEnd", []);

        Task SendAsync(string type, (float X, float Y)[] points) => session.SendAsync("Input.dispatchTouchEvent", new Dictionary<string, object>
        {
            ["type"] = type,
            ["touchPoints"] = points.Select(point => new Dictionary<string, object> { ["x"] = point.X, ["y"] = point.Y }).ToArray(),
        });
    }

    public static Task ExpectSidesAsync(this IPage page, string box, string x, string y, string width, string height) =>
        page.Locator($".box.{box}").ExpectSidesAsync(x, y, width, height);

    /// <summary>Waits until a box lies somewhere, in the drawing's unit: a hundredth of the boxes'.</summary>
    public static async Task ExpectSidesAsync(this ILocator box, string x, string y, string width, string height)
    {
        await Assertions.Expect(box).ToHaveAttributeAsync("x", x);
        await Assertions.Expect(box).ToHaveAttributeAsync("y", y);
        await Assertions.Expect(box).ToHaveAttributeAsync("width", width);
        await Assertions.Expect(box).ToHaveAttributeAsync("height", height);
    }

    /// <summary>A figure of a loss: 1 for its value, 2 for the length of its gradient, 3 for the IoU of its descent.</summary>
    public static ILocator BoxLossCell(this IPage page, string loss, int column) => page.Locator(".box-losses tbody tr")
        .Filter(new LocatorFilterOptions { Has = page.GetByLabel($"Show {loss}", new PageGetByLabelOptions { Exact = true }) }).Locator("td").Nth(column - 1);

    /// <summary>The path of the first arrow.</summary>
    public static async Task<string> FirstArrowAsync(this IPage page) => (await page.Locator(".arrow .shaft").First.GetAttributeAsync("d"))!;

    static async Task<Func<(double X, double Y), (float X, float Y)>> PlaceAsync(IPage page)
    {
        await page.Locator(".board").ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult board = (await page.Locator(".board").BoundingBoxAsync())!;
        // A border of one pixel surrounds the drawing.
        return at => ((float)(board.X + 1 + at.X / 6.4 * (board.Width - 2)), (float)(board.Y + 1 + at.Y / 4 * (board.Height - 2)));
    }
}
