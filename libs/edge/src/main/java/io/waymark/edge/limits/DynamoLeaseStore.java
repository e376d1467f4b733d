package io.waymark.edge.limits;

import io.waymark.edge.CallConfig;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/// The rows `limit#…` of the table ACCESS, one for each window, gone an hour after its end. They
/// are the only rows of that table that functions other than `auth` may write.
@Singleton
final class DynamoLeaseStore implements LeaseStore {
  private static final String LEASED = "leased";

  /// A request waits for it, and is served without an answer.
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private static final Duration LEFTOVER = Duration.ofHours(1);

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final Duration limit;

  DynamoLeaseStore(DynamoDbClient dynamoDb, Installation installation, CallConfig calls) {
    this.dynamoDb = dynamoDb;
    this.limit = calls.limit(TIMEOUT);
    this.table = installation.name(Table.ACCESS);
  }

  @Override
  public Lease take(TenantId tenant, Window window, long wanted) {
    long budget = window.limit().requests();
    try {
      Map<String, AttributeValue> row =
          dynamoDb
              .updateItem(
                  request ->
                      request
                          .tableName(table)
                          .key(key(tenant, window))
                          .updateExpression("ADD #leased :wanted SET #expires = :expires")
                          .conditionExpression("attribute_not_exists(#leased) OR #leased <= :most")
                          .expressionAttributeNames(
                              Map.of("#leased", LEASED, "#expires", Table.EXPIRES_AT))
                          .expressionAttributeValues(
                              Map.of(
                                  ":wanted", number(wanted),
                                  ":most", number(budget - wanted),
                                  ":expires", number(window.end().plus(LEFTOVER).getEpochSecond())))
                          .returnValues(ReturnValue.ALL_NEW)
                          .returnValuesOnConditionCheckFailure(
                              ReturnValuesOnConditionCheckFailure.ALL_OLD)
                          .overrideConfiguration(settings -> settings.apiCallTimeout(limit)))
              .attributes();
      return new Lease.Granted(budget - leased(row));
    } catch (ConditionalCheckFailedException e) {
      return new Lease.TooMany(budget - leased(e.item()));
    } catch (SdkException e) {
      throw new StoreUnavailableException("table access", e);
    }
  }

  private static Map<String, AttributeValue> key(TenantId tenant, Window window) {
    String row =
        Keys.join(
            tenant,
            window.name(),
            Integer.toString(window.limit().windowSeconds()),
            Long.toString(window.begin().getEpochSecond()));
    return Map.of(Table.PARTITION_KEY, AttributeValue.fromS("limit#" + row));
  }

  private static long leased(Map<String, AttributeValue> row) {
    return Long.parseLong(Objects.requireNonNull(row.get(LEASED), LEASED).n());
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }
}
