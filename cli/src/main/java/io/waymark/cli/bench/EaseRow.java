package io.waymark.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.training.Model;
import io.waymark.training.Settings;
import io.waymark.training.Training;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// EASE beside the same matrix made, factored and inverted with numpy and OpenBLAS.
final class EaseRow implements Row {
  private static final String PEER = "numpy and OpenBLAS";
  private static final Bound NEAR = Bound.atMost(1.5).stretched(1.1);
  private static final int LARGE = 12_000;

  @Override
  public String name() {
    return "ease";
  }

  @Override
  public String goal() {
    return "EASE training at 3k and 12k items: ≤ 1.5 × OpenBLAS (stretch 1.1)";
  }

  static Settings settings(int items) {
    // Beyond 4,096 items a model keeps the largest numbers of each row.
    return Settings.NONE
        .with("l2", 500)
        .with("weights", "equal")
        .with("kept", items <= 4_096 ? 0 : 256);
  }

  @Override
  public Outcome measure(Setting setting) throws IOException {
    Sets sets = new Sets(setting);
    List<Figure> figures = new ArrayList<>();
    for (Dataset data : List.of(sets.movies(), sets.made("made-12k", LARGE, LARGE, 100 * LARGE))) {
      int items = data.matrix().items().size();
      List<Timing.Turn> turns = new ArrayList<>();
      turns.add(() -> ours(setting, data, items));
      setting.peers().ifPresent(peers -> turns.add(() -> theirs(setting, peers, data)));
      setting.note("training ease on " + items + " items");
      Map<String, Spread> measured = Timing.rounds(setting.rounds(), turns);
      String what = Numbers.text(items) + " items, ";
      figures.add(Sets.figure(measured, what + "wall", "s", "wall", PEER, NEAR));
      figures.add(Sets.figure(measured, what + "CPU", "s", "cpu", PEER, NEAR));
      figures.add(Sets.figure(measured, what + "NDCG@20", "", "ndcg", PEER, Bound.atLeast(0.999)));
    }
    return new Outcome.Measured(
        figures, List.of(sets.origin(), "12k items: a made-up set, of each row 256 numbers kept"));
  }

  private static Map<String, Double> ours(Setting setting, Dataset data, int items)
      throws IOException {
    Timing.Timed<Model> fit =
        Timing.seconds(
            () -> Training.fitted(data.matrix(), "ease", settings(items), 1, setting.threads()));
    return Map.of("wall", fit.wall(), "cpu", fit.cpu(), "ndcg", data.ndcg(fit.result()));
  }

  private static Map<String, Double> theirs(Setting setting, Peers peers, Dataset data)
      throws IOException {
    String spec = "ease,lam=500";
    Map<String, JsonNode> measured =
        peers.run(
            "peers_quality.py",
            Sets.variables(setting, data, setting.threads()),
            data.name(),
            spec);
    String key = spec + "@T" + setting.threads();
    return Map.of(
        Sets.THEIR + "wall", Peers.number(measured, key, "train_s"),
        Sets.THEIR + "cpu", Peers.number(measured, key, "train_cpu_s"),
        Sets.THEIR + "ndcg", Peers.number(measured, key, "ndcg@20"));
  }
}
