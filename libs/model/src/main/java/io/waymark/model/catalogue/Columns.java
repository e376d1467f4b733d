package io.waymark.model.catalogue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The attributes of one catalogue as columns. A column is made when it is first asked for, which
/// reads every item once, and is kept as long as the catalogue; of more than [#KEPT] the one used
/// longest ago goes. Threads may share it.
public final class Columns {
  /// A shop's filters name a dozen attributes; a tenant may have given any number.
  static final int KEPT = 32;

  private final List<CatalogueItem> items;
  private final SortedMap<String, Catalogue.Kind> attributes;
  private final Map<String, Column> made =
      new LinkedHashMap<>(16, 0.75f, true) {
        @java.io.Serial private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Column> eldest) {
          return size() > KEPT;
        }
      };

  Columns(List<CatalogueItem> items, SortedMap<String, Catalogue.Kind> attributes) {
    this.items = items;
    this.attributes = attributes;
  }

  /// The values of one attribute. A missing text is `""`, a missing list empty; a number or a flag
  /// that is missing, or written as none, is missing.
  ///
  /// @throws IllegalArgumentException where the catalogue has no such attribute
  public Column column(String attribute) {
    synchronized (made) {
      @Nullable Column known = made.get(attribute);
      if (known != null) {
        return known;
      }
    }
    Catalogue.@Nullable Kind kind = attributes.get(attribute);
    if (kind == null) {
      throw new IllegalArgumentException("the catalogue has no attribute " + attribute);
    }
    Column column =
        Column.of(items.stream().map(item -> value(item, attribute, kind)).toList(), kind);
    synchronized (made) {
      made.put(attribute, column);
    }
    return column;
  }

  /// About how much memory the columns made so far take.
  public long bytes() {
    synchronized (made) {
      return made.values().stream().mapToLong(Column::bytes).sum();
    }
  }

  private static Optional<Object> value(CatalogueItem item, String attribute, Catalogue.Kind kind) {
    Object value = item.value(attribute);
    return switch (kind) {
      case TEXT, TEXTS -> Optional.of(value);
      case NUMBER -> number(value);
      case FLAG ->
          value instanceof String text && Catalogue.isFlag(text)
              ? Optional.of(Boolean.valueOf(text))
              : Optional.empty();
    };
  }

  private static Optional<Object> number(Object value) {
    return switch (value) {
      case Double number -> Optional.of(number);
      case String text when Catalogue.isNumber(text) -> Optional.of(Double.valueOf(text));
      default -> Optional.empty();
    };
  }
}
