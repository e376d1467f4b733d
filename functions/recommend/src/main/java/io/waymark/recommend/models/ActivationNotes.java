package io.waymark.recommend.models;

import io.waymark.edge.SourceAddress;
import io.waymark.edge.notes.AuditNote;
import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.registry.Activation;
import io.waymark.model.registry.Along;
import io.waymark.tenancy.Principal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What the audit log is told of a change of what is active, in one transaction with it.
record ActivationNotes(Principal who, SourceAddress from, ModelName name, Instant at) {
  private static final String VERSION = "version";

  /// One note of each change.
  ///
  /// @param action like `model.activated`
  Function<Activation.Activated, List<Along>> of(String action) {
    return activated -> {
      AuditNote note =
          AuditNote.of(
              who,
              from,
              at,
              action,
              "model " + name,
              version(activated.previous()),
              after(activated));
      return List.of(new NoteAlong(note));
    };
  }

  private static Map<String, String> version(Optional<ModelVersion> version) {
    return version.map(known -> Map.of(VERSION, known.value())).orElse(Map.of());
  }

  private static Map<String, String> after(Activation.Activated activated) {
    Map<String, String> after = new HashMap<>(version(Optional.of(activated.active().version())));
    activated
        .overridden()
        .ifPresent(
            objection -> {
              after.put("forced", "true");
              after.put("objection", objection);
            });
    return after;
  }
}
