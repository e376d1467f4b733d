package io.waymark.auth.audit;

import io.waymark.edge.notes.AuditNote;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.util.List;

/// Puts into the audit log what functions that do not reach it noted (ADR 0020): when somebody
/// reads the log, and once an hour for tenants that asked for anything.
@Singleton
public final class AuditNotes {
  private static final int AT_ONCE = 100;

  private final AuditNoteStore notes;
  private final AuditStore entries;

  AuditNotes(AuditNoteStore notes, AuditStore entries) {
    this.notes = notes;
    this.entries = entries;
  }

  /// Writes the entries of all notes of a tenant, in the order of their times. A note goes when its
  /// entry is committed; one that stays because of a failure becomes no second.
  ///
  /// @throws io.waymark.tenancy.StoreUnavailableException where not all could be written
  public void settle(TenantId tenant) {
    List<AuditNote> found;
    do {
      found = notes.oldest(tenant, AT_ONCE);
      for (AuditNote note : found) {
        entries.add(tenant, note.id(), entry(note));
        notes.remove(tenant, note);
      }
    } while (found.size() == AT_ONCE);
  }

  private static AuditEntry entry(AuditNote note) {
    return new AuditEntry(
        note.at(),
        new AuditEntry.Who(note.actor(), note.source()),
        note.action(),
        note.target(),
        new AuditEntry.Change(note.before(), note.after()));
  }
}
