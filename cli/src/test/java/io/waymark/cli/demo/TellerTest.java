package io.waymark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class TellerTest {
  private static final URI STAGE =
      URI.create("https://abc.execute-api.eu-central-1.amazonaws.com/dev/");

  private static final Screen SILENT =
      new Screen(
          new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
          false,
          false);

  @Test
  void aMemberOfTheEnvironmentTellsItWithoutANewTenant() {
    Map<String, String> environment =
        Map.of(
            "WAYMARK_EMAIL", "admin@shop.example",
            "WAYMARK_PASSWORD", "the shop's long password",
            "WAYMARK_PLATFORM_EMAIL", "operator@waymark.example",
            "WAYMARK_PLATFORM_PASSWORD", "the operator's long password");
    try (Api api = new Api(STAGE)) {
      assertThat(Teller.of(api, environment, "demo", SILENT))
          .isEqualTo(new LogIn("admin@shop.example", "the shop's long password"));
    }
  }

  @Test
  void saysWhichCredentialsThereMayBeWhereThereAreNone() {
    try (Api api = new Api(STAGE)) {
      assertThatThrownBy(() -> Teller.of(api, Map.of(), "demo", SILENT))
          .isInstanceOf(StepException.class)
          .hasMessageContainingAll(
              "WAYMARK_PLATFORM_EMAIL", "WAYMARK_PLATFORM_PASSWORD", "WAYMARK_EMAIL");
    }
  }

  @Test
  void pathsAreBelowTheStageOfApiGateway() {
    try (Api api = new Api(STAGE)) {
      assertThat(api.at("/api/v1/recommend")).hasToString(STAGE + "api/v1/recommend");
    }
  }

  @Test
  void whatBelongsToTheServiceOfThisProcessDoesNotGoWithAnother() {
    assertThat(refusal("--service=https://api.example.com", "--port=0"))
        .contains("--port does not go with --service");
    assertThat(refusal("--service=api.example.com")).contains("must be like https://");
    assertThat(refusal("--tenant=shop")).contains("--tenant goes with --service");
  }

  private static String refusal(String... arguments) {
    StringWriter err = new StringWriter();
    int code =
        new CommandLine(new DemoCommand(Map.of(), () -> SILENT))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    assertThat(code).isEqualTo(CommandLine.ExitCode.USAGE);
    return err.toString();
  }
}
