// SPDX-License-Identifier: GPL-3.0-or-later

internal import Charts

/// What pages look like: on screens of any width, light and dark, and on two sheets of A4.
enum ReportStyle {
  static var sheet: String { Palette.properties + Palette.chartStyle + screen + print }

  private static let screen = """
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,\
    "Segoe UI","DejaVu Sans",sans-serif}
    main{max-width:1180px;margin:0 auto;padding:24px 20px 48px}
    h1{font-size:1.75rem;line-height:1.2;margin:0 0 .3rem}
    h2{font-size:1.06rem;line-height:1.3;margin:0 0 .2rem}
    p{margin:.2rem 0 .6rem}a{color:var(--accent)}
    .digest{display:inline-block;max-width:16ch;overflow:hidden;white-space:nowrap;vertical-align:bottom}
    .question{color:var(--quiet);max-width:46rem}
    .verdict{border-left:6px solid currentColor;background:var(--faint);padding:14px 18px;\
    margin:18px 0;border-radius:0 6px 6px 0}
    .verdict p{color:var(--ink);margin:0}.verdict .word{color:inherit;font-weight:700;font-size:1.3rem}
    .verdict .sentence{font-size:1.16rem;margin:.15rem 0 .35rem}
    .good{color:var(--good)}.bad{color:var(--bad)}.open{color:var(--open)}
    .quiet{color:var(--quiet)}.small{font-size:.86rem}
    section{margin:26px 0 0}
    .gates{list-style:none;padding:0;margin:.3rem 0 0;display:grid;gap:6px}
    .gates li{border:1px solid var(--rule);border-radius:6px;padding:6px 12px;display:flex;\
    flex-wrap:wrap;gap:2px 14px;align-items:baseline}
    .gates b{min-width:5.2em}.gates code{font-size:.92em}
    .figures{display:grid;grid-template-columns:1fr;gap:30px 36px;margin-top:28px}
    figure{margin:0;min-width:0}
    figcaption p{color:var(--quiet);font-size:.92rem;margin:0 0 .5rem}
    details{margin-top:.4rem}summary{cursor:pointer;width:max-content;max-width:100%;color:var(--accent);font-size:.92rem}
    :focus-visible{outline:2px solid var(--accent);outline-offset:2px}
    .wide{overflow-x:auto}
    table{border-collapse:collapse;font-size:.86rem;width:100%;margin:.4rem 0}
    th,td{padding:4px 10px 4px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
    thead th{color:var(--quiet);font-weight:600;vertical-align:bottom;border-bottom:1px solid var(--quiet)}
    tbody th{font-weight:600;min-width:7.5em}.date{white-space:nowrap}td.name{min-width:8.5em}th .small{font-weight:400}
    .num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}thead .num{white-space:normal}
    td.draw{width:116px;min-width:116px;padding-right:8px}
    code,.code{font:.9em ui-monospace,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
    .command{display:block;background:var(--faint);padding:8px 12px;border-radius:6px;margin:.4rem 0}
    dl{display:grid;grid-template-columns:minmax(7em,max-content) 1fr;gap:2px 18px;margin:.4rem 0;\
    font-size:.92rem}
    dt{color:var(--quiet)}dd{margin:0;min-width:0;overflow-wrap:anywhere}
    .heard{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
    .skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--paper);padding:6px}
    .on-narrow{display:none}.paper{display:none}
    @media (min-width:960px){.figures{grid-template-columns:1fr 1fr}}
    @media (max-width:560px){.on-wide{display:none}.on-narrow{display:block}main{padding:16px 14px 32px}\
    h1{font-size:1.4rem}.verdict .sentence{font-size:1.05rem}}

    """

  private static let print = """
    @media print{
    @page{size:A4;margin:10mm 11mm}
    html{font-size:8.4pt}body{font-size:1rem;line-height:1.32;background:#fff}
    main{max-width:none;padding:0}
    h1{font-size:1.7rem}
    .verdict{margin:6px 0;padding:6px 10px;-webkit-print-color-adjust:exact;print-color-adjust:exact}
    section{margin:8px 0 0}
    .figures{grid-template-columns:1fr 1fr 1fr;gap:10px 16px;margin-top:8px}
    h2{font-size:1rem}
    figure{break-inside:avoid}figcaption p{margin:0 0 2px}
    .on-wide{display:none}.on-narrow{display:block}
    figcaption p{font-size:.88rem}
    .digest{display:inline-block;max-width:16ch;overflow:hidden;white-space:nowrap;vertical-align:bottom}
    .question{max-height:4em;overflow:hidden}
    td.source div{max-height:2.4em;overflow:hidden}
    .screen,details,.skip{display:none!important}.paper{display:block}
    .wide{overflow:visible}
    table{font-size:7.2pt;margin:2px 0}th,td{padding:1px 6px 1px 0}
    tr{break-inside:avoid}
    td.draw{width:64px;min-width:64px;padding:0 6px 0 0}td.draw .chart{width:60px}
    .gates{gap:2px 8px;grid-template-columns:1fr 1fr}.question{max-width:none}.gates li{padding:2px 8px}
    .assumptions td,.assumptions th{font-size:6.6pt;line-height:1.2}
    dl{font-size:7.4pt;gap:0 10px}.command{padding:2px 6px;margin:2px 0}
    }

    """
}
