package io.waymark.model.scan;

/// The same counts for all.
final class PopularityPart implements Part {
  private final float[] counts;

  PopularityPart(float[] counts) {
    this.counts = counts;
  }

  @Override
  public boolean hasReasons() {
    return false;
  }

  @Override
  public long heapBytes() {
    return 4L * counts.length;
  }

  @Override
  public Scoring scoring(Events events, Scratch scratch) {
    return new Scoring() {
      @Override
      public boolean isSilent() {
        return false;
      }

      @Override
      public void fill(float[] to, int begin, int end) {
        System.arraycopy(counts, begin, to, 0, end - begin);
      }

      @Override
      public float error() {
        return 0;
      }

      @Override
      public float exact(int item) {
        return counts[item];
      }

      @Override
      public boolean tells(int item) {
        return true;
      }

      @Override
      public void addParts(int[] items, float share, float[][] to) {}
    };
  }
}
