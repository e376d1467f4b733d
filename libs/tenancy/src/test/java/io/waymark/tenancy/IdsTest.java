package io.waymark.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class IdsTest {
  @Test
  void acceptsAnythingAShopMayCallAnItem() {
    for (String id : List.of("a", "user_001", "schuh größe 42", "商品", "👟", "a/b#c|d", " ")) {
      assertThat(new ItemId(id).value()).isEqualTo(id);
    }
  }

  @Test
  void measuresLengthInBytesOfUtf8() {
    assertThat(new UserId("é".repeat(128)).value()).hasSize(128);
    assertThatThrownBy(() -> new UserId("é".repeat(129)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("user_id")
        .hasMessageContaining("256 bytes");
  }

  @Test
  void refusesEmptyControlAndBrokenCharacters() {
    for (String id : List.of("", "a\nb", "a\u0000", "\ud800", "\udc00x", "x\ud83d")) {
      assertThatThrownBy(() -> new EventId(id))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("event_id");
    }
  }

  @Test
  void refusesATenantThatCannotStandInAPath() {
    for (String id : List.of("", "Demo", "a/b", "-a", "a_b", "a".repeat(64), "..")) {
      assertThatThrownBy(() -> new TenantId(id)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(new TenantId("demo-2").value()).isEqualTo("demo-2");
  }
}
