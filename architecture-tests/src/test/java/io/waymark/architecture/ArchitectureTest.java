package io.waymark.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses BAD =
      new ClassFileImporter().importPackages("io.waymark.architecture.bad");

  @Test
  void noFunctionDependsOnAnother() {
    for (String function : Sources.FUNCTIONS) {
      Rules.functionDependsOnNoOther(function, Sources.FUNCTIONS).check(Sources.CLASSES);
    }
    Rules.librariesDependOnNoFunction(Sources.FUNCTIONS).check(Sources.CLASSES);
  }

  @Test
  void domainClassesKnowNoFramework() {
    String[] features =
        Sources.FUNCTIONS.stream().map(name -> "io.waymark." + name + "..").toArray(String[]::new);
    Rules.domainKnowsNoFramework(features).check(Sources.CLASSES);
    assertCatches(Rules.domainKnowsNoFramework("io.waymark.architecture.bad.."), "Rankings");
  }

  @Test
  void everyStoreTakesTheTenantFirst() {
    Rules.storesTakeTheTenantFirst().check(Sources.CLASSES);
    assertCatches(Rules.storesTakeTheTenantFirst(), "Profiles.read");
  }

  @Test
  void storesReachOneTenantAtATime() {
    List<String> packages =
        Stream.concat(
                Stream.of("tenancy", "files", "interactions", "model", "edge"),
                Sources.FUNCTIONS.stream())
            .map(name -> "io.waymark." + name + "..")
            .toList();
    Rules.storesReachOneTenantAtATime(packages).check(Sources.CLASSES);
    assertCatches(
        Rules.storesReachOneTenantAtATime(List.of("io.waymark.architecture.bad..")), "Wishes");
    assertThat(
            Sources.CLASSES.stream()
                .filter(Rules::holdsAClientForAllTenants)
                .map(JavaClass::getSimpleName))
        .as("an exception that nobody needs is to be struck out")
        .containsAll(Rules.HOLD_A_CLIENT_FOR_ALL_TENANTS);
  }

  @Test
  void namesSayWhatThingsAre() {
    Rules.namesSayWhatThingsAre().check(Sources.CLASSES);
    assertCatches(Rules.namesSayWhatThingsAre(), "OrderManager");
  }

  @Test
  void everyPackageIsNullMarked() {
    List<String> unmarked = new ArrayList<>();
    for (String module : Sources.modules()) {
      List<Path> files = new ArrayList<>(Sources.javaFiles(module + "/src/main/java"));
      files.addAll(Sources.javaFiles(module + "/src/test/java"));
      files.stream()
          .map(Path::getParent)
          .distinct()
          .map(folder -> folder.resolve("package-info.java"))
          .filter(file -> !file.toFile().exists() || !Sources.text(file).contains("@NullMarked"))
          .map(Path::toString)
          .forEach(unmarked::add);
    }
    assertThat(unmarked).isEmpty();
  }

  @Test
  void everyPromiseOfAFunctionIsProved() {
    Pattern promise = Pattern.compile("\\b([A-Z]\\d+) —");
    List<String> unproved = new ArrayList<>();
    for (String function : Sources.FUNCTIONS) {
      String module = "functions/" + function;
      Path promises =
          Sources.ROOT.resolve(
              module + "/src/main/java/io/waymark/" + function + "/package-info.java");
      String tests =
          Sources.javaFiles(module + "/src/test/java").stream()
              .map(Sources::text)
              .collect(Collectors.joining("\n"));
      Matcher each = promise.matcher(Sources.text(promises));
      int found = 0;
      while (each.find()) {
        found++;
        // In a display name or comment, or as the beginning of a method's name: `i1_takes…`.
        String named = "(?i)(?<![a-z0-9])" + each.group(1) + "(?![0-9])";
        if (!Pattern.compile(named).matcher(tests).find()) {
          unproved.add(function + " promises " + each.group(1));
        }
      }
      assertThat(found).as("promises of " + function).isPositive();
    }
    assertThat(unproved).isEmpty();
  }

  private static void assertCatches(ArchRule rule, String culprit) {
    assertThat(rule.evaluate(BAD).hasViolation()).isTrue();
    assertThat(rule.evaluate(BAD).getFailureReport().toString()).contains(culprit);
  }
}
