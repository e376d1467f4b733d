package io.waymark.loadtests;

import java.util.stream.Collectors;

/// A report to put beside code.
record MarkdownReport(Report report) {
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("# Waymark load test: ").append(report.verdict()).append("\n\n");
    section(text, "Objectives", report.objectives());
    section(text, "Figures (times in milliseconds)", report.figures());
    report
        .comparison()
        .ifPresent(
            earlier -> {
              section(text, "Beside earlier runs", earlier.table());
              text.append(earlier.says()).append("\n\n");
            });
    section(text, "Errors", report.errors());
    section(text, "The server's process", report.resources());
    report.results().stream()
        .filter(result -> !result.notes().isEmpty())
        .forEach(result -> text.append(notes(result)));
    section(text, "Not measured", report.notMeasuredTable());
    section(text, "Where and how", report.setting().table());
    return text.toString();
  }

  private static void section(StringBuilder text, String title, Table table) {
    text.append("## ").append(title).append("\n\n");
    text.append(table.rows().isEmpty() ? "None.\n" : table.markdown()).append('\n');
  }

  private static String notes(Result result) {
    return result.notes().stream()
        .map(note -> "- " + note)
        .collect(Collectors.joining("\n", "## " + result.scenario().title() + "\n\n", "\n\n"));
  }
}
