package io.waymark.auth.database;

import io.waymark.tenancy.TenantId;
import java.util.function.Supplier;

/// Runs work in one transaction that sees the rows of one tenant only. Work inside work of the same
/// tenant joins its transaction; inside that of another tenant it is a bug.
public interface TenantTransactions {
  /// Runs `work`: committed when it returns, undone when it throws.
  ///
  /// @throws io.waymark.tenancy.StoreUnavailableException where the database does not answer
  <T> T in(TenantId tenant, Supplier<T> work);
}
