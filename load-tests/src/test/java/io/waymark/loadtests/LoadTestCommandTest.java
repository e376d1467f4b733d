package io.waymark.loadtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class LoadTestCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource({
    "--users 0,                       --users must be from 1 to 500",
    "--users 501,                     --users must be from 1 to 500",
    "--users many,                    'many' is not an int",
    "--duration 0s,                   --duration must be from 1s to 60m",
    "--duration 61m,                  --duration must be from 1s to 60m",
    "--duration 20,                   must be seconds or minutes",
    "--rate 0,                        --rate must be from 1 to",
    "--host localhost:8080,           --host must be a URL like",
    "--host http://127.0.0.1:1/api,   without a path",
    "--host http://192.0.2.1,         192.0.2.1 is not this machine",
    "--i-own-this-host,               --i-own-this-host goes with --host",
    "--stores disk,                   --stores must be memory or real",
    "--compare nowhere,               --compare must be a folder with a report.json: nowhere",
    "--api-only --ml-only,            mutually exclusive",
    "--bogus,                         --bogus"
  })
  void saysWhatIsWrong(String arguments, String message) {
    assertThat(execute(arguments)).isEqualTo(2);
    assertThat(err.toString()).startsWith("waymark load-test: ").contains(message);
    assertThat(out.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--pipeline-only", "--benchmark-only"})
  void saysWhatIsNotThereYet(String arguments) {
    assertThat(execute(arguments)).isEqualTo(2);
    assertThat(err.toString()).contains("not there yet");
  }

  @Test
  void goesToAnotherMachineOnlyWhenItIsSaidToBeOwn() {
    assertThat(execute("--host http://192.0.2.1 --i-own-this-host --users 0")).isEqualTo(2);
    assertThat(err.toString()).contains("--users").doesNotContain("192.0.2.1");
  }

  @Test
  void aServiceThatIsNotThereIsAFailure() {
    assertThat(execute("--host http://127.0.0.1:1")).isEqualTo(1);
    assertThat(err.toString()).contains("POST /api/v1/auth/login got no answer from 127.0.0.1:1");
  }

  private int execute(String arguments) {
    PrintStream result = new PrintStream(out, true, StandardCharsets.UTF_8);
    Screen nowhere = new Screen(new PrintStream(PrintStream.nullOutputStream()));
    CommandLine line = LoadTestCommand.commandLine(result, nowhere);
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments.split(" "));
  }
}
