package io.waymark.model;

import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// Turns what the AWS SDK throws into what callers of a store are promised. Outcomes a store
/// expects, like a failed condition, are caught inside `call`.
public final class StoreCalls {
  private static final String VALIDATION = "ValidationException";

  /// The same of one row of a transaction.
  private static final String INVALID = "ValidationError";

  /// Why a transaction comes to nothing where somebody else was quicker.
  private static final Set<String> OVERTAKEN =
      Set.of("ConditionalCheckFailed", "TransactionConflict");

  private StoreCalls() {}

  /// Makes one call to a store.
  ///
  /// @param store as an operator knows it: `table catalogue`
  /// @throws StoreUnavailableException where the SDK gave up
  /// @throws SdkException as it is where the store calls the request itself wrong: a fault of ours,
  ///   which comes again however often it is asked
  public static <T> T ask(String store, Supplier<T> call) {
    try {
      return call.get();
    } catch (TransactionCanceledException cancelled) {
      if (cancelled.cancellationReasons().stream()
          .anyMatch(reason -> INVALID.equals(reason.code()))) {
        throw cancelled;
      }
      throw new StoreUnavailableException(store, cancelled);
    } catch (DynamoDbException failure) {
      if (failure.awsErrorDetails() != null
          && VALIDATION.equals(failure.awsErrorDetails().errorCode())) {
        throw failure;
      }
      throw new StoreUnavailableException(store, failure);
    } catch (SdkException failure) {
      throw new StoreUnavailableException(store, failure);
    }
  }

  /// Writes all rows of a transaction, or none.
  ///
  /// @return false where a condition did not hold, or somebody wrote one of the rows at the same
  ///   moment
  public static boolean transact(
      TenantId tenant,
      String store,
      TenantScoped<DynamoDbClient> dynamo,
      List<TransactWriteItem> writes) {
    return ask(
        store,
        () -> {
          try {
            Object _ =
                dynamo.of(tenant).transactWriteItems(request -> request.transactItems(writes));
            return true;
          } catch (TransactionCanceledException cancelled) {
            if (cancelled.cancellationReasons().stream()
                .anyMatch(reason -> OVERTAKEN.contains(reason.code()))) {
              return false;
            }
            throw cancelled;
          }
        });
  }
}
