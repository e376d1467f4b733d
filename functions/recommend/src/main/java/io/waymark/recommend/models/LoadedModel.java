package io.waymark.recommend.models;

import io.waymark.model.Evidence;
import io.waymark.model.ItemIndex;
import io.waymark.model.ItemMask;
import io.waymark.model.Manifest;
import io.waymark.model.ModelName;
import io.waymark.model.ModelPackage;
import io.waymark.model.ModelVersion;
import io.waymark.model.OnnxRecommender;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.tenancy.ItemId;
import java.nio.FloatBuffer;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// A recommender in memory, with what only depends on it: which of its items a filter leaves, and
/// its items by popularity. Threads may share it; [ModelCache] closes it.
public final class LoadedModel implements InMemory {
  /// How many masks are kept: each takes a byte per item outside the heap.
  private static final int MASKS = 64;

  /// Ids, their positions, popularity and its order.
  private static final int BYTES_AN_ITEM = 150;

  private final ModelName name;
  private final Manifest manifest;
  private final OnnxRecommender graph;
  private final ItemIndex items;
  private final float[] popularity;
  private final int[] byPopularity;
  private final Map<MaskKey, ItemMask> masks;

  private record MaskKey(Catalogue.Version catalogue, String filter) {}

  public LoadedModel(ModelName name, ModelPackage files, OnnxRecommender graph) {
    this.name = name;
    this.manifest = files.manifest();
    this.graph = graph;
    this.items = files.items();
    this.popularity = new float[items.size()];
    files.popularity().map(FloatBuffer::duplicate).ifPresent(counts -> counts.get(popularity));
    this.byPopularity =
        IntStream.range(0, items.size())
            .filter(item -> popularity[item] > 0)
            .boxed()
            .sorted((left, right) -> Float.compare(popularity[right], popularity[left]))
            .mapToInt(Integer::intValue)
            .toArray();
    this.masks =
        new LinkedHashMap<>(16, 0.75f, true) {
          @java.io.Serial private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<MaskKey, ItemMask> eldest) {
            return size() > MASKS;
          }
        };
  }

  @Override
  public ModelName name() {
    return name;
  }

  @Override
  public ModelVersion version() {
    return manifest.version();
  }

  public String algorithm() {
    return manifest.about().algorithm();
  }

  public Evidence evidence() {
    return manifest.about().evidence();
  }

  public OnnxRecommender graph() {
    return graph;
  }

  public ItemIndex items() {
    return items;
  }

  /// How many items [#popular] knows.
  public int popularItems() {
    return byPopularity.length;
  }

  /// The position of the item of that rank, from 0.
  public int popular(int rank) {
    return byPopularity[rank];
  }

  /// The popularity of an item against that of the most popular: in [0, 1].
  public double popularity(int position) {
    return byPopularity.length == 0 ? 0 : popularity[position] / popularity[byPopularity[0]];
  }

  /// About what this takes in memory, with all the masks it may come to keep.
  @Override
  public long bytes() {
    return graph.bytes() + (long) (BYTES_AN_ITEM + MASKS) * items.size();
  }

  /// The items of the model among `matching` positions of a catalogue. An empty catalogue allows
  /// every item: the tenant gave none.
  public ItemMask mask(Catalogue catalogue, String filter, BitSet matching) {
    MaskKey key = new MaskKey(catalogue.version(), filter);
    synchronized (masks) {
      ItemMask known = masks.get(key);
      if (known != null) {
        return known;
      }
    }
    ItemMask made = catalogue.isEmpty() ? unfiltered(filter) : among(catalogue, matching);
    synchronized (masks) {
      masks.put(key, made);
    }
    return made;
  }

  /// These items alone, as far as the model knows them.
  public ItemMask mask(List<ItemId> only) {
    BitSet allowed = new BitSet(items.size());
    only.stream()
        .mapToInt(items::position)
        .filter(at -> at != ItemIndex.ABSENT)
        .forEach(allowed::set);
    return ItemMask.of(items.size(), allowed);
  }

  private ItemMask unfiltered(String filter) {
    return filter.isEmpty() ? ItemMask.all(items.size()) : ItemMask.of(items.size(), new BitSet());
  }

  private ItemMask among(Catalogue catalogue, BitSet matching) {
    BitSet allowed = new BitSet(items.size());
    for (int item = 0; item < items.size(); item++) {
      int position = catalogue.position(items.id(item));
      if (position != ItemIndex.ABSENT && matching.get(position)) {
        allowed.set(item);
      }
    }
    return ItemMask.of(items.size(), allowed);
  }

  @Override
  public void close() {
    graph.close();
  }
}
