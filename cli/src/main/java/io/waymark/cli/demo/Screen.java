package io.waymark.cli.demo;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a person reads: numbered steps, each with its time, and tables. Colours only where a
/// terminal is and nobody set `NO_COLOR`. Not for several threads but for [#line].
final class Screen {
  private static final String INDENT = "    ";
  private static final String BOLD = "1";
  private static final String DIM = "2";
  private static final String GREEN = "32";

  private final PrintStream out;
  private final boolean terminal;
  private final boolean colours;
  private int steps;
  private long stepStart;

  Screen(PrintStream out, boolean terminal, boolean colours) {
    this.out = out;
    this.terminal = terminal;
    this.colours = colours;
  }

  /// Standard output, in UTF-8 whatever the locale: names of items are not all in ASCII.
  static Screen standard() {
    boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    String refused = System.getenv("NO_COLOR");
    return new Screen(
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
        terminal,
        terminal && (refused == null || refused.isEmpty()));
  }

  boolean terminal() {
    return terminal;
  }

  void title(String text) {
    out.println(styled(BOLD, text));
  }

  /// Begins a step; [#done] ends it.
  void step(String title) {
    stepStart = System.nanoTime();
    steps++;
    out.println();
    out.println(styled(BOLD, "%2d  %s".formatted(steps, title)));
  }

  void done() {
    out.println(styled(GREEN, INDENT + "done in " + time(Duration.ofNanos(took()))));
  }

  private long took() {
    return System.nanoTime() - stepStart;
  }

  synchronized void line(String text) {
    out.println(INDENT + text);
  }

  void quiet(String text) {
    out.println(styled(DIM, INDENT + text));
  }

  void blank() {
    out.println();
  }

  /// Progress of the current step; a bar on standard error where a terminal is, else lines here.
  Meter meter(String task) {
    return terminal ? Meter.bar(task) : Meter.lines(text -> line(task + ": " + text));
  }

  /// A table; numbers, which are columns whose every cell begins with a digit or a sign, stand
  /// right.
  void table(List<String> heads, List<List<String>> rows) {
    int[] widths = new int[heads.size()];
    boolean[] right = new boolean[heads.size()];
    for (int column = 0; column < widths.length; column++) {
      int at = column;
      widths[at] = heads.get(at).length();
      right[at] = !rows.isEmpty();
      for (List<String> row : rows) {
        widths[at] = Math.max(widths[at], row.get(at).length());
        right[at] &= row.get(at).matches("[-+]?[\\d.,]+");
      }
    }
    out.println(styled(DIM, row(heads, widths, right)));
    rows.forEach(row -> out.println(row(row, widths, right)));
  }

  private static String row(List<String> cells, int[] widths, boolean[] right) {
    StringBuilder line = new StringBuilder(INDENT);
    for (int at = 0; at < widths.length; at++) {
      String padding = " ".repeat(widths[at] - cells.get(at).length());
      line.append(right[at] ? padding + cells.get(at) : cells.get(at) + padding).append("  ");
    }
    return line.toString().stripTrailing();
  }

  static String time(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private String styled(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
