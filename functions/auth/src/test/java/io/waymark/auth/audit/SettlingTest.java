package io.waymark.auth.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.auth.stores.InMemoryAuditStore;
import io.waymark.edge.notes.AuditNote;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// A36 — How much one reader of the log settles.
class SettlingTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  private final TenantId tenant = new TenantId("shop");
  private final Waiting waiting = new Waiting(new ArrayList<>());
  private final InMemoryAuditStore log = new InMemoryAuditStore();
  private final AuditNotes notes = new AuditNotes(waiting, log);

  private record Waiting(List<AuditNote> notes) implements AuditNoteStore {
    void put(int count) {
      for (int at = 0; at < count; at++) {
        notes.add(
            new AuditNote(
                UUID.randomUUID(),
                NOON.plusSeconds(notes.size()),
                "a-key",
                "203.0.113.7",
                "model.activated",
                "model " + notes.size(),
                Map.of(),
                Map.of()));
      }
    }

    @Override
    public List<AuditNote> oldest(TenantId tenant, int most) {
      return List.copyOf(notes.subList(0, Math.min(most, notes.size())));
    }

    @Override
    public void remove(TenantId tenant, AuditNote note) {
      boolean _ = notes.remove(note);
    }
  }

  private List<String> told() {
    return log.newest(tenant, Long.MAX_VALUE, Integer.MAX_VALUE).stream()
        .map(each -> each.entry().target())
        .toList();
  }

  @Test
  void writesAThousandAndSaysThatThereMayBeMore() {
    waiting.put(1001);
    assertThat(notes.settle(tenant)).isFalse();
    assertThat(told()).hasSize(1000).startsWith("model 999").endsWith("model 0");
    assertThat(waiting.notes()).hasSize(1);
    assertThat(notes.settle(tenant)).isTrue();
    assertThat(told()).hasSize(1001).startsWith("model 1000");
  }

  @Test
  void saysThatTheseWereAllWhereFewerWait() {
    assertThat(notes.settle(tenant)).isTrue();
    waiting.put(999);
    assertThat(notes.settle(tenant)).isTrue();
    assertThat(waiting.notes()).isEmpty();
  }
}
