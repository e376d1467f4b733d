package io.waymark.ingest.item;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.waymark.edge.FieldError;
import io.waymark.edge.Problems;
import io.waymark.files.JsonCells;
import io.waymark.interactions.Cell;
import io.waymark.interactions.Fields;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The body of `PUT /items/{id}`.
final class ItemBody {
  private static final String TENANT_ID = "tenant_id";
  private static final String ITEM_ID = "item_id";

  private static final String PRICE = "price";
  private static final String TAGS = "tags";
  private static final Set<String> TEXTS = Set.of("name", "category", "brand", "description");

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
    check(cells);
    Cell item = cells.put(ITEM_ID, Cell.text(id.value()));
    if (item != null && !item.equals(new Cell.Text(id.value()))) {
      throw Problems.invalid(ITEM_ID, "must be left out or be the id in the path");
    }
    return ItemCells.parse(Fields.of(cells));
  }

  /// A file says everything in texts; here each field is of the type that the document says.
  private static void check(Map<String, Cell> cells) {
    List<FieldError> errors = new ArrayList<>();
    cells.forEach(
        (name, cell) -> {
          if (TEXTS.contains(name) && !(cell instanceof Cell.Text || cell instanceof Cell.Absent)) {
            errors.add(new FieldError(name, "must be a text"));
          } else if (name.equals(PRICE) && !isNumber(cell)) {
            errors.add(new FieldError(name, "must be a number"));
          } else if (name.equals(TAGS) && !areTags(cell)) {
            errors.add(new FieldError(name, "must be a list of texts, or one text"));
          }
        });
    if (!errors.isEmpty()) {
      throw Problems.invalid(errors);
    }
  }

  private static boolean isNumber(Cell cell) {
    return switch (cell) {
      case Cell.Absent _, Cell.Whole _, Cell.Decimal _ -> true;
      case Cell.Text _, Cell.Flag _, Cell.Moment _, Cell.Nested _ -> false;
    };
  }

  private static boolean areTags(Cell cell) {
    return switch (cell) {
      case Cell.Absent _, Cell.Text _ -> true;
      case Cell.Nested list -> list.json().startsWith("[") && areTexts(list.json());
      case Cell.Whole _, Cell.Decimal _, Cell.Flag _, Cell.Moment _ -> false;
    };
  }

  private static boolean areTexts(String list) {
    try (JsonParser json = JsonCells.STRICT.createParser(list)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.VALUE_STRING) {
        // looked at by the loop
      }
      return json.currentToken() == JsonToken.END_ARRAY;
    } catch (IOException e) {
      throw new IllegalStateException("it was JSON a moment ago", e);
    }
  }
}
