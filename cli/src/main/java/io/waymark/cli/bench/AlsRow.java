package io.waymark.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.training.InteractionMatrix;
import io.waymark.training.Model;
import io.waymark.training.Settings;
import io.waymark.training.Training;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Implicit ALS beside implicit's: the same rows, rounds and threads; each with settings that suit
/// it, since the two weigh differently.
final class AlsRow implements Row {
  private static final int ROUNDS = 15;
  private static final int TILED_ROUNDS = 5;
  private static final String PEER = "implicit";
  private static final Bound NO_SLOWER = Bound.atMost(1).stretched(0.7);

  private final int factors;

  AlsRow(int factors) {
    this.factors = factors;
  }

  @Override
  public String name() {
    return "als-" + factors;
  }

  @Override
  public String goal() {
    return "ALS training f=%d, same data, iterations, threads, at equal or better NDCG@20: ≤ 1.0 × implicit in wall and CPU time (stretch 0.7)"
        .formatted(factors);
  }

  static Settings settings(int factors, int rounds) {
    return Settings.NONE
        .with("factors", factors)
        .with("iterations", rounds)
        .with("weights", "equal")
        .with("a0", 0.3)
        .with("lambda", 0.005);
  }

  @Override
  public Outcome measure(Setting setting) throws IOException {
    Sets sets = new Sets(setting);
    Dataset data = sets.movies();
    List<Timing.Turn> turns = new ArrayList<>();
    turns.add(() -> ours(setting, data));
    setting.peers().ifPresent(peers -> turns.add(() -> theirs(setting, peers, data)));
    setting.note("training als on " + data.matrix().entries().size() + " rows");
    Map<String, Spread> small = Timing.rounds(setting.rounds(), turns);
    List<Figure> figures = new ArrayList<>();
    String what =
        "%s rows, %d rounds, "
            .formatted(Numbers.text(data.matrix().entries().size()), setting.scale().times(ROUNDS));
    figures.add(Sets.figure(small, what + "wall", "s", "wall", PEER, NO_SLOWER));
    figures.add(Sets.figure(small, what + "CPU", "s", "cpu", PEER, NO_SLOWER));
    figures.add(Sets.figure(small, what + "NDCG@20", "", "ndcg", PEER, Bound.atLeast(1)));

    InteractionMatrix tiled = data.tiled(4, 3);
    List<Timing.Turn> large = new ArrayList<>();
    large.add(() -> tiled(setting, tiled));
    setting.peers().ifPresent(peers -> large.add(() -> theirTiled(setting, peers, data)));
    setting.note("training als on " + tiled.entries().size() + " rows");
    Map<String, Spread> more = Timing.rounds(setting.rounds(), large);
    String tiledWhat = Numbers.text(tiled.entries().size()) + " rows (tiled), a round, ";
    figures.add(Sets.figure(more, tiledWhat + "wall", "s", "wall", PEER, NO_SLOWER));
    figures.add(Sets.figure(more, tiledWhat + "CPU", "s", "cpu", PEER, NO_SLOWER));
    return new Outcome.Measured(
        figures, List.of(sets.origin(), "CPU counts compiling and collecting garbage too"));
  }

  private Map<String, Double> ours(Setting setting, Dataset data) throws IOException {
    Timing.Timed<Model> fit = fit(setting, data.matrix(), setting.scale().times(ROUNDS));
    return Map.of("wall", fit.wall(), "cpu", fit.cpu(), "ndcg", data.ndcg(fit.result()));
  }

  private Map<String, Double> tiled(Setting setting, InteractionMatrix matrix) throws IOException {
    int rounds = setting.scale().times(TILED_ROUNDS);
    Timing.Timed<Model> fit = fit(setting, matrix, rounds);
    return Map.of("wall", fit.wall() / rounds, "cpu", fit.cpu() / rounds);
  }

  private Timing.Timed<Model> fit(Setting setting, InteractionMatrix matrix, int rounds)
      throws IOException {
    return Timing.seconds(
        () -> Training.fitted(matrix, "ials", settings(factors, rounds), 1, setting.threads()));
  }

  private Map<String, Double> theirs(Setting setting, Peers peers, Dataset data)
      throws IOException {
    String spec = "als,f=%d,reg=10,alpha=5,it=%d".formatted(factors, setting.scale().times(ROUNDS));
    Map<String, JsonNode> measured =
        peers.run("peers_quality.py", Sets.variables(setting, data, 1), data.name(), spec);
    String key = spec + "@T" + setting.threads();
    return Map.of(
        Sets.THEIR + "wall", Peers.number(measured, key, "train_s"),
        Sets.THEIR + "cpu", Peers.number(measured, key, "train_cpu_s"),
        Sets.THEIR + "ndcg", Peers.number(measured, key, "ndcg@20"));
  }

  private Map<String, Double> theirTiled(Setting setting, Peers peers, Dataset data)
      throws IOException {
    Map<String, JsonNode> measured = peers.run("peers_scale.py", Sets.variables(setting, data, 1));
    String key = "implicit-als f=%d T=2".formatted(factors);
    return Map.of(
        Sets.THEIR + "wall", Peers.number(measured, key, "s_per_iteration"),
        Sets.THEIR + "cpu", Peers.number(measured, key, "cpu_s_per_iteration"));
  }
}
