package io.waymark.model;

import io.waymark.tenancy.StoreUnavailableException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/// Turns what the AWS SDK throws into what callers of a store are promised. Outcomes a store
/// expects, like a failed condition, are caught inside `call`.
public final class StoreCalls {
  private StoreCalls() {}

  /// Makes one call to a store.
  ///
  /// @param store as an operator knows it: `table catalogue`
  /// @throws StoreUnavailableException where the SDK gave up
  public static <T> T ask(String store, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException failure) {
      throw new StoreUnavailableException(store, failure);
    }
  }
}
