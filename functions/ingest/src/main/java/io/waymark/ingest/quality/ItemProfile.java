package io.waymark.ingest.quality;

import io.waymark.model.catalogue.CatalogueItem;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Looks at items one by one.
public final class ItemProfile {
  private final TextCounts categories = new TextCounts();
  private final TextCounts brands = new TextCounts();
  private final KeySample items = new KeySample();
  private final NumberColumn prices = new NumberColumn();
  private long rows;
  private long named;

  public void add(CatalogueItem item) {
    rows++;
    items.add(KeyCounts.hash(item.id().value()));
    if (!item.name().isEmpty()) {
      named++;
    }
    add(categories, item.category());
    add(brands, item.brand());
    if (item.price().isPresent()) {
      prices.add(item.price().getAsDouble());
    } else {
      prices.addMissing();
    }
  }

  private static void add(TextCounts counts, String value) {
    if (!value.isEmpty()) {
      counts.add(value);
    }
  }

  public Profile profile() {
    if (rows == 0) {
      return Profile.EMPTY;
    }
    Map<String, Profile.Dimension> dimensions = new TreeMap<>();
    categories.dimension().ifPresent(each -> dimensions.put(Profile.CATEGORIES, each));
    brands.dimension().ifPresent(each -> dimensions.put(Profile.BRANDS, each));
    return new Profile(
        rows,
        dimensions,
        Map.of(
            "name", missing(named),
            "category", missing(categories.rows()),
            "brand", missing(brands.rows()),
            "price", prices.column()),
        Map.of(),
        0,
        Optional.empty());
  }

  public Portrait portrait() {
    return new Portrait(rows, Map.of(Profile.ITEMS, items.hashes()), Map.of(), profile().columns());
  }

  private Profile.Column missing(long present) {
    return new Profile.Column((double) (rows - present) / rows, Optional.empty());
  }
}
