package io.waymark.recommend.models;

import io.waymark.model.ItemIndex;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.content.AttributeSpace;
import io.waymark.model.content.ContentModel;
import io.waymark.tenancy.ItemId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SequencedMap;
import java.util.Set;

/// The items of a catalogue that a model has never seen, as what it learned of attributes ranks
/// them (ADR 0017). Threads may share it.
public final class NewItems {
  /// The newest are looked at; a catalogue of which more are unknown needs a training first.
  static final int MOST = 10_000;

  /// About what as many of them take in memory, of some twenty attributes each.
  static final long MOST_BYTES = 100L * MOST;

  private final ContentModel content;
  private final AttributeSpace.Reader reader;
  private final Catalogue.Version version;

  /// In the catalogue, the newest first; it itself is not kept, so that it can be let go.
  private final int[] positions;

  private final int[][] attributes;

  NewItems(ContentModel content, Catalogue catalogue, ItemIndex known) {
    this.content = content;
    this.reader = content.space().reader();
    this.version = catalogue.version();
    List<Integer> unknown = new ArrayList<>();
    for (int at = catalogue.size() - 1; at >= 0 && unknown.size() < MOST; at--) {
      if (known.position(catalogue.item(at).id()) == ItemIndex.ABSENT) {
        unknown.add(at);
      }
    }
    this.positions = unknown.stream().mapToInt(Integer::intValue).toArray();
    this.attributes =
        unknown.stream().map(at -> reader.positions(catalogue.item(at))).toArray(int[][]::new);
  }

  Catalogue.Version version() {
    return version;
  }

  /// What they are to somebody.
  ///
  /// @param catalogue of the version that this was made of
  /// @param liked by somebody; empty is the answer where the catalogue has none of it
  public Optional<Ranking> rankingFor(Catalogue catalogue, Collection<ItemId> liked) {
    if (!catalogue.version().equals(version)) {
      throw new IllegalArgumentException("the catalogue is another than these were found in");
    }
    SequencedMap<ItemId, int[]> known = new LinkedHashMap<>();
    liked.forEach(item -> attributes(catalogue, item).ifPresent(all -> known.put(item, all)));
    return known.isEmpty() || positions.length == 0
        ? Optional.empty()
        : Optional.of(new Ranking(catalogue, known, content.wanted(known.values())));
  }

  private record Scored(int at, double score) {}

  /// The new items as one taste ranks them.
  public final class Ranking {
    private final Catalogue catalogue;
    private final SequencedMap<ItemId, int[]> liked;
    private final float[] wanted;

    private Ranking(Catalogue catalogue, SequencedMap<ItemId, int[]> liked, float[] wanted) {
      this.catalogue = catalogue;
      this.liked = liked;
      this.wanted = wanted;
    }

    /// Best first; of equal ones the newer first.
    ///
    /// @param matching positions of the catalogue that may come
    public List<ItemId> best(BitSet matching, Set<ItemId> excluded, int most) {
      Comparator<Scored> worstFirst =
          Comparator.comparingDouble(Scored::score)
              .thenComparing(Comparator.comparingInt(Scored::at).reversed());
      PriorityQueue<Scored> best = new PriorityQueue<>(worstFirst);
      for (int at = 0; at < positions.length; at++) {
        if (matching.get(positions[at]) && !excluded.contains(item(at))) {
          best.add(new Scored(at, ContentModel.score(wanted, attributes[at])));
          if (best.size() > most) {
            best.poll();
          }
        }
      }
      return best.stream().sorted(worstFirst.reversed()).map(each -> item(each.at())).toList();
    }

    private ItemId item(int at) {
      return catalogue.item(positions[at]).id();
    }

    /// What each liked item says for one of these, the strongest first; what speaks against it is
    /// left out.
    public SequencedMap<ItemId, Double> parts(ItemId item) {
      SequencedMap<ItemId, Double> parts = new LinkedHashMap<>();
      attributes(catalogue, item)
          .ifPresent(
              to ->
                  liked.entrySet().stream()
                      .map(each -> Map.entry(each.getKey(), content.between(each.getValue(), to)))
                      .filter(each -> each.getValue() > 0)
                      .sorted(Comparator.comparingDouble(each -> -each.getValue()))
                      .forEach(each -> parts.put(each.getKey(), each.getValue())));
      return parts;
    }
  }

  private Optional<int[]> attributes(Catalogue catalogue, ItemId item) {
    return catalogue.find(item).map(reader::positions);
  }
}
