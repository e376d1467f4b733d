package io.waymark.cli.demo;

import io.waymark.files.ParquetColumn;
import io.waymark.files.ParquetWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The shop and what its users did in the sixty days before a given moment; the same for the same
/// moment.
record SampleData(Shop shop, List<Visit> visits) {
  static final int INTERACTIONS = 10_000;
  static final String USER = "user_001";

  /// What [#USER] likes, and so what a good list is made of.
  static final String FAVOURITE = "espresso";

  static final String SECOND_FAVOURITE = "road";

  /// Of a style that [#USER] has never looked at.

  SampleData {
    visits = List.copyOf(visits);
  }

  /// One interaction, as a row of the file.
  record Visit(String user, String item, String type, Instant time) {}

  static SampleData until(Instant end) {
    Shop shop = Shop.load();
    return new SampleData(shop, new Tastes(shop, end).visits(INTERACTIONS));
  }

  /// What the user buys: of the styles it never looked at, the item that others looked at most, so
  /// that the model knows what goes with it.
  ShopItem purchase() {
    Map<String, Long> visitors =
        visits.stream().collect(Collectors.groupingBy(Visit::item, Collectors.counting()));
    Set<String> own =
        visits.stream()
            .filter(visit -> visit.user().equals(USER))
            .map(Visit::item)
            .collect(Collectors.toSet());
    Set<String> ownStyles =
        shop.items().stream()
            .filter(item -> own.contains(item.id()))
            .map(ShopItem::style)
            .collect(Collectors.toSet());
    return shop.items().stream()
        .filter(item -> !ownStyles.contains(item.style()))
        .max(
            Comparator.<ShopItem>comparingLong(item -> visitors.getOrDefault(item.id(), 0L))
                .thenComparing(ShopItem::id))
        .orElseThrow();
  }

  void writeItems(Path file) {
    try (ParquetWriter writer =
        ParquetWriter.create(
            file,
            List.of(
                text("item_id"),
                text("name"),
                text("category"),
                new ParquetColumn("price", ParquetColumn.Type.DOUBLE),
                text("description"),
                text("brand"),
                text("tags"),
                text("style")))) {
      for (ShopItem item : shop.items()) {
        writer.row(
            item.id(),
            item.name(),
            item.category(),
            item.price(),
            "From the %s range of %s.".formatted(item.style(), item.brand()),
            item.brand(),
            String.join("|", item.tags()),
            item.style());
      }
    }
  }

  void writeInteractions(Path file) {
    try (ParquetWriter writer =
        ParquetWriter.create(
            file,
            List.of(
                text("user_id"),
                text("item_id"),
                text("interaction_type"),
                new ParquetColumn("timestamp", ParquetColumn.Type.INSTANT)))) {
      for (Visit visit : visits) {
        writer.row(visit.user(), visit.item(), visit.type(), visit.time());
      }
    }
  }

  private static ParquetColumn text(String name) {
    return new ParquetColumn(name, ParquetColumn.Type.TEXT);
  }
}
