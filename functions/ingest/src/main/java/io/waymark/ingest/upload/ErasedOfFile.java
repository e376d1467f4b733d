package io.waymark.ingest.upload;

import io.waymark.files.InteractionBlock;
import io.waymark.files.Texts;
import io.waymark.ingest.erasure.ErasedUsers;
import io.waymark.tenancy.UserId;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which users of a file were erased. Each is looked up once, for it costs a digest.
final class ErasedOfFile {
  private final ErasedUsers erased;
  private final Set<UserId> met = new HashSet<>();
  private final BitSet asked = new BitSet();
  private final BitSet found = new BitSet();
  private @Nullable Texts users;

  ErasedOfFile(ErasedUsers erased) {
    this.erased = erased;
  }

  /// Whether nobody was erased.
  boolean isEmpty() {
    return erased.isEmpty();
  }

  /// Whether the user of a row was erased.
  boolean has(InteractionBlock block, int row) {
    if (erased.isEmpty()) {
      return false;
    }
    if (block.users() != users) {
      users = block.users();
      asked.clear();
      found.clear();
    }
    int number = block.user(row);
    if (!asked.get(number)) {
      asked.set(number);
      found.set(number, has(new UserId(block.users().text(number))));
    }
    return found.get(number);
  }

  /// Whether the user was erased.
  boolean has(UserId user) {
    boolean gone = erased.contains(user);
    if (gone) {
      met.add(user);
    }
    return gone;
  }

  /// Those who were asked for and had been erased.
  Set<UserId> met() {
    return Set.copyOf(met);
  }
}
