package io.waymark.recommend.models;

import io.waymark.model.DailyCounts;
import io.waymark.model.Evidence;
import io.waymark.model.History;
import io.waymark.model.ItemIndex;
import io.waymark.model.ItemMask;
import io.waymark.model.Manifest;
import io.waymark.model.ModelName;
import io.waymark.model.ModelPackage;
import io.waymark.model.ModelVersion;
import io.waymark.model.RankedItems;
import io.waymark.model.Recommender;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.content.ContentModel;
import io.waymark.tenancy.ItemId;
import java.nio.FloatBuffer;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A recommender in memory, with what only depends on it: which of its items a filter leaves, and
/// its items by popularity. Threads may share it; [ModelCache] closes it.
public final class LoadedModel implements InMemory {
  private static final Logger LOG = LoggerFactory.getLogger(LoadedModel.class);

  /// How many masks are kept: each takes a byte per item outside the heap.
  private static final int MASKS = 64;

  /// How many windows are kept.
  private static final int TRENDS = 4;

  /// Ids, their positions, popularity and its order.
  private static final int BYTES_AN_ITEM = 150;

  /// With all the masks and windows that are kept.
  private static final int MOST_BYTES_AN_ITEM =
      BYTES_AN_ITEM + MASKS + TRENDS * Trend.BYTES_AN_ITEM;

  private final ModelName name;
  private final Manifest manifest;
  private final Recommender recommender;
  private final ItemIndex items;
  private final Trend trend;
  private final Optional<DailyCounts> daily;
  private final Map<Window, Trend> trends;
  private final Map<MaskKey, ItemMask> masks;
  private final Optional<ContentModel> content;

  /// Of the catalogue asked about last.
  private @Nullable NewItems newItems;

  private final Object newItemsLock = new Object();

  private record MaskKey(Catalogue.Version catalogue, String filter) {}

  public LoadedModel(ModelName name, ModelPackage files, Recommender recommender) {
    this.name = name;
    this.manifest = files.manifest();
    this.recommender = recommender;
    this.items = files.items();
    this.content = files.content();
    float[] popularity = new float[items.size()];
    files.popularity().map(FloatBuffer::duplicate).ifPresent(counts -> counts.get(popularity));
    this.trend = Trend.of(popularity);
    this.daily = files.daily();
    this.trends = ofMost(TRENDS);
    this.masks = ofMost(MASKS);
  }

  /// What was asked for longest ago goes first.
  private static <K, V> Map<K, V> ofMost(int most) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @java.io.Serial private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }

  /// The newest days of what a model was trained on.
  ///
  /// @param days 1 to [DailyCounts#DAYS]
  /// @param halfLife days after which a choice counts half; infinite where age does not matter
  public record Window(int days, double halfLife) {
    public Window {
      if (days < 1 || days > DailyCounts.DAYS || !(halfLife > 0)) {
        throw new IllegalArgumentException("days must be 1-30 and halfLife positive");
      }
    }
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

  public Recommender recommender() {
    return recommender;
  }

  /// The best `count` items for a history. What an uploaded graph gives is looked at.
  ///
  /// @param excluded further items that must not come; [ItemIndex#ABSENT] is passed over
  /// @throws io.waymark.model.GraphFailedException where the graph cannot answer this
  public RankedItems recommend(History history, ItemMask allowed, int[] excluded, int count) {
    RankedItems ranked = recommender.recommend(history, allowed, excluded, count);
    return manifest.about().isUploaded() ? ranked.checked(history, allowed, excluded) : ranked;
  }

  public ItemIndex items() {
    return items;
  }

  /// What is popular, choices of a month ago counting half.
  public Trend trend() {
    return trend;
  }

  /// Whether it can say what was popular in a window.
  public boolean knowsDays() {
    return daily.isPresent();
  }

  /// What was popular in a window; empty where training knew no times.
  public Optional<Trend> trend(Window window) {
    synchronized (trends) {
      return daily.map(
          counts ->
              trends.computeIfAbsent(
                  window, _ -> Trend.of(counts.weighed(window.days(), window.halfLife()))));
    }
  }

  /// How many items a model that may take so much can have.
  public static int mostItems(long bytes) {
    return Math.toIntExact(
        Math.min(bytes / MOST_BYTES_AN_ITEM, ModelPackage.Limits.DEFAULT.items()));
  }

  /// About what this takes in memory, with all the masks it may come to keep. Where it was measured
  /// what the graph took, that counts.
  @Override
  public long bytes() {
    return Math.max(recommender.bytes(), manifest.about().memory())
        + (long) MOST_BYTES_AN_ITEM * items.size()
        + daily.map(DailyCounts::bytes).orElse(0L)
        + content.map(each -> each.bytes() + NewItems.MOST_BYTES).orElse(0L);
  }

  @Override
  public long packing() {
    return recommender.packing();
  }

  @Override
  public void pack() {
    recommender.pack(
        failed ->
            LOG.warn(
                "model {} {} answers no quicker than it does, its products cannot be packed: {}",
                name,
                version(),
                String.valueOf(failed)));
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

  /// What the model says of items that it does not know; empty where it learned nothing of
  /// attributes.
  public Optional<NewItems> newItems(Catalogue catalogue) {
    if (content.isEmpty() || catalogue.isEmpty()) {
      return Optional.empty();
    }
    synchronized (newItemsLock) { // whoever else asks waits for the one that looks
      @Nullable NewItems known = newItems;
      if (known == null || !known.version().equals(catalogue.version())) {
        known = new NewItems(content.orElseThrow(), catalogue, items);
        newItems = known;
      }
      return Optional.of(known);
    }
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
    recommender.close();
  }
}
