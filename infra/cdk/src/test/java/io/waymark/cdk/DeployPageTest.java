package io.waymark.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// `docs/how-to/deploy.md`, as far as it can be looked at without an account of AWS.
class DeployPageTest {
  private static final Path ROOT = Path.of(System.getProperty("waymark.root", "../.."));
  private static final Pattern COMMAND =
      Pattern.compile("(?s)\n### (\\d+)\\. [^\n]+\n(.*?)(?=\n##)");
  private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");
  private static final Pattern OUTPUT = Pattern.compile("(?m)^    \\S|^     .|It prints nothing");
  private static final Pattern CDK = Pattern.compile("aws-cdk@(\\S+) (\\w+)([^\n]*)");
  private static final Pattern SETTING = Pattern.compile("-c (\\w+)=");

  private final String page = text("docs/how-to/deploy.md");

  @Test
  void fromACloneToARecommendationThereAreTenNumberedCommandsAtMostEachALineWithItsOutput() {
    List<MatchResult> commands = COMMAND.matcher(page).results().toList();
    assertThat(commands)
        .hasSizeBetween(3, 10)
        .allSatisfy(
            command -> {
              assertThat(blocks(command.group(2)))
                  .as(command.group())
                  .singleElement()
                  .satisfies(block -> assertThat(block.strip()).doesNotContain("\n"));
              assertThat(command.group(2)).containsPattern(OUTPUT);
            });
    assertThat(commands)
        .extracting(command -> Integer.valueOf(command.group(1)))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, commands.size()).boxed().toList());
    assertThat(commands.getFirst().group(2)).contains("git clone ");
    assertThat(commands.getLast().group(2)).contains("./waymark demo --service ");
  }

  /// Bare `cdk bootstrap` in the app's folder would synthesize it, without a stage.
  @Test
  void eachCommandOfTheCdkIsOfThePinnedVersionAndNamesItsStageWhereTheAppIs() throws IOException {
    String pinned =
        new ObjectMapper()
            .readTree(ROOT.resolve("localstack/node/cdk/package.json").toFile())
            .path("dependencies")
            .path("aws-cdk")
            .asText();
    List<MatchResult> commands =
        blocks(page).stream().flatMap(block -> CDK.matcher(block).results()).toList();
    assertThat(commands)
        .hasSizeGreaterThan(8)
        .allSatisfy(
            command -> {
              assertThat(command.group(1)).isEqualTo(pinned);
              if (command.group(2).equals("bootstrap")) {
                assertThat(command.group(3)).contains("aws://");
              } else {
                assertThat(command.group(3)).contains(" -c stage=dev");
              }
            });
    assertThat(blocks(page))
        .filteredOn(block -> block.contains(" bootstrap "))
        .singleElement()
        .satisfies(block -> assertThat(block).as("from the root").doesNotContain("cd infra/cdk"));
  }

  @Test
  void everySettingIsOneThatTheAppHas() {
    String settings = text("infra/cdk/README.md");
    assertThat(SETTING.matcher(page).results().map(setting -> setting.group(1)).distinct())
        .hasSizeGreaterThan(10)
        .allSatisfy(setting -> assertThat(settings).containsPattern("(?m)^\\|.*`" + setting + "`"));
  }

  /// A trailing comment, too, which zsh takes for arguments.
  @Test
  void everyBlockIsOneThatAShellTakes() throws Exception {
    for (String block : blocks(page)) {
      assertThat(block).doesNotContainPattern("\\s#");
      Process bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
      bash.getOutputStream().write(block.getBytes(StandardCharsets.UTF_8));
      bash.getOutputStream().close();
      String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(bash.waitFor()).as(block + said).isZero();
    }
  }

  private static List<String> blocks(String text) {
    return BLOCK.matcher(text).results().map(block -> block.group(1)).toList();
  }

  private static String text(String file) {
    try {
      return Files.readString(ROOT.resolve(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
