package io.waymark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.tenancy.ItemId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ItemIndexTest {
  @Test
  void findsEachAndNoOther() {
    List<ItemId> ids = List.of(new ItemId("b"), new ItemId("a"), new ItemId("ab"));
    ItemIndex index = ItemIndex.of(ids);
    assertThat(index.ids()).isEqualTo(ids);
    assertThat(index.find(new ItemId("ab"))).contains(2);
    assertThat(index.find(new ItemId("ba"))).isEmpty();
    assertThat(index.position(new ItemId("c"))).isEqualTo(ItemIndex.ABSENT);
    assertThat(ItemIndex.of(List.of()).find(new ItemId("a"))).isEmpty();
  }

  @Test
  void refusesAnIdThatStandsTwice() {
    assertThatThrownBy(() -> ItemIndex.of(List.of(new ItemId("a"), new ItemId("a"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("item a stands twice");
  }

  /// Compared one with the other they would take minutes.
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void idsOfOneHashCodeAreToldApart() {
    List<ItemId> ids = Collisions.texts(18).stream().map(ItemId::new).toList();
    ItemIndex index = ItemIndex.of(ids);
    for (int at = 0; at < ids.size(); at++) {
      assertThat(index.position(ids.get(at))).isEqualTo(at);
    }
  }
}
