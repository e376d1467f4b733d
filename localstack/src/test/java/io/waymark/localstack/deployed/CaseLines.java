package io.waymark.localstack.deployed;

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
public final class CaseLines implements TestExecutionListener {
  private static final TestTag DEPLOYED = TestTag.create("deployed");

  private final Map<UniqueId, Long> begun = new ConcurrentHashMap<>();
  private final Map<UniqueId, String> measured = new ConcurrentHashMap<>();
  private @Nullable TestPlan plan;

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
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    boolean failedAsAWhole =
        test.isContainer() && result.getStatus() != TestExecutionResult.Status.SUCCESSFUL;
    if (test.getTags().contains(DEPLOYED) && (test.isTest() || failedAsAWhole)) {
      UniqueId id = test.getUniqueIdObject();
      Duration took = Duration.ofNanos(System.nanoTime() - begun.getOrDefault(id, 0L));
      System.out.printf(
          Locale.ROOT,
          "%-10s %6.1f s  %s %s%s%n",
          result.getStatus(),
          took.toMillis() / 1000.0,
          test.isTest() ? parent(test) : "",
          test.getDisplayName().replaceFirst("\\(.*\\)$", ""),
          measured.getOrDefault(id, ""));
    }
  }

  private String parent(TestIdentifier test) {
    return Optional.ofNullable(plan)
        .flatMap(tests -> tests.getParent(test))
        .map(TestIdentifier::getDisplayName)
        .orElse("");
  }
}
