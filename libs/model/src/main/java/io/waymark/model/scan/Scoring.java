package io.waymark.model.scan;

import java.util.Optional;

/// The scores of all items for one history. For one thread.
interface Scoring {
  /// Whether nothing speaks for any item.
  boolean isSilent();

  /// Scores of the items from `begin` to before `end`, to the first places of `to`; each at most
  /// [#error] away from [#exact].
  void fill(float[] to, int begin, int end);

  float error();

  float exact(int item);

  /// As above, of several items.
  default float[] exact(int[] items) {
    float[] scores = new float[items.length];
    for (int at = 0; at < items.length; at++) {
      scores[at] = exact(items[at]);
    }
    return scores;
  }

  /// How exact scores lie over all items, where that is known without asking for each.
  default Optional<Spread> spread() {
    return Optional.empty();
  }

  /// The user's, where the part has [Part#vectors].
  default float[] vector() {
    throw new IllegalStateException("scores that are no products with vectors");
  }

  /// What is added to the products with [#vector].
  default Addition addition() {
    return Addition.NOTHING;
  }

  /// All scores, where the part [Part#isSparse].
  default SparseScores sparse() {
    throw new IllegalStateException("scores that are not sparse");
  }

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
          java.util.Arrays.fill(to, 0, end - begin, 0);
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
        public Optional<Spread> spread() {
          return Optional.of(new Spread(0, 0));
        }

        @Override
        public boolean tells(int item) {
          return false;
        }

        @Override
        public void addParts(int[] items, float share, float[][] to) {}
      };
}
