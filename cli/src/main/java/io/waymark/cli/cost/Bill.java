package io.waymark.cli.cost;

import java.util.List;

/// A month's bill.
record Bill(List<Line> lines) {
  /// One item.
  ///
  /// @param service as AWS's bills have it
  /// @param cause without which there would be no such line
  record Line(String service, String item, double quantity, String unit, double usd, Cause cause) {}

  /// What a line is there for.
  enum Cause {
    STAGE,
    REQUESTS,
    TENANTS,
    EVENTS
  }

  Bill {
    lines = List.copyOf(lines);
  }

  double total() {
    return lines.stream().mapToDouble(Line::usd).sum();
  }

  double of(Cause cause) {
    return lines.stream().filter(line -> line.cause() == cause).mapToDouble(Line::usd).sum();
  }
}
