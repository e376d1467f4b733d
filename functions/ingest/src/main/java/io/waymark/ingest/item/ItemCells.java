package io.waymark.ingest.item;

import io.waymark.files.CellTexts;
import io.waymark.interactions.Fields;
import io.waymark.model.catalogue.CatalogueItem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns raw values into an item, whatever brought them: numbers as they are written, a list of
/// tags as tags, any other list or object as its JSON.
public final class ItemCells {
  private static final String TAGS = "tags";

  private ItemCells() {}

  public static CatalogueItem.Parsed parse(Fields fields) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : fields.names()) {
      CellTexts.text(fields.cell(name)).ifPresent(text -> texts.put(name, text));
    }
    Optional<List<String>> tags = CellTexts.list(fields.cell(TAGS));
    if (tags.isEmpty()) {
      return CatalogueItem.parse(texts);
    }
    texts.remove(TAGS);
    return CatalogueItem.parse(texts, tags.orElseThrow());
  }
}
