package io.waymark.model.scan;

import java.util.Arrays;

/// What each item of the history says about all items, added up.
final class ItemWeightsPart implements Part {
  private final Rows matrix;
  private final float scale;
  private final boolean abstains;

  ItemWeightsPart(Rows matrix, float scale, boolean abstains) {
    this.matrix = matrix;
    this.scale = scale;
    this.abstains = abstains;
  }

  @Override
  public boolean hasReasons() {
    return true;
  }

  @Override
  public long heapBytes() {
    return 0;
  }

  @Override
  public Scoring scoring(Events events, Scratch scratch) {
    Told told = Told.of(events, matrix.width(), scale);
    return told.isEmpty() ? Scoring.SILENT : new Sums(told);
  }

  private final class Sums implements Scoring {
    private final Told told;

    /// A piece of four rows.
    private final float[][] rows = new float[4][ScanRecommender.PIECE];

    Sums(Told told) {
      this.told = told;
    }

    @Override
    public boolean isSilent() {
      return false;
    }

    @Override
    public void fill(float[] to, int begin, int end) {
      int count = end - begin;
      Arrays.fill(to, 0, count, 0);
      for (int at = 0; at < told.size(); at += 4) {
        float[] weights = new float[4];
        for (int row = 0; row < 4; row++) {
          if (at + row < told.size()) {
            weights[row] = told.weight(at + row);
            matrix.copy(told.item(at + row), begin, rows[row], 0, count);
          }
        }
        Loops.addFour(
            to,
            rows[0],
            rows[1],
            rows[2],
            rows[3],
            weights[0],
            weights[1],
            weights[2],
            weights[3],
            count);
      }
      if (abstains) {
        for (int at = 0; at < count; at++) {
          to[at] = Math.max(to[at], 0);
        }
      }
    }

    @Override
    public float error() {
      return 0;
    }

    @Override
    public float exact(int item) {
      float sum = 0;
      for (int at = 0; at < told.size(); at++) {
        sum = Math.fma(told.weight(at), matrix.at(told.item(at), item), sum);
      }
      return abstains ? Math.max(sum, 0) : sum;
    }

    @Override
    public boolean tells(int item) {
      return !abstains || exact(item) > 0;
    }

    @Override
    public void addParts(int[] items, float share, float[][] to) {
      for (int at = 0; at < told.size(); at++) {
        float[] parts = to[told.event(at)];
        for (int slot = 0; slot < items.length; slot++) {
          parts[slot] += share * told.weight(at) * matrix.at(told.item(at), items[slot]);
        }
      }
    }
  }
}
