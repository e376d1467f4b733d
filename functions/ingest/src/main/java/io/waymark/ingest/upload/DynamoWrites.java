package io.waymark.ingest.upload;

import io.waymark.model.StoreCalls;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DeleteRequest;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Writes of many rows to DynamoDB: as a transaction, or in batches with what was left over tried
/// again.
public final class DynamoWrites {
  private static final String STORE = "DynamoDB";
  private static final int A_BATCH = 25;

  private static final Set<String> KEY = Set.of(Table.PARTITION_KEY, Table.SORT_KEY);

  /// More at once than one table partition takes gains nothing.
  private static final int AT_ONCE = 4;

  /// Waits of up to 50 ms, doubled each time: 6 s in all.
  private static final int ATTEMPTS = 8;

  /// Of a row that is wrong in itself, and stays so however often it is written.
  private static final String INVALID = "ValidationError";

  private static final Duration FIRST_WAIT = Duration.ofMillis(50);

  private final TenantScoped<DynamoDbClient> dynamo;

  public DynamoWrites(TenantScoped<DynamoDbClient> dynamo) {
    this.dynamo = dynamo;
  }

  public static WriteRequest put(Map<String, AttributeValue> item) {
    return WriteRequest.builder().putRequest(PutRequest.builder().item(item).build()).build();
  }

  /// Deletes the row with the key of `row`.
  public static WriteRequest delete(Map<String, AttributeValue> row) {
    Map<String, AttributeValue> key = new HashMap<>(row);
    key.keySet().retainAll(KEY);
    return WriteRequest.builder().deleteRequest(DeleteRequest.builder().key(key).build()).build();
  }

  /// Writes all or nothing.
  ///
  /// @return the positions of items whose condition did not hold, each with the row that stands
  ///   there as far as the item asks for it; empty where all were written
  public Map<Integer, Map<String, AttributeValue>> transact(
      TenantId tenant, List<TransactWriteItem> items) {
    for (int attempt = 1; ; attempt++) {
      Optional<TransactionCanceledException> cancelled = tryOnce(tenant, items);
      if (cancelled.isEmpty()) {
        return Map.of();
      }
      Map<Integer, Map<String, AttributeValue>> failed =
          failedConditions(cancelled.orElseThrow().cancellationReasons());
      if (!failed.isEmpty()) {
        return failed;
      }
      // A conflict with a transaction on the same rows, which tells nothing yet.
      if (attempt == ATTEMPTS) {
        throw new StoreUnavailableException(STORE, cancelled.orElseThrow());
      }
      pause(attempt);
    }
  }

  /// What cancelled it where trying again or what stands there may help; empty where it is written.
  private Optional<TransactionCanceledException> tryOnce(
      TenantId tenant, List<TransactWriteItem> items) {
    return StoreCalls.ask(
        STORE,
        () -> {
          try {
            dynamo.of(tenant).transactWriteItems(request -> request.transactItems(items));
            return Optional.empty();
          } catch (TransactionCanceledException cancelled) {
            if (failedConditions(cancelled.cancellationReasons()).isEmpty()
                && cancelled.cancellationReasons().stream()
                    .anyMatch(reason -> INVALID.equals(reason.code()))) {
              throw cancelled;
            }
            return Optional.of(cancelled);
          }
        });
  }

  private static Map<Integer, Map<String, AttributeValue>> failedConditions(
      List<CancellationReason> reasons) {
    Map<Integer, Map<String, AttributeValue>> failed = new TreeMap<>();
    for (int at = 0; at < reasons.size(); at++) {
      if ("ConditionalCheckFailed".equals(reasons.get(at).code())) {
        failed.put(at, reasons.get(at).item());
      }
    }
    return failed;
  }

  /// Writes every request, in no order; their keys must differ.
  public void batch(TenantId tenant, String table, List<WriteRequest> requests) {
    if (requests.isEmpty()) {
      return;
    }
    List<Callable<Boolean>> batches = new ArrayList<>();
    for (int from = 0; from < requests.size(); from += A_BATCH) {
      List<WriteRequest> batch = requests.subList(from, Math.min(requests.size(), from + A_BATCH));
      batches.add(
          () -> {
            writeBatch(tenant, table, batch);
            return true;
          });
    }
    atOnce(batches);
  }

  /// Makes calls, a few at once.
  ///
  /// @return what they return, in their order
  static <T> List<T> atOnce(List<Callable<T>> calls) {
    List<Future<T>> running = new ArrayList<>(calls.size());
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      calls.forEach(call -> running.add(threads.submit(call)));
    }
    List<T> results = new ArrayList<>(calls.size());
    for (Future<T> each : running) {
      try {
        results.add(each.get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw new IllegalStateException("rows were not written", e.getCause());
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
    return results;
  }

  private void writeBatch(TenantId tenant, String table, List<WriteRequest> batch) {
    List<WriteRequest> left = batch;
    for (int attempt = 1; !left.isEmpty(); attempt++) {
      List<WriteRequest> now = left;
      left =
          StoreCalls.ask(
              STORE,
              () ->
                  dynamo
                      .of(tenant)
                      .batchWriteItem(request -> request.requestItems(Map.of(table, now)))
                      .unprocessedItems()
                      .getOrDefault(table, List.of()));
      if (!left.isEmpty()) {
        if (attempt == ATTEMPTS) {
          throw new StoreUnavailableException(
              table, new IllegalStateException(left.size() + " rows left over"));
        }
        pause(attempt);
      }
    }
  }

  /// Waits from half to the whole of the time, so that those who met do not meet again.
  private static void pause(int attempt) {
    long most = FIRST_WAIT.multipliedBy(1L << (attempt - 1)).toMillis();
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static StoreUnavailableException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new StoreUnavailableException(STORE, cause);
  }
}
