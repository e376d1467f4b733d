package io.waymark.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.ingest.Instance;
import io.waymark.ingest.quality.Counts;
import io.waymark.tenancy.EventId;
import io.waymark.testing.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// An event that was posted and stands in a file too.
class EventsAndUploadsTest {
  private static final UploadId UPLOAD = new UploadId("upload-1");

  private final Instance instance = Instance.shared();
  private final Caller caller = instance.newCaller();
  private final UploadStore uploads = instance.bean(UploadStore.class);

  @Test
  void isADuplicateOfAnUploadThatIsAtWorkOrDone() {
    claimed(UploadState.STORING, Lease.from("a", Instant.now()));
    assertThat(post()).contains("\"duplicate\":1");
    claimed(UploadState.DONE, Lease.released(Instant.now()));
    assertThat(post()).contains("\"duplicate\":1");
  }

  @Test
  void isStoredWhereTheUploadWasGivenUp() {
    claimed(UploadState.STORING, Lease.released(Instant.now()));
    assertThat(post()).contains("\"accepted\":1");
    assertThat(uploads.find(caller.tenant(), UPLOAD).orElseThrow().state())
        .isEqualTo(UploadState.FAILED);
    assertThat(post()).contains("\"duplicate\":1");
  }

  @Test
  void allOfARequestAreStoredWhereTheUploadWasGivenUp() {
    List<EventId> ids = IntStream.range(0, 500).mapToObj(at -> new EventId("many-" + at)).toList();
    claimed(UploadState.STORING, Lease.released(Instant.now()), ids);
    String answer =
        instance
            .post(
                caller,
                "/api/v1/data/ingest",
                ids.stream()
                    .map("{\"user_id\":\"u1\",\"item_id\":\"i1\",\"event_id\":\"%s\"}"::formatted)
                    .collect(Collectors.joining(",", "{\"events\":[", "]}")))
            .body();
    assertThat(answer).contains("\"accepted\":500", "\"duplicate\":0");
  }

  @Test
  void isStoredWhereTheServiceWasStartedAgainSinceTheUploadWasAtWork() {
    Instant started = Instant.now();
    claimed(UploadState.STORING, Lease.from("a", started.minusSeconds(1)));
    try (Instance restarted = Instance.with(Map.of("waymark.alone-since", started.toString()))) {
      assertThat(post(restarted, caller)).contains("\"accepted\":1");
    }
    assertThat(uploads.find(caller.tenant(), UPLOAD).orElseThrow().state())
        .isEqualTo(UploadState.FAILED);
  }

  @Test
  void isStoredWhereTheUploadFailedOrWasRefused() {
    for (UploadState state : List.of(UploadState.FAILED, UploadState.REFUSED)) {
      Caller another = instance.newCaller();
      claimed(another, state, Lease.released(Instant.now()));
      assertThat(post(another)).as(state.text()).contains("\"accepted\":1");
    }
  }

  private void claimed(UploadState state, Lease lease) {
    claimed(caller, state, lease);
  }

  private void claimed(Caller owner, UploadState state, Lease lease) {
    claimed(owner, state, lease, List.of(new EventId("e1")));
  }

  private void claimed(UploadState state, Lease lease, List<EventId> ids) {
    claimed(caller, state, lease, ids);
  }

  private void claimed(Caller owner, UploadState state, Lease lease, List<EventId> ids) {
    Instant now = Instant.now();
    uploads.put(
        owner.tenant(),
        Upload.waiting(UPLOAD, UploadKind.INTERACTIONS, "interactions.csv", 10, now)
            .received(now)
            .ended(state, Counts.NONE, Optional.empty())
            .held(lease));
    instance.bean(BulkStore.class).claim(owner.tenant(), new Claim(UPLOAD, "a"), ids, Map.of());
  }

  private String post() {
    return post(caller);
  }

  private String post(Caller sender) {
    return post(instance, sender);
  }

  private static String post(Instance function, Caller sender) {
    return function
        .post(
            sender,
            "/api/v1/data/ingest",
            "{\"user_id\": \"u1\", \"item_id\": \"i1\", \"event_id\": \"e1\"}")
        .body();
  }
}
