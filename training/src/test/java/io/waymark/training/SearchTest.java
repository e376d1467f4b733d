package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.training.onnx.RecommenderGraph;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How far a search goes with an algorithm whose quality after each round is known beforehand.
final class SearchTest {
  private static final int MOST_ROUNDS = 20;

  /// Fifty users with something to find each.
  private static final Cut CUT = Cut.newest(Planted.tastes(50, 40, 2, 10, true).toMatrix(), 1, 3);

  @Test
  void endsBeforeItsLastRoundOnceALookIsNoBetter() {
    Scripted rising = new Scripted(Map.of("a", "2:0.2 4:0.4 6:0.6 8:0.8 10:0.8 12:1"));
    Search.Found found = search(rising, Settings.NONE);
    assertThat(found.rounds()).isEqualTo(8);
    assertThat(rising.furthest.get()).isEqualTo(10);
    assertThat(found.stopped()).isEqualTo(Search.COMPLETE);
    assertThat(found.metrics().orElseThrow().deciding())
        .isEqualTo(quality(found.models().getFirst()))
        .isGreaterThan(0.5);
  }

  @Test
  void theBestLookWinsThoughLaterOnesAreWorse() {
    Scripted early = new Scripted(Map.of("a", "2:0.4 4:0.9 6:0.5 8:0.3"));
    Search.Found found = search(early, Settings.NONE);
    assertThat(found.rounds()).isEqualTo(4);
    assertThat(found.models())
        .extracting(SearchTest::quality)
        .containsExactly(quality(new Knowing(0.9)));
    assertThat(early.furthest.get()).isEqualTo(8);
  }

  /// It learned quickly and then noise: the look after three shared rounds and two of its own.
  @Test
  void theBestLookWinsAmongSeveralCandidates() {
    Scripted several =
        new Scripted(
            new TreeMap<>(
                Map.of(
                    "a", "5:0.2 7:0.3 9:0.4 11:0.4",
                    "b", "5:0.8 7:0.3 9:0.2 11:0.1 13:0.1 15:0.1",
                    "c", "5:0.5 7:0.5 9:0.5 11:0.5")));
    Search.Found found = search(several, Settings.NONE);
    assertThat(found.settings().text("name")).hasValue("b");
    assertThat(found.rounds()).isEqualTo(5);
    assertThat(several.furthest.get()).isLessThan(MOST_ROUNDS);
    assertThat(found.tried()).hasSize(3 * 3 + 2 + 1);
  }

  /// The grid ends at b, which is its best: c lies beyond it, d beyond c, and e is never looked at.
  @Test
  void goesOnBeyondTheGridWhileThatHelps() {
    Scripted beyond =
        new Scripted(
            new TreeMap<>(
                Map.of(
                    "a", "5:0.1 7:0.2 9:0.2",
                    "b", "5:0.3 7:0.4 9:0.4 11:0.4 13:0.4",
                    "c", "5:0.7 7:0.8 9:0.8 11:0.9 13:0.9 15:0.9",
                    "d", "5:0.3 7:0.3 9:0.3",
                    "e", "")),
            2);
    Search.Found found = search(beyond, Settings.NONE);
    assertThat(found.settings().text("name")).hasValue("c");
    assertThat(found.rounds()).isEqualTo(11);
  }

  /// Of ten minutes five are for those that the grid does not have, and every step takes ten
  /// seconds: three shared ones and twelve of the grid leave 450, of which 240 go to four beyond
  /// it.
  @Test
  void goesOnBeyondTheGridForHalfOfTheTimeThatIsLeft() {
    Map<String, String> looks = new TreeMap<>();
    for (int at = 0; at < 12; at++) {
      String share = "0.%02d".formatted(10 + 5 * at);
      looks.put(
          "" + (char) ('a' + at),
          IntStream.rangeClosed(0, 7)
              .mapToObj(look -> (5 + 2 * look) + ":" + share)
              .collect(Collectors.joining(" ")));
    }
    Scripted endless = new Scripted(looks, 2);
    Instant begin = Instant.EPOCH;
    Clock clock =
        ((InstantSource) () -> begin.plusSeconds(10L * endless.steps.get()))
            .withZone(ZoneOffset.UTC);
    Search.Found found = search(endless, Settings.NONE, clock, begin.plusSeconds(600));
    assertThat(found.stopped()).isEqualTo(Search.COMPLETE);
    assertThat(found.settings().text("name")).hasValue("f");
  }

  /// Whoever gives their number gets so many, whatever looks say.
  @Test
  void aGivenNumberOfIterationsIsKept() {
    Scripted falling = new Scripted(Map.of("a", "2:0.9 4:0.5 6:0.3 8:0.2 10:0.1"));
    Search.Found found = search(falling, Settings.NONE.with(Ials.ITERATIONS, 10));
    assertThat(found.rounds()).isEqualTo(10);
  }

  private static Search.Found search(Algorithm algorithm, Settings fixed) {
    return search(algorithm, fixed, Clock.systemUTC(), Instant.MAX);
  }

  private static Search.Found search(
      Algorithm algorithm, Settings fixed, Clock clock, Instant end) {
    try (Workers workers = new Workers(1)) {
      return new Search(algorithm, new Cuts(List.of(CUT)), 1, workers, clock, end)
          .run(fixed, Progress.NONE);
    }
  }

  private static double quality(Model model) {
    try (Workers workers = new Workers(1)) {
      return Evaluation.of(model, CUT, CUT.askedUsers(), List.of(20), workers).deciding();
    }
  }

  /// Candidates by name, and which share of the users is answered rightly after each round.
  private record Scripted(
      Map<String, String> looks, int grid, AtomicInteger furthest, AtomicInteger steps)
      implements Algorithm {
    Scripted(Map<String, String> looks) {
      this(looks, looks.size());
    }

    /// @param grid how many of them are tried from the start; others are one step from the one
    ///   before
    Scripted(Map<String, String> looks, int grid) {
      this(looks, grid, new AtomicInteger(), new AtomicInteger());
    }

    @Override
    public String name() {
      return "scripted";
    }

    @Override
    public List<String> settings() {
      return List.of("name", Ials.ITERATIONS);
    }

    @Override
    public void check(Settings settings) {}

    @Override
    public List<Settings> candidates(InteractionMatrix matrix, Settings fixed) {
      return looks.keySet().stream().limit(grid).map(name -> fixed.with("name", name)).toList();
    }

    @Override
    public List<Settings> near(Settings best, Settings fixed) {
      String name = best.text("name").orElseThrow();
      return looks.keySet().stream()
          .dropWhile(other -> !other.equals(name))
          .skip(1)
          .limit(1)
          .map(next -> fixed.with("name", next))
          .toList();
    }

    @Override
    public Learner begin(InteractionMatrix matrix, Settings settings, long seed, Workers workers) {
      return new Rounds(this, settings, 0);
    }

    @Override
    public int rounds(Settings settings) {
      return settings.whole(Ials.ITERATIONS, MOST_ROUNDS, 1, MOST_ROUNDS);
    }

    double share(Settings settings, int round) {
      String ofName = Objects.requireNonNull(looks.get(settings.text("name").orElseThrow()));
      for (String look : ofName.split(" ")) {
        if (look.startsWith(round + ":")) {
          return Double.parseDouble(look.substring(look.indexOf(':') + 1));
        }
      }
      throw new AssertionError("nobody was to look at " + settings + " after round " + round);
    }
  }

  private static final class Rounds implements Algorithm.Learner {
    private final Scripted script;
    private final Settings settings;
    private int round;

    Rounds(Scripted script, Settings settings, int round) {
      this.script = script;
      this.settings = settings;
      this.round = round;
    }

    @Override
    public int round() {
      return round;
    }

    @Override
    public void step() {
      round++;
      script.furthest().accumulateAndGet(round, Math::max);
      int _ = script.steps().incrementAndGet();
    }

    @Override
    public Algorithm.Learner continuedWith(Settings other) {
      return new Rounds(script, other, round);
    }

    @Override
    public Model model() {
      return new Knowing(script.share(settings, round));
    }
  }

  /// Knows what a share of the users will do, and of the others nothing.
  private record Knowing(double share) implements Model {
    @Override
    public Scorer scorer() {
      return (user, scores) -> {
        Csr held = CUT.held();
        for (int item = 0; item < scores.length; item++) {
          boolean right = held.contains(user, item);
          scores[item] = right == user < share * held.rowCount() ? 1 : 0;
        }
      };
    }

    @Override
    public RecommenderGraph graph() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Exact exact() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Factors> factors() {
      return Optional.empty();
    }
  }
}
