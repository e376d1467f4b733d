package io.waymark.localstack.deployed;

import io.waymark.localstack.Suite;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/// A line for each test of the deployed stacks, as it ends: its result, its time, what it measured.
/// One that was aborted or skipped has its reason, and is noted in a file, for which the suite
/// fails.
public final class CaseLines implements TestExecutionListener {
  private static final TestTag DEPLOYED = TestTag.create("deployed");

  private final Map<UniqueId, Long> begun = new ConcurrentHashMap<>();
  private final Map<UniqueId, String> measured = new ConcurrentHashMap<>();
  private final PrintStream out;
  private final Optional<Path> leftOut;
  private @Nullable TestPlan plan;

  /// As JUnit makes it.
  public CaseLines() {
    this(System.out, Optional.ofNullable(System.getProperty(Suite.LEFT_OUT)).map(Path::of));
  }

  /// @param leftOut where those are noted that were not run, or not to their end
  CaseLines(PrintStream out, Optional<Path> leftOut) {
    this.out = out;
    this.leftOut = leftOut;
  }

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    begun.put(test.getUniqueIdObject(), System.nanoTime());
  }

  @Override
  public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
    measured.put(test.getUniqueIdObject(), "  " + entry.getKeyValuePairs());
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    if (test.getTags().contains(DEPLOYED)) {
      String name = name(test);
      out.printf(Locale.ROOT, "%-10s %8s  %s: %s%n", "SKIPPED", "", name, reason);
      note(name);
    }
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    boolean failedAsAWhole =
        test.isContainer() && result.getStatus() != TestExecutionResult.Status.SUCCESSFUL;
    if (test.getTags().contains(DEPLOYED) && (test.isTest() || failedAsAWhole)) {
      UniqueId id = test.getUniqueIdObject();
      Duration took = Duration.ofNanos(System.nanoTime() - begun.getOrDefault(id, 0L));
      String name = name(test);
      boolean aborted = result.getStatus() == TestExecutionResult.Status.ABORTED;
      out.printf(
          Locale.ROOT,
          "%-10s %6.1f s  %s%s%s%n",
          result.getStatus(),
          took.toMillis() / 1000.0,
          name,
          measured.getOrDefault(id, ""),
          aborted ? result.getThrowable().map(why -> ": " + why.getMessage()).orElse("") : "");
      if (aborted) {
        note(name);
      }
    }
  }

  private void note(String name) {
    leftOut.ifPresent(
        file -> {
          try {
            Files.writeString(
                file, name + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private String name(TestIdentifier test) {
    String own = test.getDisplayName().replaceFirst("\\(.*\\)$", "");
    return test.isTest() ? parent(test) + " " + own : own;
  }

  private String parent(TestIdentifier test) {
    return Optional.ofNullable(plan)
        .flatMap(tests -> tests.getParent(test))
        .map(TestIdentifier::getDisplayName)
        .orElse("");
  }
}
