package io.waymark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.embedded.DailyPipeline.Outcome;
import io.waymark.embedded.DailyPipeline.Result;
import io.waymark.tenancy.installation.Handler;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which function is asked what, in which order; the functions themselves answer as they are told.
class DailyPipelineTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-31T03:00:00Z"), ZoneOffset.UTC);

  private final List<String> calls = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  @Test
  void asksEveryFunctionInTurnForEachTenant() {
    assertThat(run(Optional.empty()))
        .containsExactly(
            new Result("fine", Outcome.TRAINED),
            new Result("same", Outcome.UNCHANGED),
            new Result("odd", Outcome.HELD),
            new Result("poor", Outcome.REFUSED),
            new Result("torn", Outcome.FAILED),
            new Result("last", Outcome.TRAINED));
    assertThat(calls)
        .startsWith(
            "train-tenants {}",
            "train-tenants {\"after\":\"torn\"}",
            "ingest-collect {\"tenant_id\":\"fine\"}",
            "ingest-collect {\"tenant_id\":\"fine\"}",
            "train-daily {\"tenant_id\":\"fine\"}",
            "recommend-lists {\"tenant_id\":\"fine\",\"run\":\"2026-01-31\"}",
            "recommend-lists {\"tenant_id\":\"fine\",\"run\":\"2026-01-31\"}",
            "recommend-api {\"stageVariables\":{\"warm\":\"fine\"}}",
            "ingest-collect {\"tenant_id\":\"same\"}",
            "train-daily {\"tenant_id\":\"same\"}",
            "recommend-lists {\"tenant_id\":\"same\",\"run\":\"2026-01-31\"}",
            "recommend-lists {\"tenant_id\":\"same\",\"run\":\"2026-01-31\"}",
            "ingest-collect {\"tenant_id\":\"odd\"}",
            "ingest-collect {\"tenant_id\":\"poor\"}",
            "train-daily {\"tenant_id\":\"poor\"}",
            "recommend-lists {\"tenant_id\":\"poor\",\"run\":\"2026-01-31\"}");
    assertThat(calls)
        .filteredOn(call -> call.startsWith("train-daily"))
        .hasSize(4)
        .noneMatch(call -> call.contains("odd"));
    assertThat(lines)
        .contains(
            "fine collect approved with warnings, 7 rows, 1 files, before 3",
            "fine train done, model v1",
            "fine lists 5 users",
            "fine warm done, model v1",
            "same train unchanged, model v1",
            "same lists 5 users",
            "poor lists 5 users",
            "torn pipeline failed: the store is down");
  }

  @Test
  void asksForOneTenantAlone() {
    assertThat(run(Optional.of("same"))).containsExactly(new Result("same", Outcome.UNCHANGED));
    assertThat(calls).noneMatch(call -> call.startsWith("train-tenants"));
  }

  @Test
  void callsNobodyAgainWhoComesNoFurther() {
    assertThat(run(Optional.of("stuck"))).containsExactly(new Result("stuck", Outcome.FAILED));
    assertThat(calls).hasSize(2).allMatch(call -> call.startsWith("ingest-collect"));
    assertThat(lines).containsExactly("stuck pipeline failed: ingest-collect comes no further");
    calls.clear();
    lines.clear();
    assertThat(run(Optional.of("endless"))).containsExactly(new Result("endless", Outcome.FAILED));
    assertThat(calls).filteredOn(call -> call.startsWith("recommend-lists")).hasSize(2);
    assertThat(lines).contains("endless pipeline failed: recommend-lists comes no further");
  }

  private List<Result> run(Optional<String> tenant) {
    return new DailyPipeline(
            (handler, event) -> answer(handler, new String(event, StandardCharsets.UTF_8)),
            CLOCK,
            (each, stage, outcome) -> lines.add(each + " " + stage + " " + outcome))
        .run(tenant);
  }

  private byte[] answer(Handler handler, String event) {
    String call = handler.shortName() + " " + event;
    boolean again = calls.contains(call);
    calls.add(call);
    String answer =
        switch (handler) {
          case TRAIN_TENANTS ->
              event.contains("after")
                  ? "{'tenants':[{'tenant_id':'last'}],'after':null}"
                  : "{'tenants':[{'tenant_id':'fine'},{'tenant_id':'same'},{'tenant_id':'odd'},"
                      + "{'tenant_id':'poor'},{'tenant_id':'torn'}],'after':'torn'}";
          case INGEST_COLLECT -> collected(event, again);
          case TRAIN_DAILY ->
              event.contains("same")
                  ? "{'state':'unchanged','job_id':null,'model_version':'v1'}"
                  : event.contains("poor")
                      ? "{'state':'refused','job_id':'j','model_version':null}"
                      : "{'state':'done','job_id':'j','model_version':'v1'}";
          case RECOMMEND_LISTS ->
              again && !event.contains("endless")
                  ? "{'lists':2,'after':null}"
                  : "{'lists':3,'after':'1.2'}";
          case RECOMMEND_API -> "{'body':'{\\'model_version\\':\\'v1\\'}'}";
          case AUTH_API,
              AUTH_MIGRATIONS,
              AUTH_SWEEP,
              AUTH_USAGE,
              INGEST_API,
              INGEST_UPLOADS,
              INGEST_STREAM,
              INGEST_ARCHIVER,
              INGEST_REMOVAL,
              TRAIN_API,
              TRAIN_JOB ->
              throw new AssertionError(handler);
        };
    return answer.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static String collected(String event, boolean again) {
    if (event.contains("torn")) {
      throw new IllegalStateException("the store is down");
    }
    if (event.contains("stuck") || (event.contains("fine") && !again)) {
      return "{'decision':'approved','done':false,'left':4}";
    }
    return event.contains("odd")
        ? "{'decision':'held','done':true}"
        : "{'decision':'approved_with_warnings','rows':7,'files_before':3,'files_after':1,"
            + "'done':true}";
  }
}
