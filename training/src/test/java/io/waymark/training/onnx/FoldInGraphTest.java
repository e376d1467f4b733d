package io.waymark.training.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The graph against the exact solve in double precision.
class FoldInGraphTest {
  private static final float LAMBDA = 0.005f;

  @TempDir Path folder;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final SplittableRandom random = new SplittableRandom(5);

  /// Vectors with a spectrum that falls like that of trained ones.
  private float[] vectors(int items, int width) {
    float[] vectors = new float[items * width];
    for (int item = 0; item < items; item++) {
      double popularity = 1 / (1 + 5.0 * item / items);
      for (int at = 0; at < width; at++) {
        vectors[item * width + at] =
            (float) (random.nextGaussian() * popularity * 0.5 / Math.sqrt(1 + at / 4.0));
      }
      vectors[item * width] += (float) popularity;
    }
    return vectors;
  }

  private static float[] gram(float[] vectors, int width) {
    double[] sum = new double[width * width];
    for (int at = 0; at < vectors.length; at += width) {
      for (int row = 0; row < width; row++) {
        for (int column = 0; column < width; column++) {
          sum[row * width + column] += (double) vectors[at + row] * vectors[at + column];
        }
      }
    }
    float[] gram = new float[sum.length];
    for (int at = 0; at < sum.length; at++) {
      gram[at] = (float) sum[at];
    }
    return gram;
  }

  private static final class Model {
    private final float[] vectors;
    private final int width;
    private final float scale;
    private final float a0;
    private final FoldIn.Loss loss;

    Model(float[] vectors, int width, float scale, float a0) {
      this(vectors, width, scale, a0, FoldIn.Loss.ALL_PAIRS);
    }

    Model(float[] vectors, int width, float scale, float a0, FoldIn.Loss loss) {
      this.loss = loss;
      this.vectors = vectors;
      this.width = width;
      this.scale = scale;
      this.a0 = a0;
    }

    Model(float[] vectors, int width, float scale) {
      this(vectors, width, scale, 0.2f);
    }

    FoldIn equations() {
      return new FoldIn(loss, a0, LAMBDA, scale, scale == 0 ? 1 : 6 * scale);
    }

    double weight(float told) {
      return scale == 0 ? 1 : (double) scale * told;
    }

    /// What the right side has of an item that weighs so.
    double pull(float told) {
      return loss == FoldIn.Loss.ALL_PAIRS ? weight(told) : weight(told) + a0;
    }

    int items() {
      return vectors.length / width;
    }
  }

  private OrtSession session(Model model) throws Exception {
    Path file = folder.resolve("model.onnx");
    new FoldInGraph(model.vectors, model.width, gram(model.vectors, model.width), model.equations())
        .write(file);
    return environment.createSession(file.toString());
  }

  private static final class Answer {
    private final long[][] items;
    private final float[][] scores;
    private final long[][] because;

    Answer(OrtSession.Result result) throws OrtException {
      items = (long[][]) result.get("items").orElseThrow().getValue();
      scores = (float[][]) result.get("scores").orElseThrow().getValue();
      because = (long[][]) result.get("because").orElseThrow().getValue();
    }
  }

  private Answer ask(
      OrtSession session, long[][] history, float[][] weights, boolean[][] allowed, long count)
      throws OrtException {
    try (OnnxTensor first = OnnxTensor.createTensor(environment, history);
        OnnxTensor second = OnnxTensor.createTensor(environment, weights);
        OnnxTensor third = OnnxTensor.createTensor(environment, allowed);
        OnnxTensor fourth = OnnxTensor.createTensor(environment, new long[] {count});
        OrtSession.Result result =
            session.run(
                Map.of("history", first, "weights", second, "allowed", third, "count", fourth))) {
      return new Answer(result);
    }
  }

  /// The user's vector by Gauss–Jordan on the normal equations; also `A⁻¹` for the reasons.
  private static double[][] inverse(Model model, long[] history, float[] weights) {
    int width = model.width;
    float[] shared = gram(model.vectors, width);
    double[][] system = new double[width][2 * width];
    boolean counts = model.loss == FoldIn.Loss.MISSING_AS_ZERO;
    double penalised = counts ? 0 : (double) model.a0 * model.items();
    for (int at = 0; at < history.length; at++) {
      penalised += history[at] < 0 ? 0 : counts ? 1 : model.weight(weights[at]);
    }
    for (int row = 0; row < width; row++) {
      for (int column = 0; column < width; column++) {
        system[row][column] = (double) model.a0 * shared[row * width + column];
        for (int at = 0; at < history.length; at++) {
          if (history[at] >= 0) {
            int base = (int) history[at] * width;
            system[row][column] +=
                model.weight(weights[at])
                    * model.vectors[base + row]
                    * model.vectors[base + column];
          }
        }
      }
      system[row][row] += LAMBDA * penalised;
      system[row][width + row] = 1;
    }
    for (int pivot = 0; pivot < width; pivot++) {
      double scale = system[pivot][pivot];
      for (int column = 0; column < 2 * width; column++) {
        system[pivot][column] /= scale;
      }
      for (int row = 0; row < width; row++) {
        double factor = system[row][pivot];
        for (int column = 0; row != pivot && column < 2 * width; column++) {
          system[row][column] -= factor * system[pivot][column];
        }
      }
    }
    return Arrays.stream(system)
        .map(row -> Arrays.copyOfRange(row, width, 2 * width))
        .toArray(double[][]::new);
  }

  private static double[] scores(Model model, long[] history, float[] weights) {
    double[][] inverse = inverse(model, history, weights);
    double[] side = new double[model.width];
    for (int at = 0; at < history.length; at++) {
      for (int row = 0; row < model.width && history[at] >= 0; row++) {
        side[row] += model.pull(weights[at]) * model.vectors[(int) history[at] * model.width + row];
      }
    }
    double[] scores = new double[model.items()];
    for (int item = 0; item < scores.length; item++) {
      for (int row = 0; row < model.width; row++) {
        double part = 0;
        for (int column = 0; column < model.width; column++) {
          part += inverse[row][column] * side[column];
        }
        scores[item] += part * model.vectors[item * model.width + row];
      }
    }
    return scores;
  }

  private static long[] top(double[] scores, int count) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted((left, right) -> Double.compare(scores[right], scores[left]))
        .limit(count)
        .mapToLong(Integer::longValue)
        .toArray();
  }

  private static boolean[][] all(int items) {
    boolean[] every = new boolean[items];
    Arrays.fill(every, true);
    return new boolean[][] {every};
  }

  @ParameterizedTest
  @CsvSource({
    "40,8,1,0.2",
    "300,16,5,0.2",
    "1000,64,1,0.2",
    "1000,64,30,0.2",
    "1000,64,100,0.2",
    "1000,64,100,0.01"
  })
  void foldsInAsTheExactSolve(int items, int width, int length, float a0) throws Exception {
    foldsInAsTheExactSolve(new Model(vectors(items, width), width, 0.5f, a0), length, 1);
  }

  @Test
  void foldsInWhoDidOnlyWhatWeighsMost() throws Exception {
    foldsInAsTheExactSolve(new Model(vectors(1000, 64), 64, 1), 100, 6);
  }

  /// For users whose weights lie between `least` and 6.
  private void foldsInAsTheExactSolve(Model model, int length, int least) throws Exception {
    int items = model.items();
    int users = 40;
    long[][] history = new long[users][length + 3];
    float[][] weights = new float[users][length + 3];
    for (int user = 0; user < users; user++) {
      Arrays.fill(history[user], -1);
      for (int at = 0; at < length; at++) {
        history[user][at + 1] = random.nextInt(items);
        weights[user][at + 1] = random.nextInt(least, 7);
      }
      // Pads weigh nothing, whatever stands beside them.
      weights[user][length + 2] = 9;
    }
    int same = 0;
    try (OrtSession session = session(model)) {
      Answer answer = ask(session, history, weights, all(items), 20);
      for (int user = 0; user < users; user++) {
        double[] exact = scores(model, history[user], weights[user]);
        double norm = 0;
        double error = 0;
        for (int rank = 0; rank < 20; rank++) {
          double wanted = exact[(int) answer.items[user][rank]];
          norm += wanted * wanted;
          error += Math.pow(answer.scores[user][rank] - wanted, 2);
        }
        assertThat(Math.sqrt(error / norm)).isLessThan(1e-3);
        same += Arrays.equals(answer.items[user], top(exact, 20)) ? 1 : 0;
      }
    }
    assertThat(same).isGreaterThanOrEqualTo(users - 1);
  }

  /// As Spark MLlib solves, with `alpha` 1, 4 and a quarter, of weights and of none.
  @ParameterizedTest
  @CsvSource({"40,8,1,0.5,1", "1000,64,30,0,1", "1000,64,100,0.5,0.25", "1000,64,100,1,4"})
  void foldsInWhereWhatIsMissingIsZero(int items, int width, int length, float scale, float a0)
      throws Exception {
    Model model = new Model(vectors(items, width), width, scale, a0, FoldIn.Loss.MISSING_AS_ZERO);
    foldsInAsTheExactSolve(model, length, 1);
  }

  @ParameterizedTest
  @EnumSource
  void namesTheItemThatAddsMost(FoldIn.Loss loss) throws Exception {
    Model model = new Model(vectors(500, 32), 32, 1, 0.2f, loss);
    int users = 30;
    int length = 25;
    long[][] history = new long[users][length];
    float[][] weights = new float[users][length];
    for (int user = 0; user < users; user++) {
      for (int at = 0; at < length; at++) {
        history[user][at] = random.nextInt(500);
        weights[user][at] = 1 + random.nextInt(3);
      }
    }
    int right = 0;
    try (OrtSession session = session(model)) {
      Answer answer = ask(session, history, weights, all(500), 10);
      for (int user = 0; user < users; user++) {
        double[][] inverse = inverse(model, history[user], weights[user]);
        for (int rank = 0; rank < 10; rank++) {
          int slot = (int) answer.items[user][rank];
          right +=
              answer.because[user][rank]
                      == strongest(model, inverse, slot, history[user], weights[user])
                  ? 1
                  : 0;
        }
      }
    }
    assertThat(right).isGreaterThan(users * 10 * 98 / 100);
  }

  private static long strongest(
      Model model, double[][] inverse, int slot, long[] history, float[] weights) {
    long best = -1;
    double most = 0;
    for (int at = 0; at < history.length; at++) {
      double part = 0;
      for (int row = 0; row < model.width; row++) {
        for (int column = 0; column < model.width; column++) {
          part +=
              model.pull(weights[at])
                  * model.vectors[slot * model.width + row]
                  * inverse[row][column]
                  * model.vectors[(int) history[at] * model.width + column];
        }
      }
      if (part > most) {
        most = part;
        best = history[at];
      }
    }
    return best;
  }

  @Test
  void answersOddQuestions() throws Exception {
    Model model = new Model(vectors(12, 8), 8, 1);
    try (OrtSession session = session(model)) {
      // Nothing known of the second user, and an index no item has: nothing to say.
      Answer mixed =
          ask(session, new long[][] {{3, 5}, {-1, 99}}, new float[][] {{1, 1}, {1, 1}}, all(12), 4);
      assertThat(mixed.items[0]).doesNotContain(-1);
      assertThat(mixed.items[1]).containsOnly(-1);
      assertThat(mixed.because[1]).containsOnly(-1);
      assertThat(mixed.scores[1]).containsOnly(0);

      Answer beyond = ask(session, new long[][] {{3}}, new float[][] {{1}}, all(12), 20);
      assertThat(beyond.items[0]).hasSize(20);
      assertThat(Arrays.stream(beyond.items[0]).filter(item -> item >= 0).distinct()).hasSize(12);
      assertThat(beyond.items[0][19]).isEqualTo(-1);

      Answer masked = ask(session, new long[][] {{3}}, new float[][] {{1}}, new boolean[1][12], 5);
      assertThat(masked.items[0]).containsOnly(-1);

      boolean[][] own = all(12);
      own[0][3] = false;
      Answer without = ask(session, new long[][] {{3}}, new float[][] {{1}}, own, 12);
      assertThat(without.items[0]).doesNotContain(3).endsWith(-1);

      Answer unwanted = ask(session, new long[][] {{3}}, new float[][] {{-2}}, all(12), 3);
      assertThat(unwanted.items[0]).containsOnly(-1);
    }
  }

  @Test
  void takesEveryPositiveWeightAsOneWhereTrainingDid() throws Exception {
    Model model = new Model(vectors(50, 8), 8, 0);
    try (OrtSession session = session(model)) {
      Answer light = ask(session, new long[][] {{1, 2}}, new float[][] {{1, 1}}, all(50), 5);
      Answer heavy = ask(session, new long[][] {{1, 2}}, new float[][] {{6, 0.5f}}, all(50), 5);
      assertThat(heavy.items).isEqualTo(light.items);
      assertThat(heavy.scores).isEqualTo(light.scores);
    }
  }
}
