package io.waymark.ingest.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionDetails;
import io.waymark.interactions.InteractionType;
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

/// What the quality gate makes of a thousand rows, or of fewer.
class FindingsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final QualityThresholds DEFAULTS = QualityThresholds.defaults();

  @Test
  void approvesRowsThatAreSpread() {
    List<Finding> findings = findings(1000, at -> row("u" + at % 50, "i" + at % 70, minute(at)));
    assertThat(findings).isEmpty();
    assertThat(Decision.of(findings)).isEqualTo(Decision.APPROVED);
  }

  @Test
  void holdsWhatIsAllAboutOneItem() {
    List<Finding> findings =
        findings(1000, at -> row("u" + at % 50, at < 600 ? "bait" : "i" + at, minute(at)));
    Finding first = findings.getFirst();
    assertThat(first.code()).isEqualTo("dominant_item");
    assertThat(first.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(first.message()).isEqualTo("the item bait has 60.0 % of the rows");
    assertThat(first.rows()).isEqualTo(600);
    assertThat(first.evidence()).containsEntry("top_share", 0.6).containsEntry("distinct", 401.0);
    assertThat(Decision.of(findings)).isEqualTo(Decision.HELD);
  }

  @Test
  void warnsOfAUserWithAQuarter() {
    List<Finding> findings =
        findings(1000, at -> row(at < 250 ? "robot" : "u" + at, "i" + at % 70, minute(at)));
    assertThat(findings).extracting(Finding::code).containsExactly("dominant_user");
    assertThat(Decision.of(findings)).isEqualTo(Decision.APPROVED_WITH_WARNINGS);
  }

  @Test
  void holdsAConstantColumnOfUsers() {
    assertThat(Decision.of(findings(500, at -> row("u", "i" + at, minute(at)))))
        .isEqualTo(Decision.HELD);
  }

  @Test
  void judgesNoShareOfFewRows() {
    assertThat(findings(499, _ -> row("u", "i", Optional.of(NOW)))).isEmpty();
  }

  @Test
  void warnsOfABurst() {
    List<Finding> findings =
        findings(1000, at -> row("u" + at % 50, "i" + at % 70, minute(at < 300 ? 0 : at)));
    assertThat(findings).extracting(Finding::code).containsExactly("burst");
    assertThat(findings.getFirst().message()).contains("30.0 %", "2026-03-01T12:00:00Z");
  }

  @Test
  void warnsOfRowsThatAreNearlyIdentical() {
    assertThat(findings(1000, at -> row("u" + at % 10, "i" + at % 10, minute(at))))
        .extracting(Finding::code)
        .containsExactly("near_identical_rows");
  }

  @Test
  void saysThatAColumnIsConstant() {
    List<Finding> findings =
        findings(1000, at -> row("u" + at % 50, "i" + at % 70, minute(at), OptionalDouble.of(3)));
    assertThat(findings).extracting(Finding::code).containsExactly("constant_rating");
    assertThat(Decision.of(findings)).isEqualTo(Decision.APPROVED);
  }

  @Test
  void warnsOfNumbersFarFromTheOthers() {
    List<Finding> findings =
        findings(1000, at -> rated(at, at % 20 == 0 ? 0.001 : 3 + at % 17 / 10.0));
    assertThat(findings).extracting(Finding::code).containsExactly("outliers_rating");
    assertThat(findings.getFirst().severity()).isEqualTo(Severity.WARNING);
    assertThat(findings.getFirst().rows()).isEqualTo(50);
    assertThat(findings.getFirst().message()).contains("5.0 % of the values of rating");
  }

  @Test
  void saysThatOneNumberOutweighsAll() {
    assertThat(findings(1000, at -> rated(at, at == 500 ? 5 : 0.001 + at % 7 / 1000.0)))
        .extracting(Finding::code)
        .containsExactly("skewed_rating");
  }

  @Test
  void saysThatOneValueStandsNearlyEverywhere() {
    List<Finding> findings = findings(1000, at -> rated(at, at % 10 == 0 ? 2 + at % 3 : 5));
    assertThat(findings).extracting(Finding::code).containsExactly("dominant_rating");
    assertThat(findings.getFirst().message()).contains("rating is 5.000 in 90.0 %");
  }

  @Test
  void saysThatAColumnFollowsFromAnother() {
    List<Finding> findings =
        findings(
            1000,
            at ->
                new Interaction(
                    new UserId("u" + at % 50),
                    new ItemId("i" + at % 70),
                    InteractionType.VIEW,
                    minute(at),
                    new InteractionDetails(
                        OptionalDouble.of(at % 6),
                        OptionalDouble.of(10 * (at % 6)),
                        OptionalDouble.of(at * 7919 % 100),
                        Optional.empty(),
                        OptionalInt.empty()),
                    Optional.empty()));
    assertThat(findings).extracting(Finding::code).containsExactly("correlated_rating_value");
  }

  @Test
  void saysThatOneCategoryHasMostOfTheRows() {
    InteractionProfile profile = new InteractionProfile(NOW.plusSeconds(1_000_000));
    for (int at = 0; at < 1000; at++) {
      profile.add(row("u" + at % 50, "i" + at % 70, minute(at)));
      if (at < 800) {
        profile.addCategory(at < 580 ? "shoes" : "bags", 1);
      }
    }
    assertThat(findings(new Counts(1000, 1000, 0, 0), profile.profile(), Map.of()))
        .as("of two, ¾ of the rows are a collapse of ½")
        .isEmpty();
    for (int at = 0; at < 200; at++) {
      profile.add(row("v" + at % 50, "i" + at % 70, minute(1000 + at)));
      profile.addCategory("shoes", 1);
    }
    List<Finding> findings = findings(new Counts(1200, 1200, 0, 0), profile.profile(), Map.of());
    assertThat(findings).extracting(Finding::code).containsExactly("dominant_category");
    assertThat(findings.getFirst().severity()).isEqualTo(Severity.INFO);
    assertThat(findings.getFirst().rows()).isEqualTo(780);
  }

  private static Interaction rated(int at, double rating) {
    return row("u" + at % 50, "i" + at % 70, minute(at), OptionalDouble.of(rating));
  }

  @Test
  void holdsWhatIsMostlyRejected() {
    for (Map.Entry<Counts, Decision> each :
        Map.of(
                new Counts(1000, 500, 0, 500), Decision.HELD,
                new Counts(1000, 900, 0, 100), Decision.APPROVED_WITH_WARNINGS,
                new Counts(1000, 901, 0, 99), Decision.APPROVED,
                new Counts(1000, 500, 500, 0), Decision.APPROVED_WITH_WARNINGS,
                new Counts(499, 1, 0, 498), Decision.APPROVED)
            .entrySet()) {
      assertThat(Decision.of(findings(each.getKey(), Profile.EMPTY, Map.of())))
          .as(each.getKey().toString())
          .isEqualTo(each.getValue());
    }
  }

  @Test
  void warnsWhereManyItemsAreUnknown() {
    Counts counts = new Counts(1000, 1000, 0, 0);
    Tally few = new Tally();
    IntStream.range(0, 199).forEach(_ -> few.add("i1"));
    assertThat(findings(counts, Profile.EMPTY, Map.of(Note.UNKNOWN_ITEMS, few)))
        .extracting(Finding::severity)
        .containsExactly(Severity.INFO);
    few.add("i2");
    assertThat(findings(counts, Profile.EMPTY, Map.of(Note.UNKNOWN_ITEMS, few)))
        .containsExactly(
            new Finding(
                "unknown_items",
                Severity.WARNING,
                "items that are not in the catalogue cannot be recommended: i1, i2",
                200,
                Map.of("share", 0.2),
                "upload the items too, or see whether both files name them alike"));
  }

  @Test
  void followsWhatTheInstallationDecided() {
    try (ApplicationContext context = ApplicationContext.run()) {
      assertThat(context.getBean(QualityThresholds.class)).isEqualTo(DEFAULTS);
    }
    String prefix = "waymark.ingest.quality.";
    try (ApplicationContext context =
        ApplicationContext.run(
            Map.ofEntries(
                Map.entry(prefix + "least-rows", 1),
                Map.entry(prefix + "dominant-warning", 0.02),
                Map.entry(prefix + "dominant-held", 0.03),
                Map.entry(prefix + "rejected-warning", 0.04),
                Map.entry(prefix + "rejected-held", 0.05),
                Map.entry(prefix + "duplicate-warning", 0.06),
                Map.entry(prefix + "unknown-warning", 0.07),
                Map.entry(prefix + "burst-warning", 0.08),
                Map.entry(prefix + "repeat-warning", 0.09),
                Map.entry(prefix + "diversity-warning", 0.11),
                Map.entry(prefix + "untimed-warning", 0.12),
                Map.entry(prefix + "outlier-warning", 0.13),
                Map.entry(prefix + "copy-warning", 0.14),
                Map.entry(prefix + "drift-warning", 0.15),
                Map.entry(prefix + "shift-warning", 0.16)))) {
      assertThat(context.getBean(QualityThresholds.class))
          .isEqualTo(
              new QualityThresholds(
                  1, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.11, 0.12, 0.13, 0.14, 0.15,
                  0.16));
    }
    assertThatThrownBy(
            () ->
                new QualityThresholds(
                    1, 0.5, 0.2, 0.1, 0.5, 0.5, 0.2, 0.2, 0.9, 0.01, 0.5, 0.05, 0.5, 0.5, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Finding> findings(int rows, IntFunction<Interaction> each) {
    InteractionProfile profile = new InteractionProfile(NOW.plusSeconds(1_000_000));
    IntStream.range(0, rows).mapToObj(each).forEach(profile::add);
    return findings(new Counts(rows, rows, 0, 0), profile.profile(), Map.of());
  }

  private static List<Finding> findings(Counts counts, Profile profile, Map<Note, Tally> noted) {
    return Findings.of(new Summary(counts, noted, profile, Portrait.EMPTY), Earlier.NONE, DEFAULTS);
  }

  private static Optional<Instant> minute(int number) {
    return Optional.of(NOW.plusSeconds(60L * number));
  }

  private static Interaction row(String user, String item, Optional<Instant> time) {
    return row(user, item, time, OptionalDouble.empty());
  }

  private static Interaction row(
      String user, String item, Optional<Instant> time, OptionalDouble rating) {
    return new Interaction(
        new UserId(user),
        new ItemId(item),
        InteractionType.VIEW,
        time,
        new InteractionDetails(
            rating,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Optional.empty(),
            OptionalInt.empty()),
        Optional.empty());
  }
}
