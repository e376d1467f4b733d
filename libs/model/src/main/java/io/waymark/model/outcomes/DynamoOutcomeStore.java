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
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// Counts in the table `models`, below `tenant#metrics#outcomes` a few rows for each [ListGroup],
/// whose sum they are: transactions that come at once seldom meet at one. An event is counted in
/// one transaction with its marker in the table `markers`, which then says so. An event without a
/// marker is not counted: its user was erased, or the marker has expired.
public final class DynamoOutcomeStore implements OutcomeStore {
  /// How long counts are kept, beyond the same day of the year before.
  static final Period KEPT = Period.ofDays(400);

  private static final String STORE = "table models";
  private static final String COUNTED = "counted";

  /// Comes after all keys of a day.
  private static final String AFTER_A_DAY = "~";

  /// Rows of one group. A transaction adds to one of them, named by its first event; one that met
  /// another goes on to the next.
  static final int ROWS_OF_A_GROUP = 8;

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
  public int count(TenantId tenant, Collection<ListOutcome> outcomes) {
    Map<EventId, ListOutcome> distinct = new LinkedHashMap<>();
    outcomes.forEach(each -> distinct.putIfAbsent(each.event(), each));
    // Of one group together, so that few transactions write the same count.
    List<ListOutcome> sorted =
        distinct.values().stream().sorted(Comparator.comparing(ListOutcome::group, ORDER)).toList();
    int unmarked = 0;
    List<ListOutcome> some = new ArrayList<>();
    Set<ListGroup> groups = new TreeSet<>(ORDER);
    for (ListOutcome each : sorted) {
      int rows = some.size() + 1 + groups.size() + (groups.contains(each.group()) ? 0 : 1);
      if (rows > A_TRANSACTION) {
        unmarked += countSome(tenant, some);
        some.clear();
        groups.clear();
      }
      some.add(each);
      groups.add(each.group());
    }
    return unmarked + countSome(tenant, some);
  }

  /// How many of them have no marker.
  private int countSome(TenantId tenant, List<ListOutcome> outcomes) {
    int unmarked = 0;
    List<ListOutcome> left = List.copyOf(outcomes);
    for (int conflicts = 0; !left.isEmpty(); ) {
      switch (write(tenant, left, conflicts)) {
        case Written.All _ -> left = List.of();
        case Written.NoneFor(Set<Integer> places, int withoutMarker) -> {
          left = without(left, places);
          unmarked += withoutMarker;
        }
        case Written.Conflict(RuntimeException cause) -> {
          conflicts++;
          if (conflicts == ATTEMPTS) {
            throw new StoreUnavailableException(STORE, cause);
          }
          pause(conflicts);
        }
      }
    }
    return unmarked;
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
    record NoneFor(Set<Integer> places, int withoutMarker) implements Written {}

    /// Nothing was written, since another transaction was at the same rows, or there were too many.
    record Conflict(RuntimeException cause) implements Written {}
  }

  /// All or nothing; markers stand first, in the order of the events.
  private Written write(TenantId tenant, List<ListOutcome> outcomes, int conflicts) {
    List<TransactWriteItem> items = new ArrayList<>();
    outcomes.forEach(each -> items.add(marked(tenant, each.event())));
    Map<ListGroup, OutcomeCounts> sums = new TreeMap<>(ORDER);
    for (ListOutcome each : outcomes) {
      OutcomeCounts _ =
          sums.merge(each.group(), OutcomeCounts.of(each.outcome()), OutcomeCounts::plus);
    }
    int place = place(outcomes.getFirst().event(), conflicts);
    sums.forEach((group, sum) -> items.add(added(tenant, group, place, sum)));
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
    int withoutMarker = 0;
    boolean conflict = false;
    List<CancellationReason> reasons = cancelled.cancellationReasons();
    for (int at = 0; at < reasons.size(); at++) {
      switch (String.valueOf(reasons.get(at).code())) {
        case "ConditionalCheckFailed" -> {
          failed.add(at);
          withoutMarker += reasons.get(at).item().isEmpty() ? 1 : 0;
        }
        case "ValidationError" -> throw cancelled;
        case "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded" ->
            conflict = true;
        default -> {}
      }
    }
    if (!failed.isEmpty()) {
      return new Written.NoneFor(failed, withoutMarker);
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
                    .expressionAttributeValues(Map.of(":true", AttributeValue.fromBool(true)))
                    .returnValuesOnConditionCheckFailure(
                        ReturnValuesOnConditionCheckFailure.ALL_OLD))
        .build();
  }

  private TransactWriteItem added(TenantId tenant, ListGroup group, int place, OutcomeCounts sum) {
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
                            Table.SORT_KEY, AttributeValue.fromS(sortKey(group, place))))
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
              .forEach(
                  row ->
                      groupOf(row)
                          .ifPresent(
                              group -> found.merge(group, countsOf(row), OutcomeCounts::plus)));
          return found;
        });
  }

  private static String partition(TenantId tenant) {
    return Keys.join(tenant, "metrics", "outcomes");
  }

  /// Which of the rows of a group a transaction adds to that met others so often.
  static int place(EventId first, int conflicts) {
    return Math.floorMod(first.value().hashCode() + conflicts, ROWS_OF_A_GROUP);
  }

  /// `2026-11-20#1#3#17`: day, code of the placement, one of a few rows, code of the arm. Counts of
  /// before there were several stand at `2026-11-20#1#17`; what read those takes the last part, so
  /// that both versions may run at a time.
  private static String sortKey(ListGroup group, int place) {
    return group.day() + "#" + group.placement().code() + "#" + place + "#" + group.arm();
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
