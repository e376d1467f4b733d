package io.waymark.model.registry;

import io.waymark.tenancy.installation.Table;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A row that is written together with a change of what is active: both or neither.
public record Along(Table table, Map<String, AttributeValue> row) {
  public Along {
    row = Map.copyOf(row);
  }
}
