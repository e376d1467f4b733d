package io.waymark.ingest.item;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.waymark.edge.Problems;
import io.waymark.files.JsonCells;
import io.waymark.interactions.Cell;
import io.waymark.interactions.Fields;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import java.io.IOException;
import java.util.Map;

/// The body of `PUT /items/{id}`.
final class ItemBody {
  private static final String TENANT_ID = "tenant_id";
  private static final String ITEM_ID = "item_id";

  private ItemBody() {}

  /// Reads `body` as the item `id`.
  ///
  /// @throws io.waymark.edge.ProblemException where it is no object, or one of another item
  static CatalogueItem.Parsed parse(TenantId tenant, ItemId id, String body) {
    Map<String, Cell> cells;
    try (JsonParser json = JsonCells.STRICT.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw Problems.invalid("body", "must be an object");
      }
      cells = JsonCells.object(json);
    } catch (JsonProcessingException e) {
      throw Problems.invalid("body", "is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new IllegalStateException("a text has no other errors", e);
    }
    Cell named = cells.remove(TENANT_ID);
    if (named != null && !named.equals(new Cell.Text(tenant.value()))) {
      throw Problems.foreignTenant();
    }
    Cell item = cells.put(ITEM_ID, Cell.text(id.value()));
    if (item != null && !item.equals(new Cell.Text(id.value()))) {
      throw Problems.invalid(ITEM_ID, "must be left out or be the id in the path");
    }
    return ItemCells.parse(Fields.of(cells));
  }
}
