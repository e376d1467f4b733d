package io.waymark.model;

import io.waymark.tenancy.ItemId;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Item ids by position and positions by id. Open addressing over hash codes, so that a million ids
/// cost their text and eight bytes each. The codes are of this process alone: ids are given by
/// tenants, and whoever chose them to have one code would let each look-up pass all of them.
public final class ItemIndex {
  public static final int ABSENT = -1;

  private static final int SEED = new SecureRandom().nextInt();

  private final ItemId[] ids;
  private final int[] slots;

  private ItemIndex(ItemId[] ids) {
    this.ids = ids;
    this.slots = new int[Integer.highestOneBit(Math.max(4, ids.length)) * 4];
    Arrays.fill(slots, ABSENT);
    for (int at = 0; at < ids.length; at++) {
      int slot = slotOf(ids[at]);
      if (slots[slot] != ABSENT) {
        throw new IllegalArgumentException("item " + ids[at] + " stands twice");
      }
      slots[slot] = at;
    }
  }

  /// Each id at the position it has in the list.
  ///
  /// @throws IllegalArgumentException where an id stands twice, naming it
  public static ItemIndex of(List<ItemId> ids) {
    return new ItemIndex(ids.toArray(ItemId[]::new));
  }

  public int size() {
    return ids.length;
  }

  public ItemId id(int position) {
    return ids[position];
  }

  public List<ItemId> ids() {
    return List.of(ids);
  }

  /// The position of `id`, or [#ABSENT].
  public int position(ItemId id) {
    return slots[slotOf(id)];
  }

  public Optional<Integer> find(ItemId id) {
    int position = position(id);
    return position == ABSENT ? Optional.empty() : Optional.of(position);
  }

  /// Where `id` stands, or the free slot where it would stand.
  private int slotOf(ItemId id) {
    int mask = slots.length - 1;
    int slot = hash(id.value()) & mask;
    while (slots[slot] != ABSENT && !ids[slots[slot]].equals(id)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static int hash(String text) {
    int hash = SEED;
    for (int at = 0; at < text.length(); at++) {
      hash = (hash ^ text.charAt(at)) * 0x9E3779B9;
      hash ^= hash >>> 15;
    }
    return hash;
  }
}
