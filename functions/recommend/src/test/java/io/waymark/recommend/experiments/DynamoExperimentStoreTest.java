package io.waymark.recommend.experiments;

import io.waymark.edge.notes.AuditNote;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.LocalAws;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoExperimentStoreTest extends ExperimentStoreContract {
  private final ExperimentStore store =
      new DynamoExperimentStore(_ -> LocalAws.shared().dynamoDb(), LocalAws.INSTALLATION);

  @Override
  ExperimentStore store() {
    return store;
  }

  @Override
  List<AuditNote> notes(TenantId tenant) {
    return LocalAws.shared()
        .dynamoDb()
        .query(
            request ->
                request
                    .tableName(LocalAws.INSTALLATION.name(Table.UPLOADS))
                    .consistentRead(true)
                    .keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(
                        Map.of(":pk", AttributeValue.fromS(AuditNote.partition(tenant)))))
        .items()
        .stream()
        .map(AuditNote::of)
        .toList();
  }
}
