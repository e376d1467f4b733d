package io.waymark.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.model.OnnxRecommender;
import io.waymark.model.RankedItems;
import io.waymark.model.Recommender;
import io.waymark.model.scan.ScanPlan;
import io.waymark.model.scan.ScanRecommender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One user's best twenty of many items, on one thread, as the service asks its model: the history
/// of fifty events folded in, scored, masked, cut, with reasons. Peers are given the user's vector,
/// and give no reasons.
final class OneUserRow implements Row {
  private static final int WIDTH = 64;
  private static final String OURS = "ours";
  private static final String GRAPH = "the same by the graph in ONNX Runtime";
  private static final String READING = "reading the matrix once";
  private static final String ONNX_RUNTIME = "ONNX Runtime MatMul+TopK";
  private static final String ONNX_RUNTIME_INT8 = "ONNX Runtime int8";
  private static final String IMPLICIT = "implicit";
  private static final String RECALL = "recall@20";

  private final String name;
  private final String goal;
  private final int items;
  private final Function<Map<String, Spread>, List<Held>> held;

  private OneUserRow(
      String name, String goal, int items, Function<Map<String, Spread>, List<Held>> held) {
    this.name = name;
    this.goal = goal;
    this.items = items;
    this.held = held;
  }

  /// Bound by memory.
  static Row million() {
    return new OneUserRow(
        "one-user-1m",
        "one user, top 20, fp32, 1M items, one thread: ≤ 1.15 × reading the matrix once from"
            + " memory; ≤ 1.0 × implicit; ≤ 0.75 × ONNX Runtime's MatMul+TopK; in reduced precision"
            + " with exact re-rank, recall@20 ≥ .999: ≤ 0.85 × ONNX Runtime int8",
        1_000_000,
        measured ->
            List.of(
                Held.to(measured, READING, Bound.atMost(1.15).stretched(1)),
                Held.to(measured, IMPLICIT, Bound.atMost(1)),
                Held.to(measured, ONNX_RUNTIME, Bound.atMost(0.75)),
                Held.to(measured, ONNX_RUNTIME_INT8, Bound.atMost(0.85))));
  }

  /// Bound by the processor.
  static Row hundredThousand() {
    return new OneUserRow(
        "one-user-100k",
        "100k items incl. fold-in of 50 events, in reduced precision with exact re-rank, recall@20"
            + " ≥ .999: ≤ 0.60 ms (stretch 0.25)",
        100_000,
        measured ->
            List.of(
                new Held.Fixed(Bound.atMost(0.6).stretched(0.25)),
                Held.to(measured, IMPLICIT, Bound.atMost(1)),
                Held.to(measured, ONNX_RUNTIME, Bound.atMost(0.75))));
  }

  /// Bound by what a call costs at all.
  static Row tenThousand() {
    return new OneUserRow(
        "one-user-10k",
        "10k items incl. fold-in: ≤ 0.10 ms p50",
        10_000,
        measured ->
            List.of(
                new Held.Fixed(Bound.atMost(0.1)),
                Held.to(measured, IMPLICIT, Bound.atMost(1)),
                Held.to(measured, ONNX_RUNTIME, Bound.atMost(1))));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String goal() {
    return goal;
  }

  @Override
  public Outcome measure(Setting setting) throws IOException {
    int count = setting.scale().of(items);
    setting.note("making a model of " + count + " items");
    Path graph = Files.createTempFile(setting.folder(), "one-user", ".onnx");
    ScanPlan plan = MadeVectors.of(count, WIDTH, 1).write(graph);
    Map<String, Spread> measured;
    try (Recommender scan = ScanRecommender.load(graph, plan, count);
        Recommender reference = OnnxRecommender.load(graph, count)) {
      scan.pack(failed -> setting.note("products could not be packed: " + failed));
      Asked asked = new Asked(scan);
      Asked askedOfGraph = new Asked(reference);
      int half = Math.multiplyExact(count, WIDTH) / 2;
      int[] first = new int[half];
      int[] second = new int[half];
      List<Timing.Turn> turns = new ArrayList<>();
      turns.add(() -> Map.of(OURS, Timing.p50(asked, setting.scale().patience())));
      turns.add(() -> Map.of(GRAPH, Timing.p50(askedOfGraph, setting.scale().patience())));
      turns.add(
          () -> Map.of(READING, Timing.p50(() -> read(first, second), setting.scale().patience())));
      setting.peers().ifPresent(peers -> turns.add(() -> theirs(peers, count)));
      setting.note("asking for one user, " + setting.rounds() + " rounds");
      turns.add(() -> Map.of(RECALL, recall(new Asked(scan), new Asked(reference))));
      measured = Timing.rounds(setting.rounds(), turns);
    } finally {
      Files.deleteIfExists(graph);
    }
    return new Outcome.Measured(
        List.of(
            new Figure(
                "%s items, fold-in of %d events, with reasons"
                    .formatted(Numbers.text(count), Asked.EVENTS),
                Spread.of(measured, OURS),
                "ms",
                held.apply(measured)),
            new Figure(
                RECALL + ", of the graph's lists",
                Spread.of(measured, RECALL),
                "",
                List.of(new Held.Fixed(Bound.atLeast(0.999)))),
            new Figure(GRAPH, Spread.of(measured, GRAPH), "ms", List.of()),
            new Figure(READING, Spread.of(measured, READING), "ms", List.of())),
        List.of(
            "peers get the user's vector and give no reasons; each middle is of p50s",
            READING + ": two halves of as many bytes compared, from the cache where they fit"));
  }

  /// The share of the one's lists that the other's have too.
  private static double recall(Asked asked, Asked ofGraph) {
    int wanted = 0;
    int found = 0;
    for (int question = 0; question < Asked.HISTORIES; question++) {
      RankedItems answer = asked.ask();
      RankedItems reference = ofGraph.ask();
      Set<Integer> items =
          IntStream.range(0, answer.size()).mapToObj(answer::item).collect(Collectors.toSet());
      wanted += reference.size();
      found +=
          (int)
              IntStream.range(0, reference.size())
                  .filter(rank -> items.contains(reference.item(rank)))
                  .count();
    }
    return (double) found / wanted;
  }

  private static Map<String, Double> theirs(Peers peers, int items) throws IOException {
    Map<String, JsonNode> runtime =
        peers.run("peers_serving.py", Map.of(), "ort", Integer.toString(items), "1");
    Map<String, JsonNode> implicit =
        peers.run("peers_serving.py", Map.of(), "implicit", Integer.toString(items), "1");
    String size = "/N=" + items + "/T=1";
    return Map.of(
        ONNX_RUNTIME, Peers.number(runtime, "ort/single_fp32" + size, "p50"),
        ONNX_RUNTIME_INT8, Peers.number(runtime, "ort/single_int8" + size, "p50"),
        IMPLICIT, Peers.number(implicit, "implicit/single" + size, "p50"));
  }

  /// Reads both halves of a matrix, equal ones, as fast as memory gives them: the comparison is the
  /// one loop of the JDK that is sure to be of vector instructions.
  static void read(int[] first, int[] second) {
    if (!Arrays.equals(first, second)) {
      throw new IllegalStateException("the halves were equal");
    }
  }
}
