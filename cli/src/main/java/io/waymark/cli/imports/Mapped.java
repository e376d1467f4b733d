package io.waymark.cli.imports;

import io.waymark.interactions.Cell;
import io.waymark.interactions.RejectionReason;
import java.util.List;
import java.util.Map;

/// What a row became. Whether an event or an item is a good one is looked at afterwards, by the
/// rules of an upload.
sealed interface Mapped {
  /// Something that a user did.
  ///
  /// @param fields under the names that an upload has for them
  record Event(Map<String, Cell> fields) implements Mapped {
    public Event {
      fields = Map.copyOf(fields);
    }
  }

  /// Something of the catalogue.
  ///
  /// @param texts by the names of a catalogue's columns, others as they are
  record Item(Map<String, String> texts, List<String> tags) implements Mapped {
    public Item {
      texts = Map.copyOf(texts);
      tags = List.copyOf(tags);
    }
  }

  /// Nothing that we keep.
  record Refused(RejectionReason reason) implements Mapped {}

  static Mapped refused(String field, String code, String message) {
    return new Refused(new RejectionReason(field, code, message));
  }

  /// We keep nothing about users but what they do.
  static Mapped aboutAUser() {
    return refused("row", "about_a_user", "is about a user; Waymark keeps none of a user's fields");
  }
}
