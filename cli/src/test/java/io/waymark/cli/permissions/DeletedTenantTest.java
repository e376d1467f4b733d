package io.waymark.cli.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The deletion of a tenant by the whole service, as an operator asks for it.
@ExtendWith(Worlds.Planted.class)
final class DeletedTenantTest {
  private static final String TENANT = "perm-deleted";
  private static final String PATH = "/api/v1/tenants/" + TENANT;
  private static final Ask DELETE = Ask.of("DELETE", PATH);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  @Test
  void everyStoreSaysWhatItLostAndTheTenantIsNoMore(Worlds worlds) {
    Planting planting = new Planting(worlds.client());
    Function<Ask, Answer> operator = ask -> worlds.client().send(ask, planting.operator());
    World gone = planting.attacker(TENANT);
    assertThat(operator.apply(DELETE).status()).as("of an active tenant").isEqualTo(409);
    Answer suspended = operator.apply(Ask.of("PATCH", PATH).with(Map.of("status", "suspended")));
    assertThat(suspended.status()).as(suspended.body()).isEqualTo(200);

    Answer receipt = operator.apply(DELETE);
    long until = System.nanoTime() + LONGEST.toNanos();
    while (receipt.status() != 200) {
      assertThat(receipt.status()).as(receipt.body()).isIn(202, 503);
      assertThat(System.nanoTime()).as(receipt.body()).isLessThan(until);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      receipt = operator.apply(DELETE);
    }

    JsonNode stores = Planting.json(receipt.body()).path("stores");
    for (String store :
        List.of(
            "members",
            "invitations",
            "api_keys",
            "histories",
            "markers",
            "catalogue",
            "audit_log")) {
      assertThat(removed(stores, store)).as(store).isPositive();
    }
    assertThat(stores.valueStream().filter(each -> each.path("how").asText().equals("removed")))
        .allMatch(each -> each.path("erased_at").asText().startsWith("20"));
    assertThat(operator.apply(Ask.get(PATH)).status()).isEqualTo(404);
    assertThat(operator.apply(DELETE).body()).isEqualTo(receipt.body());
    Answer again =
        operator.apply(Ask.post("/api/v1/tenants", Map.of("id", TENANT, "name", "Another")));
    assertThat(again.status()).as("its id is given to nobody").isEqualTo(409);
    assertThat(gone.tenant()).isEqualTo(TENANT);
  }

  private static long removed(JsonNode stores, String name) {
    return stores
        .valueStream()
        .filter(store -> store.path("store").asText().equals(name))
        .mapToLong(store -> store.path("removed").asLong())
        .findFirst()
        .orElse(-1);
  }
}
