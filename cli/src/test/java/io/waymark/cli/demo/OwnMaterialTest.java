package io.waymark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnMaterialTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path folder;

  @Test
  void picksAUserWithAMiddlingHistory() throws IOException {
    StringBuilder csv = new StringBuilder("user_id,item_id,timestamp\n");
    for (int user = 1; user <= 9; user++) {
      for (int item = 0; item < user * 3; item++) {
        csv.append("u%d,i%d,2026-05-%02dT00:00:00Z\n".formatted(user, item, item + 1));
      }
    }
    Path items =
        Files.writeString(folder.resolve("items.csv"), "item_id,name\ni0,Zero\ni17,Tent\n");
    Material material = OwnMaterial.of(write(csv.toString()), Optional.of(items), CLOCK);
    assertThat(material.user()).isEqualTo("u6");
    assertThat(material.taste()).first().asString().contains("u6 has 18 interactions");
    assertThat(material.taste().get(1)).contains("Tent");
    assertThat(material.purchases()).first().isEqualTo("i18");
    assertThat(material.purchases()).doesNotContain("i17");
    assertThat(material.name("i0")).isEqualTo("Zero");
    assertThat(material.name("i99")).isEqualTo("i99");
  }

  @Test
  void saysWhatAFileLacks() throws IOException {
    Path file = write("user,item\n1,2\n");
    assertThatThrownBy(() -> OwnMaterial.of(file, Optional.empty(), CLOCK))
        .isInstanceOf(StepException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining("user_id");
  }

  @Test
  void wantsAtLeastOneGoodRow() throws IOException {
    Path file = write("user_id,item_id\n,2\n");
    assertThatThrownBy(() -> OwnMaterial.of(file, Optional.empty(), CLOCK))
        .hasMessage(file + " has no row that is an interaction");
  }

  private Path write(String csv) throws IOException {
    return Files.writeString(folder.resolve("interactions.csv"), csv);
  }
}
