package io.waymark.ingest.audit;

import io.waymark.edge.notes.AuditNote;
import io.waymark.tenancy.TenantId;

/// Keeps what the audit log is to tell of, until it does.
public interface AuditNoteStore {
  /// Keeps a note.
  ///
  /// @throws io.waymark.tenancy.StoreUnavailableException where it is not kept
  void add(TenantId tenant, AuditNote note);
}
