package io.waymark.auth.audit;

import io.waymark.edge.notes.AuditNote;
import io.waymark.tenancy.TenantId;
import java.util.List;

/// What other functions noted for the audit log. Both methods throw
/// [io.waymark.tenancy.StoreUnavailableException] where the store does not answer.
interface AuditNoteStore {
  /// The oldest that can be read; others are told to the log of the function and stay.
  List<AuditNote> oldest(TenantId tenant, int most);

  /// Removes it; once more changes nothing.
  void remove(TenantId tenant, AuditNote note);
}
