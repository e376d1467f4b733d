package io.waymark.auth.database;

import java.util.function.Supplier;

/// Runs the look-ups that come before the tenant is known: of a member by e-mail, of a refresh
/// token by id, of an invitation by its secret's hash, and of the tenants whose projections or
/// failed log-ins wait. Such a transaction sees no tenant's rows; only the five functions of the
/// database that look these up answer in it.
public interface LookupTransactions {
  <T> T beforeTheTenant(Supplier<T> lookup);
}
