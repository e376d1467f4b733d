package io.waymark.recommend.models;

import io.waymark.edge.notes.AuditNote;
import io.waymark.model.registry.Along;
import io.waymark.model.registry.AlongPuts;
import io.waymark.tenancy.installation.Installation;

/// What the audit log is to be told of a change of what is active; the only thing that this
/// function has kept along with one.
public record NoteAlong(AuditNote note) implements Along {
  /// Keeps notes where `auth` looks for them.
  public static AlongPuts puts(Installation installation) {
    return (tenant, along) -> {
      if (!(along instanceof NoteAlong(AuditNote note))) {
        throw new IllegalArgumentException("no note: " + along);
      }
      return note.put(tenant, installation);
    };
  }
}
