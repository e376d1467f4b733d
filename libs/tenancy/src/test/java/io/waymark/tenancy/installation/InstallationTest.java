package io.waymark.tenancy.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InstallationTest {
  @Test
  void namesFollowTheStage() {
    Installation dev = new Installation("dev", "000000000000", "eu-central-1");
    assertThat(dev.name(Table.HISTORIES)).isEqualTo("waymark-dev-histories");
    assertThat(dev.name(Bucket.TRAINING_DATA))
        .isEqualTo("waymark-dev-000000000000-eu-central-1-training-data");
    assertThat(dev.name(Handler.TRAIN_JOB)).isEqualTo("waymark-dev-train-job");
    assertThat(dev.streamName()).isEqualTo("waymark-dev-events");
    assertThat(dev.signingKeysSecret()).isEqualTo("waymark/dev/signing-keys");
    assertThat(dev.jwksParameter()).isEqualTo("/waymark/dev/jwks");
    assertThat(dev.recommendationIdKeyParameter()).isEqualTo("/waymark/dev/recommendation-id-key");
    assertThat(dev.secondFactorKeyParameter()).isEqualTo("/waymark/dev/second-factor-key");
    assertThat(dev.issuer()).isEqualTo("urn:waymark:dev");
  }

  @Test
  void refusesAStageThatCannotStandInAName() {
    assertThatThrownBy(() -> new Installation("My Stage", "0", "eu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stage");
  }
}
