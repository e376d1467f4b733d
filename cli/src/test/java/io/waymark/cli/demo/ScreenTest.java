package io.waymark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScreenTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void setsNumbersRightAndTextLeft() {
    screen(false).table(List.of("#", "name"), List.of(List.of("9", "a"), List.of("10", "long")));
    assertThat(text()).isEqualTo("     #  name\n     9  a\n    10  long\n");
  }

  @Test
  void coloursOnlyWhereItMay() {
    screen(true).title("Title");
    assertThat(text()).isEqualTo("\u001b[1mTitle\u001b[0m\n");
  }

  private Screen screen(boolean colours) {
    return new Screen(new PrintStream(out, true, StandardCharsets.UTF_8), false, colours);
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
