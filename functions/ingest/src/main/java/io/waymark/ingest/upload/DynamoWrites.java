package io.waymark.ingest.upload;

import io.waymark.model.StoreCalls;
import io.waymark.tenancy.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Writes of many rows to DynamoDB: as a transaction, or in batches with what was left over tried
/// again.
public final class DynamoWrites {
  private static final int A_BATCH = 25;

  /// More at once than one table partition takes gains nothing.
  private static final int AT_ONCE = 4;

  /// Waits of 50 ms, doubled each time: 12 s in all.
  private static final int ATTEMPTS = 8;

  private static final Duration FIRST_WAIT = Duration.ofMillis(50);

  private final DynamoDbClient dynamo;

  public DynamoWrites(DynamoDbClient dynamo) {
    this.dynamo = dynamo;
  }

  public static WriteRequest put(Map<String, AttributeValue> item) {
    return WriteRequest.builder().putRequest(PutRequest.builder().item(item).build()).build();
  }

  /// Writes all or nothing.
  ///
  /// @return the positions of items whose condition did not hold; empty where all were written
  public Set<Integer> transact(List<TransactWriteItem> items) {
    for (int attempt = 1; ; attempt++) {
      try {
        StoreCalls.ask(
            "DynamoDB", () -> dynamo.transactWriteItems(request -> request.transactItems(items)));
        return Set.of();
      } catch (StoreUnavailableException e) {
        if (!(e.getCause() instanceof TransactionCanceledException cancelled)) {
          throw e;
        }
        Set<Integer> failed = failedConditions(cancelled.cancellationReasons());
        if (!failed.isEmpty()) {
          return failed;
        }
        if (attempt == ATTEMPTS) {
          throw e;
        }
        pause(attempt);
      }
    }
  }

  private static Set<Integer> failedConditions(List<CancellationReason> reasons) {
    Set<Integer> failed = new HashSet<>();
    for (int at = 0; at < reasons.size(); at++) {
      if ("ConditionalCheckFailed".equals(reasons.get(at).code())) {
        failed.add(at);
      }
    }
    return failed;
  }

  /// Writes every request, in no order; their keys must differ.
  public void batch(String table, List<WriteRequest> requests) {
    if (requests.isEmpty()) {
      return;
    }
    List<Future<?>> batches = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int from = 0; from < requests.size(); from += A_BATCH) {
        List<WriteRequest> batch =
            requests.subList(from, Math.min(requests.size(), from + A_BATCH));
        batches.add(threads.submit(() -> writeBatch(table, batch)));
      }
    }
    for (Future<?> batch : batches) {
      try {
        batch.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof StoreUnavailableException unavailable) {
          throw unavailable;
        }
        throw new IllegalStateException("a batch was not written", e.getCause());
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  private void writeBatch(String table, List<WriteRequest> batch) {
    List<WriteRequest> left = batch;
    for (int attempt = 1; !left.isEmpty(); attempt++) {
      List<WriteRequest> now = left;
      left =
          StoreCalls.ask(
              "DynamoDB",
              () ->
                  dynamo
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

  private static void pause(int attempt) {
    try {
      Thread.sleep(FIRST_WAIT.multipliedBy(1L << (attempt - 1)));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static StoreUnavailableException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new StoreUnavailableException("DynamoDB", cause);
  }
}
