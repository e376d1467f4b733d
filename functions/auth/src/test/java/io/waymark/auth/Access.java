package io.waymark.auth;

import io.waymark.tenancy.installation.Table;
import io.waymark.testing.LocalAws;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The table ACCESS as the other functions read it.
final class Access {
  private Access() {}

  /// The row's attributes as texts; empty where there is none.
  static Map<String, String> row(String key) {
    Map<String, AttributeValue> item =
        LocalAws.shared()
            .dynamoDb()
            .getItem(
                request ->
                    request
                        .tableName(LocalAws.INSTALLATION.name(Table.ACCESS))
                        .key(Map.of(Table.PARTITION_KEY, AttributeValue.fromS(key))))
            .item();
    Map<String, String> texts = new HashMap<>();
    item.forEach(
        (name, value) ->
            texts.put(
                name,
                value.s() != null
                    ? value.s()
                    : value.n() != null ? value.n() : String.valueOf(value.ss())));
    return texts;
  }
}
