package io.waymark.cli.bench;

import java.util.List;

/// The goals, in the order they are printed.
final class Table {
  private Table() {}

  static List<Row> rows() {
    return List.of(
        new AlsRow(64),
        new AlsRow(128),
        new EaseRow(),
        new MemoryRow(),
        OneUserRow.million(),
        OneUserRow.hundredThousand(),
        OneUserRow.tenThousand(),
        new BatchesRow(),
        unbuilt(
            "handler",
            "whole handler, warm, 100k items, filter, 50 events, stores in memory: p50 ≤ 2 ms, p99"
                + " ≤ 10 ms, one core (stretch p50 1 ms)",
            "EdgeBenchmark and HttpBenchmark measure parts of it"),
        unbuilt(
            "http",
            "HTTP recommend with fold-in, ml-100k, 16 connections on 2 cores, stores in memory: ≥"
                + " 10 × the 438 req/s, p99 ≤ 1/10 of the 244 ms that gorse gave with SQLite"
                + " (context, no duel)",
            "./waymark load-test and HttpBenchmark measure it at other sizes"),
        new PredictRow(),
        new LoadRow(),
        new StartRow(),
        new GrowthRow());
  }

  private static Row unbuilt(String name, String goal, String why) {
    return new Row.Unbuilt(name, goal, why);
  }
}
