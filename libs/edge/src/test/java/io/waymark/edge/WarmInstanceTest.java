package io.waymark.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import org.junit.jupiter.api.Test;

class WarmInstanceTest {
  @Test
  void anInvocationLeavesNoBeanBehind() {
    for (int call = 0; call < 3; call++) {
      assertThat(Answer.get("/echo/me").getStatusCode()).isEqualTo(401);
    }
    assertThat(Answer.context().getBeansOfType(Context.class)).isEmpty();
  }
}
