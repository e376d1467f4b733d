package io.waymark.ingest.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.waymark.edge.notes.AuditNote;
import io.waymark.ingest.Instance;
import io.waymark.ingest.Notes;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.testing.AwsEvents;
import io.waymark.testing.Caller;
import io.waymark.testing.LocalAws;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ThresholdsTest {
  private static final String THRESHOLDS = "/api/v1/data/quality-thresholds";

  /// A fifth of it is rejected, and it is far too short for the usual thresholds to hold it.
  private static final String EVENTS =
      """
      user_id,item_id,timestamp
      u1,i1,2026-01-01T00:00:00Z
      u2,i2,2026-01-02T00:00:00Z
      u3,i3,2026-01-03T00:00:00Z
      u4,i4,2026-01-04T00:00:00Z
      u5,,2026-01-05T00:00:00Z
      """;

  private final Instance instance = Instance.shared();
  private final Caller admin = Caller.of("tenant", "admin", "data:write");
  private final Caller other = Caller.of("tenant", "admin", "data:write");

  @Test
  void areTheInstallationsUntilATenantSetsItsOwn() {
    assertThat(instance.get(admin, THRESHOLDS).body())
        .contains("\"rejected_held\":0.5", "\"least_rows\":500.0", "\"own\":[]");
    Instance.Answer set =
        instance.put(admin, THRESHOLDS, "{\"rejected_held\": 0.15, \"least_rows\": 2}");
    assertThat(set.status()).as(set.body()).isEqualTo(200);
    assertThat(instance.get(admin, THRESHOLDS).body())
        .isEqualTo(set.body())
        .contains(
            "\"rejected_held\":0.15",
            "\"least_rows\":2.0",
            "\"dominant_held\":0.5",
            "\"own\":[\"least_rows\",\"rejected_held\"]");
    assertThat(instance.get(other, THRESHOLDS).body()).contains("\"own\":[]");
    assertThat(instance.put(admin, THRESHOLDS, "{}").body())
        .isEqualTo(instance.get(other, THRESHOLDS).body());
  }

  @Test
  @DisplayName("I14, I22: what a tenant set judges its uploads, and stands in their reports")
  void judgeWhatIsReadFromThenOn() {
    Instance.Answer _ =
        instance.put(admin, THRESHOLDS, "{\"rejected_held\": 0.15, \"least_rows\": 2}");
    String held = upload(admin);
    assertThat(state(admin, held)).isEqualTo("held");
    assertThat(report(admin, held))
        .contains("many_rejected", "\"rejected_held\":0.15", "\"rejected_warning\":0.1");
    String done = upload(other);
    assertThat(state(other, done)).isEqualTo("done");
    assertThat(report(other, done)).contains("\"rejected_held\":0.5", "\"least_rows\":500.0");

    Instance.Answer _ = instance.put(admin, THRESHOLDS, "{}");
    Instance.Answer approved =
        instance.post(admin, "/api/v1/data/uploads/" + held + "/approve", "{}");
    assertThat(approved.status()).as(approved.body()).isEqualTo(202);
    deliver(admin, held);
    assertThat(state(admin, held)).isEqualTo("done");
    assertThat(report(admin, held))
        .as("what the ruling followed from")
        .contains("\"decision\":\"held\"", "many_rejected", "\"rejected_held\":0.15");
    assertThat(state(admin, upload(admin))).isEqualTo("done");
  }

  @Test
  void oneThatIsTooSmallToBeKeptIsNone() {
    Instance.Answer set =
        instance.put(
            admin,
            THRESHOLDS,
            "{\"rejected_warning\": 2.8e-285, \"untimed_warning\": 1e-131, \"shift_warning\": 0.1}");
    assertThat(set.status()).as(set.body()).isEqualTo(200);
    assertThat(instance.get(admin, THRESHOLDS).body())
        .isEqualTo(set.body())
        .contains("\"rejected_warning\":0.0", "\"untimed_warning\":0.0", "\"shift_warning\":0.1");
  }

  @Test
  void areRefusedWithTheFieldThatIsWrong() {
    refused("{\"rejected_held\": 1.5}", "rejected_held must be from 0 to 1");
    refused("{\"least_rows\": 0}", "least_rows must be from 1 to 1000000000");
    refused("{\"least_rows\": 2.5}", "least_rows must be a whole number");
    refused("{\"shift_warning\": -1}", "shift_warning must be from 0 to 1000");
    refused(
        "{\"dominant_warning\": 0.4, \"dominant_held\": 0.3}",
        "dominant_held must not be below dominant_warning");
    refused("{\"rejected_help\": 0.5}", "rejected_help");
    refused("{\"rejected_held\": \"much\"}", "rejected_held");
    assertThat(instance.get(admin, THRESHOLDS).body()).contains("\"own\":[]");
  }

  private void refused(String body, String why) {
    Instance.Answer answer = instance.put(admin, THRESHOLDS, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains(why);
  }

  @Test
  @DisplayName("I24: who changed them, from what to what, is noted for the audit log")
  void areToldToTheAuditLog() {
    Instance.Answer _ = instance.put(admin, THRESHOLDS, "{\"rejected_held\": 0.15}");
    Instance.Answer _ = instance.put(admin, THRESHOLDS, "{\"rejected_held\": 7}");
    Instance.Answer _ = instance.put(admin, THRESHOLDS, "{\"least_rows\": 2}");
    assertThat(Notes.of(admin.tenant()))
        .extracting(
            AuditNote::action,
            AuditNote::actor,
            AuditNote::source,
            AuditNote::before,
            AuditNote::after)
        .containsExactlyInAnyOrder(
            tuple(
                "quality_thresholds.changed",
                admin.keyId(),
                "127.0.0.1",
                Map.of(),
                Map.of("rejected_held", "0.15")),
            tuple(
                "quality_thresholds.changed",
                admin.keyId(),
                "127.0.0.1",
                Map.of("rejected_held", "0.15"),
                Map.of("least_rows", "2.0")));
    assertThat(Notes.of(other.tenant())).isEmpty();
  }

  @Test
  void areForAdminsAlone() {
    Caller editor = instance.newCaller();
    assertThat(instance.get(editor, THRESHOLDS).status()).isEqualTo(403);
    assertThat(instance.put(editor, THRESHOLDS, "{}").status()).isEqualTo(403);
  }

  @Test
  void haveBoundsOneByOne() {
    Map<Threshold, Double> all = new HashMap<>();
    for (Threshold each : Threshold.values()) {
      assertThatThrownBy(() -> new OwnThresholds(Map.of(each, -0.01)))
          .hasMessageContaining(each.name());
      assertThatThrownBy(() -> new OwnThresholds(Map.of(each, Double.NaN)));
      all.put(each, 1.0);
    }
    QualityThresholds set = QualityThresholds.defaults().with(new OwnThresholds(all));
    assertThat(set.byName().values()).hasSize(Threshold.values().length).containsOnly(1.0);
    assertThat(QualityThresholds.defaults().as(set.byName())).isEqualTo(set);
  }

  /// Set alone, one of the two that belong together moves the other.
  @Test
  void neverHoldWhatIsNotWorthAWarning() {
    QualityThresholds late =
        QualityThresholds.defaults()
            .with(new OwnThresholds(Map.of(Threshold.REJECTED_WARNING, 0.7)));
    assertThat(late.rejectedWarning()).isEqualTo(0.7);
    assertThat(late.rejectedHeld()).isEqualTo(0.7);
    QualityThresholds early =
        QualityThresholds.defaults().with(new OwnThresholds(Map.of(Threshold.DOMINANT_HELD, 0.1)));
    assertThat(early.dominantWarning()).isEqualTo(0.1);
    assertThat(early.dominantHeld()).isEqualTo(0.1);
  }

  private String upload(Caller caller) {
    byte[] content = EVENTS.getBytes(StandardCharsets.UTF_8);
    Instance.Answer begun =
        instance.post(
            caller,
            "/api/v1/data/uploads",
            "{\"kind\": \"interactions\", \"format\": \"csv\", \"size_bytes\": "
                + content.length
                + "}");
    assertThat(begun.status()).as(begun.body()).isEqualTo(201);
    assertThat(instance.putFile(begun.text("url"), content).status()).isEqualTo(200);
    deliver(caller, begun.text("upload_id"));
    return begun.text("upload_id");
  }

  private void deliver(Caller caller, String id) {
    String key = "uploads/" + caller.tenant() + "/" + id + "/interactions.csv";
    String _ = instance.s3(AwsEvents.objectCreated(LocalAws.INSTALLATION.name(Bucket.DATA), key));
  }

  private String state(Caller caller, String id) {
    return instance.get(caller, "/api/v1/data/uploads/" + id).text("state");
  }

  private String report(Caller caller, String id) {
    return instance.get(caller, "/api/v1/data/uploads/" + id + "/report").body();
  }
}
