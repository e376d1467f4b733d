package io.waymark.cdk.data;

import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Kept;
import io.waymark.tenancy.installation.Table;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.StreamViewType;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.amazon.awscdk.services.kms.IKey;
import software.constructs.Construct;

/// The DynamoDB tables that [Table] names: billed by request, restorable to any second of the last
/// 35 days, rows expiring by [Table#EXPIRES_AT].
public final class Tables extends Construct {
  private final Map<Table, ITable> tables = new EnumMap<>(Table.class);

  record Props(Installation installation, IKey key, Retention retention) {}

  Tables(Construct scope, String id, Props props) {
    super(scope, id);
    for (Table table : Table.values()) {
      tables.put(table, create(table, props));
    }
  }

  public ITable get(Table table) {
    return Objects.requireNonNull(tables.get(table));
  }

  private ITable create(Table table, Props props) {
    software.amazon.awscdk.services.dynamodb.Table.Builder builder =
        software.amazon.awscdk.services.dynamodb.Table.Builder.create(this, table.purpose())
            .tableName(props.installation().name(table))
            .partitionKey(string(Table.PARTITION_KEY))
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .timeToLiveAttribute(Table.EXPIRES_AT)
            .encryption(TableEncryption.CUSTOMER_MANAGED)
            .encryptionKey(props.key())
            .pointInTimeRecoverySpecification(
                PointInTimeRecoverySpecification.builder()
                    .pointInTimeRecoveryEnabled(true)
                    .recoveryPeriodInDays((int) Kept.BACKUPS.time().toDays())
                    .build())
            .deletionProtection(props.retention().guarded())
            .removalPolicy(props.retention().policy());
    if (table.sorted()) {
      builder.sortKey(string(Table.SORT_KEY));
    }
    if (table.streamed()) {
      builder.stream(StreamViewType.NEW_IMAGE);
    }
    return builder.build();
  }

  private static Attribute string(String name) {
    return Attribute.builder().name(name).type(AttributeType.STRING).build();
  }
}
