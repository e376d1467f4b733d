package io.waymark.model.lists;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.tenancy.TenantId;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ListPartTest {
  private static final TenantId TENANT = new TenantId("shop");

  @Test
  void isFoundByItsKeyAndByNoOther() {
    ListPart part = new ListPart(LocalDate.parse("2026-01-31"), 15, 42);
    assertThat(part.key(TENANT)).isEqualTo("shop/lists/2026-01-31/part-15000042.jsonl.gz");
    assertThat(ListPart.keyed(part.key(TENANT))).contains(part);
    assertThat(ListPart.keyed("shop/lists/2026-02-31/part-15000042.jsonl.gz")).isEmpty();
    assertThat(ListPart.keyed("shop/vectors/default/1.parquet")).isEmpty();
  }
}
