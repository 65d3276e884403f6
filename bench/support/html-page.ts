/**
 * The frame of an HTML page that needs nothing from anywhere else, in light and dark, on a phone and on a desk. It brings uPlot along and a few helpers to
 * draw with it.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface Page {
  readonly title: string;
  /** HTML; what is not ours in it must be escaped. */
  readonly body: string;
  /** CSS, besides `PAGE_STYLE`. */
  readonly style: string;
  /** The global DATA of the script. */
  readonly data: object;
  /** Defines `drawAll()`, which is called at once, when light turns to dark, and when the page becomes wider or narrower. */
  readonly script: string;
}

const PAGE_STYLE = `
:root { color-scheme: light dark; --ground: #fbfaf8; --ink: #1f2328; --faint: #6a737d; --line: #d9d6d0; --kept: #1a7f37; --broken: #cf222e; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #14171b; --ink: #e4e7eb; --faint: #98a2ad; --line: #333a43; --kept: #4ac26b; --broken: #ff7b72; }
}
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 980px; margin: 0 auto; padding: 24px 16px 64px; }
h1 { font-size: 26px; margin: 8px 0; } h2 { font-size: 18px; margin: 32px 0 8px; }
p { color: var(--faint); } .verdict { font-weight: 600; font-size: 17px; } .verdict.kept { color: var(--kept); } .verdict.broken { color: var(--broken); }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
td, th { padding: 3px 14px 3px 0; text-align: right; border-bottom: 1px solid var(--line); } td:last-child, th:last-child { text-align: left; }
.plot { margin: 12px 0 20px; } .u-title { font-size: 14px; text-align: left; } .u-legend { font-size: 12px; text-align: left; }
details { margin: 4px 0; } pre { overflow: auto; background: color-mix(in srgb, var(--ink) 6%, transparent); padding: 8px; }
`;

const DRAWING = `
let plots = [];

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
}

function axis(extra) {
  return Object.assign({ stroke: colour('faint'), grid: { stroke: colour('line'), width: 1 }, size: 64 }, extra);
}

function draw(id, title, options, data) {
  const place = document.getElementById(id);
  plots.push(new uPlot(Object.assign({ title, width: place.clientWidth, height: 240 }, options), data, place));
}

function redraw() {
  for (const plot of plots) plot.destroy();
  plots = [];
  drawAll();
}
`;

const REDRAWING = `
redraw();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
let widthDrawn = document.documentElement.clientWidth;
let resizing = 0;
addEventListener('resize', () => {
  // A phone resizes the page whenever its address bar comes and goes.
  if (document.documentElement.clientWidth === widthDrawn) return;
  widthDrawn = document.documentElement.clientWidth;
  cancelAnimationFrame(resizing);
  resizing = requestAnimationFrame(redraw);
});
`;

export async function htmlPage({ title, body, style, data, script }: Page): Promise<string> {
  const assets = dirname(createRequire(import.meta.url).resolve('uplot'));
  const [plotScript, plotStyle] = await Promise.all([
    readFile(join(assets, 'uPlot.iife.min.js'), 'utf8'),
    readFile(join(assets, 'uPlot.min.css'), 'utf8'),
  ]);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} · Frontrow</title>
<style>${plotStyle}\n${PAGE_STYLE}${style}</style>
</head>
<body>
<main>
${body}
</main>
<script>${plotScript}</script>
<script>const DATA = ${JSON.stringify(data).replaceAll('<', '\\u003c')};\n${DRAWING}${script}${REDRAWING}</script>
</body>
</html>
`;
}

/** Numbers to the right, the last column (words) to the left. */
export function htmlTable(rows: readonly (readonly string[])[], hasHead = false): string {
  const lines = rows.map((row, index) => {
    const tag = hasHead && index === 0 ? 'th' : 'td';
    return `<tr>${row.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join('')}</tr>`;
  });
  return `<table>${lines.join('')}</table>`;
}

export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
