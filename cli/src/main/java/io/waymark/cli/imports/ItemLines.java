package io.waymark.cli.imports;

import com.fasterxml.jackson.core.JsonGenerator;
import io.waymark.model.catalogue.CatalogueItem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Items in the one file that an upload takes, since a file of items replaces the catalogue. Where
/// later rows complete earlier ones the items wait in memory, as a catalogue does wherever it is
/// used.
final class ItemLines implements AutoCloseable {
  private final Lines lines;
  private final boolean updated;
  private final Map<String, Mapped.Item> waiting = new LinkedHashMap<>();
  private long rows;
  private long items;

  ItemLines(Path file, boolean updated) throws IOException {
    this.lines = new Lines(file);
    this.updated = updated;
  }

  /// Takes the item of one row, which may complete an earlier one.
  ///
  /// @return why it is refused; none where it is taken
  List<CatalogueItem.Rejection> add(Mapped.Item row) throws IOException {
    String id = row.texts().getOrDefault("item_id", "");
    Mapped.Item whole =
        Optional.ofNullable(waiting.get(id)).map(before -> merged(before, row)).orElse(row);
    return switch (CatalogueItem.parse(whole.texts(), whole.tags())) {
      case CatalogueItem.Parsed.Rejected bad -> bad.rejections();
      case CatalogueItem.Parsed.Accepted good -> {
        rows++;
        if (updated) {
          waiting.put(id, whole);
        } else {
          write(good.item());
        }
        yield List.of();
      }
    };
  }

  /// Later values replace earlier ones.
  private static Mapped.Item merged(Mapped.Item before, Mapped.Item row) {
    Map<String, String> texts = new HashMap<>(before.texts());
    texts.putAll(row.texts());
    return new Mapped.Item(texts, row.tags().isEmpty() ? before.tags() : row.tags());
  }

  /// Rows that were taken.
  long rows() {
    return rows;
  }

  long items() {
    return updated ? waiting.size() : items;
  }

  private void write(CatalogueItem item) throws IOException {
    items++;
    lines.add(out -> write(out, item));
  }

  private static void write(JsonGenerator out, CatalogueItem item) throws IOException {
    out.writeStringField("item_id", item.id().value());
    text(out, "name", item.name());
    text(out, "category", item.category());
    if (item.price().isPresent()) {
      out.writeNumberField("price", item.price().getAsDouble());
    }
    text(out, "brand", item.brand());
    text(out, "description", item.description());
    if (!item.tags().isEmpty()) {
      out.writeArrayFieldStart("tags");
      for (String tag : item.tags()) {
        out.writeString(tag);
      }
      out.writeEndArray();
    }
    for (Map.Entry<String, String> attribute : item.attributes().entrySet()) {
      text(out, attribute.getKey(), attribute.getValue());
    }
  }

  private static void text(JsonGenerator out, String name, String value) throws IOException {
    if (!value.isEmpty()) {
      out.writeStringField(name, value);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      for (Mapped.Item each : waiting.values()) {
        if (CatalogueItem.parse(each.texts(), each.tags())
            instanceof CatalogueItem.Parsed.Accepted good) {
          write(good.item());
        }
      }
    } finally {
      lines.close();
    }
  }
}
