package io.waymark.ingest.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.ingest.upload.EventIds;
import io.waymark.ingest.upload.UploadId;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionDetails;
import io.waymark.interactions.InteractionType;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A file beside the ones before it; each has a thousand rows unless it says otherwise.
class ComparisonTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final UploadId ID = new UploadId("upload-1");
  private static final UploadId OLDER = new UploadId("upload-0");

  @Test
  void saysNothingOfTheNextDay() {
    assertThat(compare(rows(at -> row(at, 0)), rows(at -> row(at, 1)))).isEmpty();
  }

  @Test
  void saysThatTheFileIsTheSame() {
    Summary rows = rows(at -> row(at, 0));
    List<Finding> findings =
        Comparison.of(
            rows,
            new Earlier(
                Optional.of(ID.value()), List.of(Earlier.Kept.upload(ID.value(), rows.portrait()))),
            QualityThresholds.defaults());
    assertThat(findings).extracting(Finding::code).containsExactly("copy_of_upload");
    assertThat(findings.getFirst().severity()).isEqualTo(Severity.WARNING);
    assertThat(findings.getFirst().message()).contains("upload-1");
  }

  @Test
  void saysNothingOfItemsThatAreTheSame() {
    Summary rows = items(0, 1000);
    assertThat(
            Comparison.of(
                rows,
                new Earlier(
                    Optional.of(ID.value()),
                    List.of(Earlier.Kept.upload(ID.value(), rows.portrait()))),
                QualityThresholds.defaults()))
        .isEmpty();
  }

  @Test
  void findsRowsOfAnyEarlierUploadAgain() {
    Summary now = rows(at -> row(at, at < 600 ? 0 : 1));
    Earlier earlier =
        new Earlier(
            Optional.empty(),
            List.of(
                Earlier.Kept.upload(ID.value(), rows(at -> row(at, 5)).portrait()),
                Earlier.Kept.upload(OLDER.value(), rows(at -> row(at, 0)).portrait())));
    List<Finding> findings = Comparison.of(now, earlier, QualityThresholds.defaults());
    assertThat(findings)
        .containsExactly(
            new Finding(
                "copies_of_upload",
                Severity.WARNING,
                "about 60.0 % of the rows stand in upload upload-0, too",
                600,
                Map.of("share", 0.6),
                "export only what is new, or give every row an event_id, so that none is stored"
                    + " twice"));
  }

  @Test
  void findsRowsAgainThatHaveNewIds() {
    assertThat(compare(rows(at -> row(at, 0)), rows(at -> named(row(at, 0)))))
        .extracting(Finding::code)
        .containsExactly("copies_of_upload", "drift_missing_event_id");
  }

  @Test
  void warnsOfItemsUnderOtherNames() {
    List<Finding> findings =
        compare(
            rows(at -> row(at, 0)),
            rows(at -> row("u" + at % 200, "sku-" + at % 100, InteractionType.VIEW, at, 2)));
    assertThat(findings).extracting(Finding::code).containsExactly("new_items");
    assertThat(findings.getFirst().severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void saysThatNearlyAllUsersAreNew() {
    List<Finding> findings =
        compare(
            rows(at -> row(at, 0)),
            rows(at -> row("visitor" + at % 200, "i" + at % 100, InteractionType.VIEW, at, 2)));
    assertThat(findings).extracting(Finding::code).containsExactly("new_users");
    assertThat(findings.getFirst().severity()).isEqualTo(Severity.INFO);
  }

  @Test
  void warnsOfAnotherMixOfTypes() {
    InteractionType click = new InteractionType("click");
    List<Finding> findings =
        compare(
            rows(at -> row(at, 0)),
            rows(
                at ->
                    row(
                        "u" + at % 200,
                        "i" + at % 100,
                        at < 500 ? click : InteractionType.VIEW,
                        at + 1000,
                        at % 5)));
    assertThat(findings).extracting(Finding::code).containsExactly("drift_types");
    assertThat(findings.getFirst().evidence()).containsEntry("distance", 0.5);
  }

  @Test
  void warnsOfACentThatWasAnEuro() {
    List<Finding> findings =
        compare(
            rows(at -> row(at, 0)),
            rows(
                at ->
                    row(
                        "u" + at % 200,
                        "i" + at % 100,
                        InteractionType.VIEW,
                        at + 1000,
                        100 * (at % 5))));
    assertThat(findings).extracting(Finding::code).containsExactly("drift_value");
    assertThat(findings.getFirst().message())
        .isEqualTo("value is 200.0 in the mean, in upload upload-1 it was 2.000");
  }

  @Test
  void saysThatAFileIsMuchShorter() {
    Summary before = rows(10_000, at -> row(at, 0));
    assertThat(compare(before, rows(1000, at -> row(at, 20))))
        .extracting(Finding::code)
        .containsExactly("drift_rows");
    assertThat(compare(before, rows(499, at -> row(at, 0)))).as("too few to judge").isEmpty();
  }

  @Test
  void warnsWhereMostOfTheCatalogueWouldBeGone() {
    List<Finding> findings = compare(items(0, 2000), items(0, 600));
    assertThat(findings).extracting(Finding::code).containsExactly("missing_items");
    assertThat(findings.getFirst().rows()).isEqualTo(1400);
    assertThat(compare(items(0, 1000), items(0, 800))).isEmpty();
  }

  private static List<Finding> compare(Summary before, Summary now) {
    return Comparison.of(
        now,
        new Earlier(Optional.empty(), List.of(Earlier.Kept.upload(ID.value(), before.portrait()))),
        QualityThresholds.defaults());
  }

  private static Summary rows(IntFunction<Interaction> each) {
    return rows(1000, each);
  }

  private static Summary rows(int count, IntFunction<Interaction> each) {
    InteractionProfile profile = new InteractionProfile(NOW);
    IntStream.range(0, count).mapToObj(each).forEach(profile::add);
    return readout(count, profile.profile(), profile.portrait());
  }

  private static Summary items(int from, int to) {
    ItemProfile profile = new ItemProfile();
    for (int at = from; at < to; at++) {
      switch (CatalogueItem.parse(Map.of("item_id", "i" + at, "name", "n"))) {
        case CatalogueItem.Parsed.Accepted good -> profile.add(good.item());
        case CatalogueItem.Parsed.Rejected bad -> throw new IllegalStateException(bad.toString());
      }
    }
    return readout(to - from, profile.profile(), profile.portrait());
  }

  private static Summary readout(int count, Profile profile, Portrait portrait) {
    return new Summary(new Counts(count, count, 0, 0), Map.of(), profile, portrait);
  }

  private static Interaction row(int at, int day) {
    return row("u" + at % 200, "i" + at % 100, InteractionType.VIEW, at + 1440 * day, at % 5);
  }

  private static Interaction row(
      String user, String item, InteractionType type, int minute, double value) {
    return new Interaction(
        new UserId(user),
        new ItemId(item),
        type,
        Optional.of(NOW.minusSeconds(60L * minute)),
        new InteractionDetails(
            OptionalDouble.empty(),
            OptionalDouble.of(value),
            OptionalDouble.empty(),
            Optional.empty(),
            OptionalInt.empty()),
        Optional.empty());
  }

  private static Interaction named(Interaction row) {
    return new Interaction(
        row.user(),
        row.item(),
        row.type(),
        row.timestamp(),
        row.details(),
        Optional.of(EventIds.of(row.toString())));
  }
}
