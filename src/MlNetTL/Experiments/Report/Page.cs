namespace MlNetTL.Experiments.Report;

/// <summary>The shell of every page: one file, styled, that loads nothing from anywhere.</summary>
internal static class Page
{
    /// <summary>A whole HTML file.</summary>
    /// <param name="title">For the browser's tab.</param>
    /// <param name="body">What stands on it.</param>
    public static string Of(string title, Markup body) => Markup.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
        <title>{title}</title>
        <style>{new Markup(ReportStyle.Css)}</style>
        </head>
        <body><main>
        {body}
        </main></body>
        </html>

        """).Text;
}
