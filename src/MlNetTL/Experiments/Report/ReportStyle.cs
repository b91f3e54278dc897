namespace MlNetTL.Experiments.Report;

/// <summary>The report's style sheet: light, dark, on a phone and on paper.</summary>
internal static class ReportStyle
{
    public const string Css = """

        :root {
          --ground: #fbfbf9; --panel: #fff; --ink: #1b1e23; --soft: #5c6470; --rule: #d9dce1; --grid: #e8eaee; --care: #fff6e3; --careRule: #d99a1c;
          --right: #1a7f5a; --wrong: #c2410c;
          --c0: #2458d3; --c1: #d1491a; --c2: #0f8a5f; --c3: #8b3fd1; --c4: #a06a00; --c5: #0e7490;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #14171b; --panel: #1b1f25; --ink: #e8eaee; --soft: #a2abb8; --rule: #343a43; --grid: #2a3038; --care: #2b2414; --careRule: #c9922a;
            --right: #4fc796; --wrong: #ff8f5e;
            --c0: #7ea6ff; --c1: #ff9468; --c2: #52d3a0; --c3: #c79bff; --c4: #e8bd5c; --c5: #5fcde4;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: anywhere;
               font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
        main { max-width: 68rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
        h1 { font-size: 1.7rem; line-height: 1.2; margin: 0; }
        h2 { font-size: 1.2rem; margin: 2.75rem 0 .75rem; }
        h3 { font-size: 1rem; margin: 1rem 0 .5rem; }
        h4 { font-size: .85rem; line-height: 1.3; margin: 0 0 .25rem; min-height: 2.6em; display: flex; align-items: end; }
        header p { color: var(--soft); margin: .4rem 0 0; max-width: 46rem; }
        figure { margin: 0; min-width: 0; }
        figcaption, .note { color: var(--soft); font-size: .85rem; }
        .note { max-width: 46rem; }
        .empty { color: var(--soft); font-style: italic; }
        .headline { display: grid; grid-template-columns: minmax(17rem, 5fr) 7fr; gap: 1.25rem; margin: 1.5rem 0 1rem; }
        .main { background: var(--panel); border: 1px solid var(--rule); border-top: 4px solid var(--c0); border-radius: 6px;
                padding: 1rem 1.25rem; display: flex; flex-direction: column; justify-content: center; }
        .main strong { font-size: 3.6rem; line-height: 1.1; font-weight: 650; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
        .main span { color: var(--soft); }
        .main span:first-child { color: var(--ink); font-weight: 600; }
        dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; margin: 0; }
        dl div { background: var(--panel); border: 1px solid var(--rule); border-radius: 6px; padding: .7rem .9rem; }
        dt { color: var(--soft); font-size: .8rem; }
        dd { margin: .1rem 0 0; font-size: 1.15rem; font-weight: 600; font-variant-numeric: tabular-nums; }
        .care { background: var(--care); border-left: 4px solid var(--careRule); border-radius: 0 6px 6px 0; padding: .9rem 1.25rem; margin: 1rem 0; }
        .care h2 { margin: 0 0 .3rem; font-size: 1rem; }
        .care ul { margin: 0; padding-left: 1.1rem; }
        .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 1.5rem; }
        .multiples { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(13.5rem, 100%), 1fr)); gap: 1.25rem 1rem; max-width: 62rem; }
        .multiples figure { max-width: 20rem; }
        .narrow, .single figure { max-width: 30rem; }
        .beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 0 2.5rem; }
        tbody td { white-space: nowrap; }
        .chart { display: block; width: 100%; height: auto; }
        .chart text { fill: var(--soft); font-size: 11.5px; font-variant-numeric: tabular-nums; }
        .chart .axis { font-size: 12px; }
        .chart .note { fill: var(--ink); font-size: 12px; }
        .grid { stroke: var(--grid); stroke-width: 1; }
        .guide { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 4 4; }
        .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke: currentColor; }
        .dashed { stroke-dasharray: 7 4; }
        .dot { fill: currentColor; }
        .bubble { fill: currentColor; fill-opacity: .65; stroke: var(--ground); }
        .point { fill: currentColor; stroke: var(--ground); stroke-width: 1.5; }
        .chart .sign { fill: var(--ground); font-size: 11px; font-weight: 700; pointer-events: none; }
        .bar { fill: currentColor; fill-opacity: .5; }
        .c0 { color: var(--c0); } .c1 { color: var(--c1); } .c2 { color: var(--c2); } .c3 { color: var(--c3); } .c4 { color: var(--c4); } .c5 { color: var(--c5); }
        .key { font-weight: 600; }
        .forest { max-width: 44rem; }
        .forest div { display: grid; grid-template-columns: minmax(6rem, 12rem) 1fr 3rem; gap: .75rem; align-items: center;
                      padding: .3rem 0; border-bottom: 1px solid var(--grid); font-variant-numeric: tabular-nums; }
        .forest div > :last-child { text-align: right; }
        .track, .scale { position: relative; height: 1rem; margin: 0 6px; }
        .track i { position: absolute; top: calc(50% - 1px); height: 2px; background: var(--c0); }
        .track b { position: absolute; top: calc(50% - 5px); width: 10px; height: 10px; margin-left: -5px; border-radius: 50%; background: var(--c0); }
        .scale em { position: absolute; white-space: nowrap; transform: translateX(-50%); font-style: normal; font-size: .8rem; color: var(--soft); }
        .forest div:last-of-type { border-bottom: 0; }
        .legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-top: .4rem; }
        .legend svg { width: 24px; height: 8px; margin-right: .45rem; vertical-align: middle; }
        .scroll { overflow-x: auto; margin-top: 1rem; }
        table { border-collapse: collapse; font-size: .86rem; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
        th, td { padding: .4rem .5rem; text-align: right; border-bottom: 1px solid var(--rule); vertical-align: top; }
        th { font-weight: 600; }
        thead th { color: var(--soft); font-size: .8rem; vertical-align: bottom; line-height: 1.25; }
        tbody th, thead th:first-child { text-align: left; padding-left: 0; }
        tbody th { max-width: 18rem; min-width: 11.5rem; overflow-wrap: anywhere; }
        .mean th, .mean td { border-top: 2px solid var(--rule); font-weight: 600; }
        .ranking td.words { text-align: left; white-space: normal; min-width: 9rem; max-width: 24rem; overflow-wrap: anywhere; }
        .ranking tbody th { min-width: 8rem; }
        .ranking small { display: block; color: var(--soft); font-weight: 400; }
        .pairs td { text-align: left; white-space: normal; overflow-wrap: anywhere; }
        .pairs th { font-weight: 400; color: var(--soft); }
        .confusion tbody th { min-width: 6rem; max-width: 9rem; }
        .confusion th, .confusion td { border: 2px solid var(--ground); padding: .6rem .9rem; }
        .confusion thead th { max-width: 11rem; overflow-wrap: anywhere; text-align: center; }
        .confusion td { text-align: center; font-size: 1.1rem; font-weight: 600; min-width: 5.5rem; }
        .confusion td.right { background: color-mix(in srgb, var(--right) var(--depth), var(--panel)); }
        .confusion td.wrong { background: color-mix(in srgb, var(--wrong) var(--depth), var(--panel)); }
        .confusion td small { display: block; font-size: .75rem; font-weight: 400; }
        .examples { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: 1rem; }
        .examples img { display: block; width: 100%; border: 3px solid; border-radius: 4px; background: #000; image-rendering: auto; }
        .examples .right img { border-color: var(--right); }
        .examples .wrong img { border-color: var(--wrong); }
        .examples b { color: var(--ink); }
        .examples small { font-size: .72rem; }
        .stacks { max-width: 52rem; }
        .stacks div { display: grid; grid-template-columns: minmax(6rem, 13rem) 1fr minmax(4rem, 16rem); gap: .75rem; align-items: center;
                      padding: .25rem 0; border-bottom: 1px solid var(--grid); font-variant-numeric: tabular-nums; }
        .stacks div > :last-child { text-align: right; font-size: .85rem; color: var(--soft); }
        .stack { display: flex; height: .9rem; background: var(--grid); border-radius: 2px; overflow: hidden; }
        .stack i { display: block; height: 100%; background: currentColor; }
        .sheet { display: block; max-width: 100%; border-radius: 4px; }
        @media (max-width: 44rem) {
          main { padding: 1.25rem .9rem 3rem; }
          .headline { grid-template-columns: 1fr; }
          .multiples { grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); }
          .examples { grid-template-columns: repeat(auto-fill, minmax(6.5rem, 1fr)); }
        }
        @media print {
          :root {
            --ground: #fff; --panel: #fff; --ink: #000; --soft: #444; --rule: #bbb; --grid: #ddd; --care: #fff; --right: #1a7f5a; --wrong: #c2410c;
            --c0: #2458d3; --c1: #d1491a; --c2: #0f8a5f; --c3: #8b3fd1; --c4: #a06a00; --c5: #0e7490;
          }
          body { font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          main { max-width: none; padding: 0; }
          h2 { break-after: avoid; }
          figure, tr, .headline, .care { break-inside: avoid; }
          .scroll { overflow: visible; }
          table { font-size: 8pt; }
          th, td { padding: .2rem .35rem; }
        }

        """;
}
