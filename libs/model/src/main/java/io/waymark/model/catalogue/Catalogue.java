package io.waymark.model.catalogue;

import io.waymark.model.ItemIndex;
import io.waymark.tenancy.ItemId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Everything a tenant offers at one moment; immutable. Positions run from the item offered longest
/// to the newest; an item that is replaced keeps its place.
public final class Catalogue {
  /// What a filter may ask of an attribute.
  public enum Kind {
    TEXT,
    NUMBER,
    FLAG,
    TEXTS
  }

  /// Which state this is: two catalogues of a tenant with equal versions are equal.
  ///
  /// @param snapshot number of the snapshot, 0 before the first
  /// @param sequence the last change that is in
  public record Version(long snapshot, long sequence) {
    public static final Version NONE = new Version(0, 0);
  }

  public static final Catalogue EMPTY = of(Version.NONE, List.of());

  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?");

  private final Version version;
  private final List<CatalogueItem> items;
  private final ItemIndex index;
  private final SortedMap<String, Kind> attributes;

  private Catalogue(Version version, List<CatalogueItem> items) {
    this.version = version;
    this.items = List.copyOf(items);
    this.index = ItemIndex.of(items.stream().map(CatalogueItem::id).toList());
    this.attributes = Collections.unmodifiableSortedMap(kinds(items));
  }

  /// The items from the one offered longest to the newest.
  ///
  /// @throws IllegalArgumentException where an item stands twice
  public static Catalogue of(Version version, List<CatalogueItem> items) {
    return new Catalogue(version, items);
  }

  public Version version() {
    return version;
  }

  public int size() {
    return items.size();
  }

  public boolean isEmpty() {
    return items.isEmpty();
  }

  public CatalogueItem item(int position) {
    return items.get(position);
  }

  public List<CatalogueItem> items() {
    return items;
  }

  public boolean contains(ItemId id) {
    return index.position(id) != ItemIndex.ABSENT;
  }

  public Optional<CatalogueItem> find(ItemId id) {
    return index.find(id).map(items::get);
  }

  /// The position of `id`, or [ItemIndex#ABSENT].
  public int position(ItemId id) {
    return index.position(id);
  }

  /// Every attribute a filter may name. A further column is a number where each of its values is
  /// written as one (`12`, `-0.5`; not `007`), a flag where each is `true` or `false`, else text.
  public SortedMap<String, Kind> attributes() {
    return attributes;
  }

  /// This catalogue after `changes`, in their order.
  public Catalogue with(Version next, List<CatalogueChange> changes) {
    SequencedMap<ItemId, CatalogueItem> merged = new LinkedHashMap<>(items.size() * 2);
    items.forEach(item -> merged.put(item.id(), item));
    for (CatalogueChange change : changes) {
      switch (change) {
        case CatalogueChange.Put put -> merged.put(put.item(), put.value());
        case CatalogueChange.Removed removed -> merged.remove(removed.item());
      }
    }
    return of(next, List.copyOf(merged.values()));
  }

  private static SortedMap<String, Kind> kinds(List<CatalogueItem> items) {
    SortedMap<String, Kind> kinds = new TreeMap<>();
    for (CatalogueItem item : items) {
      for (Map.Entry<String, String> attribute : item.attributes().entrySet()) {
        Kind kind = kindOf(attribute.getValue());
        kinds.merge(attribute.getKey(), kind, (known, found) -> known == found ? known : Kind.TEXT);
      }
    }
    kinds.put("item_id", Kind.TEXT);
    kinds.put("name", Kind.TEXT);
    kinds.put("category", Kind.TEXT);
    kinds.put("price", Kind.NUMBER);
    kinds.put("brand", Kind.TEXT);
    kinds.put("tags", Kind.TEXTS);
    kinds.put("description", Kind.TEXT);
    return kinds;
  }

  private static Kind kindOf(String value) {
    if (NUMBER.matcher(value).matches()) {
      return Kind.NUMBER;
    }
    return value.equals("true") || value.equals("false") ? Kind.FLAG : Kind.TEXT;
  }
}
