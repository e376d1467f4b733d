package io.waymark.edge.idempotency;

import io.waymark.tenancy.Keys;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// The table IDEMPOTENCY. A row without `answer` is a claim.
@Singleton
final class DynamoIdempotencyStore implements IdempotencyStore {
  private static final String ATTEMPT = "attempt";
  private static final String BODY = "body";
  private static final String UNTIL = "until_millis";
  private static final String ANSWER = "answer";

  /// What the table's expiry removes of claims that nobody ended.
  private static final Duration LEFTOVER = Duration.ofHours(1);

  private final TenantScoped<DynamoDbClient> dynamoDb;
  private final String table;

  DynamoIdempotencyStore(TenantScoped<DynamoDbClient> dynamoDb, Installation installation) {
    this.dynamoDb = dynamoDb;
    this.table = installation.name(Table.IDEMPOTENCY);
  }

  @Override
  public Claim begin(TenantId tenant, String row, Attempt attempt, Instant now) {
    Map<String, AttributeValue> claim = row(tenant, row, attempt);
    claim.put(UNTIL, number(attempt.until().toEpochMilli()));
    claim.put(Table.EXPIRES_AT, number(attempt.until().plus(LEFTOVER).getEpochSecond()));
    boolean mine =
        holds(
            () ->
                dynamoDb
                    .of(tenant)
                    .putItem(
                        request ->
                            request
                                .tableName(table)
                                .item(claim)
                                // The table removes what has expired only in its own time.
                                .conditionExpression(
                                    "attribute_not_exists(pk) OR #until <= :millis"
                                        + " OR #expires <= :seconds")
                                .expressionAttributeNames(
                                    Map.of("#until", UNTIL, "#expires", Table.EXPIRES_AT))
                                .expressionAttributeValues(
                                    Map.of(
                                        ":millis", number(now.toEpochMilli()),
                                        ":seconds", number(now.getEpochSecond())))));
    return mine ? new Claim.Mine() : other(tenant, row);
  }

  private Claim other(TenantId tenant, String row) {
    Map<String, AttributeValue> found =
        reached(
            () ->
                dynamoDb
                    .of(tenant)
                    .getItem(
                        request ->
                            request.tableName(table).key(key(tenant, row)).consistentRead(true))
                    .item());
    return found.containsKey(ANSWER) && found.containsKey(BODY)
        ? new Claim.Answered(found.get(BODY).s(), found.get(ANSWER).s())
        : new Claim.Running();
  }

  @Override
  public void finish(
      TenantId tenant, String row, Attempt attempt, String answer, Instant expiresAt) {
    Map<String, AttributeValue> kept = row(tenant, row, attempt);
    kept.put(ANSWER, AttributeValue.fromS(answer));
    kept.put(Table.EXPIRES_AT, number(expiresAt.getEpochSecond()));
    boolean _ =
        holds(
            () ->
                dynamoDb
                    .of(tenant)
                    .putItem(
                        request ->
                            request
                                .tableName(table)
                                .item(kept)
                                .conditionExpression("#attempt = :attempt")
                                .expressionAttributeNames(Map.of("#attempt", ATTEMPT))
                                .expressionAttributeValues(own(attempt))));
  }

  @Override
  public void abandon(TenantId tenant, String row, Attempt attempt) {
    boolean _ =
        holds(
            () ->
                dynamoDb
                    .of(tenant)
                    .deleteItem(
                        request ->
                            request
                                .tableName(table)
                                .key(key(tenant, row))
                                .conditionExpression("#attempt = :attempt")
                                .expressionAttributeNames(Map.of("#attempt", ATTEMPT))
                                .expressionAttributeValues(own(attempt))));
  }

  private static Map<String, AttributeValue> own(Attempt attempt) {
    return Map.of(":attempt", AttributeValue.fromS(attempt.id()));
  }

  private static Map<String, AttributeValue> key(TenantId tenant, String row) {
    return Map.of(Table.PARTITION_KEY, AttributeValue.fromS(Keys.join(tenant, row)));
  }

  private static Map<String, AttributeValue> row(TenantId tenant, String row, Attempt attempt) {
    Map<String, AttributeValue> item = new HashMap<>(key(tenant, row));
    item.put(ATTEMPT, AttributeValue.fromS(attempt.id()));
    item.put(BODY, AttributeValue.fromS(attempt.body()));
    return item;
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  /// Whether the condition of a write held.
  private static boolean holds(Supplier<?> write) {
    try {
      Object _ = reached(write);
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    }
  }

  private static <T> T reached(Supplier<T> call) {
    try {
      return call.get();
    } catch (ConditionalCheckFailedException e) {
      throw e;
    } catch (SdkException e) {
      throw new StoreUnavailableException("table idempotency", e);
    }
  }
}
