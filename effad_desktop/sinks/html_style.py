"""How a report looks: on a screen, light and dark, and on paper."""

STYLE = """
:root { color-scheme: light dark; --ground: #f3f5f8; --surface: #fff; --border: #d9dfe7; --text: #131a24;
  --muted: #566273; --accent: #2459d3; --ok: #007a5e; --ok-soft: #dcf3ec; --ng: #c43c00;
  --ng-soft: #fde6da; --warning: #8a5a00; --warning-soft: #fdf1d3; }
@media (prefers-color-scheme: dark) { :root { --ground: #0f1318; --surface: #171d25; --border: #2e3945;
  --text: #e7ecf3; --muted: #9aa7b7; --accent: #7ba7ff; --ok: #35c9a0; --ok-soft: #12332c;
  --ng: #ff8a50; --ng-soft: #41210f; --warning: #f2bd4b; --warning-soft: #3a2d0d; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text);
  font: 14px/1.5 Inter, "Segoe UI", "SF Pro Text", "Noto Sans", "Microsoft YaHei", system-ui, sans-serif;
  font-variant-numeric: tabular-nums; }
main { max-width: 1120px; margin: 0 auto; padding: 40px 24px; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 16px; letter-spacing: -0.01em; }
h2 { font-size: 16px; margin: 0 0 12px; }
h2 span { color: var(--muted); font-weight: 400; margin-left: 4px; }
header { margin-bottom: 24px; }
dl { display: flex; flex-wrap: wrap; gap: 8px 32px; margin: 0; }
dt { color: var(--muted); font-size: 12px; } dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
section { margin: 0 0 32px; }
.muted, small, footer { color: var(--muted); } small, footer { font-size: 12px; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(132px, 1fr)); gap: 12px; }
.figure, figure, .chart, table { background: var(--surface); border: 1px solid var(--border);
  border-radius: 10px; }
.figure { padding: 14px 16px; display: flex; flex-direction: column; }
.figure b { font-size: 28px; line-height: 1.2; } .figure b small { font-weight: 400; margin-left: 6px; }
.figure span { color: var(--muted); font-size: 12px; }
.figure.ok b { color: var(--ok); } .figure.ng b { color: var(--ng); }
.chart { padding: 16px; } .chart svg { display: block; width: 100%; height: auto; }
.legend { margin: 4px 0 0; display: flex; gap: 24px; color: var(--muted); font-size: 12px; }
.key::before { content: ""; display: inline-block; width: 12px; height: 12px; margin-right: 8px;
  vertical-align: -1px; background: var(--accent); }
.key.good::before { background: var(--ok); }
.key.defective::before { background: repeating-linear-gradient(135deg,
  var(--ng) 0 2px, var(--ng-soft) 2px 5px); }
.gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(320px, 1fr)); gap: 16px; }
figure { margin: 0; overflow: hidden; break-inside: avoid; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 2px; background: var(--border); }
.pair img { display: block; width: 100%; height: 100%; object-fit: contain; aspect-ratio: 1;
  background: var(--ground); }
.pair p { grid-column: 1 / -1; margin: 0; padding: 16px; background: var(--surface); }
figcaption { display: flex; align-items: center; gap: 8px; padding: 10px 12px; }
figcaption b { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; flex: 1; font-weight: 600; }
figcaption small { white-space: nowrap; }
.chip { border-radius: 99px; padding: 1px 10px; font-size: 12px; font-weight: 600; white-space: nowrap; }
.chip.ok { background: var(--ok-soft); color: var(--ok); }
.chip.ng { background: var(--ng-soft); color: var(--ng); }
.chip.none { background: var(--warning-soft); color: var(--warning); }
table { width: 100%; border-collapse: separate; border-spacing: 0; overflow: hidden; }
th { text-align: left; color: var(--muted); font-size: 12px; padding: 10px 16px; }
td { padding: 7px 16px; border-top: 1px solid var(--border); overflow-wrap: anywhere; }
td small { display: block; } th:nth-child(2), td:nth-child(2) { text-align: right; width: 96px; }
th:nth-child(3), td:nth-child(3) { width: 140px; }
tr { break-inside: avoid; } thead { display: table-header-group; }
@media print {
  :root { --ground: #fff; --surface: #fff; --border: #c9d0d9; --text: #000; --muted: #444; --ok: #00604a;
    --ok-soft: #e3f3ee; --ng: #a83400; --ng-soft: #fbe9e0; --accent: #2459d3; }
  body { font-size: 10pt; } main { max-width: none; padding: 0; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .gallery { grid-template-columns: repeat(2, 1fr); } .figures { grid-template-columns: repeat(4, 1fr); }
  h2 { break-after: avoid; } @page { margin: 14mm; }
}
"""
