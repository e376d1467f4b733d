package io.waymark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class RankedItemsTest {
  private static final int[] NONE = {};
  private static final History ASKED = new History(new int[] {3}, new float[] {1});
  private static final ItemMask ALL = ItemMask.all(4);

  @Test
  void areWhatWasAskedFor() {
    RankedItems good = ranked(new long[] {2, 0, -1, -9}, new float[] {3, 3, Float.NaN, 7});
    assertThat(good.checked(ASKED, ALL, new int[] {ItemIndex.ABSENT, 1})).isSameAs(good);
    assertThat(good.size()).isEqualTo(2);
  }

  @Test
  void areNoItemsThatWereNotAskedFor() {
    RankedItems items = ranked(new long[] {2, 0}, new float[] {3, 1});
    assertThatThrownBy(() -> items.checked(ASKED, ALL, new int[] {0}))
        .hasMessageContaining("item 0");
    BitSet odd = BitSet.valueOf(new long[] {0b1010});
    assertThatThrownBy(() -> items.checked(ASKED, ItemMask.of(4, odd), NONE))
        .isInstanceOf(GraphFailedException.class)
        .hasMessageContaining("gave the item 2 unasked");
    assertWrong(new long[] {1, 1}, new float[] {3, 1}, "gave the item 1 unasked");
    assertWrong(new long[] {4}, new float[] {3}, "gave the item 4 unasked");
    assertWrong(new long[] {1L << 32}, new float[] {3}, "gave the item 4294967296 unasked");
  }

  @Test
  void areRankedByNumbersThatDoNotRise() {
    assertWrong(new long[] {1, 2}, new float[] {1, 2}, "by 2.0");
    assertWrong(new long[] {1}, new float[] {Float.NaN}, "by NaN");
    assertWrong(new long[] {1}, new float[] {Float.POSITIVE_INFINITY}, "by Infinity");
    assertWrong(new long[] {1}, new float[] {}, "different shapes");
  }

  @Test
  void haveCausesThatThereAre() {
    assertThatCode(() -> because(3).checked(ASKED, ALL, NONE)).doesNotThrowAnyException();
    assertThatThrownBy(() -> because(2).checked(ASKED, ALL, NONE)).hasMessageContaining("cause 2");
    assertThatThrownBy(() -> because(4).checked(ASKED, ALL, NONE)).hasMessageContaining("cause 4");
    assertThatThrownBy(() -> because(-2).checked(ASKED, ALL, NONE))
        .hasMessageContaining("cause -2");
  }

  private static void assertWrong(long[] items, float[] scores, String message) {
    assertThatThrownBy(() -> ranked(items, scores).checked(ASKED, ALL, NONE))
        .isInstanceOf(GraphFailedException.class)
        .hasMessageContaining(message);
  }

  private static RankedItems ranked(long[] items, float[] scores) {
    return new RankedItems(items, scores, new long[0]);
  }

  private static RankedItems because(long cause) {
    return new RankedItems(new long[] {1}, new float[] {1}, new long[] {cause});
  }
}
