package io.waymark.model.scan;

/// Two parts: the scores of each, standardised over all items to a mean of 0 and a deviation of 1,
/// and added by shares.
final class BlendPart implements Part {
  /// As in the graph.
  private static final double TINY = 1e-20;

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
            new Standard(one, share, scratch, items),
            new Standard(other, 1 - share, scratch, items));
  }

  /// Standard scores times a share. Not a record, because of the array.
  private static final class Standard {
    private final Scoring scoring;
    private final float[] scores;
    private final float mean;
    private final float factor;

    Standard(Scoring scoring, float share, Scratch scratch, int items) {
      this.scoring = scoring;
      this.scores = scratch.take();
      for (int begin = 0; begin < items; begin += ScanRecommender.PIECE) {
        int end = Math.min(items, begin + ScanRecommender.PIECE);
        scoring.fill(scratch.piece(), begin, end);
        System.arraycopy(scratch.piece(), 0, scores, begin, end - begin);
      }
      Spread spread = scoring.spread().orElseGet(() -> measured(scores, items));
      this.mean = (float) spread.mean();
      this.factor = (float) (share / Math.max(spread.deviation(), TINY / Math.sqrt(items)));
    }

    private static Spread measured(float[] scores, int items) {
      double mean = sum(scores, 0, items) / items;
      return new Spread(mean, Math.sqrt(squares(scores, (float) mean, 0, items) / items));
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

    float of(float score) {
      return (score - mean) * factor;
    }
  }

  private static final class Sum implements Scoring {
    private final Standard one;
    private final Standard other;

    Sum(Standard one, Standard other) {
      this.one = one;
      this.other = other;
    }

    @Override
    public boolean isSilent() {
      return false;
    }

    @Override
    public void fill(float[] to, int begin, int end) {
      add(to, one.scores, one.mean, one.factor, other.scores, other.mean, other.factor, begin, end);
    }

    private static void add(
        float[] to,
        float[] first,
        float firstMean,
        float firstFactor,
        float[] second,
        float secondMean,
        float secondFactor,
        int begin,
        int end) {
      for (int at = begin; at < end; at++) {
        to[at - begin] =
            (first[at] - firstMean) * firstFactor + (second[at] - secondMean) * secondFactor;
      }
    }

    @Override
    public float error() {
      return one.scoring.error() * one.factor + other.scoring.error() * other.factor;
    }

    @Override
    public float exact(int item) {
      return one.of(one.scoring.exact(item)) + other.of(other.scoring.exact(item));
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
