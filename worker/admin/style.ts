/** How the operator's page looks: quiet, dense, light or dark as the reader's system is. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#1c1917, #e7e5e4); --soft: light-dark(#57534e, #a8a29e); --line: light-dark(#e7e5e4, #44403c);
  --card: light-dark(#fff, #292524); --back: light-dark(#fafaf9, #1c1917); --blue: light-dark(#2563eb, #60a5fa);
  --red: light-dark(#b91c1c, #f87171); --green: light-dark(#15803d, #4ade80);
  font: 15px/1.5 system-ui, sans-serif;
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--ink); }
main { max-width: 70rem; margin: 0 auto; padding: 1rem; }
header { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; flex-wrap: wrap; }
h1 { font-size: 1.3rem; margin: .5rem 0; } h2 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
p { margin: .25rem 0; } .soft { color: var(--soft); }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: .5rem; margin: 0; padding: 0; list-style: none; }
.figures li, .chart, .alert, .job { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .75rem; }
.figures b { display: block; font-size: 1.3rem; font-variant-numeric: tabular-nums; }
.alert { border-left: 4px solid var(--red); margin: .4rem 0; }
.well { color: var(--green); }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); gap: .75rem; }
.chart { margin: 0; } .chart figcaption { display: flex; justify-content: space-between; gap: .5rem; }
svg { display: block; width: 100%; height: auto; }
svg .bar { fill: var(--blue); } svg .bad { fill: var(--red); } svg .axis { stroke: var(--line); }
svg text { fill: var(--soft); font-size: 9px; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .35rem .5rem; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--soft); font-weight: 500; } td.number, th.number { text-align: right; }
.job { margin: .4rem 0; } .job details { display: inline-block; margin-left: .75rem; vertical-align: top; } .job summary { cursor: pointer; color: var(--soft); padding: .25rem 0; } .job details[open] { display: block; margin: .5rem 0 0; } .job .error, .job code { overflow-wrap: anywhere; }
form { display: inline; }
button, .button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: .4rem; padding: .25rem .7rem; cursor: pointer; text-decoration: none; }
button:hover, .button:hover { border-color: var(--blue); } button:focus-visible, .button:focus-visible { outline: 3px solid var(--blue); outline-offset: 1px; }
code { font-size: .9em; }
.login { max-width: 30rem; margin: 15vh auto 0; }
`;
