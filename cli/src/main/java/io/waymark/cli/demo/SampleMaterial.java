package io.waymark.cli.demo;

import io.waymark.cli.demo.SampleData.Visit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Makes the sample data as files, and says what was planted in it.
final class SampleMaterial {
  private SampleMaterial() {}

  /// In files that go when the process ends, whichever way.
  static Material until(Instant end) throws IOException {
    Path folder = untilExit(Files.createTempDirectory("waymark-demo-"));
    Path items = untilExit(folder.resolve("items.parquet"));
    Path interactions = untilExit(folder.resolve("interactions.parquet"));
    SampleData data = SampleData.until(end);
    data.writeItems(items);
    data.writeInteractions(interactions);
    Map<String, ShopItem> byId =
        data.shop().items().stream().collect(Collectors.toMap(ShopItem::id, Function.identity()));
    Map<String, String> names = new TreeMap<>();
    byId.forEach((id, item) -> names.put(id, item.name()));
    return new Material(
        interactions,
        Optional.of(items),
        SampleData.USER,
        taste(data, byId),
        List.of(data.purchase().id()),
        names);
  }

  private static Path untilExit(Path file) {
    file.toFile().deleteOnExit();
    return file;
  }

  private static List<String> taste(SampleData data, Map<String, ShopItem> byId) {
    Map<String, Long> byStyle =
        data.visits().stream()
            .filter(visit -> visit.user().equals(SampleData.USER))
            .map(Visit::item)
            .distinct()
            .map(byId::get)
            .collect(
                Collectors.groupingBy(
                    item -> "%s (%s)".formatted(item.style(), item.category()),
                    LinkedHashMap::new,
                    Collectors.counting()));
    return List.of(
        "planted taste of %s, by items looked at: ".formatted(SampleData.USER)
            + byStyle.entrySet().stream()
                .sorted(
                    Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(style -> style.getKey() + " " + style.getValue())
                .collect(Collectors.joining(", ")));
  }
}
