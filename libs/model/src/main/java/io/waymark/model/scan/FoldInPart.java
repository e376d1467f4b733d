package io.waymark.model.scan;

import java.util.Optional;

/// Item vectors, to which a history is folded in, as `FoldInGraph` of the training side says it:
/// with `U` the history's vectors times `√w` and `C = 1 + λ R / d`, the user's vector `x` solves
/// `(C + UᵀU) x = Uᵀ b / √w`, and the part of an event in the score of an item `v` is `b / √w`
/// times what `(I + U C⁻¹ Uᵀ) a = U C⁻¹ v` gives for it.
final class FoldInPart implements Part {
  /// So many items' vectors are copied at a time.
  private static final int TOGETHER = 64;

  private final Rows table;
  private final HalfTable halves;
  private final Moments moments;
  private final float[] penalties;
  private final float scale;
  private final float missing;
  private final int items;

  private FoldInPart(Rows table, float[] penalties, float scale, float missing, int items) {
    this.table = table;
    this.halves = HalfTable.of(table, items);
    this.moments = new Moments(table, items);
    this.penalties = penalties;
    this.scale = scale;
    this.missing = missing;
    this.items = items;
  }

  static FoldInPart of(Rows table, float[] penalties, float scale, float missing, int items) {
    return new FoldInPart(table, penalties, scale, missing, items);
  }

  @Override
  public boolean hasReasons() {
    return true;
  }

  @Override
  public Optional<Vectors> vectors() {
    return Optional.of(table);
  }

  @Override
  public long heapBytes() {
    return halves.bytes();
  }

  @Override
  public Scoring scoring(Events events, Scratch scratch) {
    Told told = Told.of(events, items, scale);
    return told.isEmpty() ? Scoring.SILENT : new Products(told);
  }

  private final class Products implements Scoring {
    private final Told told;
    private final Equations equations;
    private final float[] user;
    private final float[] scaled;
    private final float[] row = new float[table.width()];

    Products(Told told) {
      this.told = told;
      this.equations = Equations.of(told, table, penalties, missing);
      this.user = equations.user();
      this.scaled = halves.scaled(user);
    }

    @Override
    public boolean isSilent() {
      return false;
    }

    @Override
    public void fill(float[] to, int begin, int end) {
      halves.products(scaled, to, begin, end);
    }

    @Override
    public float[] vector() {
      return user;
    }

    @Override
    public Optional<Spread> spread() {
      return Optional.of(moments.spread(user));
    }

    @Override
    public float error() {
      return halves.error(scaled);
    }

    @Override
    public float exact(int item) {
      table.copy(item, row);
      return Loops.product(user, row, 0);
    }

    @Override
    public float[] exact(int[] of) {
      float[] scores = new float[of.length];
      for (int from = 0; from < of.length; from += TOGETHER) {
        int count = Math.min(TOGETHER, of.length - from);
        float[] rows = table.copies(of, from, count);
        for (int at = 0; at < count; at++) {
          scores[from + at] = Loops.product(user, rows, at * user.length);
        }
      }
      return scores;
    }

    @Override
    public boolean tells(int item) {
      return true;
    }

    @Override
    public void addParts(int[] slots, float share, float[][] to) {
      double[][] parts = equations.parts(slots, table);
      for (int at = 0; at < told.size(); at++) {
        float[] ofEvent = to[told.event(at)];
        for (int slot = 0; slot < slots.length; slot++) {
          ofEvent[slot] += (float) (share * parts[at][slot]);
        }
      }
    }
  }
}
