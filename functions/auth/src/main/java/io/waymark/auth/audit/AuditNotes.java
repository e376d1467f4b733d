package io.waymark.auth.audit;

import io.waymark.edge.notes.AuditNote;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.util.List;

/// Puts into the audit log what functions that do not reach it noted (ADR 0020): when somebody
/// reads the log, and once an hour for tenants that asked for anything.
@Singleton
public final class AuditNotes {
  /// So that whoever reads the log need not wait for more.
  private static final int AT_ONCE = 1000;

  private final AuditNoteStore notes;
  private final AuditStore entries;

  AuditNotes(AuditNoteStore notes, AuditStore entries) {
    this.notes = notes;
    this.entries = entries;
  }

  /// Writes the entries of a tenant's notes, in the order of their times, up to a thousand. A note
  /// goes when its entry is committed; one that stays because of a failure becomes no second.
  ///
  /// @return whether these were all that can be read
  /// @throws io.waymark.tenancy.StoreUnavailableException where not all could be written
  public boolean settle(TenantId tenant) {
    List<AuditNote> found = notes.oldest(tenant, AT_ONCE);
    for (AuditNote note : found) {
      entries.add(tenant, note.id(), entry(note));
      notes.remove(tenant, note);
    }
    return found.size() < AT_ONCE;
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
