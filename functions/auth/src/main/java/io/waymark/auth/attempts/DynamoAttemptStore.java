package io.waymark.auth.attempts;

import io.waymark.edge.CallConfig;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// The rows `login#…` of the table ACCESS: an attempt that may not be made wakes no database.
/// Instants are in milliseconds.
@Singleton
final class DynamoAttemptStore implements AttemptStore {
  private static final String FAILURES = "failures";
  private static final String LAST = "last_at";
  private static final String TRUSTED = "trusted_until";
  private static final String SPENT = "spent_until";

  /// A log-in waits for it, and fails without an answer: otherwise whoever can keep rows busy could
  /// guess uncounted.
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static final Duration LEFTOVER = Duration.ofHours(1);

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final AwsRequestOverrideConfiguration soon;

  DynamoAttemptStore(DynamoDbClient dynamoDb, Installation installation, CallConfig calls) {
    this.dynamoDb = dynamoDb;
    this.table = installation.name(Table.ACCESS);
    this.soon =
        AwsRequestOverrideConfiguration.builder().apiCallTimeout(calls.limit(TIMEOUT)).build();
  }

  @Override
  public History history(AttemptKey pair) {
    Map<String, AttributeValue> row =
        answer(
            () ->
                dynamoDb
                    .getItem(
                        request ->
                            request
                                .tableName(table)
                                .key(key(pair))
                                .consistentRead(true)
                                .overrideConfiguration(soon))
                    .item());
    return row.containsKey(FAILURES)
        ? new History(
            Math.toIntExact(number(row, FAILURES)), instant(row, LAST), instant(row, TRUSTED))
        : History.NONE;
  }

  @Override
  public boolean replace(AttemptKey pair, History before, History after) {
    Map<String, AttributeValue> row =
        Map.of(
            Table.PARTITION_KEY,
            AttributeValue.fromS(text(pair)),
            FAILURES,
            number(after.failures()),
            LAST,
            millis(after.last()),
            TRUSTED,
            millis(after.trustedUntil()),
            Table.EXPIRES_AT,
            expiry(after.end()));
    boolean absent = before.equals(History.NONE);
    // A row that an earlier version wrote has no last attempt, which is read as the epoch.
    boolean unknown = before.last().equals(Instant.EPOCH);
    String same =
        "(#failures = :failures AND #trusted = :trusted AND (#last = :last"
            + (unknown ? " OR attribute_not_exists(#last)))" : "))")
            + (absent ? " OR attribute_not_exists(#failures)" : "");
    return answer(
        () -> {
          try {
            dynamoDb.putItem(
                request ->
                    request
                        .tableName(table)
                        .item(row)
                        .conditionExpression(same)
                        .expressionAttributeNames(
                            Map.of("#failures", FAILURES, "#last", LAST, "#trusted", TRUSTED))
                        .expressionAttributeValues(
                            Map.of(
                                ":failures", number(before.failures()),
                                ":last", millis(before.last()),
                                ":trusted", millis(before.trustedUntil())))
                        .overrideConfiguration(soon));
            return true;
          } catch (ConditionalCheckFailedException e) {
            return false;
          }
        });
  }

  /// Two conditional writes, one for an allowance that is being used and one for a whole one; a row
  /// that goes from one to the other in between is tried again.
  @Override
  public Optional<Duration> take(AttemptKey key, Allowance allowance, Instant now) {
    while (true) {
      Optional<Instant> spent = advance(key, allowance, now);
      if (spent.isEmpty()) {
        return Optional.empty();
      }
      if (spent.get().isAfter(allowance.latest(now))) {
        return Optional.of(allowance.shortage(spent.get(), now));
      }
      if (spent.get().isBefore(now) && begin(key, allowance, now)) {
        return Optional.empty();
      }
    }
  }

  @Override
  public void giveBack(AttemptKey key, Allowance allowance) {
    // Where there is no row any more, it is whole again.
    Optional<Map<String, AttributeValue>> _ =
        update(
            key,
            row ->
                row.updateExpression("ADD #spent :back")
                    .conditionExpression("attribute_exists(#spent)")
                    .expressionAttributeNames(Map.of("#spent", SPENT))
                    .expressionAttributeValues(
                        Map.of(":back", number(-allowance.every().toMillis()))));
  }

  /// @return until when it is spent where that is not of now; empty where it was and one is taken
  private Optional<Instant> advance(AttemptKey key, Allowance allowance, Instant now) {
    return update(
            key,
            row ->
                row.updateExpression("ADD #spent :every SET #expires = :expires")
                    .conditionExpression("#spent BETWEEN :now AND :latest")
                    .expressionAttributeNames(Map.of("#spent", SPENT, "#expires", Table.EXPIRES_AT))
                    .expressionAttributeValues(
                        Map.of(
                            ":every", number(allowance.every().toMillis()),
                            ":now", millis(now),
                            ":latest", millis(allowance.latest(now)),
                            ":expires", expiry(allowance.whole(now)))))
        .map(found -> instant(found, SPENT));
  }

  private boolean begin(AttemptKey key, Allowance allowance, Instant now) {
    return update(
            key,
            row ->
                row.updateExpression("SET #spent = :spent, #expires = :expires")
                    .conditionExpression("attribute_not_exists(#spent) OR #spent < :now")
                    .expressionAttributeNames(Map.of("#spent", SPENT, "#expires", Table.EXPIRES_AT))
                    .expressionAttributeValues(
                        Map.of(
                            ":spent", millis(now.plus(allowance.every())),
                            ":now", millis(now),
                            ":expires", expiry(allowance.whole(now)))))
        .isEmpty();
  }

  /// Changes a row under a condition.
  ///
  /// @return the row where it does not hold; empty where it does
  private Optional<Map<String, AttributeValue>> update(
      AttemptKey key, Consumer<UpdateItemRequest.Builder> change) {
    return answer(
        () -> {
          try {
            dynamoDb.updateItem(
                request -> {
                  request
                      .tableName(table)
                      .key(key(key))
                      .returnValuesOnConditionCheckFailure(
                          ReturnValuesOnConditionCheckFailure.ALL_OLD)
                      .overrideConfiguration(soon);
                  change.accept(request);
                });
            return Optional.empty();
          } catch (ConditionalCheckFailedException e) {
            return Optional.of(e.hasItem() ? e.item() : Map.of());
          }
        });
  }

  private static <T> T answer(Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw new StoreUnavailableException("table access", e);
    }
  }

  private static Map<String, AttributeValue> key(AttemptKey key) {
    return Map.of(Table.PARTITION_KEY, AttributeValue.fromS(text(key)));
  }

  private static String text(AttemptKey key) {
    return "login#" + key.hash();
  }

  private static AttributeValue expiry(Instant end) {
    return number(end.plus(LEFTOVER).getEpochSecond());
  }

  private static AttributeValue millis(Instant instant) {
    return number(instant.toEpochMilli());
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  private static long number(Map<String, AttributeValue> row, String name) {
    return Long.parseLong(row.getOrDefault(name, AttributeValue.fromN("0")).n());
  }

  private static Instant instant(Map<String, AttributeValue> row, String name) {
    return Instant.ofEpochMilli(number(row, name));
  }
}
