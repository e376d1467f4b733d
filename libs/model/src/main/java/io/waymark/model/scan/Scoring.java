package io.waymark.model.scan;

/// The scores of all items for one history. For one thread.
interface Scoring {
  /// Whether nothing speaks for any item.
  boolean isSilent();

  /// Scores of the items from `begin` to before `end`, to the same places of `to`; each at most
  /// [#error] away from [#exact].
  void fill(float[] to, int begin, int end);

  float error();

  float exact(int item);

  /// Whether something speaks for an item.
  boolean tells(int item);

  /// Adds what each event of the history adds to the scores of these items: `to[event][at]`.
  ///
  /// @param share of it that is added
  void addParts(int[] items, float share, float[][] to);

  /// Of a history that says nothing.
  Scoring SILENT =
      new Scoring() {
        @Override
        public boolean isSilent() {
          return true;
        }

        @Override
        public void fill(float[] to, int begin, int end) {
          java.util.Arrays.fill(to, begin, end, 0);
        }

        @Override
        public float error() {
          return 0;
        }

        @Override
        public float exact(int item) {
          return 0;
        }

        @Override
        public boolean tells(int item) {
          return false;
        }

        @Override
        public void addParts(int[] items, float share, float[][] to) {}
      };
}
