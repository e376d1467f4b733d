package io.waymark.recommend.answers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.waymark.model.ModelVersion;
import io.waymark.model.answers.Placement;
import io.waymark.recommend.answers.Question.Arrangement;
import io.waymark.recommend.answers.Question.Limits;
import io.waymark.recommend.answers.Question.Page;
import io.waymark.recommend.answers.Question.Spread;
import io.waymark.recommend.answers.Slots.Slot;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.testing.fuzz.FuzzedReader;
import io.waymark.testing.fuzz.FuzzedReader.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What reads cursors that callers send back.
public final class CursorReaders implements FuzzedReader.All {
  private static final Instant NOW = Instant.parse("2026-11-21T05:06:07.089Z");
  private static final TenantId TENANT = new TenantId("demo");
  private static final Cursors CURSORS = new Cursors(new byte[32]);
  private static final Question QUESTION =
      new Question(
          Placement.FOR_YOU,
          new Page(10, false),
          Optional.of(new UserId("ann")),
          List.of(),
          new Limits("item.price > 1", Set.of(), Set.of(), List.of()),
          new Arrangement(List.of(), List.of(), new Spread(0, Spread.BY), 0.1),
          Optional.empty(),
          Optional.empty());

  /// For a class that is looked up by its name.
  public CursorReaders() {}

  @Override
  public List<FuzzedReader> readers() {
    Seen seen =
        Seen.NOTHING.and(
            List.of(new Slot(new ItemId("a"), 1, 0.25, false, Optional.empty())),
            Optional.of(new ModelVersion("20260102T030405Z-f0e1d2")));
    String cursor = CURSORS.write(TENANT, QUESTION, seen, NOW);
    return List.of(
        FuzzedReader.ofText(
            "cursor", List.of(cursor.getBytes(UTF_8)), Set.of(), CursorReaders::cursor));
  }

  private static Answer cursor(byte[] input) {
    return switch (CURSORS.read(TENANT, QUESTION, new String(input, UTF_8), NOW)) {
      case Cursors.Read.Usable _ -> Answer.READ;
      case Cursors.Read.Refused _ -> Answer.REFUSED;
    };
  }
}
