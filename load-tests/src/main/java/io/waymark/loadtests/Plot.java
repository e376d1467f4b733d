package io.waymark.loadtests;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Lines over seconds, as SVG that stands in a page by itself. Its colours are those of the page's
/// classes `line0` and on.
record Plot(String title, List<Line> lines) {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 200;
  private static final int LEFT = 56;
  private static final int TOP = 30;
  private static final int BOTTOM = 24;
  private static final int RIGHT = 12;
  private static final int LEGEND_STEP = 110;

  Plot {
    lines = List.copyOf(lines);
  }

  /// A value at a second.
  record Point(double x, double y) {}

  record Line(String name, List<Point> points) {
    Line {
      points = points.stream().filter(point -> Double.isFinite(point.y())).toList();
    }
  }

  String svg() {
    double lastX = Math.max(1, most(Point::x));
    double mostY = roundUp(most(Point::y));
    String curves =
        IntStream.range(0, lines.size())
            .mapToObj(number -> curve(number, lastX, mostY))
            .collect(Collectors.joining("\n"));
    return String.format(
        Locale.ROOT,
        """
        <svg viewBox="0 0 %1$d %2$d" role="img" aria-label="%3$s">
        <text x="%4$d" y="14" class="title">%3$s</text>
        <path class="axis" d="M%4$d %5$d V%6$d H%7$d"/>
        <text x="%8$d" y="%9$d" class="end">%10$s</text>
        <text x="%8$d" y="%6$d" class="end">0</text>
        <text x="%7$d" y="%11$d" class="end">%12$.0f s</text>
        %13$s
        </svg>
        """,
        WIDTH,
        HEIGHT,
        title,
        LEFT,
        TOP,
        HEIGHT - BOTTOM,
        WIDTH - RIGHT,
        LEFT - 6,
        TOP + 5,
        number(mostY),
        HEIGHT - 6,
        lastX,
        curves);
  }

  private String curve(int number, double lastX, double mostY) {
    Line line = lines.get(number);
    String points =
        line.points().stream()
            .map(
                point ->
                    String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        LEFT + point.x() / lastX * (WIDTH - RIGHT - LEFT),
                        HEIGHT - BOTTOM - point.y() / mostY * (HEIGHT - BOTTOM - TOP)))
            .collect(Collectors.joining(" "));
    int legend = WIDTH - RIGHT - LEGEND_STEP * (lines.size() - 1 - number);
    return "<polyline class=\"line%1$d\" points=\"%2$s\"/><text x=\"%3$d\" y=\"14\" class=\"end text%1$d\">%4$s</text>"
        .formatted(number, points, legend, line.name());
  }

  private double most(ToDoubleFunction<Point> coordinate) {
    return lines.stream()
        .flatMap(line -> line.points().stream())
        .mapToDouble(coordinate)
        .max()
        .orElse(1);
  }

  /// To 1, 2 or 5 times a power of ten.
  private static double roundUp(double value) {
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1e-3))));
    for (int factor : new int[] {1, 2, 5}) {
      if (factor * power >= value) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private static String number(double value) {
    return value < 1
        ? String.format(Locale.ROOT, "%.2g", value)
        : String.format(Locale.ROOT, "%,.0f", value);
  }
}
