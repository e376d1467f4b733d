package io.waymark.ingest.quality;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A report for people: one page of HTML without scripts and without anything from elsewhere. What
/// comes from the file is escaped.
public final class ReportPage {
  /// Lets a browser run nothing, load nothing and send nothing, should a text get through.
  public static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

  private static final int BAR = 240;
  private static final String STYLE =
      """
      body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
      table{border-collapse:collapse;margin:.5rem 0 1.5rem}
      th,td{text-align:left;padding:.2rem .8rem .2rem 0;border-bottom:1px solid #ddd}
      .n{text-align:right;font-variant-numeric:tabular-nums}
      .critical{color:#a40000}.warning{color:#8a5a00}.info{color:#335}
      """;

  private static final List<String> HEADINGS =
      List.of(
          "",
          "least",
          "lower quartile",
          "median",
          "upper quartile",
          "most",
          "mean",
          "deviation",
          "skewness",
          "far out");

  private final StringBuilder html = new StringBuilder();

  private ReportPage() {}

  public static String of(UploadReport report) {
    ReportPage page = new ReportPage();
    page.write(report);
    return page.html.toString();
  }

  private void write(UploadReport report) {
    html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Upload ")
        .append(escaped(report.uploadId()))
        .append("</title><style>")
        .append(STYLE)
        .append("</style></head><body>");
    element("h1", "Quality report: " + report.decision().replace('_', ' '));
    element("p", "Upload " + report.uploadId() + " of " + report.kind());
    report.refusal().ifPresent(why -> element("p", why));
    report.approvedBy().ifPresent(by -> element("p", "Approved by " + by));
    counts(report);
    findings(report);
    if (report.profile().rows() > 0) {
      scores(report.scores());
      dimensions(report.profile());
      columns(report.profile());
    }
    if (report.profile().columns().values().stream().anyMatch(each -> each.range().isPresent())) {
      numbers(report.profile());
    }
    report.profile().times().ifPresent(this::times);
    html.append("</body></html>");
  }

  private void counts(UploadReport report) {
    Map<String, Long> rejected = new TreeMap<>(report.rejectedByReason());
    element("h2", "Rows");
    html.append("<table>");
    bar("read", report.read(), report.read());
    bar("accepted", report.accepted(), report.read());
    bar("duplicate", report.duplicate(), report.read());
    bar("rejected", report.rejected(), report.read());
    rejected.forEach((reason, rows) -> bar("rejected: " + reason, rows, report.read()));
    html.append("</table>");
  }

  private void bar(String name, long rows, long of) {
    row(name, Long.toString(rows), of == 0 ? 0 : (double) rows / of);
  }

  private void findings(UploadReport report) {
    element("h2", "Findings");
    if (report.findings().isEmpty()) {
      element("p", "None.");
    }
    report.findings().forEach(this::finding);
  }

  private void finding(Finding finding) {
    String severity = finding.severity().text();
    html.append("<p class=\"").append(severity).append("\"><strong>");
    html.append(severity).append("</strong> <code>");
    html.append(escaped(finding.code())).append("</code> ");
    html.append(escaped(finding.message())).append(" (").append(finding.rows()).append(" rows). ");
    html.append("<em>").append(escaped(finding.recommendation())).append("</em></p>");
  }

  private void scores(Map<String, Double> scores) {
    element("h2", "Diversity and collapse");
    html.append("<table>");
    new TreeMap<>(scores)
        .forEach(
            (name, value) -> {
              if (name.startsWith("diversity") || name.startsWith("collapse")) {
                row(name.replace('_', ' '), decimal(value), value);
              }
            });
    html.append("</table>");
  }

  private void dimensions(Profile profile) {
    element("h2", "Most frequent");
    html.append("<table>");
    new TreeMap<>(profile.dimensions())
        .forEach(
            (name, dimension) ->
                row(
                    (dimension.estimated() ? "about " : "")
                        + dimension.distinct()
                        + " "
                        + name
                        + ", most: "
                        + dimension.top(),
                    decimal(dimension.topShare()),
                    dimension.topShare()));
    html.append("</table>");
  }

  private void columns(Profile profile) {
    element("h2", "Missing values");
    html.append("<table>");
    new TreeMap<>(profile.columns())
        .forEach((name, column) -> row(name, decimal(column.missing()), column.missing()));
    html.append("</table>");
  }

  private void numbers(Profile profile) {
    element("h2", "Numbers");
    html.append("<table><tr>");
    HEADINGS.forEach(name -> html.append("<th class=\"n\">").append(name).append("</th>"));
    html.append("</tr>");
    new TreeMap<>(profile.columns())
        .forEach((name, column) -> column.range().ifPresent(range -> numbers(name, range)));
    html.append("</table>");
    new TreeMap<>(profile.correlations())
        .forEach(
            (names, pair) ->
                element(
                    "p",
                    "Correlation of %s: %s, over %d rows"
                        .formatted(names, decimal(pair.r()), pair.rows())));
  }

  private void numbers(String name, Profile.Range range) {
    Profile.Spread spread = range.spread();
    html.append("<tr>");
    element("td", name);
    List.of(
            range.least(),
            spread.lower(),
            spread.median(),
            spread.upper(),
            range.most(),
            range.mean(),
            range.deviation(),
            range.skewness(),
            spread.outliers())
        .forEach(value -> cell(Findings.figure(value)));
    html.append("</tr>");
  }

  private void times(Profile.Times times) {
    element("h2", "Time");
    element("p", "From " + times.first() + " to " + times.last());
    element(
        "p",
        "Busiest minute: "
            + times.busiestMinute()
            + ", "
            + decimal(times.busiestMinuteShare())
            + " of the rows");
  }

  private void row(String name, String value, double share) {
    html.append("<tr><td>").append(escaped(name));
    html.append("</td>");
    cell(value);
    html.append("<td>");
    html.append(
        String.format(
            Locale.ROOT,
            "<svg width=\"%d\" height=\"12\" aria-hidden=\"true\">"
                + "<rect width=\"%d\" height=\"12\" fill=\"#eee\"/>"
                + "<rect width=\"%.1f\" height=\"12\" fill=\"#36c\"/></svg>",
            BAR,
            BAR,
            BAR * Math.clamp(share, 0.0, 1.0)));
    html.append("</td></tr>");
  }

  private void cell(String value) {
    html.append("<td class=\"n\">").append(escaped(value)).append("</td>");
  }

  private void element(String name, String text) {
    html.append('<').append(name).append('>').append(escaped(text));
    html.append("</").append(name).append('>');
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
