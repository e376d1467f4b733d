package io.waymark.tenancy.installation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeployableTest {
  @Test
  void theLongestTemplateServes() {
    assertThat(Deployable.serving("/api/v1/models/train")).contains(Deployable.TRAIN);
    assertThat(Deployable.serving("/api/v1/models/train/job-1")).contains(Deployable.TRAIN);
    assertThat(Deployable.serving("/api/v1/models")).contains(Deployable.RECOMMEND);
    assertThat(Deployable.serving("/api/v1/models/default/rollback"))
        .contains(Deployable.RECOMMEND);
    assertThat(Deployable.serving("/api/v1/items/x/similar")).contains(Deployable.RECOMMEND);
    assertThat(Deployable.serving("/api/v1/items/x")).contains(Deployable.INGEST);
    assertThat(Deployable.serving("/health")).contains(Deployable.RECOMMEND);
    assertThat(Deployable.serving("/health/db")).contains(Deployable.AUTH);
    assertThat(Deployable.serving("/.well-known/jwks.json")).contains(Deployable.AUTH);
  }

  @Test
  void anythingElseIsNobodys() {
    assertThat(Deployable.serving("/")).isEmpty();
    assertThat(Deployable.serving("/api/v1")).isEmpty();
    assertThat(Deployable.serving("/api/v1/recommendations")).isEmpty();
  }
}
