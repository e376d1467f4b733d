package io.waymark.cli.bench;

import java.util.List;

/// The goals, in the order they are printed.
final class Table {
  private Table() {}

  static List<Row> rows() {
    return List.of(
        ReadRow.million(),
        ReadRow.tenMillion(),
        new QualityRow(),
        new AlsRow(64),
        new AlsRow(128),
        new EaseRow(),
        new MemoryRow(),
        OneUserRow.million(),
        OneUserRow.hundredThousand(),
        OneUserRow.tenThousand(),
        new BatchesRow(),
        new HandlerRow(),
        new HttpRow(),
        new PredictRow(),
        new LoadRow(),
        new StartRow(),
        new GrowthRow());
  }
}
