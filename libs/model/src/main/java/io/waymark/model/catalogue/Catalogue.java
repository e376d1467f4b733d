package io.waymark.model.catalogue;

import io.waymark.model.ItemIndex;
import io.waymark.tenancy.ItemId;
import java.util.Collections;
import java.util.HashMap;
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

  /// Its zeros mean something, so it is no number.
  private static final Pattern CODE = Pattern.compile("0[0-9]+");

  private final Version version;
  private final List<CatalogueItem> items;
  private final ItemIndex index;
  private final SortedMap<String, Kind> attributes;
  private final Columns columns;

  private Catalogue(Version version, List<CatalogueItem> items) {
    this.version = version;
    this.items = List.copyOf(items);
    this.index = ItemIndex.of(items.stream().map(CatalogueItem::id).toList());
    this.attributes = Collections.unmodifiableSortedMap(kinds(items));
    this.columns = new Columns(this.items, attributes);
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

  /// Every attribute a filter may name. A further column is a number where nine in ten of its
  /// values are written as one (`12`, `-0.5`) and none as a code of digits (`007`), a flag where
  /// nine in ten are `true` or `false`, else text: a few values gone wrong do not turn away the
  /// filters of a whole shop, they only count as missing.
  public SortedMap<String, Kind> attributes() {
    return attributes;
  }

  /// The values of each attribute, by position.
  public Columns columns() {
    return columns;
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
    Map<String, Written> columns = new HashMap<>();
    for (CatalogueItem item : items) {
      item.attributes()
          .forEach((name, value) -> columns.computeIfAbsent(name, _ -> new Written()).count(value));
    }
    SortedMap<String, Kind> kinds = new TreeMap<>();
    columns.forEach((name, written) -> kinds.put(name, written.kind()));
    kinds.put("item_id", Kind.TEXT);
    kinds.put("name", Kind.TEXT);
    kinds.put("category", Kind.TEXT);
    kinds.put("price", Kind.NUMBER);
    kinds.put("brand", Kind.TEXT);
    kinds.put("tags", Kind.TEXTS);
    kinds.put("description", Kind.TEXT);
    return kinds;
  }

  /// Whether `value` counts as one in a column of numbers.
  public static boolean isNumber(String value) {
    return NUMBER.matcher(value).matches();
  }

  /// Whether `value` counts as one in a column of flags.
  public static boolean isFlag(String value) {
    return value.equals("true") || value.equals("false");
  }

  /// How the values of one column are written.
  private static final class Written {
    private int values;
    private int numbers;
    private int flags;
    private int codes;

    void count(String value) {
      values++;
      if (isNumber(value)) {
        numbers++;
      } else if (isFlag(value)) {
        flags++;
      } else if (CODE.matcher(value).matches()) {
        codes++;
      }
    }

    Kind kind() {
      if (codes == 0 && isMost(numbers)) {
        return Kind.NUMBER;
      }
      return isMost(flags) ? Kind.FLAG : Kind.TEXT;
    }

    private boolean isMost(int some) {
      return some * 10L >= values * 9L;
    }
  }
}
