package io.waymark.loadtests;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Rows under titles, for a terminal, for Markdown and for a page.
record Table(List<String> titles, List<List<String>> rows) {
  Table {
    titles = List.copyOf(titles);
    rows = rows.stream().map(List::copyOf).toList();
  }

  String text() {
    List<List<String>> all = Stream.concat(Stream.of(titles), rows.stream()).toList();
    int[] widths =
        IntStream.range(0, titles.size())
            .map(at -> all.stream().mapToInt(row -> row.get(at).length()).max().orElse(0))
            .toArray();
    return all.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n", "", "\n"));
  }

  String markdown() {
    String rule = "|" + "---|".repeat(titles.size());
    return Stream.concat(Stream.of(titles), rows.stream())
        .map(row -> row.stream().map(Table::bar).collect(Collectors.joining(" | ", "| ", " |")))
        .collect(Collectors.collectingAndThen(Collectors.toList(), lines -> ruled(lines, rule)));
  }

  String html() {
    return Stream.concat(Stream.of(row("th", titles)), rows.stream().map(cells -> row("td", cells)))
        .collect(Collectors.joining("\n", "<div class=\"wide\"><table>\n", "\n</table></div>\n"));
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  private static String ruled(List<String> lines, String rule) {
    return lines.getFirst()
        + "\n"
        + rule
        + "\n"
        + lines.stream().skip(1).collect(Collectors.joining("\n", "", "\n"));
  }

  private static String row(String tag, List<String> cells) {
    return cells.stream()
        .map(cell -> "<%s%s>%s</%s>".formatted(tag, mark(cell), escaped(cell), tag))
        .collect(Collectors.joining("", "<tr>", "</tr>"));
  }

  private static String mark(String cell) {
    return switch (cell) {
      case "held", "stretch, reached" -> " class=\"good\"";
      case "NOT HELD" -> " class=\"bad\"";
      default -> isFigure(cell) ? " class=\"figure\"" : "";
    };
  }

  /// Words to the left, figures to the right.
  private static String line(List<String> row, int[] widths) {
    return IntStream.range(0, row.size())
        .mapToObj(
            at ->
                (isFigure(row.get(at)) ? "%" : "%-")
                    .concat(Math.max(1, widths[at]) + "s")
                    .formatted(row.get(at)))
        .collect(Collectors.joining("  "))
        .stripTrailing();
  }

  private static boolean isFigure(String cell) {
    return !cell.isEmpty() && Character.isDigit(cell.charAt(0));
  }

  private static String bar(String cell) {
    return cell.replace("|", "\\|");
  }
}
