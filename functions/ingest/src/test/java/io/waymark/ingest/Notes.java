package io.waymark.ingest;

import io.waymark.edge.notes.AuditNote;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.LocalAws;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What a tenant's audit log is to be told.
public final class Notes {
  private Notes() {}

  /// Those of a tenant, oldest first.
  public static List<AuditNote> of(TenantId tenant) {
    return LocalAws.shared()
        .dynamoDb()
        .query(
            request ->
                request
                    .tableName(LocalAws.INSTALLATION.name(Table.UPLOADS))
                    .keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(
                        Map.of(":pk", AttributeValue.fromS(AuditNote.partition(tenant)))))
        .items()
        .stream()
        .map(AuditNote::of)
        .toList();
  }
}
