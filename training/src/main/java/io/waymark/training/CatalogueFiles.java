package io.waymark.training;

import io.waymark.files.CellTexts;
import io.waymark.files.TableRow;
import io.waymark.interactions.InteractionParser;
import io.waymark.interactions.RejectionReason;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.tenancy.ItemId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Files of items as a catalogue; of an item that comes twice the last row counts.
public final class CatalogueFiles {
  private static final String TAGS = "tags";

  private CatalogueFiles() {}

  /// Reads a file as it would be uploaded.
  ///
  /// @throws UnreadableFileException where it is no table with `item_id`, saying why
  public static Catalogue read(Path file, PassedOver passedOver) throws IOException {
    SequencedMap<ItemId, CatalogueItem> items = new LinkedHashMap<>();
    Tables.read(
        file,
        List.of(InteractionParser.ITEM_ID),
        passedOver,
        row -> {
          switch (parsed(row)) {
            case CatalogueItem.Parsed.Accepted(CatalogueItem item) -> items.put(item.id(), item);
            case CatalogueItem.Parsed.Rejected(List<CatalogueItem.Rejection> rejections) -> {
              CatalogueItem.Rejection first = rejections.getFirst();
              passedOver.add(
                  row.line(),
                  new RejectionReason(first.field(), first.reason().text(), first.message()));
            }
          }
        });
    return Catalogue.of(Catalogue.Version.NONE, List.copyOf(items.values()));
  }

  private static CatalogueItem.Parsed parsed(TableRow.Row row) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : row.names()) {
      CellTexts.text(row.cell(name)).ifPresent(text -> texts.put(name, text));
    }
    Optional<List<String>> tags = CellTexts.list(row.cell(TAGS));
    tags.ifPresent(_ -> texts.remove(TAGS));
    return tags.map(list -> CatalogueItem.parse(texts, list))
        .orElseGet(() -> CatalogueItem.parse(texts));
  }
}
