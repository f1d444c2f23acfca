// SPDX-License-Identifier: GPL-3.0-or-later

/// Colours that people with any colour vision tell apart, light and dark.
///
/// Every colour has a contrast of at least 4.5 to its background, as text must have by WCAG 2.2 (1.4.3).
/// They are custom properties of style sheets: charts name what a thing is, the sheet says what it looks like.
public enum Palette {
  /// How many series have a colour of their own.
  public static let seriesCount = 6

  /// The properties by name, in light and in dark surroundings.
  static let colours: [(name: String, light: String, dark: String)] = [
    ("paper", "#ffffff", "#14171c"),
    ("ink", "#1b1f24", "#e8eaed"),
    ("quiet", "#555d66", "#a9b1ba"),
    ("rule", "#d9dde2", "#343a42"),
    ("faint", "#f2f4f6", "#1e2229"),
    ("accent", "#0b5cad", "#7ab8ff"),
    ("good", "#1a6b3c", "#5fd08f"),
    ("bad", "#b3261e", "#ff8f85"),
    ("open", "#7a5200", "#e8b64c"),
    ("s0", "#0b5cad", "#7ab8ff"),
    ("s1", "#b04300", "#ff9f66"),
    ("s2", "#00705c", "#4fd1b5"),
    ("s3", "#8a3b86", "#e29bdb"),
    ("s4", "#6b5a00", "#dcc34a"),
    ("s5", "#4a5463", "#b4bfcc"),
  ]

  private static func declarations(dark: Bool) -> String {
    colours.map { "--\($0.name):\(dark ? $0.dark : $0.light)" }.joined(separator: ";")
  }

  /// The properties for a page that follows the reader's preference; paper is always light.
  public static let properties = """
    :root{color-scheme:light dark;\(declarations(dark: false))}
    @media screen and (prefers-color-scheme:dark){:root{\(declarations(dark: true))}}
    """

  /// The properties of a picture that lies in a file of its own, on white.
  static let pictureProperties = "svg{\(declarations(dark: false))}"

  /// How the parts of charts look.
  public static let chartStyle =
    """
    .chart{display:block;width:100%;height:auto;font:12px system-ui,-apple-system,"Segoe UI",\
    "DejaVu Sans",sans-serif;fill:var(--ink);overflow:visible}
    .chart text{stroke:none}
    .chart .quiet{fill:var(--quiet)}.chart .strong{font-weight:600}
    .chart .small{font-size:11px}
    .chart .end{text-anchor:end}.chart .mid{text-anchor:middle}
    .chart .num{font-variant-numeric:tabular-nums}
    .chart .grid{stroke:var(--rule);stroke-width:1}
    .chart .axis{stroke:var(--quiet);stroke-width:1}
    .chart .zero{stroke:var(--ink);stroke-width:1.25}
    .chart .mark{stroke:var(--ink);stroke-width:1.25;stroke-dasharray:4 3}
    .chart .lead{stroke:var(--quiet);stroke-width:1;fill:none}
    .chart .line{fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round}
    .chart .thin{fill:none;stroke:currentColor;stroke-width:1.25}
    .chart .whisker{stroke:var(--ink);stroke-width:1.25;fill:none}
    .chart .fill{fill:currentColor}.chart .band{fill:currentColor;fill-opacity:.16}
    .chart .bar{fill:currentColor;fill-opacity:.8}
    .chart .weak{fill:currentColor;fill-opacity:.38}
    .chart .hatch{stroke:currentColor;stroke-width:1.5}
    .chart .frame{fill:none;stroke:currentColor;stroke-width:1}
    .chart .dot{fill:currentColor;stroke:var(--paper);stroke-width:1.5}
    .chart .halo{paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}
    .chart .own{fill:currentColor}
    .chart .target{fill:transparent;stroke:none}
    .chart .tip{visibility:hidden;pointer-events:none}
    .chart .hit:hover .tip,.chart .hit:focus .tip{visibility:visible}
    .chart .hit:focus{outline:none}
    .chart .hit:focus .target{stroke:var(--ink);stroke-width:1.5}
    .chart .tipbox{fill:var(--ink)}.chart .tip text{fill:var(--paper)}
    .chart .tip .needle{stroke:var(--quiet);stroke-width:1}

    """
    + (0..<seriesCount).map { ".chart .s\($0){color:var(--s\($0))}" }.joined() + "\n"
    + ".chart .good{color:var(--good)}.chart .bad{color:var(--bad)}\n"

  /// The class of the series at `index`.
  static func series(_ index: Int) -> String { "s\(index % seriesCount)" }
}
