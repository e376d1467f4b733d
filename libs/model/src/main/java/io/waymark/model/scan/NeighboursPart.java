package io.waymark.model.scan;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;

/// Each item of the history speaks for its neighbours alone.
final class NeighboursPart implements Part {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment neighbours;
  private final Rows strengths;
  private final float scale;
  private final int items;

  /// A part.
  ///
  /// @param neighbours as many in each row as strengths; `items` pads
  NeighboursPart(MemorySegment neighbours, Rows strengths, float scale, int items) {
    this.neighbours = neighbours;
    this.strengths = strengths;
    this.scale = scale;
    this.items = items;
  }

  @Override
  public boolean hasReasons() {
    return true;
  }

  @Override
  public boolean isSparse() {
    return true;
  }

  @Override
  public long heapBytes() {
    return 0;
  }

  @Override
  public Scoring scoring(Events events, Scratch scratch) {
    Told told = Told.of(events, items, scale);
    return told.isEmpty() ? Scoring.SILENT : new Sums(told, scratch.adding());
  }

  private final class Sums implements Scoring {
    private final Told told;

    /// What speaks against an item says nothing of it in a blend, either.
    private final SparseScores sums;

    private final int[] near = new int[strengths.width()];
    private final float[] strength = new float[strengths.width()];

    Sums(Told told, SparseScores.Adding adding) {
      this.told = told;
      for (int at = 0; at < told.size(); at++) {
        read(told.item(at));
        float weight = told.weight(at);
        for (int each = 0; each < near.length; each++) {
          if (isItem(near[each])) {
            adding.add(near[each], strength[each] * weight);
          }
        }
      }
      this.sums = adding.end();
    }

    private void read(int item) {
      MemorySegment.copy(neighbours, INT, 4L * item * near.length, near, 0, near.length);
      strengths.copy(item, strength);
    }

    private boolean isItem(int position) {
      return position >= 0 && position < items;
    }

    @Override
    public boolean isSilent() {
      return false;
    }

    @Override
    public void fill(float[] to, int begin, int end) {
      sums.fill(to, begin, end);
    }

    @Override
    public float error() {
      return 0;
    }

    @Override
    public float exact(int item) {
      return sums.of(item);
    }

    @Override
    public Optional<Spread> spread() {
      return Optional.of(sums.spread(items));
    }

    @Override
    public SparseScores sparse() {
      return sums;
    }

    @Override
    public boolean tells(int item) {
      return sums.of(item) > 0;
    }

    @Override
    public void addParts(int[] slots, float share, float[][] to) {
      Slots slotOf = new Slots(slots);
      for (int at = 0; at < told.size(); at++) {
        read(told.item(at));
        for (int each = 0; each < near.length; each++) {
          int slot = slotOf.of(near[each]);
          if (slot >= 0) {
            to[told.event(at)][slot] += share * strength[each] * told.weight(at);
          }
        }
      }
    }
  }
}
