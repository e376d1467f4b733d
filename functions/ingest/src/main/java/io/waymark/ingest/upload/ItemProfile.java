package io.waymark.ingest.upload;

import io.waymark.model.catalogue.CatalogueItem;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Looks at items one by one.
final class ItemProfile {
  private final KeyCounts<String> categories = new KeyCounts<>();
  private final KeyCounts<String> brands = new KeyCounts<>();
  private final KeySample items = new KeySample();
  private final NumberColumn prices = new NumberColumn();
  private long rows;
  private long named;

  void add(CatalogueItem item) {
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

  private static void add(KeyCounts<String> counts, String value) {
    if (!value.isEmpty()) {
      counts.add(KeyCounts.hash(value), value);
    }
  }

  Profile profile() {
    if (rows == 0) {
      return Profile.EMPTY;
    }
    Map<String, Profile.Dimension> dimensions = new TreeMap<>();
    categories
        .top()
        .ifPresent(
            top -> dimensions.put(Profile.CATEGORIES, Profile.Dimension.of(categories, top)));
    brands
        .top()
        .ifPresent(top -> dimensions.put(Profile.BRANDS, Profile.Dimension.of(brands, top)));
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

  Portrait portrait() {
    return new Portrait(rows, Map.of(Profile.ITEMS, items.hashes()), Map.of(), profile().columns());
  }

  private Profile.Column missing(long present) {
    return new Profile.Column((double) (rows - present) / rows, Optional.empty());
  }
}
