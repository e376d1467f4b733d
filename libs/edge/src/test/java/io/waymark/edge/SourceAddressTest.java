package io.waymark.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceAddressTest {
  @Test
  void anAddressOfTheOldKindIsItself() {
    assertThat(SourceAddress.of("203.0.113.7")).hasToString("203.0.113.7");
    assertThat(SourceAddress.of("::ffff:203.0.113.7")).hasToString("203.0.113.7");
  }

  @Test
  void allAddressesOfANetworkAreOne() {
    SourceAddress one = SourceAddress.of("2001:db8:1:2::1");
    assertThat(SourceAddress.of("2001:db8:1:2:ffff:ffff:ffff:ffff")).isEqualTo(one);
    assertThat(SourceAddress.of("2001:db8:1:3::1")).isNotEqualTo(one);
  }

  @Test
  void theGatewaySaysItAndNoHeaderDoes() {
    Map<String, String> claimed =
        Map.of("X-Forwarded-For", "10.0.0.1", "Forwarded", "for=10.0.0.1");
    assertThat(Answer.get("/echo/from", claimed).getBody()).contains("\"203.0.113.7\"");
  }

  @Test
  void whatIsNoAddressIsUnknownAndNeverLookedUp() {
    for (String text : new String[] {"", "localhost", "example.com", "203.0.113.7, 10.0.0.1"}) {
      assertThat(SourceAddress.of(text)).as(text).isEqualTo(SourceAddress.UNKNOWN);
    }
  }
}
