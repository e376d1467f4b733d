package io.waymark.model.outcomes;

import io.waymark.model.StoreCalls;
import io.waymark.model.answers.Placement;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// Counts in the table `models`, below `tenant#metrics#outcomes` a row for each [ListGroup]. An
/// event is counted in one transaction with its marker in the table `markers`, which then says so.
/// An event without a marker is not counted: its user was erased.
public final class DynamoOutcomeStore implements OutcomeStore {
  /// How long counts are kept, beyond the same day of the year before.
  static final Period KEPT = Period.ofDays(400);

  private static final String STORE = "table models";
  private static final String COUNTED = "counted";

  /// Comes after all keys of a day.
  private static final String AFTER_A_DAY = "~";

  /// Of markers and counts together; DynamoDB takes no more.
  private static final int A_TRANSACTION = 100;

  /// Waits of up to 50 ms, doubled each time: 6 s in all.
  private static final int ATTEMPTS = 8;

  private static final Duration FIRST_WAIT = Duration.ofMillis(50);

  private static final Comparator<ListGroup> ORDER =
      Comparator.comparing(ListGroup::day)
          .thenComparing(ListGroup::placement)
          .thenComparingInt(ListGroup::arm);

  private final TenantScoped<DynamoDbClient> dynamo;
  private final String counts;
  private final String markers;

  public DynamoOutcomeStore(TenantScoped<DynamoDbClient> dynamo, Installation installation) {
    this.dynamo = dynamo;
    this.counts = installation.name(Table.MODELS);
    this.markers = installation.name(Table.MARKERS);
  }

  @Override
  public void count(TenantId tenant, Collection<ListOutcome> outcomes) {
    Map<EventId, ListOutcome> distinct = new LinkedHashMap<>();
    outcomes.forEach(each -> distinct.putIfAbsent(each.event(), each));
    // Of one group together, so that few transactions write the same count.
    List<ListOutcome> sorted =
        distinct.values().stream().sorted(Comparator.comparing(ListOutcome::group, ORDER)).toList();
    List<ListOutcome> some = new ArrayList<>();
    Set<ListGroup> groups = new TreeSet<>(ORDER);
    for (ListOutcome each : sorted) {
      int rows = some.size() + 1 + groups.size() + (groups.contains(each.group()) ? 0 : 1);
      if (rows > A_TRANSACTION) {
        countSome(tenant, some);
        some.clear();
        groups.clear();
      }
      some.add(each);
      groups.add(each.group());
    }
    countSome(tenant, some);
  }

  private void countSome(TenantId tenant, List<ListOutcome> outcomes) {
    List<ListOutcome> left = List.copyOf(outcomes);
    for (int conflicts = 0; !left.isEmpty(); ) {
      switch (write(tenant, left)) {
        case Written.All _ -> {
          return;
        }
        case Written.NoneFor(Set<Integer> places) -> left = without(left, places);
        case Written.Conflict(RuntimeException cause) -> {
          conflicts++;
          if (conflicts == ATTEMPTS) {
            throw new StoreUnavailableException(STORE, cause);
          }
          pause(conflicts);
        }
      }
    }
  }

  private static List<ListOutcome> without(List<ListOutcome> outcomes, Set<Integer> places) {
    List<ListOutcome> left = new ArrayList<>();
    for (int at = 0; at < outcomes.size(); at++) {
      if (!places.contains(at)) {
        left.add(outcomes.get(at));
      }
    }
    return left;
  }

  /// What a transaction came to.
  private sealed interface Written {
    record All() implements Written {}

    /// Nothing was written, since the events at these places are counted or have no marker.
    record NoneFor(Set<Integer> places) implements Written {}

    /// Nothing was written, since another transaction was at the same rows, or there were too many.
    record Conflict(RuntimeException cause) implements Written {}
  }

  /// All or nothing; markers stand first, in the order of the events.
  private Written write(TenantId tenant, List<ListOutcome> outcomes) {
    List<TransactWriteItem> items = new ArrayList<>();
    outcomes.forEach(each -> items.add(marked(tenant, each.event())));
    Map<ListGroup, OutcomeCounts> sums = new TreeMap<>(ORDER);
    for (ListOutcome each : outcomes) {
      OutcomeCounts _ =
          sums.merge(each.group(), OutcomeCounts.of(each.outcome()), OutcomeCounts::plus);
    }
    sums.forEach((group, sum) -> items.add(added(tenant, group, sum)));
    return StoreCalls.ask(
        STORE,
        () -> {
          try {
            Object _ =
                dynamo.of(tenant).transactWriteItems(request -> request.transactItems(items));
            return new Written.All();
          } catch (TransactionCanceledException cancelled) {
            return why(cancelled);
          }
        });
  }

  private static Written why(TransactionCanceledException cancelled) {
    Set<Integer> failed = new TreeSet<>();
    boolean conflict = false;
    for (int at = 0; at < cancelled.cancellationReasons().size(); at++) {
      String code = String.valueOf(cancelled.cancellationReasons().get(at).code());
      switch (code) {
        case "ConditionalCheckFailed" -> failed.add(at);
        case "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded" ->
            conflict = true;
        default -> {}
      }
    }
    if (!failed.isEmpty()) {
      return new Written.NoneFor(failed);
    }
    if (conflict) {
      return new Written.Conflict(cancelled);
    }
    throw cancelled;
  }

  private TransactWriteItem marked(TenantId tenant, EventId event) {
    return TransactWriteItem.builder()
        .update(
            update ->
                update
                    .tableName(markers)
                    .key(
                        Map.of(
                            Table.PARTITION_KEY, AttributeValue.fromS(Keys.event(tenant, event))))
                    .conditionExpression("attribute_exists(pk) AND attribute_not_exists(#counted)")
                    .updateExpression("SET #counted = :true")
                    .expressionAttributeNames(Map.of("#counted", COUNTED))
                    .expressionAttributeValues(Map.of(":true", AttributeValue.fromBool(true))))
        .build();
  }

  private TransactWriteItem added(TenantId tenant, ListGroup group, OutcomeCounts sum) {
    long expires = group.day().plus(KEPT).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    Map<String, String> names = new HashMap<>(Map.of("#expires", Table.EXPIRES_AT));
    Map<String, AttributeValue> values = new HashMap<>(Map.of(":expires", number(expires)));
    List<String> additions = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      if (sum.count(outcome) > 0) {
        names.put("#" + outcome.text(), outcome.text());
        values.put(":" + outcome.text(), number(sum.count(outcome)));
        additions.add("#" + outcome.text() + " :" + outcome.text());
      }
    }
    return TransactWriteItem.builder()
        .update(
            update ->
                update
                    .tableName(counts)
                    .key(
                        Map.of(
                            Table.PARTITION_KEY, AttributeValue.fromS(partition(tenant)),
                            Table.SORT_KEY, AttributeValue.fromS(sortKey(group))))
                    .updateExpression("SET #expires = :expires ADD " + String.join(", ", additions))
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(values))
        .build();
  }

  @Override
  public Map<ListGroup, OutcomeCounts> between(TenantId tenant, LocalDate from, LocalDate to) {
    return StoreCalls.ask(
        STORE,
        () -> {
          Map<ListGroup, OutcomeCounts> found = new HashMap<>();
          dynamo
              .of(tenant)
              .queryPaginator(
                  request ->
                      request
                          .tableName(counts)
                          .keyConditionExpression("pk = :pk AND sk BETWEEN :from AND :end")
                          .expressionAttributeValues(
                              Map.of(
                                  ":pk", AttributeValue.fromS(partition(tenant)),
                                  ":from", AttributeValue.fromS(from.toString()),
                                  ":end", AttributeValue.fromS(to + AFTER_A_DAY))))
              .items()
              .forEach(row -> groupOf(row).ifPresent(group -> found.put(group, countsOf(row))));
          return found;
        });
  }

  private static String partition(TenantId tenant) {
    return Keys.join(tenant, "metrics", "outcomes");
  }

  /// `2026-11-20#1#17`: day, code of the placement, code of the arm.
  private static String sortKey(ListGroup group) {
    return group.day() + "#" + group.placement().code() + "#" + group.arm();
  }

  /// Empty for a placement that another version of ours counts.
  private static Optional<ListGroup> groupOf(Map<String, AttributeValue> row) {
    @Nullable AttributeValue sort = row.get(Table.SORT_KEY);
    if (sort == null || sort.s() == null) {
      throw new IllegalStateException("a row of the table models has no " + Table.SORT_KEY);
    }
    List<String> parts = List.of(sort.s().split("#", -1));
    return Placement.coded(Integer.parseInt(parts.get(1)))
        .map(
            placement ->
                new ListGroup(
                    LocalDate.parse(parts.getFirst()),
                    placement,
                    Integer.parseInt(parts.getLast())));
  }

  private static OutcomeCounts countsOf(Map<String, AttributeValue> row) {
    return new OutcomeCounts(
        count(row, Outcome.IMPRESSION),
        count(row, Outcome.CLICK),
        count(row, Outcome.CART),
        count(row, Outcome.PURCHASE));
  }

  private static long count(Map<String, AttributeValue> row, Outcome outcome) {
    @Nullable AttributeValue value = row.get(outcome.text());
    return value == null ? 0 : Long.parseLong(value.n());
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  /// Waits from half to the whole of the time, so that those who met do not meet again.
  private static void pause(int attempt) {
    long most = FIRST_WAIT.multipliedBy(1L << (attempt - 1)).toMillis();
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(STORE, e);
    }
  }
}
