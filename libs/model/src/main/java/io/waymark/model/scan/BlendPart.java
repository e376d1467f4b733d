package io.waymark.model.scan;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Two parts: the scores of each, standardised over all items to a mean of 0 and a deviation of 1,
/// and added by shares.
final class BlendPart implements Part {
  /// As in the graph.
  private static final double TINY = 1e-20;

  /// Of what is added up in single precision: a difference, a product and a sum of each of two, and
  /// what is near them.
  private static final double ROUNDING = 0x1p-20;

  private final Part first;
  private final float share;
  private final Part second;
  private final int items;

  BlendPart(Part first, float share, Part second, int items) {
    this.first = first;
    this.share = share;
    this.second = second;
    this.items = items;
  }

  @Override
  public boolean hasReasons() {
    return first.hasReasons() && second.hasReasons();
  }

  /// Of two models of vectors, or one and a sparse one.
  @Override
  public Optional<Vectors> vectors() {
    Optional<Vectors> ofFirst = first.vectors();
    Optional<Vectors> ofSecond = second.vectors();
    if (ofFirst.isPresent() && ofSecond.isPresent()) {
      return Optional.of(new JoinedVectors(ofFirst.get(), ofSecond.get()));
    }
    if (ofFirst.isPresent() && second.isSparse()) {
      return ofFirst;
    }
    return first.isSparse() ? ofSecond : Optional.empty();
  }

  @Override
  public long heapBytes() {
    return first.heapBytes() + second.heapBytes();
  }

  @Override
  public Scoring scoring(Events events, Scratch scratch) {
    Scoring one = first.scoring(events, scratch);
    Scoring other = second.scoring(events, scratch);
    return one.isSilent() && other.isSilent()
        ? Scoring.SILENT
        : new Sum(
            new Standard(first, one, share, scratch, items),
            new Standard(second, other, 1 - share, scratch, items),
            scratch.secondPiece());
  }

  /// Standard scores times a share. Not a record, because of the array.
  private static final class Standard {
    private final Scoring scoring;
    private final float mean;
    private final float factor;

    /// All scores, where they had to be asked for.
    private final float @Nullable [] scores;

    /// The largest of them, or of those that are not products.
    private final double most;

    Standard(Part part, Scoring scoring, float share, Scratch scratch, int items) {
      this.scoring = scoring;
      Optional<Spread> known = scoring.spread();
      this.scores = known.isPresent() ? null : filled(scoring, scratch, items);
      Spread spread = scores == null ? known.orElseThrow() : measured(scores, items);
      boolean sparse = part.isSparse() && !scoring.isSilent();
      this.most =
          scores == null ? sparse ? scoring.sparse().most() : 0 : furthest(scores, 0, items);
      this.mean = (float) spread.mean();
      this.factor = (float) (share / Math.max(spread.deviation(), TINY / Math.sqrt(items)));
    }

    private static float[] filled(Scoring scoring, Scratch scratch, int items) {
      float[] scores = scratch.take();
      for (int begin = 0; begin < items; begin += ScanRecommender.PIECE) {
        int end = Math.min(items, begin + ScanRecommender.PIECE);
        scoring.fill(scratch.piece(), begin, end);
        System.arraycopy(scratch.piece(), 0, scores, begin, end - begin);
      }
      return scores;
    }

    private static Spread measured(float[] scores, int items) {
      double mean = sum(scores, 0, items) / items;
      return new Spread(mean, Math.sqrt(squares(scores, (float) mean, 0, items) / items));
    }

    private static float furthest(float[] of, int begin, int end) {
      float most = 0;
      for (int at = begin; at < end; at++) {
        most = Math.max(most, Math.abs(of[at]));
      }
      return most;
    }

    private static double sum(float[] of, int begin, int end) {
      double sum = 0;
      for (int at = begin; at < end; at++) {
        sum += of[at];
      }
      return sum;
    }

    private static double squares(float[] of, float mean, int begin, int end) {
      double sum = 0;
      for (int at = begin; at < end; at++) {
        double off = of[at] - mean;
        sum += off * off;
      }
      return sum;
    }

    void fill(float[] to, int begin, int end) {
      if (scores == null) {
        scoring.fill(to, begin, end);
      } else {
        System.arraycopy(scores, begin, to, 0, end - begin);
      }
    }

    float of(float score) {
      return (score - mean) * factor;
    }

    /// What a score of 0 is.
    double zero() {
      return -(double) mean * factor;
    }

    /// No standard score but what a product of vectors adds is further from 0; of those products
    /// the part's own error has the rounding.
    double size() {
      return (Math.abs(mean) + most) * factor;
    }

    /// The user's vector, with the factor.
    float[] vector() {
      float[] vector = scoring.vector().clone();
      for (int axis = 0; axis < vector.length; axis++) {
        vector[axis] *= factor;
      }
      return vector;
    }
  }

  private final class Sum implements Scoring {
    private final Standard one;
    private final Standard other;
    private final float[] piece;

    Sum(Standard one, Standard other, float[] piece) {
      this.one = one;
      this.other = other;
      this.piece = piece;
    }

    @Override
    public boolean isSilent() {
      return false;
    }

    @Override
    public void fill(float[] to, int begin, int end) {
      one.fill(to, begin, end);
      other.fill(piece, begin, end);
      add(to, one.mean, one.factor, piece, other.mean, other.factor, end - begin);
    }

    private static void add(
        float[] to,
        float firstMean,
        float firstFactor,
        float[] second,
        float secondMean,
        float secondFactor,
        int count) {
      for (int at = 0; at < count; at++) {
        to[at] = (to[at] - firstMean) * firstFactor + (second[at] - secondMean) * secondFactor;
      }
    }

    @Override
    public float error() {
      double exact =
          (double) one.scoring.error() * one.factor + (double) other.scoring.error() * other.factor;
      return (float) (exact + ROUNDING * (one.size() + other.size()));
    }

    @Override
    public float exact(int item) {
      return one.of(one.scoring.exact(item)) + other.of(other.scoring.exact(item));
    }

    @Override
    public float[] exact(int[] of) {
      float[] scores = one.scoring.exact(of);
      float[] others = other.scoring.exact(of);
      for (int at = 0; at < of.length; at++) {
        scores[at] = one.of(scores[at]) + other.of(others[at]);
      }
      return scores;
    }

    @Override
    public float[] vector() {
      if (first.isSparse()) {
        return other.vector();
      }
      if (second.isSparse()) {
        return one.vector();
      }
      float[] front = one.vector();
      float[] behind = other.vector();
      float[] joined = Arrays.copyOf(front, front.length + behind.length);
      System.arraycopy(behind, 0, joined, front.length, behind.length);
      return joined;
    }

    @Override
    public Addition addition() {
      double base = one.zero() + other.zero();
      double rounding = ROUNDING * (one.size() + other.size());
      if (!first.isSparse() && !second.isSparse()) {
        return new Addition(base, Addition.NOTHING.some(), 0, rounding);
      }
      Standard sparse = first.isSparse() ? one : other;
      return new Addition(base, sparse.scoring.sparse(), sparse.factor, rounding);
    }

    @Override
    public boolean tells(int item) {
      return one.scoring.tells(item) || other.scoring.tells(item);
    }

    @Override
    public void addParts(int[] items, float share, float[][] to) {
      one.scoring.addParts(items, share * one.factor, to);
      other.scoring.addParts(items, share * other.factor, to);
    }
  }
}
