package io.waymark.cli.imports;

import com.fasterxml.jackson.core.JsonGenerator;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionDetails;
import io.waymark.interactions.InteractionParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalDouble;

/// Interactions in files that an upload takes, none of them much longer than `most` bytes. Each has
/// an `event_id` that follows from what it says, so that importing the same export again stores
/// nothing twice.
final class EventLines implements AutoCloseable {
  /// 144 bits: no two different events of a tenant will share one by chance.
  private static final int ID_BYTES = 18;

  /// How often the length of a file is asked for: compressed bytes come out in blocks.
  private static final int ROWS_BETWEEN = 1_000;

  private final Path folder;
  private final long most;
  private final MessageDigest digest;
  private final List<Path> files = new ArrayList<>();
  private Lines lines;
  private long rows;

  EventLines(Path folder, long most) throws IOException {
    this.folder = folder;
    this.most = most;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    this.lines = next();
  }

  private Lines next() throws IOException {
    Path file = folder.resolve("interactions-%d.jsonl.gz".formatted(files.size() + 1));
    files.add(file);
    return new Lines(file);
  }

  void add(Interaction event) throws IOException {
    if (rows % ROWS_BETWEEN == 0 && lines.bytes() > most) {
      lines.close();
      lines = next();
    }
    rows++;
    lines.add(out -> write(out, event));
  }

  /// Those with rows; others are removed by whoever made the folder.
  List<Path> files() {
    return List.copyOf(files);
  }

  long rows() {
    return rows;
  }

  private void write(JsonGenerator out, Interaction event) throws IOException {
    InteractionDetails details = event.details();
    String time = event.timestamp().map(Object::toString).orElse("");
    out.writeStringField(InteractionParser.USER_ID, event.user().value());
    out.writeStringField(InteractionParser.ITEM_ID, event.item().value());
    out.writeStringField(InteractionParser.TYPE, event.type().value());
    if (!time.isEmpty()) {
      out.writeStringField(InteractionParser.TIMESTAMP, time);
    }
    number(out, InteractionParser.RATING, details.rating());
    number(out, InteractionParser.VALUE, details.value());
    number(out, InteractionParser.DURATION_SECONDS, details.durationSeconds());
    if (details.recommendationId().isPresent()) {
      out.writeStringField(
          InteractionParser.RECOMMENDATION_ID, details.recommendationId().orElseThrow());
    }
    if (details.position().isPresent()) {
      out.writeNumberField(InteractionParser.POSITION, details.position().getAsInt());
    }
    out.writeStringField(
        InteractionParser.EVENT_ID,
        event
            .eventId()
            .map(Object::toString)
            .orElseGet(
                () ->
                    id(
                        event.user().value(),
                        event.item().value(),
                        event.type().value(),
                        time,
                        details.rating().toString(),
                        details.value().toString(),
                        details.durationSeconds().toString())));
  }

  private static void number(JsonGenerator out, String name, OptionalDouble value)
      throws IOException {
    if (value.isPresent()) {
      out.writeNumberField(name, value.getAsDouble());
    }
  }

  private String id(String... parts) {
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      digest.update(bytes);
    }
    byte[] hash = Arrays.copyOf(digest.digest(), ID_BYTES);
    return "import-" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
