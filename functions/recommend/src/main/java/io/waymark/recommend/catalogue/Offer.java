package io.waymark.recommend.catalogue;

import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.filter.Filter;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/// One state of a tenant's catalogue with what the filters asked of it so far leave of it. The next
/// state starts with none. Threads may share it.
public final class Offer {
  /// Distinct filters kept per catalogue; a shop's pages use a few dozen.
  private static final int FILTERS = 256;

  /// About what an item takes that has a name, a category, a price and a few further attributes.
  private static final long BYTES_OF_AN_ITEM = 512;

  private final Catalogue catalogue;
  private final Map<String, Filtered> filters =
      new LinkedHashMap<>(16, 0.75f, true) {
        @java.io.Serial private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Filtered> eldest) {
          return size() > FILTERS;
        }
      };

  public Offer(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /// What a filter leaves of the catalogue.
  public sealed interface Filtered {
    /// Some positions match; nobody changes the set.
    record Matching(BitSet positions) implements Filtered {}

    /// The text is no filter.
    record Refused(String message) implements Filtered {}
  }

  public Catalogue catalogue() {
    return catalogue;
  }

  /// In items: what filters made, columns and answers, counts as so many more.
  long weight() {
    long answers;
    synchronized (filters) {
      answers = filters.size();
    }
    long bytes = catalogue.columns().bytes() + answers * (catalogue.size() / Byte.SIZE);
    return catalogue.size() + bytes / BYTES_OF_AN_ITEM;
  }

  /// What is left is found once, over columns of the catalogue, and kept; of more than [#FILTERS]
  /// the one asked longest ago goes. The empty text matches everything.
  public Filtered filtered(String text) {
    synchronized (filters) {
      Filtered known = filters.get(text);
      if (known != null) {
        return known;
      }
    }
    Filtered found = evaluate(text);
    synchronized (filters) {
      filters.put(text, found);
    }
    return found;
  }

  private Filtered evaluate(String text) {
    if (text.isEmpty()) {
      BitSet all = new BitSet(catalogue.size());
      all.set(0, catalogue.size());
      return new Filtered.Matching(all);
    }
    return switch (Filter.compile(text, catalogue.attributes())) {
      case Filter.Compiled.Usable(Filter filter) ->
          new Filtered.Matching(filter.matches(catalogue));
      case Filter.Compiled.Refused(String message) -> new Filtered.Refused(message);
    };
  }
}
