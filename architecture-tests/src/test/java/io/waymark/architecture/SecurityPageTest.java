package io.waymark.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What SECURITY.md says is proved.
class SecurityPageTest {
  private static final Path PAGE = Sources.ROOT.resolve("SECURITY.md");
  private static final String IDS = "asvs-5.0.0-level-2.txt";
  private static final Pattern PROOF = Pattern.compile("`([A-Z]\\w+Test)\\.(\\w+)`");
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| (V[\\d.]+(?:, V[\\d.]+)*) \\| ([^|]+) \\| ([^|]+) \\|$", Pattern.MULTILINE);
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");
  private static final Set<String> STATES =
      Set.of("tested", "by construction", "platform", "documented", "does not apply", "not yet");

  @Test
  void eachTestThatItNamesExists() {
    List<Path> tests =
        Stream.concat(Sources.modules().stream(), Stream.of("architecture-tests"))
            .flatMap(SecurityPageTest::tests)
            .toList();
    assertThat(proofs(Sources.text(PAGE))).hasSizeGreaterThan(80);
    assertThat(proofs(Sources.text(PAGE))).allMatch(proof -> exists(proof, tests));
    assertThat(exists("SecurityPageTest.noSuchMethod", tests)).isFalse();
    assertThat(exists("NoSuchTest.eachTestThatItNamesExists", tests)).isFalse();
  }

  @Test
  void itHasEachRequirementOfTheTwoLevelsOnce() throws IOException {
    List<String> stand = new ArrayList<>();
    Matcher row = ROW.matcher(Sources.text(PAGE));
    while (row.find()) {
      assertThat(STATES).contains(row.group(2));
      if (row.group(2).equals("tested")) {
        assertThat(proofs(row.group(3))).as(row.group()).isNotEmpty();
      }
      stand.addAll(List.of(row.group(1).split(", ")));
    }
    assertThat(stand).containsExactlyInAnyOrderElementsOf(requirements()).hasSize(253);
  }

  @Test
  void thePagesThatItLinksToExist() {
    Matcher link = LINK.matcher(Sources.text(PAGE));
    while (link.find()) {
      assertThat(Sources.ROOT.resolve(link.group(1))).exists();
    }
  }

  /// The numbers alone, of the edition 5.0.0.
  private static List<String> requirements() throws IOException {
    try (InputStream ids =
        Objects.requireNonNull(SecurityPageTest.class.getResourceAsStream(IDS), IDS)) {
      return new String(ids.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static Stream<Path> tests(String module) {
    return Sources.javaFiles(module + "/src/test").stream();
  }

  private static List<String> proofs(String text) {
    List<String> proofs = new ArrayList<>();
    Matcher proof = PROOF.matcher(text);
    while (proof.find()) {
      proofs.add(proof.group(1) + "." + proof.group(2));
    }
    return proofs;
  }

  /// @param proof as `RoleTest.namesRoundTrip`
  private static boolean exists(String proof, List<Path> tests) {
    String[] parts = proof.split("\\.");
    return tests.stream()
        .filter(file -> file.getFileName().toString().equals(parts[0] + ".java"))
        .anyMatch(file -> Sources.text(file).contains("void " + parts[1] + "("));
  }
}
