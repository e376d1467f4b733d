package io.waymark.ingest.erasure;

import com.fasterxml.jackson.core.JsonGenerator;
import io.waymark.files.JsonCells;
import io.waymark.ingest.upload.Remembered;
import io.waymark.interactions.HistoryRow;
import io.waymark.interactions.InteractionDetails;
import io.waymark.interactions.InteractionParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What is held of a user as JSON Lines, each with the store that holds it. Interactions have the
/// fields of an event, so that a file of them can be uploaded.
final class UserDataLines {
  private static final String STORE = "store";

  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final int most;

  private UserDataLines(int most) {
    this.most = most;
  }

  /// The lines; empty where they have more than `most` bytes.
  static Optional<String> of(UserData data, int most) {
    UserDataLines lines = new UserDataLines(most);
    return lines.write(data)
        ? Optional.of(lines.text.toString(StandardCharsets.UTF_8))
        : Optional.empty();
  }

  private boolean write(UserData data) {
    data.trainingKey()
        .ifPresent(key -> line("users", json -> json.writeStringField("training_key", key)));
    data.history().forEach(row -> line("histories", json -> writeEvent(json, row)));
    data.remembered().forEach(each -> line("seen", json -> writeRemembered(json, each)));
    return text.size() <= most;
  }

  /// What writes the fields of a line.
  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private void line(String store, Fields fields) {
    if (text.size() > most) {
      return;
    }
    try (JsonGenerator json = JsonCells.STRICT.createGenerator(text)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      json.writeStringField(STORE, store);
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    text.write('\n');
  }

  private static void writeEvent(JsonGenerator json, HistoryRow row) throws IOException {
    json.writeStringField(InteractionParser.USER_ID, row.interaction().user().value());
    json.writeStringField(InteractionParser.ITEM_ID, row.interaction().item().value());
    json.writeStringField(InteractionParser.TYPE, row.interaction().type().value());
    json.writeStringField(InteractionParser.TIMESTAMP, row.time().toString());
    InteractionDetails details = row.interaction().details();
    if (details.rating().isPresent()) {
      json.writeNumberField(InteractionParser.RATING, details.rating().getAsDouble());
    }
    if (details.value().isPresent()) {
      json.writeNumberField(InteractionParser.VALUE, details.value().getAsDouble());
    }
    if (details.durationSeconds().isPresent()) {
      json.writeNumberField(
          InteractionParser.DURATION_SECONDS, details.durationSeconds().getAsDouble());
    }
    json.writeStringField(InteractionParser.EVENT_ID, row.id().value());
    if (details.recommendationId().isPresent()) {
      json.writeStringField(InteractionParser.RECOMMENDATION_ID, details.recommendationId().get());
    }
    if (details.position().isPresent()) {
      json.writeNumberField(InteractionParser.POSITION, details.position().getAsInt());
    }
  }

  private static void writeRemembered(JsonGenerator json, Remembered each) throws IOException {
    json.writeStringField(InteractionParser.USER_ID, each.user().value());
    json.writeStringField(InteractionParser.ITEM_ID, each.item().value());
    json.writeStringField(InteractionParser.TYPE, each.type().value());
  }
}
