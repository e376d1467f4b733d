package io.waymark.interactions;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UserRowsTest {
  private static final TenantId TENANT = new TenantId("shop");

  @Test
  void findsAUserWhereItWasPut() {
    UserId user = new UserId("a#1:ä");
    assertThat(UserRows.user(UserRows.key(TENANT, user))).isEqualTo(user);
    assertThat(UserRows.shard(new UserId("user_001"))).isEqualTo(13);
    assertThat(UserRows.partition(TENANT, 8)).isEqualTo("4:shop#1:8");
  }

  @Test
  void spreadsUsersOverAllPartitions() {
    Map<Integer, Long> users =
        IntStream.range(0, 16_000)
            .mapToObj(at -> new UserId("user_" + at))
            .collect(Collectors.groupingBy(UserRows::shard, TreeMap::new, Collectors.counting()));
    assertThat(users).hasSize(UserRows.SHARDS);
    assertThat(users.values()).allMatch(count -> count > 500 && count < 2_000);
  }
}
