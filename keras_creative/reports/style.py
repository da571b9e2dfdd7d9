"""How the page looks, light and dark, wide and narrow."""

STYLE = """
:root {
  color-scheme: light dark;
  --page: #f7f7f5; --panel: #ffffff; --ink: #1d1e22; --soft: #62656d;
  --line: #e2e2dd; --accent: #2f5fd0; --notice: #fff3d6; --notice-ink: #6b4700;
  --real: #9a9da5; --made: #14873f; --mark: #d12f2f;
  --run-0: #2f5fd0; --run-1: #c8500a; --run-2: #14873f;
  --run-3: #8a3fc4; --run-4: #c2255c; --run-5: #5d5f66;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #121317; --panel: #1b1d22; --ink: #ebebee; --soft: #a3a7b0;
    --line: #30333b; --accent: #86a9ff; --notice: #3a2f12;
    --notice-ink: #ffdf9c;
    --real: #7f838d; --made: #5ad38a; --mark: #ff7b72;
    --run-0: #86a9ff; --run-1: #ffa463; --run-2: #5ad38a;
    --run-3: #cda2ff; --run-4: #ff8db0; --run-5: #b4b7bf;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 4rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans",
    "Liberation Sans", "DejaVu Sans", sans-serif;
}
header, main, footer { max-width: 1160px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 32px; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 10px;
  letter-spacing: -0.015em; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 0 0 4px; letter-spacing: -0.005em; }
h3 { font-size: 0.95rem; margin: 22px 0 8px; overflow-wrap: anywhere; }
p { margin: 0 0 12px; max-width: 70ch; }
a { color: var(--accent); text-underline-offset: 3px; }
nav { display: flex; flex-wrap: wrap; gap: 4px 18px; }
nav a { text-decoration: none; padding: 4px 0; }
nav a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
section { margin: 20px 0; padding: 22px 24px; background: var(--panel);
  border: 1px solid var(--line); border-radius: 10px; }
footer { padding-bottom: 32px; color: var(--soft); font-size: 0.85rem; }
figure { margin: 0; }
img, svg { display: block; max-width: 100%; height: auto; }
img { image-rendering: pixelated; }
[hidden] { display: none !important; }
.note, .label, figcaption, caption, small { color: var(--soft);
  font-size: 0.87rem; }
.note { max-width: 92ch; }
header .label { margin: 0 0 2px; }
.notice { background: var(--notice); color: var(--notice-ink); max-width: none;
  padding: 12px 16px; border-radius: 10px; margin: 20px 0 0;
  overflow-wrap: anywhere; }
.missing { color: var(--soft); border: 1px dashed var(--line);
  padding: 12px 14px; border-radius: 8px; max-width: none;
  overflow-wrap: anywhere; }
.columns { display: grid; gap: 28px 32px; margin-top: 12px;
  --even: calc((100% - (var(--count) - 1) * 32px) / var(--count));
  grid-template-columns:
    repeat(auto-fill, minmax(min(100%, max(230px, var(--even))), 1fr)); }
.run { min-width: 0; }
.run > h3 { margin-top: 8px; }
.swatch { display: inline-block; width: 11px; height: 11px; border-radius: 3px;
  margin-right: 8px; }
.run-0 { --run: var(--run-0); } .run-1 { --run: var(--run-1); }
.run-2 { --run: var(--run-2); } .run-3 { --run: var(--run-3); }
.run-4 { --run: var(--run-4); } .run-5 { --run: var(--run-5); }
.swatch { background: var(--run); }
.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; max-width: none; }

dl { margin: 0; font-variant-numeric: tabular-nums; }
dt { color: var(--soft); font-size: 0.87rem; }
dd { margin: 0; overflow-wrap: anywhere; }
.facts { display: grid; gap: 14px 24px; margin-top: 12px;
  grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); }
.columns .facts { grid-template-columns:
  repeat(auto-fill, minmax(115px, 1fr)); }
.facts dd { font-size: 1.05rem; font-weight: 600; line-height: 1.35; }
.verdict { margin: 12px 0 0; max-width: 92ch; overflow-wrap: anywhere; }
.skipped { columns: 260px auto; margin: 8px 0 0; overflow-wrap: anywhere; }
.many { columns: 260px auto; column-gap: 40px; }
.many div { display: flex; justify-content: space-between; gap: 16px;
  padding: 5px 0; border-bottom: 1px solid var(--line);
  break-inside: avoid; }
.many dd { text-align: right; min-width: 0; }
.meanings { columns: 320px auto; column-gap: 40px; }
.meanings div { padding: 5px 0; break-inside: avoid; }

.charts { display: grid; gap: 22px 28px; margin-top: 14px;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 290px), 1fr)); }
.chart { min-width: 0; }
.chart figcaption { display: flex; justify-content: space-between; gap: 12px;
  color: var(--ink); margin-bottom: 4px; }
.chart b { font-weight: 600; overflow-wrap: anywhere; }
.chart output { color: var(--soft); display: flex; flex-wrap: wrap;
  gap: 0 10px; justify-content: flex-end; min-width: 0;
  font-variant-numeric: tabular-nums; }
.chart svg { width: 100%; touch-action: pan-y; cursor: crosshair; }
.grid path { stroke: var(--line); stroke-width: 1; }
.labels text { fill: var(--soft); font-size: 10.5px; }
.curve { fill: none; stroke: var(--run); stroke-width: 1.8;
  stroke-linejoin: round; stroke-linecap: round; }
.curve.run-1 { stroke-dasharray: 7 3; }
.curve.run-2 { stroke-dasharray: 2 3.5; }
.curve.run-3 { stroke-dasharray: 9 3 2 3; }
.curve.run-4 { stroke-dasharray: 4 4; }
.legend ~ .charts output span { color: var(--run); }
.cursor { stroke: var(--soft); stroke-width: 1; fill: none; }

.player + .player { margin-top: 24px; }
.frames { background: #fff; border-radius: 6px; overflow: hidden;
  border: 1px solid var(--line); }
.frames img { width: 100%; }
.smooth img, img.smooth { image-rendering: auto; }
.controls { display: flex; align-items: center; gap: 12px; margin-top: 10px; }
.controls button { flex: none; width: 40px; height: 40px; border-radius: 50%;
  border: 1px solid var(--line); background: var(--panel); color: var(--ink);
  cursor: pointer; display: grid; place-items: center; padding: 0; }
.controls button:hover { border-color: var(--accent); color: var(--accent); }
.controls button::before { content: ""; width: 12px; height: 14px;
  background: currentColor; clip-path: polygon(8% 0, 100% 50%, 8% 100%); }
.controls button.playing::before {
  clip-path: polygon(0 0, 35% 0, 35% 100%, 65% 100%, 65% 0, 100% 0, 100% 100%,
    65% 100%, 65% 0, 35% 0, 35% 100%, 0 100%); }
.controls input { flex: 1; min-width: 0; accent-color: var(--accent);
  height: 40px; margin: 0; }
.controls output { flex: none; min-width: 6.5em; text-align: right;
  color: var(--soft); font-size: 0.9rem; font-variant-numeric: tabular-nums; }
.walk { display: flex; flex-wrap: wrap; gap: 24px 32px;
  align-items: flex-start; }
.walk .player { flex: 1 1 200px; }
.strip { flex: 2 1 320px; min-width: 0; }
.strip img { width: 100%; max-width: 640px; border-radius: 6px;
  border: 1px solid var(--line); }

.scatter { max-width: 480px; }
.scatter svg { width: 100%; border: 1px solid var(--line); border-radius: 6px; }
.scatter figcaption { display: flex; flex-wrap: wrap; gap: 2px 18px;
  margin-top: 8px; }
.key { display: inline-block; width: 10px; height: 10px; border-radius: 50%;
  margin-right: 7px; background: var(--real); }
.key.made { background: var(--made); }
.key.marks { background: none; border: 2px solid var(--mark); }
.dots { fill: none; stroke-width: 3.4; stroke-linecap: round; }
.dots.real, .way.real { stroke: var(--real); }
.dots.made, .way.made { stroke: var(--made); }
.way { fill: none; stroke-width: 2; stroke-linejoin: round; }
.marks { fill: none; stroke: var(--mark); stroke-width: 1.6; }

.neighbours { display: grid; gap: 18px 32px;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 310px), 1fr)); }
.columns .neighbours { gap: 16px 20px;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 230px), 1fr)); }
.neighbour { display: grid; gap: 8px; align-items: end;
  grid-template-columns: 1.35fr 1fr 1fr 1fr; }
.neighbour span { min-width: 0; }
.neighbour img { width: 100%; border-radius: 4px;
  border: 1px solid var(--line); }
.neighbour .made img { outline: 2px solid var(--accent); outline-offset: -1px; }
.neighbour small { display: block; text-align: center; white-space: nowrap;
  font-variant-numeric: tabular-nums; }
.neighbour b { color: var(--mark); }

.tables { display: flex; flex-wrap: wrap; gap: 18px 56px; margin-top: 12px; }
.scroll { overflow-x: auto; min-width: 0; max-width: 100%; }
table { min-width: 300px; border-collapse: collapse;
  font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 6px 22px 6px 0; vertical-align: top;
  border-bottom: 1px solid var(--line); }
.columns table { min-width: 0; }
.columns th, .columns td { padding-right: 14px; }
caption { text-align: left; padding-bottom: 8px; }
th { font-weight: 400; }
td { min-width: 5em; }
.settings td { overflow-wrap: anywhere; }
thead th { color: var(--soft); font-size: 0.87rem; }
.differs th { font-weight: 600; }
.differs abbr { color: var(--mark); text-decoration: none; }
details { margin-top: 18px; }
summary { cursor: pointer; color: var(--accent); padding: 6px 0; }
@media (max-width: 560px) {
  header, main, footer { padding-left: 12px; padding-right: 12px; }
  section { padding: 18px 14px; border-radius: 8px; }
  h1 { font-size: 1.5rem; }
  .neighbour { gap: 6px; }
}
@media print { section { break-inside: avoid; } nav { display: none; } }
"""
