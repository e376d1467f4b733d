package io.waymark.model;

import io.waymark.tenancy.StoreUnavailableException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// Turns what the AWS SDK throws into what callers of a store are promised. Outcomes a store
/// expects, like a failed condition, are caught inside `call`.
public final class StoreCalls {
  private static final String VALIDATION = "ValidationException";

  /// The same of one row of a transaction.
  private static final String INVALID = "ValidationError";

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
}
